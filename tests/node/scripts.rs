//! The scripts of base configs, run with programs that stand for Flatcar's.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use lokomotive::node::{Runtime, settings::Raid};
use serde_json::Value;
use tempfile::TempDir;

use crate::{file, nodes};

/// A folder with programs and a script.
struct Stage {
    folder: TempDir,
}

impl Stage {
    /// With a script of a Metal worker's config.
    fn with(script: &str) -> Self {
        let platform = nodes::metal(Some(Raid::All), None);
        let node = nodes::of(nodes::worker(), platform, Runtime::Docker);
        let config = nodes::rendered(&node, &[]).0;
        let stage = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        stage.program("script", &file(&config, script).unwrap());
        // Whatever a script calls, it is heard.
        for name in [
            "mdadm",
            "mkfs.ext4",
            "mount",
            "wipefs",
            "blkid",
            "lsblk",
            "mountpoint",
        ] {
            stage.says(name, "");
        }
        stage
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn program(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).unwrap();
    }

    /// A program that notes how it was called, and runs a line of shell.
    fn says(&self, name: &str, shell: &str) {
        let text = format!("#!/usr/bin/env bash\necho \"{name} $*\" >>\"$STAGE/calls\"\n{shell}\n");
        self.program(name, &text);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let system = std::env::var("PATH").unwrap();
        Command::new(self.path().join("script"))
            .args(arguments)
            .env("PATH", format!("{}:{system}", self.path().display()))
            .env("STAGE", self.path())
            .env("DEV", self.path().join("dev"))
            .env("OUT", self.path().join("out/addresses"))
            .env("RESOLV_CONF", self.path().join("resolv.conf"))
            .env("METADATA_URL", "https://metadata.example.com/")
            .env("WAIT_SECONDS", "2")
            .env("WAIT_STEP", "0.1")
            .output()
            .unwrap()
    }

    /// The calls of a program, with its arguments.
    fn calls(&self, program: &str) -> Vec<String> {
        let calls = fs::read_to_string(self.path().join("calls")).unwrap_or_default();
        let prefix = format!("{program} ");
        let calls = calls.lines().filter_map(|line| line.strip_prefix(&prefix));
        calls.map(str::to_owned).collect()
    }

    /// Disks: a spinning one, two that are not, one with partitions, one that holds something.
    fn with_disks(self) -> Self {
        let disks = "if [[ \" $* \" == *' --nodeps '* ]]; then
  printf '%s\\n' '/dev/sda 1' '/dev/nvme0n1 0' '/dev/nvme1n1 0' '/dev/sdb 0' '/dev/sdc 0'
else
  echo \"${@: -1}\"
  [[ ${@: -1} != /dev/sdb ]] || echo /dev/sdb1
fi";
        self.says("lsblk", disks);
        self.says("wipefs", "[[ ${@: -1} != /dev/sdc ]] || echo something");
        self
    }
}

#[test]
fn every_script_is_valid() {
    for (name, node) in nodes::all() {
        let config: Value = serde_json::from_str(&nodes::rendered(&node, &[]).0).unwrap();
        for entry in config["storage"]["files"].as_array().unwrap() {
            let path = entry["path"].as_str().unwrap();
            let text = file(&config.to_string(), path).unwrap();
            if !text.starts_with("#!/usr/bin/env bash\n") {
                continue;
            }
            let folder = tempfile::tempdir().unwrap();
            let script = folder.path().join("script");
            fs::write(&script, text).unwrap();
            let output = Command::new("bash")
                .arg("-n")
                .arg(&script)
                .output()
                .unwrap();
            let fault = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                output.status.success() && fault.is_empty(),
                "{path} of {name}: {fault}"
            );
        }
    }
}

fn raid(arguments: &[&str], disks: &str, force: bool) {
    let stage = Stage::with("/opt/persist-data-raid").with_disks();
    let output = stage.run(arguments);
    assert!(output.status.success(), "{output:?}");
    let array = stage.path().join("dev/md").join(arguments[0]);
    let count = disks.split(' ').count();
    let force = if force { "--force " } else { "" };
    assert_eq!(
        stage.calls("mdadm"),
        [
            "--assemble --scan".to_owned(),
            format!(
                "--create {} --run --homehost=any --level=0 --raid-devices={count} {force}{disks}",
                array.display()
            )
        ]
    );
}

#[test]
fn raid_takes_the_empty_disks_of_its_kind() {
    raid(&["a", "all"], "/dev/sda /dev/nvme0n1 /dev/nvme1n1", false);
    raid(&["a", "hdd"], "/dev/sda", true);
    raid(&["a", "ssd"], "/dev/nvme0n1 /dev/nvme1n1", false);
}

#[test]
fn raid_takes_an_array_as_it_is() {
    let stage = Stage::with("/opt/persist-data-raid").with_disks();
    fs::create_dir_all(stage.path().join("dev/md")).unwrap();
    fs::write(stage.path().join("dev/md/a"), "").unwrap();
    stage.says("blkid", "echo ext4");
    stage.says("mountpoint", "exit 1");
    let output = stage.run(&["a", "ssd", "/mnt"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(stage.calls("mdadm"), [""; 0]);
    assert_eq!(stage.calls("mkfs.ext4"), [""; 0]);
    let array = stage.path().join("dev/md/a");
    assert_eq!(
        stage.calls("mount"),
        [format!("--options discard {} /mnt", array.display())]
    );
}

#[test]
fn raid_makes_a_filesystem_where_there_is_none() {
    let stage = Stage::with("/opt/persist-data-raid").with_disks();
    let output = stage.run(&["a", "ssd", "/mnt"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(stage.calls("mkfs.ext4").len(), 1);
}

#[test]
fn raid_without_empty_disks_says_so() {
    let stage = Stage::with("/opt/persist-data-raid");
    let output = stage.run(&["a", "all"]);
    assert!(!output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "no empty disks of kind all\n"
    );
    assert_eq!(stage.calls("mdadm"), ["--assemble --scan"]);
}

#[test]
fn dns_is_awaited_at_the_servers_of_the_zone() {
    let stage = Stage::with("/opt/wait-for-dns");
    fs::write(stage.path().join("resolv.conf"), "nameserver 10.0.0.2\n").unwrap();
    // The second server learns of the name at its second question.
    stage.says(
        "dig",
        "case $* in
  *NS*) printf '%s\\n' a.example.net. b.example.net. ;;
  *@a*) echo 10.0.0.1 ;;
  *@b*) if [[ -e $STAGE/asked ]]; then echo 10.0.0.1; fi; touch \"$STAGE/asked\" ;;
esac",
    );
    let output = stage.run(&["example.com", "a-private.example.com"]);
    assert!(output.status.success(), "{output:?}");
    let asked = stage.calls("dig");
    let server = |name: &str| {
        let question = format!("+short @{name} a-private.example.com");
        asked.iter().filter(|call| **call == question).count()
    };
    assert_eq!(
        (server("a.example.net."), server("b.example.net.")),
        (2, 2),
        "{asked:?}"
    );
}

#[test]
fn waiting_for_dns_ends() {
    let stage = Stage::with("/opt/wait-for-dns");
    fs::write(stage.path().join("resolv.conf"), "").unwrap();
    let output = stage.run(&[]);
    assert!(!output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "gave up: knows_a_server\n"
    );
}

#[test]
fn addresses_come_from_the_metadata() {
    let stage = Stage::with("/opt/metal-metadata");
    let metadata = r#"{"network":{"addresses":[
  {"address":"2604::1","address_family":6,"public":true,"management":true},
  {"address":"10.9.9.9","address_family":4,"public":false,"management":false},
  {"address":"147.1.2.3","address_family":4,"public":true,"management":true},
  {"address":"10.1.2.3","address_family":4,"public":false,"management":true}]}}"#;
    stage.says("curl", &format!("cat <<'END'\n{metadata}\nEND"));
    let output = stage.run(&[]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        fs::read_to_string(stage.path().join("out/addresses")).unwrap(),
        "LOKOMOTIVE_IPV4_PRIVATE=10.1.2.3\nLOKOMOTIVE_IPV4_PUBLIC=147.1.2.3\n"
    );
}

#[test]
fn metadata_are_asked_for_until_they_come() {
    let stage = Stage::with("/opt/metal-metadata");
    let answer = r#"{"network":{"addresses":[{"address":"10.1.2.3","address_family":4,"public":false,"management":true}]}}"#;
    let late =
        format!("[[ -e $STAGE/asked ]] || {{ touch $STAGE/asked; exit 22; }}; echo '{answer}'");
    stage.says("curl", &late);
    let output = stage.run(&[]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(
        fs::read_to_string(stage.path().join("out/addresses")).unwrap(),
        "LOKOMOTIVE_IPV4_PRIVATE=10.1.2.3\nLOKOMOTIVE_IPV4_PUBLIC=\n"
    );
    assert_eq!(stage.calls("curl").len(), 2);
}
