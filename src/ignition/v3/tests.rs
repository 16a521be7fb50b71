//! The order of the fields and what is printed empty, section by section.

use serde::Serialize;

use super::Config;
use super::disks::Partition;
use super::filesystems::Filesystem;
use super::ignition::Proxy;
use super::luks::{Clevis, ClevisCustom, Luks, Tang};
use super::nodes::{Directory, File, Link, Node, Owner};
use super::passwd::{Group, User};
use super::raid::Raid;
use super::resource::{HttpHeader, Resource, Verification};
use super::systemd::{Dropin, Unit};
use crate::ignition::at::At;
use crate::ignition::json;
use crate::report::{Document, Mark, Origin};

#[track_caller]
fn check(value: &impl Serialize, expect: &str) {
    assert_eq!(json::to_string(value, false), expect);
}

fn list<T>(value: T) -> Vec<At<T>> {
    let mark = Mark { line: 1, column: 1 };
    let document = Document::Content;
    vec![At::new(value, Origin { document, mark })]
}

#[expect(clippy::unnecessary_wraps, reason = "fields are optional")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn an_empty_config() {
    check(
        &Config::default(),
        r#"{"ignition":{"config":{"replace":{"verification":{}}},"proxy":{},"security":{"tls":{}},"timeouts":{},"version":"3.4.0"},"kernelArguments":{},"passwd":{},"storage":{},"systemd":{}}"#,
    );
}

#[test]
fn empty_entries_print_their_structs_and_keys() {
    check(&Resource::default(), r#"{"verification":{}}"#);
    check(
        &File::default(),
        r#"{"group":{},"path":"","user":{},"contents":{"verification":{}}}"#,
    );
    check(&Directory::default(), r#"{"group":{},"path":"","user":{}}"#);
    check(&Link::default(), r#"{"group":{},"path":"","user":{}}"#);
    check(&Partition::default(), "{}");
    check(&Filesystem::default(), r#"{"device":""}"#);
    check(&Raid::default(), r#"{"name":""}"#);
    check(
        &Luks::default(),
        r#"{"clevis":{"custom":{}},"keyFile":{"verification":{}},"name":""}"#,
    );
    check(&Tang::default(), "{}");
    check(&User::default(), r#"{"name":""}"#);
    check(&Unit::default(), r#"{"name":""}"#);
}

#[test]
fn present_fields_print_whatever_they_hold() {
    let owner = Owner {
        id: Some(0),
        name: text(""),
    };
    let node = Node {
        group: owner.clone(),
        overwrite: Some(false),
        path: "/f".into(),
        user: owner,
    };
    let header = HttpHeader {
        name: "n".into(),
        value: text(""),
    };
    let contents = Resource {
        compression: text(""),
        http_headers: list(header),
        source: text(""),
        verification: Verification { hash: text("") },
    };
    let file = File {
        node: node.clone(),
        append: list(Resource::default()),
        contents,
        mode: Some(0),
    };
    check(
        &file,
        r#"{"group":{"id":0,"name":""},"overwrite":false,"path":"/f","user":{"id":0,"name":""},"append":[{"verification":{}}],"contents":{"compression":"","httpHeaders":[{"name":"n","value":""}],"source":"","verification":{"hash":""}},"mode":0}"#,
    );
    let link = Link {
        node: Node::default(),
        hard: Some(false),
        target: text(""),
    };
    check(
        &link,
        r#"{"group":{},"path":"","user":{},"hard":false,"target":""}"#,
    );
}

#[test]
fn devices_in_order() {
    let partition = Partition {
        guid: text(""),
        label: text("l"),
        number: 1,
        resize: Some(true),
        should_exist: Some(true),
        size_mib: Some(0),
        start_mib: Some(0),
        type_guid: text(""),
        wipe_partition_entry: Some(true),
    };
    check(
        &partition,
        r#"{"guid":"","label":"l","number":1,"resize":true,"shouldExist":true,"sizeMiB":0,"startMiB":0,"typeGuid":"","wipePartitionEntry":true}"#,
    );
    let filesystem = Filesystem {
        device: "d".into(),
        format: text("f"),
        label: text("l"),
        mount_options: vec!["m".into()],
        options: vec!["o".into()],
        path: text("p"),
        uuid: text("u"),
        wipe_filesystem: Some(true),
    };
    check(
        &filesystem,
        r#"{"device":"d","format":"f","label":"l","mountOptions":["m"],"options":["o"],"path":"p","uuid":"u","wipeFilesystem":true}"#,
    );
    let raid = Raid {
        devices: list("d".into()),
        level: text("1"),
        name: "n".into(),
        options: vec!["o".into()],
        spares: Some(0),
    };
    check(
        &raid,
        r#"{"devices":["d"],"level":"1","name":"n","options":["o"],"spares":0}"#,
    );
    let tang = Tang {
        advertisement: text("a"),
        thumbprint: text("t"),
        url: "u".into(),
    };
    let custom = ClevisCustom {
        config: text("c"),
        needs_network: Some(true),
        pin: text("p"),
    };
    let clevis = Clevis {
        custom,
        tang: list(tang),
        threshold: Some(1),
        tpm2: Some(true),
    };
    let luks = Luks {
        clevis,
        device: text("d"),
        discard: Some(true),
        key_file: Resource::default(),
        label: text("l"),
        name: "n".into(),
        open_options: list("o".into()),
        options: vec!["o".into()],
        uuid: text("u"),
        wipe_volume: Some(true),
    };
    check(
        &luks,
        r#"{"clevis":{"custom":{"config":"c","needsNetwork":true,"pin":"p"},"tang":[{"advertisement":"a","thumbprint":"t","url":"u"}],"threshold":1,"tpm2":true},"device":"d","discard":true,"keyFile":{"verification":{}},"label":"l","name":"n","openOptions":["o"],"options":["o"],"uuid":"u","wipeVolume":true}"#,
    );
}

#[test]
fn users_units_and_proxies_in_order() {
    let user = User {
        gecos: text("g"),
        groups: list("x".into()),
        home_dir: text("h"),
        name: "n".into(),
        no_create_home: Some(true),
        no_log_init: Some(true),
        no_user_group: Some(true),
        password_hash: text("p"),
        primary_group: text("g"),
        ssh_authorized_keys: list("k".into()),
        shell: text("s"),
        should_exist: Some(true),
        system: Some(true),
        uid: Some(1),
    };
    check(
        &user,
        r#"{"gecos":"g","groups":["x"],"homeDir":"h","name":"n","noCreateHome":true,"noLogInit":true,"noUserGroup":true,"passwordHash":"p","primaryGroup":"g","sshAuthorizedKeys":["k"],"shell":"s","shouldExist":true,"system":true,"uid":1}"#,
    );
    let group = Group {
        gid: Some(1),
        name: "n".into(),
        password_hash: text("p"),
        should_exist: Some(true),
        system: Some(true),
    };
    check(
        &group,
        r#"{"gid":1,"name":"n","passwordHash":"p","shouldExist":true,"system":true}"#,
    );
    let dropin = Dropin {
        contents: text("c"),
        name: "d".into(),
    };
    let unit = Unit {
        contents: text("c"),
        dropins: list(dropin),
        enabled: Some(true),
        mask: Some(true),
        name: "n".into(),
    };
    check(
        &unit,
        r#"{"contents":"c","dropins":[{"contents":"c","name":"d"}],"enabled":true,"mask":true,"name":"n"}"#,
    );
    let proxy = Proxy {
        http_proxy: text("h"),
        https_proxy: text("s"),
        no_proxy: list("n".into()),
    };
    check(
        &proxy,
        r#"{"httpProxy":"h","httpsProxy":"s","noProxy":["n"]}"#,
    );
}
