//! A Terraform command in the background, and signals to it and to the provider.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::run::Run;
use crate::workspace::Workspace;

/// Longer than any step of an apply takes on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// A command in the background, in a process group of its own as a shell's job is.
pub(crate) struct Background {
    process: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Background {
    /// Starts a command.
    pub(crate) fn start(workspace: &Workspace, arguments: &[&str]) -> Self {
        let mut process = workspace
            .command(arguments)
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
        Self {
            process,
            lines,
            seen: Vec::new(),
        }
    }

    /// Waits until it has said something.
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.seen.last().is_some_and(|line| line.contains(text)) {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.seen.push(line),
                Err(error) => panic!("{error}: no {text:?} in:\n{}", self.seen.join("\n")),
            }
        }
    }

    /// Presses Ctrl-C, as a terminal does: everything in the foreground gets it, the provider too.
    pub(crate) fn interrupt(&self) {
        signal("INT", &[self.group()]);
    }

    /// The id of its process group, as `kill` takes it.
    fn group(&self) -> String {
        format!("-{}", self.process.id())
    }

    /// What it said, once it has ended.
    pub(crate) fn finished(mut self) -> Run {
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
impl Drop for Background {
    fn drop(&mut self) {
        if matches!(self.process.try_wait(), Ok(None)) {
            signal("KILL", &[self.group()]);
        }
    }
}

/// The ids of the provider's processes of this workspace: its own path to the provider tells them apart.
pub(crate) fn provider_processes(workspace: &Workspace) -> Vec<String> {
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
pub(crate) fn signal(name: &str, ids: &[String]) {
    let mut kill = Command::new("kill");
    kill.args(["-s", name, "--"]).args(ids);
    assert!(kill.status().unwrap().success(), "kill -s {name} {ids:?}");
}
