//! Ctrl-C, and a provider that is killed, in the middle of an apply.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::core::Core;
use crate::on_both_cores;
use crate::run::Run;
use crate::workspace::Workspace;

on_both_cores!(
    an_interrupted_apply_loses_nothing,
    a_killed_provider_is_recovered_from
);

const MAIN: &str = r#"
resource "lokomotive_flatcar_config" "before" {
  content = "passwd: {users: [{name: before}]}"
}

resource "lokomotive_flatcar_config" "in_flight" {
  depends_on = [lokomotive_flatcar_config.before]
  content    = file("large.yaml")
}

resource "terraform_data" "after" {
  depends_on = [lokomotive_flatcar_config.in_flight]
}
"#;

/// A config that a debug build renders for long enough to be caught at it.
fn large() -> String {
    let file =
        "    - {path: /etc/INDEX, filesystem: root, mode: 0644, contents: {inline: INDEX}}\n";
    let files: String = (0..6_000)
        .map(|index| file.replace("INDEX", &index.to_string()))
        .collect();
    format!("storage:\n  files:\n{files}")
}

/// Longer than any step of an apply takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// An apply in the background, in a process group of its own as a shell's job is.
struct Apply {
    process: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Apply {
    /// Starts it, and stops the provider while it has the config `in_flight` in hand.
    fn in_flight(workspace: &Workspace) -> (Self, Vec<String>) {
        workspace.write("large.yaml", &large());
        let mut process = workspace
            .command(&["apply", "-auto-approve", "-no-color"])
            .process_group(0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut apply = Self {
            process,
            lines,
            seen: Vec::new(),
        };
        apply.wait_for("lokomotive_flatcar_config.in_flight: Creating...");
        let provider = provider_processes(workspace);
        assert!(!provider.is_empty(), "the provider does not run");
        signal("STOP", &provider);
        (apply, provider)
    }

    fn wait_for(&mut self, text: &str) {
        while !self.seen.last().is_some_and(|line| line.contains(text)) {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.seen.push(line),
                Err(error) => panic!("{error}: no {text:?} in:\n{}", self.seen.join("\n")),
            }
        }
    }

    /// The id of its process group, as `kill` takes it.
    fn group(&self) -> String {
        format!("-{}", self.process.id())
    }

    /// What it said, once it has ended.
    fn finished(mut self) -> Run {
        let stderr = self.process.stderr.take().unwrap();
        let stderr = std::io::read_to_string(stderr).unwrap();
        let status = self.process.wait().unwrap();
        let rest: Vec<String> = self.lines.iter().collect();
        self.seen.extend(rest);
        Run {
            code: status.code(),
            stdout: self.seen.join("\n"),
            stderr,
        }
    }
}

/// A test that fails leaves nothing running, not even a stopped provider.
impl Drop for Apply {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) {
            signal("KILL", &[self.group()]);
        }
    }
}

/// The ids of the provider's processes of this workspace: its own path to the provider tells them apart.
fn provider_processes(workspace: &Workspace) -> Vec<String> {
    let ours = workspace.path("override/terraform-provider-lokomotive");
    fs::read_dir("/proc")
        .expect("Linux")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
        .filter(|pid| {
            let command = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            command.starts_with(ours.to_str().unwrap().as_bytes())
        })
        .collect()
}

/// Sends a signal to processes; to a process group when the id is negative.
fn signal(name: &str, ids: &[String]) {
    let mut kill = Command::new("kill");
    kill.args(["-s", name, "--"]).args(ids);
    assert!(kill.status().unwrap().success(), "kill -s {name} {ids:?}");
}

fn an_interrupted_apply_loses_nothing(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    let (mut apply, provider) = Apply::in_flight(&workspace);
    // as a terminal does: to everything in the foreground, the provider too
    signal("INT", &[apply.group()]);
    apply.wait_for("Gracefully shutting down");
    signal("CONT", &provider);
    let run = apply.finished();
    assert_ne!(run.code, Some(0), "{}", run.said());
    assert_eq!(
        workspace.state(),
        [
            "lokomotive_flatcar_config.before",
            "lokomotive_flatcar_config.in_flight"
        ],
        "{}",
        run.said()
    );
    workspace.apply().says("1 added, 0 changed, 0 destroyed");
    workspace.expect_empty_plan();
}

fn a_killed_provider_is_recovered_from(core: Core) {
    let workspace = Workspace::new(core, MAIN);
    let (apply, provider) = Apply::in_flight(&workspace);
    signal("KILL", &provider);
    let run = apply.finished();
    assert_eq!(run.code, Some(1), "{}", run.said());
    assert_eq!(
        workspace.state(),
        ["lokomotive_flatcar_config.before"],
        "{}",
        run.said()
    );
    workspace.apply().says("2 added, 0 changed, 0 destroyed");
    workspace.expect_empty_plan();
}
