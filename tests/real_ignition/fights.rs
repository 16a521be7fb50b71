//! Snippets that fight the base config of a machine: the machine is what the user meant.

use lokomotive::node::{Runtime, settings::Platform};

use crate::machines::made;
use crate::nodes;

/// What a worker on AWS becomes with these snippets: lines that it has, and lines that it has not.
fn check(snippets: &[&str], has: &[&str], has_not: &[&str]) {
    let node = nodes::of(nodes::worker(), Platform::Aws, Runtime::Docker);
    let (config, _) = nodes::rendered(&node, snippets);
    let made = made(&config).unwrap();
    for line in has {
        assert!(
            made.lines().any(|made| made.trim() == *line),
            "{line}? {made}"
        );
    }
    for line in has_not {
        assert!(
            !made.lines().any(|made| made.trim() == *line),
            "{line}! {made}"
        );
    }
}

#[test]
fn docker_settings_are_rewritten() {
    let snippet = r#"
storage:
  files:
    - path: /etc/docker/daemon.json
      filesystem: root
      mode: 0600
      contents:
        inline: '{"exec-opts":["native.cgroupdriver=cgroupfs"],"log-driver":"journald"}'
"#;
    check(
        &[snippet],
        &[
            "file 0600 0:0 /etc/docker/daemon.json",
            r#"| {"exec-opts":["native.cgroupdriver=cgroupfs"],"log-driver":"journald"}"#,
            "| cgroupDriver: cgroupfs",
        ],
        &[r#"|   "storage-driver": "overlay2""#],
    );
}

#[test]
fn docker_settings_without_a_cgroup_driver_take_the_kubelet_along() {
    let snippet = "storage: {files: [{path: /etc/docker/daemon.json, filesystem: root, mode: 0644, contents: {inline: '{}'}}]}";
    check(
        &[snippet],
        &["| cgroupDriver: systemd"],
        &["| cgroupDriver: cgroupfs"],
    );
}

#[test]
fn docker_flags_go_where_dockerd_takes_them() {
    check(
        &["docker: {flags: [--log-driver=journald, --mtu=1400]}"],
        &[
            r#"|   "log-driver": "journald","#,
            r#"| Environment="DOCKER_OPTS=--mtu=1400""#,
        ],
        &[r#"|   "log-driver": "json-file","#],
    );
    check(
        &["docker: {flags: [--storage-driver=btrfs]}"],
        &[r#"|   "storage-driver": "btrfs""#],
        &["file 0644 0:0 /etc/systemd/system/docker.service.d/20-clct-docker.conf"],
    );
}

#[test]
fn the_kubelet_gets_drop_ins() {
    let snippet = "
systemd:
  units:
    - name: kubelet.service
      dropins:
        - name: 10-more.conf
          contents: |
            [Service]
            Environment=KUBELET_EXTRA_ARGS=--v=4
";
    check(
        &[snippet],
        &[
            "file 0644 0:0 /etc/systemd/system/kubelet.service.d/10-more.conf",
            "| Environment=KUBELET_EXTRA_ARGS=--v=4",
            "| Description=Kubelet",
            "enabled kubelet.service",
        ],
        &[],
    );
}

#[test]
fn core_gets_keys_beside_those_of_the_arguments() {
    check(
        &[
            "passwd: {users: [{name: core, ssh_authorized_keys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 other]}]}",
        ],
        &[
            "| ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 someone",
            "| ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 other",
        ],
        &[],
    );
}

const MASKED: &str = "masked locksmithd.service";

#[test]
fn locksmithd_is_unmasked() {
    // Flatcar enables it by itself, so nothing but the mask has to go.
    let mask = "link 0:0 /etc/systemd/system/locksmithd.service -> /dev/null";
    check(
        &["systemd: {units: [{name: locksmithd.service, mask: false}]}"],
        &[],
        &[mask],
    );
    let unmasked = ["enabled locksmithd.service"];
    for snippet in [
        "systemd: {units: [{name: locksmithd.service, enabled: true}]}",
        "locksmith: {reboot_strategy: reboot}\nsystemd: {units: [{name: locksmithd.service, enable: true}]}",
    ] {
        check(&[snippet], &unmasked, &[MASKED]);
    }
    // A strategy alone is kept for whoever unmasks it.
    check(&["locksmith: {reboot_strategy: reboot}"], &[MASKED], &[]);
}

#[test]
fn a_butane_snippet_meets_the_base_config() {
    let butane = "
variant: flatcar
version: 1.0.0
storage:
  files:
    - path: /etc/kubernetes/kubelet.env
      append:
        - inline: |
            KUBELET_EXTRA=1
systemd:
  units:
    - name: locksmithd.service
      mask: false
      enabled: true
    - name: kubelet.service
      dropins:
        - name: 10-butane.conf
          contents: |
            [Service]
            RestartSec=9
";
    let clc = "systemd: {units: [{name: extra.service, contents: \"[Service]\\nExecStart=/usr/bin/true\\n\"}]}";
    check(
        &[butane, clc],
        &[
            "| KUBELET_IMAGE_TAG=v1.23.17",
            "| KUBELET_EXTRA=1",
            "enabled locksmithd.service",
            "| RestartSec=9",
            "file 0644 0:0 /etc/systemd/system/extra.service",
        ],
        &[MASKED],
    );
}

#[test]
fn files_are_replaced_and_appended_to() {
    let replace = "storage: {files: [{path: /etc/sysctl.d/max-user-watches.conf, filesystem: root, mode: 0644, contents: {inline: \"fs.inotify.max_user_watches=1\\n\"}}]}";
    let append = "storage: {files: [{path: /etc/kubernetes/kubelet.env, filesystem: root, mode: 0644, append: true, contents: {inline: \"NODE_TAINTS=a=b:NoSchedule\\n\"}}]}";
    check(
        &[replace, append],
        &[
            "| fs.inotify.max_user_watches=1",
            "| NODE_TAINTS=a=b:NoSchedule",
            "| KUBELET_IMAGE_TAG=v1.23.17",
        ],
        &["| fs.inotify.max_user_watches=16184"],
    );
}

#[test]
fn the_later_of_two_snippets_wins() {
    let motd = |text: &str| {
        format!(
            "storage: {{files: [{{path: /etc/motd, filesystem: root, mode: 0644, contents: {{inline: {text}}}}}]}}"
        )
    };
    check(&[&motd("one"), &motd("two")], &["| two"], &["| one"]);
}
