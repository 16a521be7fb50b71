//! Decoding: values, positions, repeated keys, aliases, merge keys, and what is refused.

use super::{Decoder, Dialect, Features, Field, Findings, Format, List, schema};
use crate::report::{Document, Severity};
use crate::yaml;

const LATER: Features = Features(1);

const CT: Format = Format {
    dialect: Dialect::Ct,
    features: Features(0),
    other_version: "",
};

const YAML_V3: Format = Format {
    dialect: Dialect::YamlV3,
    features: Features(0),
    other_version: "Set a later version.",
};

schema! {
    struct Root {
        text: String,
        flag: bool,
        number: Option<i64>,
        size: Option<u64>,
        words: List<String>,
        inner: Inner,
        maybe: Option<Inner>,
        many: List<Inner>,
        later: String [if LATER],
    }

    struct Inner {
        a: String,
        b: String,
    }
}

fn decode(source: &str) -> (Field<Root>, Vec<String>) {
    decode_as(CT, source)
}

fn decode_as(format: Format, source: &str) -> (Field<Root>, Vec<String>) {
    let mut findings = Findings::new(Document::Content, false);
    let tree = yaml::parse(source).unwrap();
    let mut root = Field::<Root>::default();
    root.decode(
        tree.root().unwrap(),
        &mut Decoder::new(format, &mut findings),
    );
    let report = findings.into_report();
    let shown = report.findings().iter().map(|finding| {
        let mark = finding.mark.unwrap();
        let warning = if finding.severity == Severity::Warning {
            "warning "
        } else {
            ""
        };
        format!(
            "{warning}{}:{} {}",
            mark.line, mark.column, finding.problem.rule
        )
    });
    (root, shown.collect())
}

/// The findings of a document that is read as yaml.v3 does.
fn check_v3(source: &str, expect: &[&str]) {
    assert_eq!(decode_as(YAML_V3, source).1, expect, "{source}");
}

fn at<T>(field: &Field<T>) -> (u32, u32) {
    (field.mark.line, field.mark.column)
}

/// A document with these findings, and no others.
fn check(source: &str, expect: &[&str]) {
    assert_eq!(decode(source).1, expect, "{source}");
}

#[test]
fn values_and_positions() {
    let (root, found) = decode("text: x\nnumber: 0644\nwords: [a, ~]\ninner:\n  b: y\n");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!((&**root.text, at(&root.text)), ("x", (1, 7)));
    assert_eq!((root.number.value, at(&root.number)), (Some(420), (2, 9)));
    assert_eq!(
        root.words
            .iter()
            .map(|word| word.value.as_str())
            .collect::<Vec<_>>(),
        ["a", ""]
    );
    assert_eq!(at(&root.words[1]), (3, 12));
    assert_eq!((&**root.inner.b, at(&root.inner.b)), ("y", (5, 6)));
    // What is not there is at the nearest node around it.
    assert_eq!(at(&root.flag), (1, 1));
    assert_eq!(at(&root.inner.a), (5, 3));
    assert_eq!(at(&root.maybe), (1, 1));
}

#[test]
fn null_words() {
    let present = |source: &str| decode(source).0.value.maybe.is_some();
    assert!(!present("maybe:"));
    assert!(!present("maybe: null"));
    assert!(!present("maybe: !!null x"));
    assert!(present("maybe: ~"));
    assert!(present("maybe: {}"));
    assert_eq!(decode("number: ~").0.number.value, Some(0));
    assert_eq!(decode("number: null").0.number.value, None);
    assert_eq!(decode("many: [null, {a: x}]").0.many.len(), 2);
    assert!(decode("inner: NULL\nwords: ~\nflag:\ntext:").1.is_empty());
}

#[test]
fn repeated_keys() {
    let (root, found) = decode("inner: {a: 1, b: 2}\nwords: [x]\ninner: {b: 3}\nwords: [y]");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!((&**root.inner.a, &**root.inner.b), ("1", "3"));
    assert_eq!(at(&root.inner.a), (3, 8));
    assert_eq!(root.words.len(), 1);
    assert_eq!(&**root.words[0], "y");
    assert_eq!(&**decode("inner: {a: 1}\ninner: ~").0.inner.a, "");
}

#[test]
fn aliases() {
    let (root, found) = decode("inner: &x {a: 1}\nmany:\n- *x\n- {a: &y z}\ntext: *y");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!((&**root.many[0].a, at(&root.many[0].a)), ("1", (3, 3)));
    assert_eq!((&**root.text, at(&root.text)), ("z", (5, 7)));
    check(
        "inner: &x {a: [], c: 1}\nmaybe: *x",
        &[
            "1:15 wrong-type",
            "warning 1:19 unknown-key",
            "2:8 wrong-type",
        ],
    );
}

#[test]
fn merge_keys() {
    const WARNING: &[&str] = &["warning 2:9 merge-key"];
    let merged = |inner: &str| {
        let source = format!("many: [&x {{a: 1}}, &y {{a: 2, b: 2}}]\ninner: {{{inner}}}");
        let (root, found) = decode(&source);
        assert_eq!(found, WARNING, "{inner}");
        (
            root.inner.a.value.clone(),
            root.inner.b.value.clone(),
            at(&root.inner.a),
        )
    };
    let texts = |a: &str, b: &str, column| (String::from(a), String::from(b), (2, column));
    assert_eq!(merged("<<: *x, b: 3"), texts("1", "3", 8));
    assert_eq!(merged("<<: *y, a: 3"), texts("3", "2", 20));
    assert_eq!(merged("<<: [*x, *y]"), texts("1", "2", 8));
    assert_eq!(merged("<<: {a: 7, c: 1}"), texts("7", "", 8));
    check(
        "inner: {a: 1, <<: 2}",
        &["warning 1:15 merge-key", "1:19 wrong-type"],
    );
    check("inner: {\"<<\": {a: 2}}", &["warning 1:9 unknown-key"]);
}

#[test]
fn wrong_types() {
    check(
        "text: []\nflag: 1\nnumber: \"1\"\nsize: -1\nwords: x\ninner: []\nmany: {a: 1}\nmaybe: x\n? [k]\n: v",
        &[
            "1:7 wrong-type",
            "2:7 wrong-type",
            "3:9 wrong-type",
            "4:7 wrong-type",
            "5:8 wrong-type",
            "6:8 wrong-type",
            "7:7 wrong-type",
            "8:8 wrong-type",
            "9:3 wrong-type",
        ],
    );
    check(
        "text: !!binary /w==\nwords: [!!binary =]",
        &["1:7 binary-not-utf8", "2:9 binary-not-base64"],
    );
    check("- a", &["1:1 wrong-type"]);
}

#[test]
fn unknown_keys() {
    check(
        "texts: 1\nmany:\n- {A: 1}",
        &["warning 1:1 unknown-key", "warning 3:4 unknown-key"],
    );
}

#[test]
fn keys_of_other_versions() {
    check("later: x", &["warning 1:1 unknown-key"]);
    let format = Format {
        features: LATER,
        ..CT
    };
    let (root, found) = decode_as(format, "later: x");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(&**root.later, "x");
}

#[test]
fn yaml_v3_refuses_repeated_keys() {
    check_v3("text: a\nflag: true\ntext: b", &["3:1 repeated-key"]);
    check_v3("inner: {a: 1, \"a\": 2}", &["1:15 repeated-key"]);
    check_v3("other: {a: 1, a: 2}", &["warning 1:1 unknown-key"]);
}

#[test]
fn yaml_v3_merges_only_what_is_absent() {
    let merged = |inner: &str| {
        let source = format!("many: [&x {{a: 1}}, &y {{a: 2, b: 2}}]\ninner: {{{inner}}}");
        let (root, found) = decode_as(YAML_V3, &source);
        assert_eq!(found.len(), 1, "{found:?}");
        (root.inner.a.value.clone(), root.inner.b.value.clone())
    };
    let texts = |a: &str, b: &str| (String::from(a), String::from(b));
    assert_eq!(merged("a: 3, <<: *y"), texts("3", "2"));
    assert_eq!(merged("<<: *y, a: 3"), texts("3", "2"));
    assert_eq!(merged("<<: [*x, *y]"), texts("1", "2"));
    check_v3(
        "inner: {<<: 1, <<: 2}",
        &[
            "warning 1:9 merge-key",
            "1:16 repeated-key",
            "warning 1:16 merge-key",
            "1:20 wrong-type",
        ],
    );
}

#[test]
fn yaml_v3_has_one_null() {
    let (root, found) = decode_as(
        YAML_V3,
        "maybe: ~\nnumber: ~\nwords: [a, ~, b]\nmany: [null, {}]",
    );
    assert_eq!(found, ["warning 3:12 null-item", "warning 4:8 null-item"]);
    assert!(root.maybe.is_none() && root.number.is_none());
    assert_eq!((root.words.len(), root.many.len()), (2, 1));
}
