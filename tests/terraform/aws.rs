//! Configurations of machines on AWS, and a place to apply them: the simulator.

use std::fmt::Write as _;

use serde_json::Value;

use crate::background::{Background, provider_processes, signal};
use crate::core::Core;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::workspace::Workspace;

/// The access key of tests; the simulator reads the account in it. No part of the secrets may be printed anywhere.
pub(crate) const ACCESS_KEY: &str = "AKIA123456789012PLANTED";
/// The secret to it.
pub(crate) const SECRET_KEY: &str = "c0ffee/PLANTEDSECRETPLANTEDSECRET";
/// How workers join, with a planted token.
pub(crate) const KUBECONFIG: &str =
    "certificate-authority-data: AAAA\nserver: https://a.example.com\ntoken: c0ffee.PLANTEDTOKEN\n";

/// A pool of workers, as a test wants it.
#[derive(Debug, Clone)]
pub(crate) struct Pool {
    /// How many there are.
    pub(crate) count: usize,
    /// More arguments.
    pub(crate) more: String,
    /// More arguments of the block `aws`.
    pub(crate) aws: String,
    /// The subnets.
    pub(crate) subnets: Vec<String>,
}

/// A workspace whose provider works with the simulator, in its time.
pub(crate) fn workspace(core: Core, simulator: &Simulator, main: &str) -> Workspace {
    expect_test_clock();
    let mut workspace = Workspace::new(core, main);
    workspace.set("LOKOMOTIVE_TEST_CLOCK", simulator.url());
    workspace.write("provider.tf", &provider(&simulator.url(), "us-east-1"));
    workspace
}

/// Without the simulator's clock, the provider would wait for real minutes.
#[track_caller]
pub(crate) fn expect_test_clock() {
    #[cfg(not(feature = "test-clock"))]
    panic!("run the tests as `make test` does: cargo test --features test-clock");
}

/// The provider's configuration for a stand-in at a URL.
pub(crate) fn provider(url: &str, region: &str) -> String {
    format!(
        r#"provider "lokomotive" {{
  aws {{
    region     = "{region}"
    access_key = "{ACCESS_KEY}"
    secret_key = "{SECRET_KEY}"
    endpoints {{
      ec2   = "{url}"
      elbv2 = "{url}"
      sts   = "{url}"
    }}
  }}
}}
"#
    )
}

/// The simulator's subnets.
pub(crate) fn subnets(count: usize) -> Vec<String> {
    (1..=count)
        .map(|number| format!("subnet-{number:017}"))
        .collect()
}

impl Pool {
    /// A pool in two subnets.
    pub(crate) fn of(count: usize) -> Self {
        Self {
            count,
            more: String::new(),
            aws: String::new(),
            subnets: subnets(2),
        }
    }

    /// With more arguments, a line of HCL.
    pub(crate) fn with(mut self, line: &str) -> Self {
        writeln!(self.more, "  {line}").unwrap();
        self
    }

    /// With more arguments of the block `aws`, a line of HCL.
    pub(crate) fn with_aws(mut self, line: &str) -> Self {
        writeln!(self.aws, "    {line}").unwrap();
        self
    }

    /// With a snippet that writes a file: another text is another config.
    pub(crate) fn with_motd(self, text: &str) -> Self {
        self.with(&format!("clc_snippets = [{:?}]", motd(text)))
    }

    /// As the resource `lokomotive_worker_pool.pool`.
    pub(crate) fn hcl(&self) -> String {
        format!(
            r#"resource "lokomotive_worker_pool" "pool" {{
  cluster_name      = "ex"
  pool_name         = "general"
  worker_count      = {}
  container_runtime = "containerd"
  ssh_pubkeys       = []
  kubeconfig        = {KUBECONFIG:?}
{}  aws {{
    subnet_ids = {:?}
{}  }}
}}
"#,
            self.count, self.more, self.subnets, self.aws
        )
    }
}

/// Controllers as the resource `lokomotive_controller.main`, with more lines.
pub(crate) fn controllers(count: usize, more: &str, aws: &str) -> String {
    format!(
        r#"resource "lokomotive_controller" "main" {{
  cluster_name      = "ex"
  dns_zone          = "example.com"
  controller_count  = {count}
  container_runtime = "containerd"
  ssh_pubkeys       = []
  {more}
  aws {{
    subnet_ids = {:?}
    {aws}
  }}
}}
"#,
        subnets(3)
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

/// The answer to a form that is posted by hand.
pub(crate) fn post(url: &str, authorization: &str, body: &str) -> String {
    use std::io::{Read as _, Write as _};
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    let request = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\nauthorization: {authorization}\r\ncontent-type: \
         application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
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
