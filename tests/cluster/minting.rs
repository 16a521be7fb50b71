//! `mint` again and again: what fits stays, what ends or does not fit is made anew, and its user restarted.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Child, Command};

use lokomotive::cluster::leaves::leaves;

use crate::controllers::{Controller, control_plane, now, pki};
use crate::documents::sorted;
use crate::namespace::{Namespace, assert_installed};
use crate::openssl::{extension, seconds};

fn controller() -> Controller {
    assert_installed(&[("etcd", "etcd-server"), ("openssl", "openssl")]);
    let network = Namespace::alone("10.0.0.4");
    Controller::minted(&control_plane(3), &pki(), 0, network)
}

/// What all certificates, keys and kubeconfigs say.
fn texts(controller: &Controller) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for folder in [
        "/etc/kubernetes",
        "/etc/kubernetes/pki",
        "/etc/kubernetes/pki/etcd",
        "/etc/ssl/etcd",
        "/etc/ssl/etcd/etcd",
    ] {
        for path in sorted(&controller.path(folder)) {
            if path.is_file() {
                texts.insert(
                    path.display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                );
            }
        }
    }
    texts
}

/// Has a line of the table say a shorter life.
fn shorten(controller: &Controller, path: &str, hours: u32) {
    let table = controller.path("/opt/cluster/leaves");
    let text = fs::read_to_string(&table).unwrap();
    let lines = text
        .lines()
        .map(|line| match line.strip_prefix(&format!("{path} ")) {
            Some(_) => line.replace(" 8760 ", &format!(" {hours} ")) + "\n",
            None => format!("{line}\n"),
        });
    fs::write(&table, lines.collect::<String>()).unwrap();
}

fn later(hours: u64) -> String {
    (now().0 + hours * 3600).to_string()
}

#[test]
fn a_second_run_changes_nothing() {
    let controller = controller();
    assert_eq!(
        controller.file("/systemctl"),
        "--no-block start etcd.service\n"
    );
    let before = texts(&controller);
    assert_eq!(controller.mints(&[]), [""; 0]);
    assert_eq!(texts(&controller), before);
    // Not after half of their lives, either.
    assert_eq!(controller.mints(&[("NOW", &later(4380))]), [""; 0]);
    assert_eq!(texts(&controller), before);
    assert_eq!(
        controller.file("/systemctl"),
        "--no-block start etcd.service\n"
    );
}

#[test]
fn what_ends_is_renewed_alone() {
    let controller = controller();
    let programs = Programs::start(&controller);
    shorten(&controller, "/etc/kubernetes/scheduler.conf", 24);
    shorten(&controller, "/etc/ssl/etcd/etcd/peer", 24);
    controller.mints(&[]);
    programs.end();
    fs::remove_file(controller.path("/systemctl")).unwrap();

    let mut programs = Programs::start(&controller);
    let before = texts(&controller);
    assert_eq!(controller.mints(&[("NOW", &later(15))]), [""; 0]);
    let renewed = controller.mints(&[("NOW", &later(17))]);
    assert_eq!(
        renewed,
        ["/etc/ssl/etcd/etcd/peer", "/etc/kubernetes/scheduler.conf"]
    );
    assert_eq!(
        controller.file("/systemctl"),
        "--no-block try-restart etcd.service\n"
    );
    assert_eq!(programs.ended(), ["kube-scheduler"]);
    programs.end();
    let after = texts(&controller);
    let changed: Vec<_> = before
        .iter()
        .filter(|(path, text)| after[*path] != **text)
        .collect();
    // Two pairs and a kubeconfig.
    assert_eq!(
        changed.len(),
        5,
        "{:?}",
        changed.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
}

#[test]
fn all_are_renewed_when_all_end() {
    let controller = controller();
    let all: Vec<_> = leaves(&control_plane(3), 0)
        .iter()
        .map(|leaf| leaf.path)
        .collect();
    let mut programs = Programs::start(&controller);
    assert_eq!(controller.mints(&[("NOW", &later(8000))]), all);
    assert_eq!(
        programs.ended(),
        [
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler"
        ]
    );
    programs.end();
    // No certificate outlives its authority.
    controller.mints(&[("NOW", &later(87_000))]);
    let end = |path: &str| seconds(&controller.path(path), "-enddate");
    assert_eq!(
        end("/etc/kubernetes/pki/apiserver.crt"),
        end("/etc/kubernetes/pki/ca.crt")
    );
}

#[test]
fn what_is_damaged_or_does_not_fit_is_made_anew() {
    let controller = controller();
    let write = |path: &str, text: &str| fs::write(controller.path(path), text).unwrap();
    write("/etc/kubernetes/pki/front-proxy-client.key", "");
    assert_eq!(
        controller.mints(&[]),
        ["/etc/kubernetes/pki/front-proxy-client"]
    );
    // The half of a pair that was replaced before the machine lost its power.
    write(
        "/etc/ssl/etcd/etcd/peer.key",
        &controller.file("/etc/ssl/etcd/etcd/server.key"),
    );
    assert_eq!(controller.mints(&[]), ["/etc/ssl/etcd/etcd/peer"]);
    // Kubeconfigs are written anew from what there is.
    let before = texts(&controller);
    write("/etc/kubernetes/scheduler.conf", "apiVersion: v1\n");
    fs::remove_file(controller.path("/etc/kubernetes/kubeconfig")).unwrap();
    assert_eq!(controller.mints(&[]), [""; 0]);
    assert_eq!(texts(&controller), before);
}

#[test]
fn a_new_address_is_taken_in() {
    let controller = controller();
    let names = || {
        extension(
            &controller.path("/etc/kubernetes/pki/apiserver.crt"),
            "subjectAltName",
        )
        .concat()
    };
    assert!(names().ends_with(", IP Address:10.0.0.4"), "{}", names());
    controller
        .namespace
        .ip(&["addr", "add", "10.0.1.7/24", "dev", "eth0"]);
    assert_eq!(controller.mints(&[]), ["/etc/kubernetes/pki/apiserver"]);
    assert!(names().contains("IP Address:10.0.0.4"), "{}", names());
    assert!(names().contains("IP Address:10.0.1.7"), "{}", names());
    // Those of containers are not the machine's.
    let bridge = ["addr", "add", "172.17.0.2/16", "dev", "docker0"];
    controller.namespace.ip(&bridge);
    assert_eq!(controller.mints(&[]), [""; 0]);
}

/// Only the machine knows its address, which is where kube-proxy finds a single controller without a zone.
#[test]
fn kube_proxy_is_told_the_address_of_a_single_controller() {
    assert_installed(&[("openssl", "openssl")]);
    let mut plane = control_plane(1);
    plane.dns_zone = None;
    let metadata = "LOKOMOTIVE_IPV4_PUBLIC=198.51.100.4\nLOKOMOTIVE_IPV4_PRIVATE=10.0.1.7\n";
    for (metadata, address) in [("", "10.0.0.4"), (metadata, "10.0.1.7")] {
        let network = Namespace::alone("10.0.0.4");
        let controller = Controller::boot(&plane, &pki(), 0, network);
        let path = controller.path("/run/metadata/lokomotive");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, metadata).unwrap();
        controller.runs("/opt/cluster/unpack", &[], &[]);
        for _ in 0..2 {
            controller.mints(&[]);
            let manifest = controller.file("/etc/kubernetes/cluster-manifests/20-kube-proxy.yaml");
            let server = format!("{{name: KUBERNETES_SERVICE_HOST, value: \"{address}\"}}");
            assert!(manifest.contains(&server), "{manifest}");
        }
    }
}

#[test]
fn a_clock_that_is_behind() {
    let controller = controller();
    let mint = controller.path("/opt/cluster/mint");
    let output = controller
        .command(mint.to_str().unwrap())
        .env("NOW", "1000")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said, "the clock is behind\n");
}

/// What runs in static pods, as `mint` sees it.
struct Programs(Vec<(&'static str, Child)>);

impl Programs {
    fn start(controller: &Controller) -> Self {
        let names = [
            "kube-apiserver",
            "kube-controller-manager",
            "kube-scheduler",
        ];
        Self(names.map(|name| (name, start(controller, name))).into())
    }

    /// Which have ended, once they had a moment to.
    fn ended(&mut self) -> Vec<&'static str> {
        std::thread::sleep(std::time::Duration::from_millis(200));
        let programs = self.0.iter_mut();
        programs
            .filter_map(|(name, child)| child.try_wait().unwrap().map(|_| *name))
            .collect()
    }

    fn end(self) {
        for (_, mut child) in self.0 {
            // It may have ended before.
            let killed = child.kill();
            drop(killed);
            child.wait().unwrap();
        }
    }
}

fn start(controller: &Controller, name: &str) -> Child {
    let child = Command::new("sleep").arg("60").spawn().unwrap();
    let folder = controller.path(&format!("/proc/{}", child.id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("cmdline"),
        format!("/usr/local/bin/{name}\0--v=2\0"),
    )
    .unwrap();
    child
}
