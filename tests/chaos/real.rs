//! The same commands through the real Terraform: slower by far, for a few schedules.
//!
//! The state file is written before each command and read after it, so that the schedule's own hands (a lost state,
//! `taint`, `untaint`, a copy of a state) reach it, too.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use lokomotive::framework::Value;
use lokomotive::machines::Kind;
use serde_json::{Value as Json, json};

use crate::background::{provider_processes, signal};
use crate::core::Core;
use crate::json::to_json;
use crate::run::Run;
use crate::terraform::{Command, Outcome, Stored, Terraform};
use crate::typed::typed;
use crate::workspace::Workspace;

/// How long Terraform takes to hand on a Ctrl-C, at most.
const HANDING_ON: Duration = Duration::from_millis(300);

/// A directory with a configuration.
#[derive(Clone)]
pub(crate) struct Real {
    workspace: Arc<Workspace>,
    resource: &'static str,
    /// The process group of the command that runs.
    group: Arc<OnceLock<String>>,
}

impl Real {
    /// An empty directory, whose provider takes the time from a simulator.
    pub(crate) fn new(kind: Kind, clock: &str) -> Self {
        let mut workspace = Workspace::new(Core::Cli, "");
        workspace.set("LOKOMOTIVE_TEST_CLOCK", clock);
        Self {
            workspace: Arc::new(workspace),
            resource: match kind {
                Kind::Controller => "lokomotive_controller",
                Kind::WorkerPool => "lokomotive_worker_pool",
            },
            group: Arc::default(),
        }
    }

    /// Kills the provider, as `kill -9` does.
    pub(crate) fn kill(&self) {
        let providers = provider_processes(&self.workspace);
        if !providers.is_empty() {
            signal("KILL", &providers);
        }
    }

    /// Presses Ctrl-C, and lets the provider hear of it.
    pub(crate) async fn interrupt(&self) {
        if let Some(group) = self.group.get() {
            signal("INT", std::slice::from_ref(group));
            tokio::time::sleep(HANDING_ON).await;
        }
    }

    /// Prepares the next command, so that it can be killed from its beginning.
    pub(crate) fn prepare(&mut self) {
        self.group = Arc::default();
    }

    /// Runs a command.
    pub(crate) async fn run(
        &self,
        terraform: &mut Terraform,
        (block, credentials): (&'static str, Value),
        command: Command,
    ) -> Outcome {
        let provider = json!({ "provider": { "lokomotive": { block: to_json(&credentials) } } });
        self.workspace
            .write("provider.tf.json", &provider.to_string());
        let config = match &command {
            Command::Apply(config) | Command::Plan(config) => Some(to_json(config)),
            // only its address counts
            _ => self.configured(),
        };
        if let Some(config) = config {
            let resource = json!({ "resource": { self.resource: { "it": config } } });
            self.workspace.write("it.tf.json", &resource.to_string());
        }
        self.write_state(terraform.stored.as_ref());
        let run = self.finish(&self.arguments(&command)).await;
        terraform.stored = self.read_state(terraform);
        outcome(&run, &command)
    }

    fn arguments(&self, command: &Command) -> Vec<String> {
        let address = format!("{}.it", self.resource);
        let mut arguments = match command {
            Command::Apply(_) => vec!["apply", "-auto-approve"],
            Command::Destroy => vec!["destroy", "-auto-approve"],
            Command::DestroyUnseen => vec!["destroy", "-auto-approve", "-refresh=false"],
            Command::Refresh => vec!["apply", "-refresh-only", "-auto-approve"],
            Command::Plan(_) => vec!["plan", "-detailed-exitcode"],
            Command::Import(id) => vec!["import", &address, id],
        };
        // options come before what they are for
        arguments.insert(1, "-no-color");
        arguments.into_iter().map(str::to_owned).collect()
    }

    async fn finish(&self, arguments: &[String]) -> Run {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = self.workspace.command(&arguments);
        command
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut command = tokio::process::Command::from(command);
        let process = command.kill_on_drop(true).spawn().unwrap();
        let _ = self.group.set(format!("-{}", process.id().unwrap()));
        process.wait_with_output().await.unwrap().into()
    }

    /// The configuration as it is, if there is one.
    fn configured(&self) -> Option<Json> {
        let text = fs::read_to_string(self.workspace.path("it.tf.json")).ok()?;
        let json: Json = serde_json::from_str(&text).unwrap();
        Some(json["resource"][self.resource]["it"].clone())
    }

    fn state(&self) -> Json {
        let text = fs::read_to_string(self.workspace.path("terraform.tfstate"));
        let text = text.unwrap_or_else(|_| "{}".to_owned());
        serde_json::from_str(&text).unwrap()
    }

    fn write_state(&self, stored: Option<&Stored>) {
        let resources: Vec<Json> = stored
            .map(|stored| {
                let mut instance = stored.instance.clone().unwrap_or_default();
                if stored.is_tainted {
                    instance["status"] = json!("tainted");
                } else if let Some(instance) = instance.as_object_mut() {
                    instance.remove("status");
                }
                json!({
                    "mode": "managed",
                    "type": self.resource,
                    "name": "it",
                    "provider": "provider[\"registry.terraform.io/lokomotive/lokomotive\"]",
                    "instances": [instance],
                })
            })
            .into_iter()
            .collect();
        let mut state = self.state();
        let serial = state["serial"].as_u64().unwrap_or(0);
        if state["lineage"].is_null() {
            state["lineage"] = json!("5afe0000-0000-4000-a000-00000000c0de");
        }
        state["version"] = json!(4);
        state["terraform_version"] = json!("1.11.0");
        state["serial"] = json!(serial + 1);
        state["outputs"] = json!({});
        state["resources"] = json!(resources);
        self.workspace
            .write("terraform.tfstate", &state.to_string());
    }

    fn read_state(&self, terraform: &Terraform) -> Option<Stored> {
        let instance = self.state().pointer("/resources/0/instances/0")?.clone();
        let value = typed(&instance["attributes"], &terraform.schema.ty());
        let is_tainted = instance["status"] == "tainted";
        let mut stored = Stored::new(value, Vec::new(), is_tainted);
        stored.instance = Some(instance);
        Some(stored)
    }
}

/// What Terraform has said.
fn outcome(run: &Run, command: &Command) -> Outcome {
    let said = run.said_unwrapped();
    let has_changes = matches!(command, Command::Plan(_)) && run.code == Some(2);
    let is_fine = run.code == Some(0) || has_changes;
    let gone = [
        // what Terraform says first depends on whether it sees the process end, or the connection
        "request was cancelled",
        "Plugin did not respond",
        "The plugin encountered an error",
        "connection refused",
    ];
    let bugs = ["bug in the provider", "inconsistent", "crash"];
    Outcome {
        errors: if is_fine {
            Vec::new()
        } else {
            vec![said.clone()]
        },
        is_broken: !is_fine && gone.iter().any(|words| said.contains(words)),
        breach: bugs
            .iter()
            .any(|words| said.contains(words))
            .then(|| said.clone()),
        has_changes,
        ..Outcome::default()
    }
}
