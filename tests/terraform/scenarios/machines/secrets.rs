//! Keys, tokens and user data show nowhere, not even in the log at its most talkative.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{Pool, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_clouds!(planted_secrets_show_nowhere);

const PLANTED: &str = "PLANTEDINUSERDATA";

/// A snippet's text is the user's own and shows in plans where the user has written it; it is marked as sensitive here,
/// as one with a secret should be.
fn main(cloud: Cloud, count: usize) -> String {
    let pool = Pool::on(cloud, count).with("clc_snippets = [var.snippet]");
    let snippet = crate::machines::motd(PLANTED);
    format!(
        "variable \"snippet\" {{\n  sensitive = true\n  default = {snippet:?}\n}}\nvariable \"kubeconfig\" {{\n  sensitive = \
         true\n  default = {:?}\n}}\n{}",
        crate::machines::KUBECONFIG,
        pool.hcl().replace(
            &format!("{:?}", crate::machines::KUBECONFIG),
            "var.kubeconfig"
        )
    )
}

fn planted_secrets_show_nowhere(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let mut workspace = workspace(core, &simulator, &main(cloud, 2));
    workspace.set("TF_LOG", "TRACE");
    quiet(&workspace, &["apply", "-auto-approve", "-no-color"], 0);
    quiet(&workspace, &["plan", "-no-color"], 0);
    workspace.write("main.tf", &main(cloud, 3));
    simulator.fault(
        Fault::on(cloud.launch())
            .always()
            .status(422, "InvalidParameterValue", "no"),
    );
    quiet(&workspace, &["apply", "-auto-approve", "-no-color"], 1);
    simulator.clear_faults();
    simulator.fault(Fault::on(cloud.launch()).times(2).drop_after());
    quiet(&workspace, &["apply", "-auto-approve", "-no-color"], 0);
    simulator.set(|options| {
        options.bad_keys.insert(cloud.key().to_owned());
    });
    quiet(&workspace, &["plan", "-no-color"], 1);
    simulator.set(|options| options.bad_keys.clear());
    quiet(&workspace, &["destroy", "-auto-approve", "-no-color"], 0);
}

/// Runs a command; of what it prints and logs, only the provider's own lines are ours to answer for: at this level
/// Terraform itself logs whole configurations.
#[track_caller]
fn quiet(workspace: &Workspace, arguments: &[&str], code: i32) {
    let run = workspace.run(arguments).exits(code);
    let is_ours = |line: &&str| {
        line.contains("provider.terraform-provider-lokomotive") || !line.contains("[TRACE]")
    };
    let said: Vec<&str> = run
        .stdout
        .lines()
        .chain(run.stderr.lines().filter(is_ours))
        .collect();
    let said = said.join("\n");
    assert!(
        said.contains(" has answered") || said.contains("came to nothing"),
        "the log is not on"
    );
    let encoded = STANDARD.encode(format!("x{PLANTED}"));
    for secret in ["PLANTED", "c0ffee", &encoded[4..16]] {
        assert!(
            !said.contains(secret),
            "{secret} in: {}",
            line_with(&said, secret)
        );
    }
}

fn line_with<'a>(text: &'a str, secret: &str) -> &'a str {
    text.lines()
        .find(|line| line.contains(secret))
        .unwrap_or_default()
}
