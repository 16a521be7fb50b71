//! A directory with a configuration that uses the provider under test.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::clouds::cloud_settings;
use crate::core::{Core, provider_binary};
use crate::run::Run;

/// What every configuration starts with.
const VERSIONS: &str = r#"
terraform {
  required_providers {
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}
"#;

/// A working directory of Terraform; gone when dropped.
pub(crate) struct Workspace {
    core: Core,
    directory: TempDir,
    environment: Vec<(&'static str, String)>,
}

impl Workspace {
    /// A workspace whose provider is the debug build, named in Terraform's `dev_overrides`: no init needed.
    pub(crate) fn new(core: Core, main: &str) -> Self {
        let workspace = Self::bare(core);
        let overrides = workspace.path("override");
        fs::create_dir(&overrides).unwrap();
        symlink(
            provider_binary(),
            overrides.join("terraform-provider-lokomotive"),
        )
        .unwrap();
        workspace.write_cli_config(&format!(
            "dev_overrides {{\n \"lokomotive/lokomotive\" = \"{}\"\n }}",
            overrides.display()
        ));
        workspace.write("versions.tf", VERSIONS);
        workspace.write("main.tf", main);
        workspace
    }

    /// A workspace whose provider must be installed with `init` from a mirror below it, and nowhere else.
    pub(crate) fn with_mirror(core: Core, main: &str) -> Self {
        let workspace = Self::bare(core);
        let mirror = workspace.path("mirror");
        workspace.write_cli_config(&format!(
            "filesystem_mirror {{\n path = \"{}\"\n }}",
            mirror.display()
        ));
        workspace.write("versions.tf", VERSIONS);
        workspace.write("main.tf", main);
        workspace
    }

    fn bare(core: Core) -> Self {
        Self {
            core,
            directory: tempfile::tempdir().unwrap(),
            environment: Vec::new(),
        }
    }

    /// Sets a variable of all commands that follow.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.environment.push((name, value.into()));
    }

    fn write_cli_config(&self, installation: &str) {
        let text = format!("provider_installation {{\n {installation}\n}}\n");
        fs::write(self.cli_config(), text).unwrap();
    }

    fn cli_config(&self) -> PathBuf {
        self.path("terraform.tfrc")
    }

    /// Writes a file of the configuration.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A path below the workspace.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// The root of the workspace.
    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    /// A Terraform command here: no input, no network, no settings of the person who runs the tests.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.core.command();
        command
            .args(arguments)
            .current_dir(self.root())
            .stdin(Stdio::null())
            .env("TF_CLI_CONFIG_FILE", self.cli_config())
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_IN_AUTOMATION", "1")
            .env("TF_INPUT", "0")
            .env("TF_CLI_ARGS", "")
            .env("NO_COLOR", "1");
        for setting in [
            "TF_LOG",
            "TF_LOG_PROVIDER",
            "TF_REATTACH_PROVIDERS",
            "TF_DATA_DIR",
            "LOKOMOTIVE_TEST_CLOCK",
        ] {
            command.env_remove(setting);
        }
        for setting in cloud_settings() {
            command.env_remove(setting);
        }
        // no test asks the machine it runs on who it is
        command
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_CONFIG_FILE", self.path("aws-config"))
            .env("AWS_SHARED_CREDENTIALS_FILE", self.path("aws-credentials"));
        let environment = self.environment.iter();
        command.envs(environment.map(|(name, value)| (*name, value.as_str())));
        command
    }

    /// Runs Terraform to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.command(arguments).output().unwrap().into()
    }

    /// Applies; everything must go well.
    #[track_caller]
    pub(crate) fn apply(&self) -> Run {
        self.run(&["apply", "-auto-approve", "-no-color"]).exits(0)
    }

    /// Insists that there is nothing left to do.
    #[track_caller]
    pub(crate) fn expect_empty_plan(&self) {
        self.run(&["plan", "-detailed-exitcode", "-no-color"])
            .exits(0)
            .says("No changes.");
    }

    /// Plans, and yields `terraform show -json` of the plan.
    #[track_caller]
    pub(crate) fn plan_json(&self) -> Value {
        self.run(&["plan", "-out=plan", "-no-color"]).exits(0);
        self.json(&["show", "-json", "plan"])
    }

    /// The outputs of the state, by name.
    #[track_caller]
    pub(crate) fn outputs(&self) -> Value {
        self.json(&["output", "-json"])
    }

    /// The addresses in the state, in order.
    #[track_caller]
    pub(crate) fn state(&self) -> Vec<String> {
        let run = self.run(&["state", "list"]).exits(0);
        run.stdout.lines().map(str::to_owned).collect()
    }

    /// Attributes of a resource in the state.
    #[track_caller]
    pub(crate) fn attributes(&self, address: &str) -> Value {
        let state = self.json(&["show", "-json"]);
        let resources = state["values"]["root_module"]["resources"]
            .as_array()
            .cloned();
        let resources = resources.unwrap_or_default();
        let found = resources
            .iter()
            .find(|resource| resource["address"] == address);
        found.unwrap_or_else(|| panic!("no {address} in {state:#}"))["values"].clone()
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.run(arguments).exits(0);
        serde_json::from_str(&run.stdout).unwrap()
    }
}
