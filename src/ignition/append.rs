//! The merge of old: what `ct` did with snippets, kept byte for byte.

use super::at::At;
use super::v2_3::passwd::Passwd;
use super::v2_3::storage::Storage;
use super::v2_3::systemd::{Networkd, Systemd};
use super::v2_3::{Config, ConfigReferences, Ignition, Security, Timeouts, Tls};

/// Appends a config to another as Ignition 2.3 does.
///
/// Lists are concatenated, a scalar of `next` wins where it is present. The exception is
/// `ignition.config`: that of `next` replaces the one of `base` even when it is empty, so any snippet drops
/// the references of what comes before it. Nothing is matched by name.
#[must_use]
pub fn append(base: Config, next: Config) -> Config {
    let references = next.ignition.config.clone();
    let mut config = concatenate(base, next);
    config.ignition.config = references;
    config
}

/// [`append`] with the references of `ignition.config` treated like everything else.
pub(super) fn concatenate(base: Config, next: Config) -> Config {
    Config {
        ignition: Ignition {
            config: ConfigReferences {
                append: chain(base.ignition.config.append, next.ignition.config.append),
                replace: next
                    .ignition
                    .config
                    .replace
                    .or(base.ignition.config.replace),
            },
            security: Security {
                tls: Tls {
                    certificate_authorities: chain(
                        base.ignition.security.tls.certificate_authorities,
                        next.ignition.security.tls.certificate_authorities,
                    ),
                },
            },
            timeouts: timeouts(&base.ignition.timeouts, &next.ignition.timeouts),
            version: base.ignition.version,
        },
        networkd: Networkd {
            units: chain(base.networkd.units, next.networkd.units),
        },
        passwd: Passwd {
            groups: chain(base.passwd.groups, next.passwd.groups),
            users: chain(base.passwd.users, next.passwd.users),
        },
        storage: storage(base.storage, next.storage),
        systemd: Systemd {
            units: chain(base.systemd.units, next.systemd.units),
        },
    }
}

fn storage(base: Storage, next: Storage) -> Storage {
    Storage {
        directories: chain(base.directories, next.directories),
        disks: chain(base.disks, next.disks),
        files: chain(base.files, next.files),
        filesystems: chain(base.filesystems, next.filesystems),
        links: chain(base.links, next.links),
        raid: chain(base.raid, next.raid),
    }
}

fn timeouts(base: &Timeouts, next: &Timeouts) -> Timeouts {
    Timeouts {
        http_response_headers: next.http_response_headers.or(base.http_response_headers),
        http_total: next.http_total.or(base.http_total),
    }
}

fn chain<T>(mut base: Vec<At<T>>, next: Vec<At<T>>) -> Vec<At<T>> {
    base.extend(next);
    base
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ignition::v2_3::Reference;
    use crate::ignition::v2_3::systemd::Unit;
    use crate::report::{Document, Mark, Origin};

    fn at<T>(value: T) -> At<T> {
        let mark = Mark { line: 1, column: 1 };
        let document = Document::Content;
        At::new(value, Origin { document, mark })
    }

    fn config(
        unit: &str,
        response: Option<i64>,
        total: Option<i64>,
        source: Option<&str>,
    ) -> Config {
        let mut config = Config::default();
        config.systemd.units.push(at(Unit {
            name: unit.into(),
            ..Unit::default()
        }));
        config.ignition.timeouts = Timeouts {
            http_response_headers: response,
            http_total: total,
        };
        config.ignition.config.append = source
            .map(|source| {
                at(Reference {
                    source: source.into(),
                    ..Reference::default()
                })
            })
            .into_iter()
            .collect();
        config
    }

    #[test]
    fn concatenates_lists_and_keeps_repeated_names() {
        let both = append(config("a", None, None, None), config("a", None, None, None));
        assert_eq!(both.systemd.units.len(), 2);
    }

    #[test]
    fn takes_present_scalars_of_the_later() {
        let both = append(
            config("a", Some(1), Some(2), None),
            config("b", None, Some(0), None),
        );
        assert_eq!(both.ignition.timeouts.http_response_headers, Some(1));
        assert_eq!(both.ignition.timeouts.http_total, Some(0));
    }

    #[test]
    fn drops_the_references_of_the_earlier() {
        let sources = |config: &Config| -> Vec<String> {
            config
                .ignition
                .config
                .append
                .iter()
                .map(|reference| reference.source.clone())
                .collect()
        };
        let first = config("a", None, None, Some("http://a"));
        let kept = append(first.clone(), config("b", None, None, Some("http://b")));
        assert_eq!(sources(&kept), ["http://b"]);
        let wiped = append(first, Config::default());
        assert!(sources(&wiped).is_empty());
    }
}
