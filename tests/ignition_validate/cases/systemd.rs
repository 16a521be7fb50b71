//! Units and drop-ins.

use lokomotive::ignition::v3::Config;

use super::Case;
use crate::build::{directory, dropin, file, link, some, unit};
use crate::{ERROR, WARNING};

fn enabled(contents: &str) -> impl Fn(&mut Config) + use<> {
    let contents = some(contents);
    move |config| {
        unit(config, "a.service", |unit| {
            unit.enabled = Some(true);
            unit.contents.clone_from(&contents);
        });
    }
}

pub(crate) fn cases() -> Vec<Case> {
    let install = &[(WARNING, "systemd.units.0.contents", "unit-without-install")];
    let malformed = &[(ERROR, "systemd.units.0.contents", "unit-contents-malformed")];
    let long = format!("[Service]\nA={}", "x".repeat(2100));
    vec![
        Case::new("enabled in vain", enabled("[Service]\nA=b"), install),
        Case::new("without a section", enabled("x"), install),
        Case::new("without an option", enabled("[Service]\n"), install),
        Case::new("enabled", enabled("[Install]\nWantedBy=x.target"), &[]),
        Case::new("enabled elsewhere", enabled(""), &[]),
        Case::new("an open section", enabled("[Service"), malformed),
        Case::new("a long line", enabled(&long), malformed),
        Case::new(
            "names",
            |config| {
                unit(config, "a", |_| {});
                unit(config, "/x/b.service", |_| {});
                unit(config, "c.service", |unit| {
                    dropin(unit, "x", None);
                    dropin(unit, "a.conf", Some("[u\n"));
                    dropin(unit, "a.conf", Some(""));
                });
                unit(config, "c.service", |_| {});
            },
            &[
                (ERROR, "systemd.units.0.name", "unit-extension"),
                (ERROR, "systemd.units.2.dropins.0.name", "dropin-extension"),
                (
                    ERROR,
                    "systemd.units.2.dropins.1.contents",
                    "unit-contents-malformed",
                ),
                (ERROR, "systemd.units.2.dropins.2", "duplicate-entry"),
                (ERROR, "systemd.units.3", "duplicate-entry"),
            ],
        ),
        Case::new(
            "files in place of units",
            |config| {
                unit(config, "a.service", |unit| {
                    unit.contents = some("[A]\n");
                    dropin(unit, "x.conf", Some("[A]\n"));
                    dropin(unit, "y.conf", None);
                });
                file(config, "/etc/systemd/system/a.service", |_| {});
                directory(config, "/etc/systemd/system/a.service.d/y.conf", |_| {});
                link(
                    config,
                    "/etc/systemd/system/a.service.d/x.conf",
                    "/x",
                    |_| {},
                );
            },
            &[
                (ERROR, "storage.files.0.path", "path-of-unit"),
                (ERROR, "storage.links.0.path", "path-of-unit"),
            ],
        )
        .newer(),
    ]
}
