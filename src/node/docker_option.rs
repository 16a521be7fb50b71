//! Flags of dockerd, and the settings of its file that they stand for.

use serde_json::{Map, Value};

/// A flag and its setting.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DockerOption {
    /// Its names, with their dashes.
    names: &'static [&'static str],
    /// The setting in the file.
    pub(super) key: &'static str,
    kind: Kind,
}

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// Its flag needs no value.
    Flag,
    /// A text for each time that the flag is given.
    List,
    /// `key=value` for each time that the flag is given.
    Map,
}

/// A piece of a command line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Split<'a> {
    /// A flag that is known, with its value, and as it was written.
    Known {
        option: &'static DockerOption,
        value: &'a str,
        text: String,
    },
    /// Anything else.
    Other(String),
}

const fn option(names: &'static [&'static str], key: &'static str, kind: Kind) -> DockerOption {
    DockerOption { names, key, kind }
}

/// The flags whose settings may be in a file that users or the base config write.
const OPTIONS: &[DockerOption] = &[
    option(&["--bip"], "bip", Kind::Text),
    option(&["--bridge", "-b"], "bridge", Kind::Text),
    option(&["--cgroup-parent"], "cgroup-parent", Kind::Text),
    option(&["--data-root"], "data-root", Kind::Text),
    option(&["--debug", "-D"], "debug", Kind::Flag),
    option(&["--dns"], "dns", Kind::List),
    option(&["--dns-opt"], "dns-opts", Kind::List),
    option(&["--dns-search"], "dns-search", Kind::List),
    option(&["--exec-opt"], "exec-opts", Kind::List),
    option(&["--experimental"], "experimental", Kind::Flag),
    option(&["--fixed-cidr"], "fixed-cidr", Kind::Text),
    option(&["--host", "-H"], "hosts", Kind::List),
    option(&["--icc"], "icc", Kind::Flag),
    option(&["--insecure-registry"], "insecure-registries", Kind::List),
    option(&["--ip-forward"], "ip-forward", Kind::Flag),
    option(&["--ip-masq"], "ip-masq", Kind::Flag),
    option(&["--iptables"], "iptables", Kind::Flag),
    option(&["--label"], "labels", Kind::List),
    option(&["--live-restore"], "live-restore", Kind::Flag),
    option(&["--log-driver"], "log-driver", Kind::Text),
    option(&["--log-level", "-l"], "log-level", Kind::Text),
    option(&["--log-opt"], "log-opts", Kind::Map),
    option(
        &["--max-concurrent-downloads"],
        "max-concurrent-downloads",
        Kind::Number,
    ),
    option(&["--mtu"], "mtu", Kind::Number),
    option(&["--registry-mirror"], "registry-mirrors", Kind::List),
    option(&["--selinux-enabled"], "selinux-enabled", Kind::Flag),
    option(&["--storage-driver", "-s"], "storage-driver", Kind::Text),
    option(&["--storage-opt"], "storage-opts", Kind::List),
    option(&["--userland-proxy"], "userland-proxy", Kind::Flag),
    option(&["--userns-remap"], "userns-remap", Kind::Text),
];

impl DockerOption {
    /// Splits a command line as systemd splits `$DOCKER_OPTS`: at spaces.
    pub(super) fn split(flags: &str) -> Vec<Split<'_>> {
        let mut words = flags.split_whitespace();
        let mut split = Vec::new();
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word, None),
            };
            let Some(option) = OPTIONS.iter().find(|option| option.names.contains(&name)) else {
                split.push(Split::Other(word.to_owned()));
                continue;
            };
            split.push(match (value, option.kind) {
                (Some(value), _) => Split::Known {
                    option,
                    value,
                    text: word.to_owned(),
                },
                (None, Kind::Flag) => Split::Known {
                    option,
                    value: "true",
                    text: word.to_owned(),
                },
                (None, _) => {
                    let value = words.next().unwrap_or_default();
                    Split::Known {
                        option,
                        value,
                        text: format!("{word} {value}").trim_end().to_owned(),
                    }
                }
            });
        }
        split
    }

    /// Puts a flag's value into the settings.
    pub(super) fn put(&self, value: &str, settings: &mut Map<String, Value>) {
        let entry = settings.entry(self.key);
        match self.kind {
            Kind::Text => {
                *entry.or_insert(Value::Null) = value.into();
            }
            Kind::Number => {
                let number = value.parse::<u64>();
                *entry.or_insert(Value::Null) = number.map_or(value.into(), Value::from);
            }
            Kind::Flag => {
                let is_set = !matches!(value, "false" | "False" | "FALSE" | "f" | "F" | "0");
                *entry.or_insert(Value::Null) = is_set.into();
            }
            Kind::List => {
                if let Value::Array(items) = entry.or_insert_with(|| Value::Array(Vec::new())) {
                    items.push(value.into());
                }
            }
            Kind::Map => {
                let (key, value) = value.split_once('=').unwrap_or((value, ""));
                if let Value::Object(items) = entry.or_insert_with(|| Value::Object(Map::new())) {
                    items.insert(key.to_owned(), value.into());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(flags: &str, expect: &str) {
        let mut settings = Map::new();
        let mut rest = Vec::new();
        for split in DockerOption::split(flags) {
            match split {
                Split::Known { option, value, .. } => option.put(value, &mut settings),
                Split::Other(text) => rest.push(text),
            }
        }
        let shown = format!("{} {}", Value::Object(settings), rest.join(" "));
        assert_eq!(shown.trim_end(), expect);
    }

    #[test]
    fn flags_become_settings() {
        check("", "{}");
        check(
            "-s overlay2 --mtu 1400",
            r#"{"mtu":1400,"storage-driver":"overlay2"}"#,
        );
        check("-D --icc=false", r#"{"debug":true,"icc":false}"#);
        check(
            "--dns 1.1.1.1 --dns=2.2.2.2",
            r#"{"dns":["1.1.1.1","2.2.2.2"]}"#,
        );
        check(
            "--log-opt a=b=c --log-opt=d",
            r#"{"log-opts":{"a":"b=c","d":""}}"#,
        );
        check("--unknown x -H fd://", r#"{"hosts":["fd://"]} --unknown x"#);
        check("--data-root", r#"{"data-root":""}"#);
    }
}
