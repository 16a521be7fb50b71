//! Ignition 3 made of Ignition 2.3, part by part.

use lokomotive::clc;
use lokomotive::ignition::append::append;
use lokomotive::ignition::convert::{MountPoints, to_v3};
use lokomotive::ignition::json;
use lokomotive::ignition::v3::{Config, Version};
use lokomotive::report::Document;
use serde_json::{Value, json};

use crate::compile;

/// What a document converts to, at a JSON pointer.
#[track_caller]
fn check(text: &str, pointer: &str, expect: &Value) {
    let converted = serde_json::to_value(convert(text, Version::V3_4_0)).expect("a config is JSON");
    let found = converted.pointer(pointer).unwrap_or(&Value::Null);
    assert_eq!(found, expect, "{text}\n{converted:#}");
}

fn convert(text: &str, version: Version) -> Config {
    let config = compile(text, Document::Content, &clc::Options::default());
    let mount_points = MountPoints::of([&config]);
    to_v3(config, version, &mount_points)
}

/// Checks the paths of the files of a document.
#[track_caller]
fn check_paths(text: &str, expect: &[&str]) {
    let files = convert(text, Version::V3_4_0).storage.files;
    let paths: Vec<&str> = files.iter().map(|file| file.node.path.as_str()).collect();
    assert_eq!(paths, expect, "{text}");
}

#[test]
fn the_version_is_the_one_asked_for() {
    for version in [Version::V3_1_0, Version::V3_3_0, Version::V3_4_0] {
        let json = json::to_string(&convert("{}", version), false);
        assert!(
            json.contains(&format!("\"version\":\"{version}\"")),
            "{json}"
        );
    }
}

#[test]
fn files_overwrite_unless_told_otherwise() {
    let file = |keys: &str| format!("storage: {{files: [{{path: /a, mode: 0600, {keys}}}]}}");
    let overwrite = "/storage/files/0/overwrite";
    check(&file(""), overwrite, &json!(true));
    check(&file("overwrite: false"), overwrite, &json!(false));
    check(&file("append: true"), overwrite, &json!(false));
    check(
        &file("append: true, overwrite: false"),
        overwrite,
        &json!(false),
    );
}

#[test]
fn appended_texts_are_no_contents() {
    check(
        "storage: {files: [{path: /a, mode: 0600, append: true, contents: {inline: x}}]}",
        "/storage/files/0",
        &json!({
            "append": [{"source": "data:,x", "verification": {}}],
            "contents": {"verification": {}},
            "group": {}, "mode": 0o600, "overwrite": false, "path": "/a", "user": {},
        }),
    );
}

#[test]
fn remote_contents_keep_hash_and_compression() {
    let sum = "0".repeat(128);
    check(
        &format!(
            "storage: {{files: [{{path: /a, mode: 0600, contents: {{remote: {{url: 'https://h/x', compression: gzip, \
             verification: {{hash: {{function: sha512, sum: '{sum}'}}}}}}}}}}]}}"
        ),
        "/storage/files/0/contents",
        &json!({
            "compression": "gzip",
            "source": "https://h/x",
            "verification": {"hash": format!("sha512-{sum}")},
        }),
    );
}

#[test]
fn directories_and_links_leave_overwriting_open() {
    check(
        "storage: {directories: [{path: /a/../b/, mode: 0700, user: {id: 0}, group: {name: adm}}]}",
        "/storage/directories/0",
        &json!({"group": {"name": "adm"}, "mode": 0o700, "path": "/b", "user": {"id": 0}}),
    );
    check(
        "storage: {links: [{path: /a, target: b/../c, hard: true}]}",
        "/storage/links/0",
        &json!({"group": {}, "hard": true, "path": "/a", "target": "b/../c", "user": {}}),
    );
}

#[test]
fn filesystems_are_mounted_where_their_files_go() {
    check_paths(
        "
        storage:
          filesystems:
            - {name: data, mount: {device: /dev/a, format: ext4}}
            - {name: oem, mount: {device: /dev/b, format: btrfs}}
            - {mount: {device: /dev/c, format: ext4}}
            - {name: data, mount: {device: /dev/d, format: ext4}}
            - {name: /log, mount: {device: /dev/e, format: ext4}}
            - {name: here, path: /mnt/here/}
          files:
            - {path: /x, mode: 0644, filesystem: data}
            - {path: /x, mode: 0644, filesystem: oem}
            - {path: /x, mode: 0644, filesystem: /log}
            - {path: /x, mode: 0644, filesystem: here}
            - {path: /x, mode: 0644, filesystem: nowhere}
            - {path: /x, mode: 0644}
        ",
        &[
            "/tmp/data-ign1/x",
            "/oem/x",
            "/tmp/log-ign4/x",
            "/mnt/here/x",
            "/x",
            "/x",
        ],
    );
}

#[test]
fn filesystems_keep_what_is_made_of_them() {
    check(
        "
        storage:
          filesystems:
            - {name: root, mount: {device: /dev/r, format: ext4, wipe_filesystem: true}}
            - {name: here, path: /mnt}
            - name: data
              mount: {device: /dev/a, format: xfs, label: L, uuid: U, options: [-x], wipe_filesystem: true}
            - {mount: {device: /dev/b, format: ext4, create: {force: true, options: [-y]}}}
            - {name: OEM, mount: {device: /dev/c, format: ext4}}
        ",
        "/storage/filesystems",
        &json!([
            {"device": "/dev/a", "format": "xfs", "label": "L", "options": ["-x"], "path": "/tmp/data-ign2",
             "uuid": "U", "wipeFilesystem": true},
            {"device": "/dev/b", "format": "ext4", "options": ["-y"], "wipeFilesystem": true},
            {"device": "/dev/c", "format": "btrfs", "path": "/tmp/OEM-ign4"},
        ]),
    );
}

#[test]
fn documents_share_mount_points() {
    let options = clc::Options::default();
    let base = "storage: {filesystems: [{name: data, mount: {device: /dev/a, format: ext4}}]}";
    let base = compile(base, Document::Content, &options);
    let next = "storage: {filesystems: [{name: log, mount: {device: /dev/b, format: ext4}}], \
                files: [{path: /x, mode: 0644, filesystem: data}]}";
    let next = compile(next, Document::snippet(0), &options);
    let mount_points = MountPoints::of([&base, &next]);
    assert_eq!(mount_points, MountPoints::of([&append(base, next.clone())]));
    let converted = to_v3(next, Version::V3_4_0, &mount_points);
    assert_eq!(converted.storage.files[0].node.path, "/tmp/data-ign1/x");
    assert_eq!(mount_points.path("log"), Some("/tmp/log-ign2"));
}

#[test]
fn networkd_units_become_files() {
    let text = "
        networkd:
          units:
            - {name: empty.network}
            - name: a.network
              contents: \"[Match]\\nName=a/b;c,d?&=$+:@'é\"
              dropins: [{name: x.conf}]
        storage: {files: [{path: /first, mode: 0644}]}";
    check_paths(
        text,
        &[
            "/first",
            "/etc/systemd/network/a.network",
            "/etc/systemd/network/a.network.d/x.conf",
        ],
    );
    check(
        text,
        "/storage/files/1",
        &json!({
            "contents": {
                "source": "data:,%5BMatch%5D%0AName=a%2Fb%3Bc%2Cd%3F&=$+:@%27%C3%A9",
                "verification": {},
            },
            "group": {}, "mode": 0o644, "overwrite": true, "path": "/etc/systemd/network/a.network", "user": {},
        }),
    );
    let files = convert(text, Version::V3_4_0).storage.files;
    assert_eq!(files[1].origin.mark.line, 5);
    assert_eq!(files[2].origin.mark.line, 7);
}

#[test]
fn units_of_one_name_merge() {
    let text = "
        systemd:
          units:
            - {name: b.service, enable: true, mask: true, contents: \"[Unit]\", dropins: [{name: x.conf, contents: \"[A]\"}, {name: y.conf, contents: \"[B]\"}]}
            - {name: a.service, enable: false}
            - {name: b.service, enabled: false, dropins: [{name: z.conf}, {name: y.conf, contents: \"[C]\"}, {name: x.conf}]}
            - {name: b.service, contents: \"[Service]\"}";
    check(
        text,
        "/systemd/units",
        &json!([
            {"name": "a.service"},
            {
                "contents": "[Service]",
                "dropins": [
                    {"contents": "[A]", "name": "x.conf"},
                    {"contents": "[C]", "name": "y.conf"},
                    {"name": "z.conf"},
                ],
                "enabled": false, "mask": true, "name": "b.service",
            },
        ]),
    );
    let units = convert(text, Version::V3_4_0).systemd.units;
    assert_eq!(units[1].origin.mark.line, 7);
}

#[test]
fn enablement_has_one_field() {
    let unit = |keys: &str| format!("systemd: {{units: [{{name: a.service, {keys}}}]}}");
    let enabled = "/systemd/units/0/enabled";
    check(&unit("enable: true"), enabled, &json!(true));
    check(&unit("enable: false"), enabled, &Value::Null);
    check(&unit("enabled: true"), enabled, &json!(true));
    check(
        &unit("enable: true, enabled: false"),
        enabled,
        &json!(false),
    );
    check(&unit("enable: false, enabled: true"), enabled, &json!(true));
}

#[test]
fn create_of_a_user_is_its_account() {
    check(
        "passwd: {users: [{name: u, password_hash: '', ssh_authorized_keys: [k], create: {uid: 7, gecos: g, home_dir: /h, \
         no_create_home: true, primary_group: p, groups: [a, b], no_user_group: true, system: true, no_log_init: true, \
         shell: /s}}]}",
        "/passwd/users/0",
        &json!({
            "gecos": "g", "groups": ["a", "b"], "homeDir": "/h", "name": "u", "noCreateHome": true, "noLogInit": true,
            "noUserGroup": true, "passwordHash": "", "primaryGroup": "p", "sshAuthorizedKeys": ["k"], "shell": "/s",
            "system": true, "uid": 7,
        }),
    );
}

#[test]
fn disks_and_arrays_are_taken_over() {
    check(
        "
        storage:
          disks:
            - {device: /dev/a, wipe_table: true, partitions: [{number: 1, size: 1GiB, start: 0}, {label: x}]}
          raid:
            - {name: r, level: raid1, devices: [/dev/b, /dev/c], spares: 0, options: [-o]}",
        "/storage",
        &json!({
            "disks": [{
                "device": "/dev/a",
                "partitions": [{"number": 1, "sizeMiB": 1024, "startMiB": 0}, {"label": "x"}],
                "wipeTable": true,
            }],
            "raid": [{"devices": ["/dev/b", "/dev/c"], "level": "raid1", "name": "r", "options": ["-o"]}],
        }),
    );
}
