//! Where violations are. Which config breaks which rule is in `tests/ignition_validate`, beside the judgement
//! of Ignition itself.

use super::*;
use crate::ignition::at::At;
use crate::ignition::v3::nodes::{File, Node};
use crate::ignition::v3::passwd::User;
use crate::ignition::v3::resource::{HttpHeader, Resource};
use crate::report::{Document, Mark, Origin, Severity, Step};

fn at<T>(line: u32, value: T) -> At<T> {
    let mark = Mark { line, column: 1 };
    let document = Document::Content;
    At::new(value, Origin { document, mark })
}

/// The line, entry, field and rule of each violation.
#[track_caller]
fn check(config: &Config, expect: &[(u32, &str, &str, &str)]) {
    let violations = super::check(config);
    let found: Vec<_> = violations
        .iter()
        .map(|violation| {
            (
                violation.origin.mark.line,
                violation.entry.as_str(),
                violation.field.as_str(),
                violation.problem.rule,
            )
        })
        .collect();
    assert_eq!(found, expect);
}

fn fetched(source: &str, headers: Vec<At<HttpHeader>>) -> Resource {
    Resource {
        source: Some(source.into()),
        http_headers: headers,
        ..Resource::default()
    }
}

#[test]
fn a_field_has_the_origin_of_its_entry() {
    let header = |line, name: &str| {
        let header = HttpHeader {
            name: name.into(),
            value: None,
        };
        at(line, header)
    };
    let file = File {
        node: Node {
            path: "f".into(),
            ..Node::default()
        },
        append: vec![at(4, fetched("ftp://h", Vec::new()))],
        contents: fetched("http://h", vec![header(2, ""), header(3, "")]),
        mode: None,
    };
    let mut config = Config::default();
    config.storage.files.push(at(1, file));
    config.ignition.config.replace = Some(at(9, fetched(":", Vec::new())));
    let headers = "storage.files.0.contents.httpHeaders";
    check(
        &config,
        &[
            (9, "ignition.config.replace", "source", "url-malformed"),
            (1, "storage.files.0", "path", "path-not-absolute"),
            (2, &format!("{headers}.0"), "name", "header-name-empty"),
            (3, &format!("{headers}.1"), "name", "header-name-empty"),
            (3, &format!("{headers}.1"), "", "duplicate-entry"),
            (
                4,
                "storage.files.0.append.0",
                "source",
                "url-scheme-unsupported",
            ),
        ],
    );
}

#[test]
fn a_duplicate_names_the_first_and_no_secret() {
    let mut config = Config::default();
    let keys = vec![at(2, "secret".to_owned()), at(3, "secret".to_owned())];
    let user = User {
        name: "core".into(),
        ssh_authorized_keys: keys,
        ..User::default()
    };
    config.passwd.users.push(at(1, user));
    let finding = super::check(&config).remove(0).into_finding();
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.step, Step::Convert);
    assert_eq!(finding.mark.map(|mark| mark.line), Some(3));
    assert!(finding.problem.message.contains("content line 2, column 1"));
    assert!(!format!("{finding:?}").contains("secret"));
}

#[test]
fn a_large_config_takes_linear_time() {
    let mut config = Config::default();
    for index in 0..20_000 {
        let node = Node {
            path: format!("/a/{index}"),
            ..Node::default()
        };
        let file = File {
            node: node.clone(),
            ..File::default()
        };
        config.storage.files.push(at(1, file));
        let link = crate::ignition::v3::nodes::Link {
            node: Node {
                path: format!("/l{}", node.path),
                ..node
            },
            target: Some("/x".into()),
            hard: Some(true),
        };
        config.storage.links.push(at(1, link));
    }
    check(&config, &[]);
}
