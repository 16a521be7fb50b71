//! Encrypted volumes.

use lokomotive::ignition::v3::Config;
use lokomotive::ignition::v3::luks::{Clevis, Tang};
use lokomotive::ignition::v3::resource::Verification;

use super::Case;
use crate::ERROR;
use crate::build::{fetched, luks, push, some, strings};

fn clevis(change: impl Fn(&mut Clevis)) -> impl Fn(&mut Config) {
    move |config| luks(config, "l", |luks| change(&mut luks.clevis))
}

fn custom(pin: Option<&str>, config: Option<&str>) -> impl Fn(&mut Clevis) + use<> {
    let (pin, config) = (pin.map(str::to_owned), config.map(str::to_owned));
    move |clevis| {
        clevis.custom.pin.clone_from(&pin);
        clevis.custom.config.clone_from(&config);
    }
}

fn tang(clevis: &mut Clevis, url: &str, thumbprint: Option<&str>, advertisement: Option<&str>) {
    push(&mut clevis.tang, |tang: &mut Tang| {
        tang.url = url.into();
        tang.thumbprint = thumbprint.map(Into::into);
        tang.advertisement = advertisement.map(Into::into);
    });
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = volumes();
    cases.extend(pins());
    cases.extend(of_3_4());
    cases
}

fn volumes() -> Vec<Case> {
    vec![
        Case::new(
            "devices",
            |config| {
                luks(config, "a", |luks| luks.device = None);
                luks(config, "b", |luks| luks.device = some(""));
                luks(config, "c", |luks| luks.device = some("x"));
                luks(config, "c", |_| {});
            },
            &[
                (ERROR, "storage.luks.0.device", "disk-device-missing"),
                (ERROR, "storage.luks.1.device", "disk-device-missing"),
                (ERROR, "storage.luks.2.device", "path-not-absolute"),
                (ERROR, "storage.luks.3", "duplicate-entry"),
            ],
        ),
        Case::new(
            "names and labels",
            |config| {
                luks(config, "a/b", |luks| luks.label = some(&"x".repeat(47)));
                luks(config, "", |luks| luks.label = some(&"x".repeat(48)));
            },
            &[
                (ERROR, "storage.luks.0.name", "luks-name-slash"),
                (ERROR, "storage.luks.1.label", "luks-label-long"),
            ],
        ),
        Case::new(
            "key files",
            |config| {
                luks(config, "a", |luks| luks.key_file = fetched("ftp://h"));
                luks(config, "b", |luks| {
                    luks.key_file.verification = Verification {
                        hash: some("sha512-"),
                    }
                });
            },
            &[
                (
                    ERROR,
                    "storage.luks.0.keyFile.source",
                    "url-scheme-unsupported",
                ),
                (
                    ERROR,
                    "storage.luks.1.keyFile.verification.hash",
                    "hash-length",
                ),
                (
                    ERROR,
                    "storage.luks.1.keyFile.verification.hash",
                    "hash-without-source",
                ),
            ],
        ),
        Case::new(
            "options twice",
            |config| {
                luks(config, "a", |luks| {
                    luks.options = vec!["o".into(), "o".into()];
                });
            },
            &[],
        ),
    ]
}

fn pins() -> Vec<Case> {
    let excludes = &[(ERROR, "storage.luks.0.clevis", "clevis-custom-and-others")];
    vec![
        Case::new("a pin", clevis(custom(Some("sss"), Some("{}"))), &[]),
        Case::new("empty", clevis(custom(Some(""), Some(""))), &[]),
        Case::new(
            "a threshold alone",
            clevis(|clevis| clevis.threshold = Some(5)),
            &[],
        ),
        Case::new(
            "an unknown pin",
            clevis(custom(Some("x"), None)),
            &[
                (ERROR, CONFIG, "clevis-config-missing"),
                (ERROR, PIN, "clevis-pin"),
            ],
        ),
        Case::new(
            "no pin",
            clevis(custom(None, Some("{}"))),
            &[(ERROR, PIN, "clevis-pin")],
        ),
        Case::new(
            "network alone",
            clevis(|clevis| clevis.custom.needs_network = Some(true)),
            &[
                (ERROR, CONFIG, "clevis-config-missing"),
                (ERROR, PIN, "clevis-pin"),
            ],
        ),
        Case::new(
            "a pin beside tpm2",
            clevis(|clevis| {
                custom(Some("tpm2"), Some("{}"))(clevis);
                clevis.tpm2 = Some(true);
            }),
            excludes,
        ),
        Case::new(
            "a pin beside a threshold",
            clevis(|clevis| {
                custom(Some("tang"), Some("{}"))(clevis);
                clevis.threshold = Some(1);
            }),
            excludes,
        ),
        Case::new(
            "a pin beside nothing",
            clevis(|clevis| {
                custom(Some("tang"), Some("{}"))(clevis);
                clevis.threshold = Some(0);
                clevis.tpm2 = Some(false);
            }),
            &[],
        ),
        Case::new(
            "Tang servers",
            clevis(|clevis| {
                tang(clevis, "http://h", None, None);
                tang(clevis, "ftp://h", Some("t"), None);
                tang(clevis, "", Some("t"), None);
                tang(clevis, "http://h", Some("t"), None);
            }),
            &[
                (
                    ERROR,
                    "storage.luks.0.clevis.tang.0.thumbprint",
                    "tang-thumbprint-missing",
                ),
                (ERROR, "storage.luks.0.clevis.tang.1.url", "tang-scheme"),
                (ERROR, "storage.luks.0.clevis.tang.2.url", "tang-scheme"),
                (ERROR, "storage.luks.0.clevis.tang.3", "duplicate-entry"),
            ],
        ),
    ]
}

const PIN: &str = "storage.luks.0.clevis.custom.pin";
const CONFIG: &str = "storage.luks.0.clevis.custom.config";

fn of_3_4() -> Vec<Case> {
    vec![
        Case::new(
            "options of opening",
            |config| {
                luks(config, "a", |luks| {
                    luks.discard = Some(false);
                    luks.open_options = strings(&["o", "o"]);
                });
            },
            &[(ERROR, "storage.luks.0.openOptions.1", "duplicate-entry")],
        )
        .v3_4(&["storage.luks.0.discard", "storage.luks.0.openOptions"])
        .newer(),
        Case::new(
            "advertisements",
            clevis(|clevis| {
                tang(clevis, "http://a", Some("t"), Some("{"));
                tang(clevis, "http://b", Some("t"), Some("{\"payload\": 1}"));
                tang(clevis, "http://c", Some("t"), Some(""));
            }),
            &[(
                ERROR,
                "storage.luks.0.clevis.tang.0.advertisement",
                "tang-advertisement",
            )],
        )
        .v3_4(&[
            "storage.luks.0.clevis.tang.0.advertisement",
            "storage.luks.0.clevis.tang.1.advertisement",
            "storage.luks.0.clevis.tang.2.advertisement",
        ])
        .newer(),
    ]
}
