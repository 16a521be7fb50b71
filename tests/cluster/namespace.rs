//! Network namespaces of Linux: a network for each controller.

use std::fs;
use std::path::PathBuf;
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};

/// Fails with one line that says what is missing.
pub(crate) fn assert_installed(programs: &[(&str, &str)]) {
    for (program, package) in programs {
        let found = Command::new(program).arg("--help").output();
        assert!(
            found.is_ok(),
            "{program} is missing: install the Debian package {package}"
        );
    }
}

/// A namespace with a device `eth0` that has an address and the default route, and one of containers.
pub(crate) struct Namespace {
    name: String,
    /// The address of its machine.
    pub(crate) address: String,
}

/// A network between namespaces.
pub(crate) struct Network(Namespace);

impl Network {
    pub(crate) fn new() -> Self {
        let switch = Namespace::new("");
        switch.ip(&["link", "add", "switch", "type", "bridge"]);
        switch.ip(&["link", "set", "switch", "up"]);
        Self(switch)
    }
}

/// How many there are, for names.
static COUNT: AtomicU32 = AtomicU32::new(0);

impl Namespace {
    /// One that is linked to nothing.
    pub(crate) fn alone(address: &str) -> Self {
        let namespace = Self::new(address);
        let peer = [
            "link", "add", "eth0", "type", "veth", "peer", "name", "other",
        ];
        namespace.ip(&peer);
        namespace.ip(&["link", "set", "other", "up"]);
        namespace.configure();
        namespace
    }

    /// One that is linked to a network.
    pub(crate) fn on(network: &Network, address: &str) -> Self {
        let namespace = Self::new(address);
        let port = format!("p{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let switch = &network.0;
        namespace.ip(&[
            "link",
            "add",
            "eth0",
            "type",
            "veth",
            "peer",
            "name",
            &port,
            "netns",
            &switch.name,
        ]);
        switch.ip(&["link", "set", &port, "master", "switch"]);
        switch.ip(&["link", "set", &port, "up"]);
        namespace.configure();
        namespace
    }

    /// Cuts it off.
    pub(crate) fn unplug(&self) {
        self.ip(&["link", "set", "eth0", "down"]);
    }

    /// Links it again.
    pub(crate) fn plug_in(&self) {
        self.ip(&["link", "set", "eth0", "up"]);
    }

    fn new(address: &str) -> Self {
        assert_installed(&[("ip", "iproute2")]);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("cluster-{}-{number}", process::id());
        ip(&["netns", "add", &name]);
        Self {
            name,
            address: address.to_owned(),
        }
    }

    /// Gives the devices addresses.
    fn configure(&self) {
        let address = format!("{}/24", self.address);
        self.ip(&["link", "set", "lo", "up"]);
        self.ip(&["addr", "add", &address, "dev", "eth0"]);
        self.ip(&["link", "set", "eth0", "up"]);
        let router = self.address.rsplit_once('.').unwrap().0.to_owned() + ".254";
        self.ip(&["route", "add", "default", "via", &router]);
        self.ip(&["link", "add", "docker0", "type", "bridge"]);
        self.ip(&["addr", "add", "172.17.0.1/16", "dev", "docker0"]);
        self.ip(&["link", "set", "docker0", "up"]);
    }

    /// Runs `ip` inside.
    pub(crate) fn ip(&self, arguments: &[&str]) {
        let mut all = vec!["-n", &self.name];
        all.extend(arguments);
        ip(&all);
    }

    /// A command inside.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name, program]);
        command
    }

    /// Names that programs inside know.
    pub(crate) fn hosts(&self, hosts: &str) {
        let folder = self.folder();
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("hosts"), hosts).unwrap();
    }

    fn folder(&self) -> PathBuf {
        PathBuf::from("/etc/netns").join(&self.name)
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        let removed = fs::remove_dir_all(self.folder());
        drop(removed); // there may be none
        let deleted = Command::new("ip")
            .args(["netns", "del", &self.name])
            .output();
        drop(deleted);
    }
}

fn ip(arguments: &[&str]) {
    let output = Command::new("ip").args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "ip {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
