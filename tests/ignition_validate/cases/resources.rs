//! What is fetched.

use lokomotive::ignition::v3::Config;
use lokomotive::ignition::v3::resource::{HttpHeader, Resource, Verification};

use super::Case;
use crate::build::{fetched, file, push, some};
use crate::{ERROR, WARNING};

const SOURCE: &str = "storage.files.0.contents.source";
const HASH: &str = "storage.files.0.contents.verification.hash";
const HEADERS: &str = "storage.files.0.contents.httpHeaders";

fn contents(resource: Resource) -> impl Fn(&mut Config) {
    move |config| file(config, "/f", |file| file.contents = resource.clone())
}

fn source(source: &str) -> impl Fn(&mut Config) + use<> {
    contents(fetched(source))
}

fn hashed(source: Option<&str>, hash: &str) -> impl Fn(&mut Config) + use<> {
    contents(Resource {
        source: source.map(Into::into),
        verification: Verification { hash: some(hash) },
        ..Resource::default()
    })
}

fn headers(source: Option<&str>, headers: &[(&str, Option<&str>)]) -> impl Fn(&mut Config) + use<> {
    let mut resource = Resource {
        source: source.map(Into::into),
        ..Resource::default()
    };
    for &(name, value) in headers {
        push(&mut resource.http_headers, |header: &mut HttpHeader| {
            header.name = name.into();
            header.value = value.map(Into::into);
        });
    }
    contents(resource)
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = sources();
    cases.extend(arns());
    cases.extend(hashes());
    cases.extend(header_lists());
    cases
}

fn sources() -> Vec<Case> {
    let mut cases: Vec<_> = [
        "",
        "http://h/x",
        "HTTPS://h",
        "tftp://h/x",
        "gs://b/k",
        "s3://b/k",
        "s3://b/k?versionId=1",
        "data:,x",
        "data:;base64,aGk=",
        "http:opaque",
    ]
    .into_iter()
    .map(|good| Case::new("a good source", source(good), &[]))
    .collect();
    let scheme = &[(ERROR, SOURCE, "url-scheme-unsupported")];
    let malformed = &[(ERROR, SOURCE, "url-malformed")];
    let data = &[(ERROR, SOURCE, "data-url-malformed")];
    cases.extend([
        Case::new("Flatcar's own scheme", source("oem:///x"), &[]).newer(),
        Case::new("unknown scheme", source("ftp://h/x"), scheme),
        Case::new("no scheme", source("/etc/x"), scheme),
        Case::new("no URL", source(":"), malformed),
        Case::new("bad escape", source("http://h/%zz"), malformed),
        Case::new("no comma", source("data:x"), data),
        Case::new("bad data", source("data:,a%zz"), data),
        Case::new(
            "empty version",
            source("s3://b/k?versionId"),
            &[(ERROR, SOURCE, "s3-version-empty")],
        ),
        Case::new(
            "compression",
            contents(Resource {
                compression: some("xz"),
                ..Resource::default()
            }),
            &[(
                ERROR,
                "storage.files.0.contents.compression",
                "compression-unknown",
            )],
        ),
        Case::new(
            "no compression",
            contents(Resource {
                compression: some(""),
                ..fetched("data:,")
            }),
            &[],
        ),
        Case::new(
            "special bits and a bad source",
            |config| {
                file(config, "/f", |file| {
                    file.mode = Some(0o4755);
                    push(&mut file.append, |resource| *resource = fetched("data:,"));
                    push(&mut file.append, |resource| *resource = fetched("ftp://h"));
                });
            },
            &[
                (WARNING, "storage.files.0.mode", "mode-special-bits"),
                (
                    ERROR,
                    "storage.files.0.append.1.source",
                    "url-scheme-unsupported",
                ),
            ],
        ),
    ]);
    cases
}

fn arns() -> Vec<Case> {
    let malformed = &[(ERROR, SOURCE, "arn-malformed")];
    let mut cases = Vec::new();
    for good in [
        "arn:aws:s3:::b/k",
        "arn:aws:s3:r:a:accesspoint/x/object/y",
        "arn:aws:s3:::b/k?versionId=1",
    ] {
        cases.push(Case::new("a good ARN", source(good), &[]));
    }
    for bad in [
        "arn:x",
        "arn:aws:s3:::b",
        "arn:aws:ec2:::b/k",
        "arn:aws:s3:r:a:accesspoint/x",
    ] {
        cases.push(Case::new("a bad ARN", source(bad), malformed));
    }
    let version = &[(ERROR, SOURCE, "s3-version-empty")];
    cases.push(Case::new(
        "an empty version",
        source("arn:aws:s3:::b/k?versionId="),
        version,
    ));
    cases.into_iter().map(|case| case.v3_4(&[SOURCE])).collect()
}

fn hashes() -> Vec<Case> {
    let digits = |function: &str, digits: usize| format!("{function}-{}", "z".repeat(digits));
    let url = Some("http://h");
    vec![
        Case::new("sha512", hashed(url, &digits("sha512", 128)), &[]),
        Case::new("sha256", hashed(url, &digits("sha256", 64)), &[]),
        Case::new("empty source", hashed(Some(""), &digits("sha256", 64)), &[]),
        Case::new(
            "short",
            hashed(url, &digits("sha512", 127)),
            &[(ERROR, HASH, "hash-length")],
        ),
        Case::new(
            "md5",
            hashed(url, &digits("md5", 32)),
            &[(ERROR, HASH, "hash-function-unknown")],
        ),
        Case::new(
            "neither source nor function",
            hashed(None, "abc"),
            &[
                (ERROR, HASH, "hash-without-source"),
                (ERROR, HASH, "hash-malformed"),
            ],
        ),
    ]
}

fn header_lists() -> Vec<Case> {
    let url = Some("http://h");
    let header = &[("a", Some("b"))];
    let needs_http = &[(ERROR, HEADERS, "headers-without-http")];
    vec![
        Case::new(
            "headers",
            headers(url, &[("a", Some("b")), ("b", None)]),
            &[],
        ),
        Case::new(
            "headers of data",
            headers(Some("data:,"), header),
            needs_http,
        ),
        Case::new("headers of nothing", headers(None, header), needs_http),
        Case::new(
            "headers of an empty source",
            headers(Some(""), header),
            needs_http,
        ),
        Case::new(
            "empty header",
            headers(url, &[("", Some(""))]),
            &[
                (
                    ERROR,
                    "storage.files.0.contents.httpHeaders.0.name",
                    "header-name-empty",
                ),
                (
                    ERROR,
                    "storage.files.0.contents.httpHeaders.0.value",
                    "header-value-empty",
                ),
            ],
        ),
        Case::new(
            "repeated header",
            headers(url, &[("a", Some("b")), ("a", Some("c"))]),
            &[(
                ERROR,
                "storage.files.0.contents.httpHeaders.1",
                "duplicate-entry",
            )],
        ),
    ]
}
