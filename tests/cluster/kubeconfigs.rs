//! Kubeconfigs, read by the real `kubectl`.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use lokomotive::cluster::kubeconfig::{Access, worker};
use lokomotive::cluster::pki::Admin;
use serde_json::Value;

use crate::controllers::{Controller, control_plane, now, pki};
use crate::namespace::{Namespace, assert_installed};

/// A kubeconfig as `kubectl` understands it, with files taken in.
fn view(path: &Path) -> Value {
    assert_installed(&[("kubectl", "kubernetes-client")]);
    let output = Command::new("kubectl")
        .args([
            "config",
            "view",
            "--raw",
            "--flatten",
            "--minify",
            "-o",
            "json",
            "--kubeconfig",
        ])
        .arg(path)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {stderr}", path.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The lines that the kubelet's unit looks for.
fn authorities(text: &str) -> usize {
    text.matches("certificate-authority-data: ").count()
}

#[test]
fn outputs() {
    let pki = pki();
    let admin = Admin::issue(&pki, now(), Duration::from_hours(1)).unwrap();
    let access = Access::of_admin("example.example.com", &pki, &admin);
    assert_eq!(access.host, "https://example.example.com:6443");
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("admin", access.kubeconfig("example")),
        ("kubelet", worker("example", "example.example.com", &pki)),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text.reveal()).unwrap();
        let seen = view(&path);
        assert_eq!(seen["clusters"][0]["cluster"]["server"], *access.host);
        assert_eq!(seen["users"][0]["name"], name);
        let user = &seen["users"][0]["user"];
        assert_eq!(user["client-certificate-data"].is_string(), name == "admin");
        assert_eq!(user["token"].is_string(), name == "kubelet");
        assert_eq!(authorities(text.reveal()), 1);
        assert!(name == "admin" || !text.reveal().contains("key"));
    }
}

#[test]
fn of_a_controller() {
    let network = Namespace::alone("10.0.0.4");
    let controller = Controller::minted(&control_plane(3), &pki(), 0, network);
    for (file, user) in [
        ("kubeconfig", "kubelet"),
        ("admin.conf", "kubernetes-admin"),
        ("controller-manager.conf", "system:kube-controller-manager"),
        ("scheduler.conf", "system:kube-scheduler"),
    ] {
        let path = format!("/etc/kubernetes/{file}");
        let seen = view(&controller.path(&path));
        assert_eq!(
            seen["clusters"][0]["cluster"]["server"],
            "https://127.0.0.1:6443"
        );
        assert_eq!(seen["users"][0]["name"], user);
        assert_eq!(authorities(&controller.file(&path)), 1);
    }
}
