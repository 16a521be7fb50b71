//! Random configs, mostly valid ones: each kind of entry with any of its keys.

use std::cell::Cell;

use lokomotive::clc::platform::Platform;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::check;
use crate::yaml::{Yaml, spell};

/// How many configs must render.
const COMPARED: u32 = 2000;

#[test]
fn random_configs_keep_their_machine() {
    let mut runner = TestRunner::new(Config {
        cases: COMPARED * 2,
        failure_persistence: None,
        ..Config::default()
    });
    let compared = Cell::new(0);
    let choices = vec(any::<u8>(), 1..200);
    let result = runner.run(&(document(), choices), |(document, choices)| {
        let text = spell(&document, &choices);
        let platform = Platform::parse("ec2").expect("a platform");
        let is_compared = check(&text, platform).map_err(TestCaseError::fail)?;
        compared.set(compared.get() + u32::from(is_compared));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    let compared = compared.get();
    assert!(
        compared >= COMPARED,
        "only {compared} configs were compared"
    );
}

type Value = BoxedStrategy<Yaml>;
type Entry = BoxedStrategy<Option<(&'static str, Yaml)>>;

fn always(key: &'static str, value: impl Strategy<Value = Yaml> + 'static) -> Entry {
    value.prop_map(move |value| Some((key, value))).boxed()
}

fn maybe(key: &'static str, value: impl Strategy<Value = Yaml> + 'static) -> Entry {
    let value = option::weighted(0.4, value);
    value.prop_map(move |value| Some((key, value?))).boxed()
}

/// A mapping of some entries in any order.
fn map(entries: Vec<Entry>) -> Value {
    entries
        .prop_map(|entries| entries.into_iter().flatten().collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Yaml::Map)
        .boxed()
}

fn list(item: Value, most: usize) -> Value {
    vec(item, 0..=most).prop_map(Yaml::List).boxed()
}

/// A list whose items have each a name or path of their own, mostly.
fn keyed(key: &'static str, shape: &'static str, item: Value, most: usize) -> Value {
    let items = vec((item, 0..40_usize), 0..=most);
    items
        .prop_map(move |items| {
            let numbered = items.into_iter().enumerate();
            let items = numbered.map(|(index, (item, chance))| {
                let number = if chance == 0 { 0 } else { index };
                let name = Yaml::Text(shape.replace('N', &number.to_string()));
                match item {
                    Yaml::Map(mut entries) => {
                        entries.insert(chance % (entries.len() + 1), (key, name));
                        Yaml::Map(entries)
                    }
                    other => other,
                }
            });
            Yaml::List(items.collect())
        })
        .boxed()
}

fn word(words: &'static [&'static str]) -> Value {
    let words = prop::sample::select(words);
    words.prop_map(|word| Yaml::Word(word.to_owned())).boxed()
}

fn one_of(texts: &'static [&'static str]) -> Value {
    let texts = prop::sample::select(texts);
    texts.prop_map(|text| Yaml::Text(text.to_owned())).boxed()
}

fn flag() -> Value {
    word(&["true", "false", "yes", "Off", "~", "null"])
}

/// Any text, and those that YAML makes hard.
fn text() -> Value {
    let text = prop_oneof![
        "[a-z]{0,6}",
        "[ -~]{0,12}",
        "([ \t]{0,2}[a-z#:|>'\"\\-]{0,3}[ \t]{0,2}\n){0,4}",
        "[a-zä€😀 \n]{0,9}",
        any::<String>(),
        prop::sample::select(vec![
            "no",
            "0644",
            "1e3",
            "~",
            "2001-01-01",
            "- a",
            "a: b",
            "a #b",
            "\n",
            " ",
            "a\n\n",
            "---",
            "=",
            "<<",
            "\u{feff}",
            "\u{85}",
            "\u{2028}x",
            "\r\n",
            "a\r\nb",
            "%x",
            "@x",
            "*x",
            "?",
            "\n a",
            "\ta\nb",
            "0x1F",
            "1_000",
            ".5",
            "12:30:45",
            "null",
            "a\n ",
            "a\n\t\n",
            "{a}",
            "[b]",
            "-x",
            "--",
            "-1",
        ])
        .prop_map(str::to_owned),
    ];
    text.prop_map(Yaml::Text).boxed()
}

fn unit_text() -> Value {
    one_of(&[
        "",
        "[Unit]\nDescription=x\n",
        "[Service]\nExecStart=/bin/a \\\n  --b\n\n[Install]\nWantedBy=multi-user.target\n",
        "[Service]\nEnvironment=\"A=b c\"",
        "# only a comment\n\n",
        "  [Service]\nA=b",
    ])
}

fn mode() -> Value {
    word(&["0644", "0600", "420", "0o755", "0", "~", "0x1ff", "01777"])
}

fn hash() -> Value {
    let sum = "ab".repeat(64);
    let both = vec![
        always("function", one_of(&["sha512"])),
        always("sum", Just(Yaml::Text(sum))),
    ];
    let hash = prop_oneof![9 => map(both), 1 => map(vec![always("function", one_of(&["sha512"]))])];
    map(vec![always("hash", hash)])
}

fn owner() -> Value {
    let id = map(vec![always("id", word(&["0", "500", "1_000"]))]);
    let name = map(vec![always("name", one_of(&["core", "", "a b"]))]);
    prop_oneof![id, name, map(Vec::new())].boxed()
}

fn node() -> Vec<Entry> {
    vec![
        maybe(
            "filesystem",
            one_of(&["root", "root", "data0", "oem", "unknown", ""]),
        ),
        maybe("user", owner()),
        maybe("group", owner()),
    ]
}

fn file() -> Vec<Entry> {
    let url = || {
        one_of(&[
            "https://example.com/a?b=c d",
            "HTTP://x/ä",
            "data:,a%20b",
            "data:;base64,/w==",
            "s3://b/k",
        ])
    };
    let remote = vec![
        maybe("url", url()),
        maybe("compression", one_of(&["", "gzip"])),
        maybe("verification", hash()),
    ];
    let contents = prop_oneof![
        4 => map(vec![maybe("inline", text())]),
        2 => map(vec![maybe("remote", map(remote))]),
        1 => word(&["~", "{}"]),
    ];
    let replace = prop_oneof![
        maybe("overwrite", flag()),
        maybe("append", flag()),
        Just(None).boxed(),
    ];
    let mut entries = node();
    entries.extend([
        maybe("mode", mode()),
        replace.boxed(),
        maybe("contents", contents),
    ]);
    entries
}

fn directory() -> Vec<Entry> {
    let mut entries = node();
    entries.extend([maybe("mode", mode()), maybe("overwrite", flag())]);
    entries
}

fn link() -> Vec<Entry> {
    let mut entries = node();
    entries.extend([
        always("target", one_of(&["/x", "../y", "a b"])),
        maybe("hard", flag()),
        maybe("overwrite", flag()),
    ]);
    entries
}

fn filesystems() -> Value {
    let options = || list(text(), 2);
    let mount = |rest: Vec<Entry>| {
        let mut entries = vec![
            always("format", one_of(&["ext4", "btrfs", "xfs", "vfat"])),
            maybe("label", one_of(&["ROOT", "", "12"])),
            maybe("uuid", one_of(&["1-2", ""])),
        ];
        entries.extend(rest);
        map(entries)
    };
    let create = map(vec![maybe("force", flag()), maybe("options", options())]);
    let mount = prop_oneof![
        mount(vec![always("create", create)]),
        mount(vec![
            maybe("wipe_filesystem", flag()),
            maybe("options", options())
        ]),
    ];
    let names = prop::sample::subsequence(vec!["data0", "oem", "root", "OEM", "x"], 0..3);
    (names, vec((mount, 0..6_u8), 3))
        .prop_map(|(names, mounts)| {
            let filesystem = |(index, (name, (mount, kind))): (usize, (&str, (Yaml, u8)))| {
                let text = |text: &str| Yaml::Text(text.to_owned());
                let mut mount = mount;
                if let Yaml::Map(entries) = &mut mount {
                    entries.push(("device", text(&format!("/dev/f{index}"))));
                }
                Yaml::Map(match kind {
                    0 => vec![("name", text(name)), ("path", text("/mnt//a"))],
                    1 => vec![("mount", mount)],
                    2 => vec![("mount", mount), ("name", text(name))],
                    _ => vec![("name", text(name)), ("mount", mount)],
                })
            };
            let each = names.into_iter().zip(mounts).enumerate();
            Yaml::List(each.map(filesystem).collect())
        })
        .boxed()
}

fn partition() -> Vec<Entry> {
    vec![
        maybe("number", word(&["0", "1", "2.7", "0x3"])),
        maybe("size", one_of(&["1GiB", "512MiB", "0", ""])),
        maybe("start", one_of(&["1MiB", "0"])),
        maybe(
            "guid",
            one_of(&["01234567-89ab-cdef-edcb-a98765432101", ""]),
        ),
        maybe(
            "type_guid",
            one_of(&[
                "raid_partition",
                "swap_partition",
                "01234567-89AB-CDEF-EDCB-A98765432101",
            ]),
        ),
    ]
}

fn disk() -> Vec<Entry> {
    vec![
        maybe("wipe_table", flag()),
        maybe("partitions", keyed("label", "part N", map(partition()), 2)),
    ]
}

fn raid() -> Vec<Entry> {
    vec![
        always("level", one_of(&["raid1", "5"])),
        always("devices", word(&["[/dev/x, /dev/y]", "[\"/dev/z\"]"])),
        maybe("spares", word(&["0", "1"])),
        maybe("options", list(text(), 2)),
    ]
}

fn dropin() -> Vec<Entry> {
    vec![maybe("contents", unit_text())]
}

fn unit() -> Vec<Entry> {
    vec![
        maybe("enable", flag()),
        maybe("enabled", flag()),
        maybe("mask", flag()),
        maybe("contents", unit_text()),
        maybe("dropins", keyed("name", "1N-x.conf", map(dropin()), 2)),
    ]
}

/// The units that sections make as well.
fn known_unit() -> Value {
    let names = &[
        "docker.service",
        "etcd-member.service",
        "coreos-metadata.service",
    ];
    let mut entries = unit();
    entries.push(always("name", one_of(names)));
    map(entries)
}

fn networkd() -> Vec<Entry> {
    vec![
        maybe("contents", unit_text()),
        maybe("dropins", keyed("name", "N.conf", map(dropin()), 2)),
    ]
}

fn account() -> Vec<Entry> {
    vec![
        maybe("uid", word(&["0", "500", "0x10", "18446744073709551615"])),
        maybe("gecos", text()),
        maybe("home_dir", one_of(&["/home/x", ""])),
        maybe("no_create_home", flag()),
        maybe("primary_group", text()),
        maybe("groups", word(&["[sudo, docker]", "[]", "~", "[x, ~]"])),
        maybe("no_user_group", flag()),
        maybe("system", flag()),
        maybe("no_log_init", flag()),
        maybe("shell", one_of(&["/bin/sh", ""])),
    ]
}

fn user() -> Value {
    let common = || {
        vec![
            maybe("password_hash", text()),
            maybe("ssh_authorized_keys", list(text(), 2)),
        ]
    };
    let mut fields = common();
    fields.extend(account());
    let mut create = common();
    create.push(always("create", map(account())));
    prop_oneof![map(fields), map(create)].boxed()
}

fn group() -> Vec<Entry> {
    vec![
        maybe("gid", word(&["0", "500", "~"])),
        maybe("password_hash", text()),
        maybe("system", flag()),
    ]
}

fn reference() -> Value {
    map(vec![
        always(
            "source",
            one_of(&["https://x/a", "https://x/b", "data:,{}", "s3://b/k"]),
        ),
        maybe("verification", hash()),
    ])
}

fn ignition() -> Value {
    let config = map(vec![
        maybe("append", list(reference(), 2)),
        maybe("replace", prop_oneof![4 => reference(), 1 => word(&["~"])]),
    ]);
    let timeouts = map(vec![
        maybe("http_response_headers", word(&["0", "10", "~"])),
        maybe("http_total", word(&["30"])),
    ]);
    let tls = map(vec![maybe("certificate_authorities", list(reference(), 2))]);
    map(vec![
        maybe("config", config),
        maybe("timeouts", timeouts),
        maybe("security", map(vec![always("tls", tls)])),
    ])
}

fn storage() -> Value {
    map(vec![
        maybe("disks", keyed("device", "/dev/sdN", map(disk()), 2)),
        maybe("raid", keyed("name", "mdN", map(raid()), 2)),
        maybe("filesystems", filesystems()),
        maybe("files", keyed("path", "/etc/N", map(file()), 4)),
        maybe("directories", keyed("path", "/srv//N", map(directory()), 2)),
        maybe("links", keyed("path", "/opt/N/../l", map(link()), 1)),
    ])
}

fn systemd() -> Value {
    let units = prop_oneof![
        3 => keyed("name", "uN.service", map(unit()), 3),
        1 => list(known_unit(), 2),
    ];
    map(vec![always("units", units)])
}

fn update() -> Value {
    map(vec![
        maybe("group", one_of(&["stable", "BETA", "x"])),
        maybe("server", one_of(&["https://u/"])),
    ])
}

fn locksmith() -> Value {
    map(vec![
        maybe("reboot_strategy", one_of(&["off", "reboot", "etcd-lock"])),
        maybe("etcd_endpoints", one_of(&["http://e"])),
    ])
}

fn etcd() -> Value {
    map(vec![
        maybe("version", word(&["3.3.0", "3.1.5"])),
        maybe("name", one_of(&["{HOSTNAME}", "n \"x\"", ""])),
        maybe("listen_peer_urls", one_of(&["http://{PRIVATE_IPV4}:2380"])),
        maybe("max_wals", word(&["3"])),
    ])
}

fn flannel() -> Value {
    map(vec![
        maybe("version", word(&["0.7.0"])),
        maybe("etcd_prefix", one_of(&["/x"])),
        maybe("network_config", one_of(&["{\"Network\": \"10.0.0.0/8\"}"])),
    ])
}

fn document() -> Value {
    map(vec![
        maybe("ignition", ignition()),
        maybe("storage", storage()),
        maybe("systemd", systemd()),
        maybe(
            "networkd",
            map(vec![always(
                "units",
                keyed("name", "N.network", map(networkd()), 2),
            )]),
        ),
        maybe(
            "passwd",
            map(vec![
                maybe("users", keyed("name", "userN", user(), 3)),
                maybe("groups", keyed("name", "groupN", map(group()), 2)),
            ]),
        ),
        maybe("etcd", etcd()),
        maybe("flannel", flannel()),
        maybe("update", update()),
        maybe(
            "docker",
            map(vec![maybe("flags", list(one_of(&["--x", "-y=z"]), 2))]),
        ),
        maybe("locksmith", locksmith()),
    ])
}
