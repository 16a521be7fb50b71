//! Keys, tokens and user data show nowhere, not even in the log at its most talkative.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, DESTROY, MAIN, Pool, controllers, motd, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::fault::Fault;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

on_both_clouds!(
    planted_secrets_show_nowhere,
    secrets_of_a_cluster_show_nowhere,
);

const PLANTED: &str = "PLANTEDINUSERDATA";

/// A snippet's text is the user's own and shows in plans where the user has written it; it is marked as sensitive here,
/// as one with a secret should be.
fn main(cloud: Cloud, count: usize) -> String {
    let pool = Pool::on(cloud, count).with("clc_snippets = [var.snippet]");
    let snippet = motd(PLANTED);
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
    let encoded = STANDARD.encode(format!("x{PLANTED}"));
    let secrets = ["PLANTED", "c0ffee", &encoded[4..16]];
    let quiet = |arguments: &[&str], code| {
        expect_absent(&said(&workspace, arguments, code), &secrets);
    };
    quiet(APPLY, 0);
    quiet(&["plan", "-no-color"], 0);
    workspace.write("main.tf", &main(cloud, 3));
    simulator.fault(
        Fault::on(cloud.launch())
            .always()
            .status(422, "InvalidParameterValue", "no"),
    );
    quiet(APPLY, 1);
    simulator.clear_faults();
    simulator.fault(Fault::on(cloud.launch()).times(2).drop_after());
    quiet(APPLY, 0);
    simulator.set(|options| {
        options.bad_keys.insert(cloud.key().to_owned());
    });
    quiet(&["plan", "-no-color"], 1);
    simulator.set(|options| options.bad_keys.clear());
    quiet(DESTROY, 0);
}

/// Nobody knows the secrets before they are made, so what was said is looked through afterwards.
fn secrets_of_a_cluster_show_nowhere(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let mut workspace = workspace(core, &simulator, &controllers(cloud, 3, "", ""));
    workspace.set("TF_LOG", "TRACE");
    simulator.fault(Fault::on(cloud.launch()).drop_after());
    let mut said_in_all = said(&workspace, APPLY, 0);
    let main = workspace.attributes(MAIN);
    let snippet = format!("controller_clc_snippets = [{:?}]", motd("changed"));
    workspace.write("main.tf", &controllers(cloud, 5, &snippet, ""));
    said_in_all += &said(&workspace, &["plan", "-no-color", "-out=plan"], 0);
    workspace.set("TF_LOG", "");
    said_in_all += &workspace
        .run(&["show", "-no-color", "plan"])
        .exits(0)
        .said();
    said_in_all += &workspace.run(&["show", "-no-color"]).exits(0).said();
    workspace.set("TF_LOG", "TRACE");
    said_in_all += &said(&workspace, APPLY, 0);
    workspace.run(&["state", "rm", MAIN]).exits(0);
    said_in_all += &said(&workspace, &["import", MAIN, &cloud.import_id("ex")], 0);
    said_in_all += &said(&workspace, DESTROY, 0);
    let mut secrets: Vec<&str> = main["pki"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| !name.ends_with("certificate"))
        .map(|(_, secret)| secret.as_str().unwrap())
        .collect();
    secrets.push(main["kubernetes"]["client_key"].as_str().unwrap());
    assert_eq!(secrets.len(), 7);
    let mut lines: Vec<&str> = secrets
        .iter()
        .flat_map(|secret| secret.lines())
        .filter(|line| !line.starts_with("-----"))
        .collect();
    // What user data begin with on their way to AWS.
    let user_data = STANDARD.encode(main["user_data"][0].as_str().unwrap());
    lines.push(&user_data[300..340]);
    expect_absent(&said_in_all, &lines);
}

/// What a command prints and logs; of the log, only the provider's own lines are ours to answer for: at this level
/// Terraform itself logs whole configurations.
#[track_caller]
fn said(workspace: &Workspace, arguments: &[&str], code: i32) -> String {
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
    said
}

#[track_caller]
fn expect_absent(said: &str, secrets: &[&str]) {
    for secret in secrets {
        assert!(
            !said.contains(secret),
            "{secret} in: {}",
            line_with(said, secret)
        );
    }
}

fn line_with<'a>(text: &'a str, secret: &str) -> &'a str {
    text.lines()
        .find(|line| line.contains(secret))
        .unwrap_or_default()
}
