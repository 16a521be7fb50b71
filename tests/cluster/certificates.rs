//! Every certificate that a controller makes: who it is, for what, for how long, who can read its key.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lokomotive::cluster::leaves::leaves;
use lokomotive::cluster::pki::{Admin, Lifetimes, Own, Pair, Pki};
use lokomotive::secret::Secret;

use crate::controllers::{Controller, control_plane, now, pki};
use crate::namespace::{Namespace, assert_installed};
use crate::openssl::{extension, field, openssl, seconds};
use crate::units;

const CA: &str = "/etc/kubernetes/pki/ca.crt";
const ETCD: &str = "/etc/kubernetes/pki/etcd/ca.crt";
const FRONT_PROXY: &str = "/etc/kubernetes/pki/front-proxy-ca.crt";
const CLIENT: &str = "TLS Web Client Authentication";
const SERVER: &str = "TLS Web Server Authentication";
const BOTH: &str = "TLS Web Server Authentication, TLS Web Client Authentication";
const MEMBER: &str = "DNS:example-etcd1.example.com, DNS:localhost, IP Address:127.0.0.1";
const API_SERVER: &str = "DNS:kubernetes, DNS:kubernetes.default, DNS:kubernetes.default.svc, \
    DNS:kubernetes.default.svc.cluster.local, DNS:localhost, DNS:example.example.com, \
    DNS:example-private.example.com, IP Address:127.0.0.1, IP Address:10.3.0.1, IP Address:10.0.0.4";

/// Path, authority, subject, usages, names and owner of all on controller 1.
#[rustfmt::skip]
const EXPECTED: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("/etc/ssl/etcd/etcd/server", ETCD, "CN=etcd-server", BOTH, MEMBER, "etcd"),
    ("/etc/ssl/etcd/etcd/peer", ETCD, "CN=etcd-peer", BOTH, MEMBER, "etcd"),
    ("/etc/ssl/etcd/etcd-client", ETCD, "CN=etcd-client", CLIENT, "", "root"),
    ("/etc/kubernetes/pki/apiserver", CA, "CN=kube-apiserver", SERVER, API_SERVER, "root"),
    ("/etc/kubernetes/pki/apiserver-etcd-client", ETCD, "CN=kube-apiserver-etcd-client", CLIENT, "", "root"),
    ("/etc/kubernetes/pki/apiserver-kubelet-client", CA, "CN=kube-apiserver-kubelet-client", CLIENT, "", "root"),
    ("/etc/kubernetes/pki/front-proxy-client", FRONT_PROXY, "CN=front-proxy-client", CLIENT, "", "root"),
    ("/etc/kubernetes/controller-manager.conf", CA, "CN=system:kube-controller-manager", CLIENT, "", "root"),
    ("/etc/kubernetes/scheduler.conf", CA, "CN=system:kube-scheduler", CLIENT, "", "root"),
];

fn controller(ordinal: u32) -> Controller {
    assert_installed(&[("etcd", "etcd-server"), ("openssl", "openssl")]);
    let network = Namespace::alone("10.0.0.4");
    Controller::minted(&control_plane(3), &pki(), ordinal, network)
}

#[test]
fn certificates() {
    let controller = controller(1);
    let table = leaves(&control_plane(3), 1);
    let paths: Vec<_> = table.iter().map(|leaf| leaf.path).collect();
    let expected: Vec<_> = EXPECTED.iter().map(|row| row.0).collect();
    assert_eq!(paths, expected);
    for (path, authority, subject, usages, names, owner) in EXPECTED {
        let (certificate, key) = pair(&controller, path);
        let authority = controller.path(authority);
        let authority = authority.to_str().unwrap();
        openssl(&[
            "verify",
            "-x509_strict",
            "-CAfile",
            authority,
            certificate.to_str().unwrap(),
        ]);
        let name = field(&certificate, &["-subject", "-nameopt", "RFC2253"]);
        assert_eq!(name, [format!("subject={subject}")], "{path}");
        assert_eq!(
            extension(&certificate, "extendedKeyUsage"),
            [*usages],
            "{path}"
        );
        assert_eq!(
            extension(&certificate, "subjectAltName").concat(),
            *names,
            "{path}"
        );
        assert_eq!(
            extension(&certificate, "keyUsage"),
            ["Digital Signature"],
            "{path}"
        );
        assert_eq!(
            extension(&certificate, "basicConstraints"),
            ["CA:FALSE"],
            "{path}"
        );
        let life = seconds(&certificate, "-enddate") - seconds(&certificate, "-startdate");
        assert_eq!(life, 8761 * 3600, "{path}");
        assert!(
            now().0.abs_diff(seconds(&certificate, "-startdate") + 3600) < 120,
            "{path}"
        );
        let public = openssl(&["pkey", "-pubout", "-in", key.to_str().unwrap()]);
        assert_eq!(
            field(&certificate, &["-pubkey"]).join("\n"),
            public.trim_end(),
            "{path}"
        );
        let metadata = fs::metadata(&key).unwrap();
        assert_eq!(metadata.mode() & 0o7777, 0o600, "{path}");
        assert_eq!(metadata.uid(), id(owner), "{path}");
    }
}

#[test]
fn only_the_administrator_may_do_everything() {
    let controller = controller(0);
    let mut found = Vec::new();
    for leaf in leaves(&control_plane(3), 0) {
        let (certificate, _) = pair(&controller, leaf.path);
        if field(&certificate, &["-subject"])
            .concat()
            .contains("system:masters")
        {
            found.push(leaf.path);
        }
    }
    assert_eq!(found, ["/etc/kubernetes/admin.conf"]);
}

#[test]
fn authorities_and_secrets() {
    let controller = controller(2);
    for (name, common_name) in [
        ("ca", "kubernetes-ca"),
        ("etcd/ca", "etcd-ca"),
        ("front-proxy-ca", "aggregator-ca"),
    ] {
        let certificate = controller.path(&format!("/etc/kubernetes/pki/{name}.crt"));
        assert_eq!(
            field(&certificate, &["-subject"]),
            [format!("subject=CN = {common_name}")]
        );
        assert_eq!(
            extension(&certificate, "keyUsage"),
            ["Digital Signature, Certificate Sign, CRL Sign"]
        );
        assert_eq!(extension(&certificate, "basicConstraints"), ["CA:TRUE"]);
        assert_eq!(extension(&certificate, "subjectKeyIdentifier").len(), 1);
        let life = seconds(&certificate, "-enddate") - seconds(&certificate, "-startdate");
        assert_eq!(life, 87_601 * 3600);
    }
    let below = |folder: &str| {
        let output = Command::new("find")
            .arg(controller.path(folder))
            .args(["-type", "f"])
            .output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let files = ["/etc/kubernetes", "/etc/ssl/etcd", "/opt/cluster"]
        .map(below)
        .concat();
    let mut secrets = 0;
    for path in files.lines() {
        let text = fs::read_to_string(path).unwrap();
        let is_secret =
            text.contains("PRIVATE KEY") || text.contains("key-data") || text.contains("token: ");
        let is_script = path.ends_with("/mint");
        if is_secret && !is_script {
            secrets += 1;
            assert_eq!(fs::metadata(path).unwrap().mode() & 0o7777, 0o600, "{path}");
        }
        assert!(
            Path::new(path).extension().is_none_or(|end| end != "new"),
            "{path}"
        );
    }
    // 3 authorities, 9 certificates, kubeconfigs of 2 and of the kubelet; service accounts, the bundle.
    assert_eq!(secrets, 3 + 9 + 3 + 2, "{files}");
}

#[test]
fn authorities_of_the_users_own_sign() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (certificate, key) = (path("crt"), path("key"));
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-noenc",
        "-days",
        "400",
        "-subj",
        "/O=Example/CN=own",
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
        "-keyout",
        &key,
        "-out",
        &certificate,
    ]);
    let read = |path: &str| fs::read_to_string(path).unwrap();
    let own = Own {
        cluster: Some(Pair {
            certificate: read(&certificate),
            key: Secret::new(read(&key)),
        }),
        ..Own::default()
    };
    let pki = Pki::generate(now(), Lifetimes::of_hours(8760), &own).unwrap();
    let network = Namespace::alone("10.0.0.4");
    let controller = Controller::minted(&control_plane(3), &pki, 0, network);
    let server = controller.path("/etc/kubernetes/pki/apiserver.crt");
    openssl(&["verify", "-CAfile", &certificate, server.to_str().unwrap()]);
    let admin = Admin::issue(&pki, now(), Duration::from_hours(1)).unwrap();
    fs::write(path("admin"), admin.certificate()).unwrap();
    openssl(&[
        "verify",
        "-x509_strict",
        "-CAfile",
        &certificate,
        &path("admin"),
    ]);
}

#[test]
fn systemd_understands_the_units() {
    let controller = controller(0);
    let root = controller.path("");
    assert_eq!(units::complaints(&root), "");
    let states = units::states(&root).join("\n");
    for unit in [
        "cluster-unpack.service",
        "cluster-mint.service",
        "cluster-mint.timer",
        "etcd.service",
    ] {
        assert!(states.contains(&format!("enabled {unit}")), "{states}");
    }
}

/// A certificate and its key, which a kubeconfig holds, too.
fn pair(controller: &Controller, path: &str) -> (PathBuf, PathBuf) {
    let kubeconfig = path.strip_suffix(".conf");
    let stem = match kubeconfig {
        Some(stem) => stem.replace("/etc/kubernetes/", "/etc/kubernetes/pki/"),
        None => path.to_owned(),
    };
    let pair = ["crt", "key"].map(|end| controller.path(&format!("{stem}.{end}")));
    if kubeconfig.is_some() {
        let text = controller.file(path);
        for file in &pair {
            let data = STANDARD.encode(fs::read(file).unwrap());
            assert!(text.contains(&format!("-data: {data}\n")), "{path}");
        }
    }
    pair.into()
}

fn id(user: &str) -> u32 {
    let output = Command::new("id").args(["-u", user]).output().unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}
