//! Members of etcd on controllers, each in its network.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lokomotive::cluster::ControlPlane;
use lokomotive::cluster::pki::Pki;

use crate::controllers::{Controller, control_plane, pki};
use crate::namespace::{Namespace, Network, assert_installed};
use crate::tests;

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(90);

/// A cluster to be: secrets, and a network for its controllers.
pub(crate) struct Cluster {
    pki: Pki,
    network: Network,
}

impl Cluster {
    pub(crate) fn new() -> Self {
        assert_installed(&[("etcd", "etcd-server"), ("etcdctl", "etcd-client")]);
        Self {
            pki: pki(),
            network: Network::new(),
        }
    }

    /// A machine that is new: nothing has run on it but what makes certificates.
    pub(crate) fn machine(&self, ordinal: u32, controllers: u32) -> Member {
        self.machine_of(&control_plane(controllers), ordinal)
    }

    /// The same of a control plane of one's own.
    pub(crate) fn machine_of(&self, control_plane: &ControlPlane, ordinal: u32) -> Member {
        let namespace = Namespace::on(&self.network, &address(ordinal));
        let mut hosts = "127.0.0.1 localhost\n".to_owned();
        for ordinal in 0..5 {
            writeln!(hosts, "{} {}", address(ordinal), name(ordinal)).unwrap();
        }
        namespace.hosts(&hosts);
        let controller = Controller::minted(control_plane, &self.pki, ordinal, namespace);
        let etcdctl = std::fs::read_to_string(tests("cluster/etcdctl")).unwrap();
        controller.program("/opt/cluster/etcdctl", &etcdctl);
        Member {
            ordinal,
            controller,
            process: None,
        }
    }

    /// Members that found a cluster together.
    pub(crate) fn founded(&self, count: u32) -> Vec<Member> {
        let mut members: Vec<_> = (0..count)
            .map(|ordinal| self.machine(ordinal, count))
            .collect();
        members.iter_mut().for_each(Member::start);
        members.iter().for_each(Member::is_settled);
        members
    }
}

fn address(ordinal: u32) -> String {
    format!("10.0.0.{}", 10 + ordinal)
}

fn name(ordinal: u32) -> String {
    format!("example-etcd{ordinal}.example.com")
}

/// A controller whose etcd can be started.
pub(crate) struct Member {
    pub(crate) ordinal: u32,
    pub(crate) controller: Controller,
    process: Option<Child>,
}

impl Member {
    /// Starts what systemd starts.
    pub(crate) fn start(&mut self) {
        let log = File::options()
            .append(true)
            .create(true)
            .open(self.controller.path("/log"))
            .unwrap();
        let process = self
            .controller
            .command(tests("cluster/supervise").to_str().unwrap())
            .env("PATIENCE", "3")
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .process_group(0)
            .spawn();
        self.process = Some(process.unwrap());
    }

    /// Ends everything at once, as when the machine loses its power.
    pub(crate) fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let group = format!("-{}", process.id());
            let killed = Command::new("kill").args(["-KILL", "--", &group]).status();
            assert!(killed.unwrap().success());
            process.wait().unwrap();
        }
    }

    /// `etcdctl` with the controller's own client certificate; what it says when it succeeds.
    pub(crate) fn ask(&self, arguments: &[&str]) -> Option<String> {
        let etcdctl = self.controller.path("/opt/cluster/etcdctl");
        let output = self
            .controller
            .command(etcdctl.to_str().unwrap())
            .args(["--endpoints=https://127.0.0.1:2379", "--command-timeout=3s"])
            .args(arguments)
            .output()
            .unwrap();
        output
            .status
            .success()
            .then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// Members by name, with state and id: of those that have not started, by URL.
    pub(crate) fn list(&self) -> BTreeMap<String, (String, String)> {
        let list = self.ask(&["member", "list"]).unwrap_or_default();
        let lines = list.lines().map(|line| {
            let words: Vec<_> = line.split(", ").collect();
            let name = if words[2].is_empty() {
                words[3]
            } else {
                words[2]
            };
            (name.to_owned(), (words[1].to_owned(), words[0].to_owned()))
        });
        lines.collect()
    }

    /// Writes a value, which takes a quorum.
    pub(crate) fn writes(&self, key: &str) {
        self.eventually("writes", || self.ask(&["put", key, "value"]).is_some());
    }

    /// Reads it, which takes a quorum, too.
    pub(crate) fn reads(&self, key: &str) {
        self.eventually("reads", || {
            self.ask(&["get", key])
                .is_some_and(|text| text == format!("{key}\nvalue\n"))
        });
    }

    /// Waits until it is one of a quorum, and knows it.
    pub(crate) fn is_settled(&self) {
        self.eventually("is one of a quorum", || {
            self.ask(&["endpoint", "health"]).is_some() && self.began().is_empty()
        });
    }

    /// How it began, until it has been one of a quorum.
    pub(crate) fn began(&self) -> String {
        self.controller
            .file("/var/lib/etcd.start")
            .trim()
            .to_owned()
    }

    /// Whether there are data.
    pub(crate) fn has_data(&self) -> bool {
        self.controller.path("/var/lib/etcd/member").exists()
    }

    /// What etcd was started with.
    pub(crate) fn setting(&self, key: &str) -> String {
        let settings = self.controller.file("/etc/kubernetes/etcd.env");
        let mut lines = settings.lines();
        let line = lines.find_map(|line| line.strip_prefix(&format!("{key}=")));
        line.unwrap_or_default().to_owned()
    }

    /// What its programs have said.
    pub(crate) fn log(&self) -> String {
        self.controller.file("/log")
    }

    /// Waits for something.
    pub(crate) fn eventually(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            let log = || {
                self.log()
                    .lines()
                    .rev()
                    .take(30)
                    .collect::<Vec<_>>()
                    .join("\n")
            };
            assert!(
                start.elapsed() < PATIENCE,
                "member {} never {what}: {}",
                self.ordinal,
                log()
            );
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.stop();
    }
}
