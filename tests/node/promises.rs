//! The three tables of Lokomotive's page on Flatcar, row by row, and its examples of snippets.

use lokomotive::node::{Node, Runtime};
use serde_json::{Value, json};

use crate::{file, nodes, unit};

/// Docker's properties: the setting of daemon.json that says so.
const PROPERTIES: [(&str, &str); 3] = [
    ("cgroup driver", "cgroupfs"),
    ("logging driver", "json-file"),
    ("storage driver", "overlay2"),
];

/// The kubelet's directories.
const DIRECTORIES: [(&str, &str); 3] = [
    ("cni-conf-dir", "/etc/cni/net.d"),
    ("pod-manifest-path", "/etc/kubernetes/manifests"),
    ("volume-plugin-dir", "/var/lib/kubelet/volumeplugins"),
];

/// The kubelet's mounts: in the container, on the machine, options.
const MOUNTS: [(&str, &str, &str); 13] = [
    ("/etc/kubernetes", "/etc/kubernetes", "ro"),
    ("/etc/ssl/certs", "/etc/ssl/certs", "ro"),
    (
        "/usr/share/ca-certificates",
        "/usr/share/ca-certificates",
        "ro",
    ),
    ("/var/lib/kubelet", "/var/lib/kubelet", "recursive"),
    ("/var/lib/docker", "/var/lib/docker", ""),
    ("/var/lib/cni", "/var/lib/cni", ""),
    ("/var/lib/calico", "/var/lib/calico", ""),
    ("/var/log", "/var/log", ""),
    ("/etc/os-release", "/usr/lib/os-release", "ro"),
    ("/run", "/run", ""),
    ("/lib/modules", "/lib/modules", "ro"),
    ("/etc/resolv.conf", "/etc/resolv.conf", ""),
    ("/opt/cni/bin", "/opt/cni/bin", ""),
];

/// Machines that boot with what is promised; with iPXE it comes with the installation.
fn machines() -> Vec<(String, Node, String)> {
    let all = nodes::all().into_iter();
    all.filter(|(_, node)| node.metal().is_none_or(|metal| metal.installer.is_none()))
        .map(|(name, node)| {
            let config = nodes::rendered(&node, &[]).0;
            (name, node, config)
        })
        .collect()
}

#[test]
fn container_runtime_properties() {
    for (name, node, config) in machines() {
        let daemon: Value =
            serde_json::from_str(&file(&config, "/etc/docker/daemon.json").unwrap()).unwrap();
        for (property, value) in PROPERTIES {
            let found = match property {
                // With containerd, pods are systemd's, and Docker runs two containers of the system's.
                "cgroup driver" if node.runtime == Runtime::Containerd => continue,
                "cgroup driver" => &daemon["exec-opts"],
                "logging driver" => &daemon["log-driver"],
                _ => &daemon["storage-driver"],
            };
            let expected = match property {
                "cgroup driver" => json!([format!("native.cgroupdriver={value}")]),
                _ => json!(value),
            };
            assert_eq!(*found, expected, "{property} of {name}");
        }
    }
}

#[test]
fn the_kubelet_has_the_cgroup_driver_of_its_runtime() {
    for (name, node, config) in machines() {
        let settings = file(&config, "/etc/kubernetes/kubelet.yaml").unwrap();
        let driver = match node.runtime {
            Runtime::Docker => "cgroupDriver: cgroupfs\n",
            Runtime::Containerd => "cgroupDriver: systemd\n",
        };
        assert!(settings.contains(driver), "{name}: {settings}");
    }
}

#[test]
fn directory_locations() {
    for (name, node, config) in machines() {
        let kubelet = unit(&config, "kubelet.service").unwrap();
        let settings = file(&config, "/etc/kubernetes/kubelet.yaml").unwrap();
        for (setting, location) in DIRECTORIES {
            let (text, expected) = match setting {
                "cni-conf-dir" if node.runtime == Runtime::Containerd => {
                    // containerd reads Flatcar's own settings, which have this directory; here it is made.
                    (&kubelet, format!("mkdir -p {location}"))
                }
                "cni-conf-dir" => (&kubelet, format!("--cni-conf-dir={location} ")),
                "pod-manifest-path" => (&settings, format!("staticPodPath: {location}\n")),
                _ => (&settings, format!("volumePluginDir: {location}\n")),
            };
            assert!(text.contains(&expected), "{setting} of {name}: {text}");
        }
    }
}

#[test]
fn kubelet_mounts() {
    for (name, _, config) in machines() {
        let kubelet = unit(&config, "kubelet.service").unwrap();
        for (mount, host, options) in MOUNTS {
            let options = match options {
                "recursive" => ":rshared",
                "ro" => ":ro",
                other => other,
            };
            let line = format!("  --volume={host}:{mount}{options} \\\n");
            assert!(kubelet.contains(&line), "{mount} of {name}: {kubelet}");
        }
    }
}

/// The snippet of the page, as it stands there.
const HELLOWORLD: &str = "systemd:
  units:
  - name: helloworld.service
    dropins:
      - name: 10-helloworld.conf
        contents: |
          [Install]
          WantedBy=multi-user.target
";

#[test]
fn the_example_of_a_snippet() {
    for (name, node) in nodes::all() {
        let (config, report) = nodes::rendered(&node, &[HELLOWORLD]);
        assert_eq!(report.findings(), [], "{name}");
        if node.metal().is_none_or(|metal| metal.installer.is_none()) {
            let dropin = r#"{"dropins":[{"contents":"[Install]\nWantedBy=multi-user.target\n","name":"10-helloworld.conf"}],"name":"helloworld.service"}"#;
            assert!(config.contains(dropin), "{name}");
        }
    }
}
