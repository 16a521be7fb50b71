//! Configurations of machines on either cloud, and a place to apply them: the simulator.

use std::fmt::Write as _;

use serde_json::Value;

use crate::aws::{self, subnets};
use crate::background::{Background, provider_processes, signal};
use crate::clouds::Cloud;
use crate::core::Core;
use crate::equinix_metal;
use crate::run::Run;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::workspace::Workspace;

/// How workers join, with a planted token.
pub(crate) const KUBECONFIG: &str =
    "certificate-authority-data: AAAA\nserver: https://a.example.com\ntoken: c0ffee.PLANTEDTOKEN\n";
/// The address of a [`Pool`].
pub(crate) const POOL: &str = "lokomotive_worker_pool.pool";
/// The address of [`controllers`].
pub(crate) const MAIN: &str = "lokomotive_controller.main";
/// Applies.
pub(crate) const APPLY: &[&str] = &["apply", "-auto-approve", "-no-color"];
/// Destroys.
pub(crate) const DESTROY: &[&str] = &["destroy", "-auto-approve", "-no-color"];

/// A pool of workers, as a test wants it.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    /// Where it is.
    pub(crate) cloud: Cloud,
    /// How many there are.
    pub(crate) count: usize,
    /// More arguments.
    pub(crate) more: String,
    /// More arguments of the cloud's block.
    pub(crate) block: String,
    /// The subnets on AWS.
    pub(crate) subnets: Vec<String>,
}

/// A workspace whose provider works with the simulator, in its time.
pub(crate) fn workspace(core: Core, simulator: &Simulator, main: &str) -> Workspace {
    expect_test_clock();
    let mut workspace = Workspace::new(core, main);
    let url = simulator.url();
    let blocks = [aws::block(&url, "us-east-1"), equinix_metal::block(&url)].concat();
    workspace.set("LOKOMOTIVE_TEST_CLOCK", url);
    workspace.write(
        "provider.tf",
        &format!("provider \"lokomotive\" {{\n{blocks}}}\n"),
    );
    workspace
}

/// Without the simulator's clock, the provider would wait for real minutes.
#[track_caller]
pub(crate) fn expect_test_clock() {
    #[cfg(not(feature = "test-clock"))]
    panic!("run the tests as `make test` does: cargo test --features test-clock");
}

impl Pool {
    /// A pool on AWS, in two subnets.
    pub(crate) fn of(count: usize) -> Self {
        Self::on(Cloud::Aws, count)
    }

    /// A pool on a cloud.
    pub(crate) fn on(cloud: Cloud, count: usize) -> Self {
        Self {
            cloud,
            count,
            more: String::new(),
            block: String::new(),
            subnets: subnets(2),
        }
    }

    /// With more arguments, a line of HCL.
    pub(crate) fn with(mut self, line: &str) -> Self {
        writeln!(self.more, "  {line}").unwrap();
        self
    }

    /// With more arguments of the cloud's block, a line of HCL.
    pub(crate) fn with_in_block(mut self, line: &str) -> Self {
        writeln!(self.block, "    {line}").unwrap();
        self
    }

    /// With a snippet that writes a file: another text is another config.
    pub(crate) fn with_motd(self, text: &str) -> Self {
        self.with(&format!("clc_snippets = [{:?}]", motd(text)))
    }

    /// As the resource `lokomotive_worker_pool.pool`.
    pub(crate) fn hcl(&self) -> String {
        let block = self.cloud.block(&self.subnets, &self.block);
        format!(
            r#"resource "lokomotive_worker_pool" "pool" {{
  cluster_name      = "ex"
  pool_name         = "general"
  worker_count      = {}
  container_runtime = "containerd"
  ssh_pubkeys       = []
  kubeconfig        = {KUBECONFIG:?}
{}{block}}}
"#,
            self.count, self.more
        )
    }
}

/// Controllers as the resource `lokomotive_controller.main`, with more lines, also in the cloud's block.
pub(crate) fn controllers(cloud: Cloud, count: usize, more: &str, block: &str) -> String {
    let block = cloud.block(&subnets(3), block);
    format!(
        r#"resource "lokomotive_controller" "main" {{
  cluster_name      = "ex"
  dns_zone          = "example.com"
  controller_count  = {count}
  container_runtime = "containerd"
  ssh_pubkeys       = []
  {more}
{block}}}
"#
    )
}

/// A snippet that writes a file.
pub(crate) fn motd(text: &str) -> String {
    format!(
        "storage: {{files: [{{path: /etc/motd, filesystem: root, mode: 0644, contents: {{inline: {text}}}}}]}}"
    )
}

/// A column of the machines of a resource.
#[track_caller]
pub(crate) fn column(workspace: &Workspace, address: &str, name: &str) -> Vec<String> {
    let attributes = workspace.attributes(address);
    let machines = attributes["machines"].as_array().unwrap();
    machines
        .iter()
        .map(|machine| text(&machine[name]))
        .collect()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Runs a command whose provider is killed (`kill -9`) while the simulator's answer to a request is on its way.
#[track_caller]
pub(crate) fn kill_during(
    request: impl Into<Fault>,
    simulator: &Simulator,
    workspace: &Workspace,
    arguments: &[&str],
) {
    let held = simulator.hold(request);
    let command = Background::start(workspace, arguments);
    held.wait();
    signal("KILL", &provider_processes(workspace));
    held.release();
    command.finished().exits(1);
    simulator.clear_faults();
}

/// Runs a command that is interrupted (Ctrl-C) while the simulator's answer to a request is on its way.
#[track_caller]
pub(crate) fn interrupt_during(
    request: impl Into<Fault>,
    simulator: &Simulator,
    workspace: &Workspace,
    arguments: &[&str],
) -> Run {
    let held = simulator.hold(request);
    let mut command = Background::start(workspace, arguments);
    held.wait();
    command.interrupt();
    command.wait_for("Gracefully shutting down");
    held.release();
    let run = command.finished().exits(1);
    simulator.clear_faults();
    run
}

/// Two applies of one configuration, from two states, both of which have seen that there are no machines: a list is
/// answered once both have asked for it.
pub(crate) fn apply_twice_at_once(
    core: Core,
    simulator: &Simulator,
    list: &str,
    main: &str,
) -> ([Workspace; 2], [Run; 2]) {
    let workspaces = [0, 1].map(|_| workspace(core, simulator, main));
    let held = [1, 2].map(|nth| simulator.hold(Fault::on(list).nth(nth)));
    let applies = workspaces
        .each_ref()
        .map(|workspace| Background::start(workspace, APPLY));
    for one in &held {
        one.wait();
    }
    for one in &held {
        one.release();
    }
    (workspaces, applies.map(Background::finished))
}
