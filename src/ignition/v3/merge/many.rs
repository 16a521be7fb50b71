//! Merging many configs in less than the square of their number.
//!
//! One after another, each merge would go through all that the ones before have put together. In pairs, and pairs of
//! pairs, each entry is gone through as often as the number of configs can be halved. That comes to the same wherever
//! it does not matter which two are merged first, and it hardly ever does: only a path that changes its kind, an
//! argument that is both wanted and not, and a header that is removed depend on what came before.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::merge;
use crate::ignition::v3::Config;
use crate::ignition::v3::resource::Resource;

/// Lays configs over each other in order; `None` when there is none.
#[must_use]
pub fn merge_all(configs: Vec<Config>) -> Option<Config> {
    if is_associative(&configs) {
        in_pairs(configs)
    } else {
        configs.into_iter().reduce(merge)
    }
}

fn in_pairs(mut configs: Vec<Config>) -> Option<Config> {
    while configs.len() > 1 {
        let mut rest = configs.into_iter();
        let mut pairs = Vec::with_capacity(rest.len().div_ceil(2));
        while let Some(parent) = rest.next() {
            pairs.push(match rest.next() {
                Some(child) => merge(parent, child),
                None => parent,
            });
        }
        configs = pairs;
    }
    configs.pop()
}

/// Whether it does not matter which two neighbours are merged first.
fn is_associative(configs: &[Config]) -> bool {
    !removes_headers(configs) && has_one_kind_each(configs)
}

/// Whether each path, and each argument of the kernel, is of one kind in all configs.
fn has_one_kind_each(configs: &[Config]) -> bool {
    let paths = configs.iter().flat_map(|config| {
        let storage = &config.storage;
        let directories = storage.directories.iter().map(|it| (&it.node.path, 0));
        let files = storage.files.iter().map(|it| (&it.node.path, 1));
        let links = storage.links.iter().map(|it| (&it.node.path, 2));
        directories.chain(files).chain(links)
    });
    let arguments = configs.iter().flat_map(|config| {
        let arguments = &config.kernel_arguments;
        let wanted = arguments.should_exist.iter().map(|it| (&it.value, 0));
        let unwanted = arguments.should_not_exist.iter().map(|it| (&it.value, 1));
        wanted.chain(unwanted)
    });
    is_one_to_one(paths) && is_one_to_one(arguments)
}

fn is_one_to_one<'a>(kinds: impl Iterator<Item = (&'a String, u8)>) -> bool {
    let mut known = HashMap::new();
    for (name, kind) in kinds {
        match known.entry(name) {
            Entry::Occupied(first) if *first.get() != kind => return false,
            Entry::Occupied(_) => {}
            Entry::Vacant(place) => {
                place.insert(kind);
            }
        }
    }
    true
}

/// Whether a header stands without a value.
fn removes_headers(configs: &[Config]) -> bool {
    let removes = |resource: &Resource| {
        let mut headers = resource.http_headers.iter();
        headers.any(|header| header.value.value.is_none())
    };
    configs.iter().any(|config| {
        let references = &config.ignition.config;
        let authorities = &config.ignition.security.tls.certificate_authorities;
        let mut fetched = references.merge.iter().chain(&references.replace);
        fetched.any(|reference| removes(reference))
            || authorities.iter().any(|authority| removes(authority))
            || config
                .storage
                .files
                .iter()
                .any(|file| removes(&file.contents))
            || config
                .storage
                .luks
                .iter()
                .any(|luks| removes(&luks.key_file))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ignition::at::At;
    use crate::ignition::v3::nodes::{Directory, File, Link, Node};
    use crate::ignition::v3::passwd::User;
    use crate::ignition::v3::resource::HttpHeader;
    use crate::report::{Document, Mark, Origin};

    fn at<T>(index: usize, value: T) -> At<T> {
        let document = Document::snippet(index);
        let mark = Mark { line: 1, column: 1 };
        At::new(value, Origin { document, mark })
    }

    fn node(path: &str) -> Node {
        Node {
            path: path.to_owned(),
            ..Node::default()
        }
    }

    fn file(path: &str, headers: &[(&str, Option<&str>)]) -> File {
        let mut file = File {
            node: node(path),
            ..File::default()
        };
        file.contents.http_headers = headers
            .iter()
            .map(|(name, value)| {
                let (name, value) = ((*name).to_owned(), value.map(str::to_owned));
                at(0, HttpHeader { name, value })
            })
            .collect();
        file
    }

    /// Configs with an entry of their own, and some that several share.
    fn configs(change: impl Fn(usize, &mut Config)) -> Vec<Config> {
        let mut configs = vec![Config::default(); 7];
        for (index, config) in configs.iter_mut().enumerate() {
            let own = file(&format!("/own-{index}"), &[]);
            config.storage.files.push(at(index, own));
            let user = User {
                name: "core".to_owned(),
                uid: i64::try_from(index).ok().filter(|uid| uid % 3 == 0),
                ssh_authorized_keys: vec![at(index, format!("key {}", index % 4))],
                ..User::default()
            };
            config.passwd.users.push(at(index, user));
            change(index, config);
        }
        configs
    }

    #[track_caller]
    fn check(is_associative: bool, change: impl Fn(usize, &mut Config)) {
        let configs = configs(change);
        assert_eq!(super::is_associative(&configs), is_associative);
        let one_by_one = configs.clone().into_iter().reduce(merge);
        assert_eq!(in_pairs(configs.clone()) == one_by_one, is_associative);
        assert_eq!(merge_all(configs), one_by_one);
    }

    #[test]
    fn it_comes_to_the_same_as_one_after_another() {
        check(true, |_, _| {});
        let shared = |index, config: &mut Config| {
            let file = file("/shared", &[("X", Some("1"))]);
            config.storage.files.push(at(index, file));
            let wanted = &mut config.kernel_arguments.should_exist;
            wanted.push(at(index, "quiet".to_owned()));
        };
        check(true, shared);
        assert_eq!(merge_all(Vec::new()), None);
    }

    #[test]
    fn a_path_that_changes_its_kind_depends_on_what_came_before() {
        check(false, |index, config| {
            let storage = &mut config.storage;
            match index {
                2 => storage.links.push(at(
                    index,
                    Link {
                        node: node("/a"),
                        ..Link::default()
                    },
                )),
                4 => storage.directories.push(at(
                    index,
                    Directory {
                        node: node("/b"),
                        mode: None,
                    },
                )),
                _ => {
                    let mode = (index == 1).then_some(0o600);
                    let file = |path| File {
                        mode,
                        ..file(path, &[])
                    };
                    let files = ["/a", "/b"].map(|path| at(index, file(path)));
                    storage.files.extend(files);
                }
            }
        });
    }

    #[test]
    fn so_do_headers_that_are_removed_and_arguments_that_come_and_go() {
        check(false, |index, config| {
            let headers: &[_] = match index {
                0 => &[("X", Some("1")), ("Y", Some("1"))],
                2 => &[("X", None)],
                3 => &[("X", Some("2"))],
                _ => &[],
            };
            let file = file("/a", headers);
            config.storage.files.push(at(index, file));
        });
        check(false, |index, config| {
            let arguments = &mut config.kernel_arguments;
            let quiet = at(index, "quiet".to_owned());
            match index {
                0 => {
                    let other = at(index, "debug".to_owned());
                    arguments.should_exist.extend([quiet, other]);
                }
                2 => arguments.should_not_exist.push(quiet),
                3 => arguments.should_exist.push(quiet),
                _ => {}
            }
        });
    }
}
