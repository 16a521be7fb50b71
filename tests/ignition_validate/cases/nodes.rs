//! Files, directories and links.

use lokomotive::ignition::v3::Config;

use super::Case;
use crate::build::{directory, fetched, file, link, push, some};
use crate::{ERROR, WARNING};

fn path(path: &'static str) -> impl Fn(&mut Config) {
    move |config| file(config, path, |_| {})
}

fn mode(mode: i64) -> impl Fn(&mut Config) {
    move |config| directory(config, "/d", |directory| directory.mode = Some(mode))
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = paths();
    cases.extend(attributes());
    cases.extend(links());
    cases
}

fn paths() -> Vec<Case> {
    let mut cases = vec![
        Case::new("root", path("/"), &[]),
        Case::new(
            "a file below a file",
            |config| {
                file(config, "/a", |_| {});
                file(config, "/a/b", |_| {});
            },
            &[],
        ),
        Case::new(
            "no path",
            path(""),
            &[(ERROR, "storage.files.0.path", "path-missing")],
        ),
        Case::new(
            "relative",
            path("a"),
            &[(ERROR, "storage.files.0.path", "path-not-absolute")],
        ),
        Case::new(
            "a path of each kind",
            |config| {
                directory(config, "/a", |_| {});
                file(config, "/a", |_| {});
                link(config, "/a", "/b", |_| {});
            },
            &[
                (ERROR, "storage.files.0", "duplicate-entry"),
                (ERROR, "storage.links.0", "duplicate-entry"),
            ],
        ),
    ];
    for unclean in ["/a/", "/a//b", "/a/../b", "/a/.", "//"] {
        let expect = &[(ERROR, "storage.files.0.path", "path-not-simple")];
        cases.push(Case::new("an unclean path", path(unclean), expect));
    }
    cases
}

fn attributes() -> Vec<Case> {
    let range = &[(ERROR, "storage.directories.0.mode", "mode-out-of-range")];
    vec![
        Case::new("mode 0", mode(0), &[]),
        Case::new("mode 0777", mode(0o777), &[]),
        Case::new(
            "sticky",
            mode(0o1777),
            &[(WARNING, "storage.directories.0.mode", "mode-special-bits")],
        ),
        Case::new("too large a mode", mode(0o10000), range),
        Case::new(
            "an owner twice",
            |config| {
                file(config, "/f", |file| {
                    file.node.user.id = Some(1);
                    file.node.user.name = some("x");
                    file.node.group.id = Some(1);
                    file.node.group.name = some("");
                });
            },
            &[(ERROR, "storage.files.0.user", "owner-id-and-name")],
        ),
        Case::new(
            "overwrite without contents",
            |config| {
                file(config, "/f", |file| {
                    file.node.overwrite = Some(true);
                    push(&mut file.append, |resource| *resource = fetched("data:,a"));
                });
            },
            &[(
                ERROR,
                "storage.files.0.overwrite",
                "overwrite-without-source",
            )],
        ),
        Case::new(
            "overwrite with nothing",
            |config| {
                file(config, "/f", |file| {
                    file.node.overwrite = Some(true);
                    file.contents = fetched("");
                });
            },
            &[],
        ),
        Case::new(
            "appended twice",
            |config| {
                file(config, "/f", |file| {
                    push(&mut file.append, |_| {});
                    push(&mut file.append, |_| {});
                });
            },
            &[],
        ),
    ]
}

fn links() -> Vec<Case> {
    vec![
        Case::new(
            "below a link",
            |config| {
                link(config, "/a", "/b", |_| {});
                link(config, "/a/c", "/x", |_| {});
                link(config, "/ab", "/x", |_| {});
                file(config, "/a/b/c", |_| {});
                file(config, "/ab", |_| {});
                directory(config, "/a/d", |_| {});
            },
            &[
                (ERROR, "storage.directories.0", "path-below-link"),
                (ERROR, "storage.files.0", "path-below-link"),
                (ERROR, "storage.links.1", "path-below-link"),
                (ERROR, "storage.links.2", "duplicate-entry"),
            ],
        ),
        Case::new(
            "no target",
            |config| {
                link(config, "/a", "", |_| {});
                link(config, "/b", "", |link| link.target = None);
            },
            &[
                (ERROR, "storage.links.0.target", "link-target-missing"),
                (ERROR, "storage.links.1.target", "link-target-missing"),
            ],
        ),
        Case::new(
            "hard links to directories",
            |config| {
                directory(config, "/d", |_| {});
                link(config, "/a", "/x/../d/", |link| link.hard = Some(true));
                link(config, "/b/x", "../d", |link| link.hard = Some(true));
                link(config, "/c/y", "../../d/", |link| link.hard = Some(true));
                link(config, "/e", "/d", |link| link.hard = Some(false));
            },
            &[
                (ERROR, "storage.links.0", "hard-link-to-directory"),
                (ERROR, "storage.links.2", "hard-link-to-directory"),
            ],
        ),
        Case::new(
            "owners of hard links",
            |config| {
                link(config, "/a", "/x", |link| {
                    link.hard = Some(true);
                    link.node.user.id = Some(0);
                    link.node.group.name = some("g");
                });
            },
            &[
                (WARNING, "storage.links.0.group.name", "hard-link-owner"),
                (WARNING, "storage.links.0.user.id", "hard-link-owner"),
            ],
        )
        .newer(),
    ]
}
