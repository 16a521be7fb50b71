//! The `ignition`, `kernelArguments` and `passwd` sections.

use lokomotive::ignition::v3::Config;
use lokomotive::ignition::v3::ignition::Proxy;
use lokomotive::ignition::v3::resource::{Resource, Verification};

use super::Case;
use crate::build::{at, fetched, group, push, some, strings, user};
use crate::{ERROR, WARNING};

fn merged(sources: &'static [Option<&'static str>]) -> impl Fn(&mut Config) {
    move |config| {
        for &source in sources {
            push(
                &mut config.ignition.config.merge,
                |resource: &mut Resource| {
                    resource.source = source.map(Into::into);
                },
            );
        }
    }
}

fn proxy(http: Option<&str>, https: Option<&str>, none: &[&str]) -> impl Fn(&mut Config) + use<> {
    let proxy = Proxy {
        http_proxy: http.map(Into::into),
        https_proxy: https.map(Into::into),
        no_proxy: strings(none),
    };
    move |config| config.ignition.proxy = Some(at(proxy.clone()))
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = references();
    cases.extend(proxies());
    cases.extend(names());
    cases
}

fn references() -> Vec<Case> {
    vec![
        Case::new(
            "configs without source",
            merged(&[None, Some("http://h")]),
            &[(ERROR, "ignition.config.merge.0", "source-missing")],
        ),
        Case::new(
            "an empty source",
            merged(&[Some("")]),
            &[(ERROR, "ignition.config.merge.0", "source-missing")],
        ),
        Case::new(
            "bad and repeated sources",
            merged(&[Some("ftp://h"), Some("http://h"), Some("http://h")]),
            &[
                (
                    ERROR,
                    "ignition.config.merge.0.source",
                    "url-scheme-unsupported",
                ),
                (ERROR, "ignition.config.merge.2", "duplicate-entry"),
            ],
        ),
        Case::new(
            "an empty replacement",
            |config| config.ignition.config.replace = Some(at(fetched(""))),
            &[],
        ),
        Case::new(
            "a bad replacement",
            |config| {
                let verification = Verification { hash: some("x") };
                config.ignition.config.replace = Some(at(Resource {
                    verification,
                    ..fetched("ftp://h")
                }));
            },
            &[
                (
                    ERROR,
                    "ignition.config.replace.source",
                    "url-scheme-unsupported",
                ),
                (
                    ERROR,
                    "ignition.config.replace.verification.hash",
                    "hash-malformed",
                ),
            ],
        ),
        Case::new(
            "certificate authorities",
            |config| {
                let authorities = &mut config.ignition.security.tls.certificate_authorities;
                push(authorities, |_| {});
                push(authorities, |resource| *resource = fetched("http://h"));
                push(authorities, |resource| *resource = fetched("http://h"));
            },
            &[
                (
                    ERROR,
                    "ignition.security.tls.certificateAuthorities.0",
                    "source-missing",
                ),
                (
                    ERROR,
                    "ignition.security.tls.certificateAuthorities.2",
                    "duplicate-entry",
                ),
            ],
        ),
        Case::new(
            "negative timeouts",
            |config| config.ignition.timeouts.http_total = Some(-1),
            &[],
        ),
    ]
}

fn proxies() -> Vec<Case> {
    let both = &[
        (ERROR, "ignition.proxy.httpProxy", "proxy-scheme"),
        (ERROR, "ignition.proxy.httpsProxy", "proxy-scheme"),
    ];
    vec![
        Case::new("empty proxies", proxy(Some(""), Some(""), &[]), both),
        Case::new(
            "proxies of another scheme",
            proxy(Some("ftp://h"), Some("h"), &[]),
            both,
        ),
        Case::new(
            "an insecure proxy",
            proxy(Some("http://h"), Some("http://h"), &[]),
            &[(WARNING, "ignition.proxy.httpsProxy", "proxy-insecure")],
        ),
        Case::new(
            "a bad port",
            proxy(Some("https://h:9x"), Some("https://h"), &[]),
            &[(ERROR, "ignition.proxy.httpProxy", "url-malformed")],
        ),
        Case::new(
            "a host twice",
            proxy(None, None, &["a", "a"]),
            &[(ERROR, "ignition.proxy.noProxy.1", "duplicate-entry")],
        ),
    ]
}

fn names() -> Vec<Case> {
    vec![
        Case::new(
            "kernel arguments",
            |config| {
                config.kernel_arguments.should_exist = strings(&["a", "a", ""]);
                config.kernel_arguments.should_not_exist = strings(&["a", "b"]);
            },
            &[
                (ERROR, "kernelArguments.shouldExist.1", "duplicate-entry"),
                (ERROR, "kernelArguments.shouldNotExist.0", "duplicate-entry"),
            ],
        ),
        Case::new(
            "users, groups and keys",
            |config| {
                user(config, "", |_| {});
                user(config, "a", |user| {
                    user.groups = strings(&["x", "x"]);
                    user.ssh_authorized_keys = strings(&["k", "", "k"]);
                });
                user(config, "a", |user| user.uid = Some(-4));
                group(config, "g");
                group(config, "g");
            },
            &[
                (ERROR, "passwd.groups.1", "duplicate-entry"),
                (ERROR, "passwd.users.2", "duplicate-entry"),
                (ERROR, "passwd.users.1.groups.1", "duplicate-entry"),
                (
                    ERROR,
                    "passwd.users.1.sshAuthorizedKeys.2",
                    "duplicate-entry",
                ),
            ],
        ),
    ]
}
