//! Which format a document is written in: its `variant` and `version`, and what that version has.

use super::problems;
use crate::decode::{Dialect, Features, Format};
use crate::report::{Mark, Problem};
use crate::yaml::{Content, Node, Scalar};

/// What came with `fcos` 1.1.0: proxies, headers, local files, trees, mount units.
pub(super) const V1_1: Features = Features(1);
/// What came with `fcos` 1.2.0: luks, resizing, removal of users and groups.
pub(super) const V1_2: Features = Features(1 << 1);
/// What came with `fcos` 1.4.0 and `flatcar` 1.0.0: kernel arguments.
pub(super) const V1_4: Features = Features(1 << 2);
/// What came with `fcos` 1.5.0 and `flatcar` 1.1.0: local units and keys, luks discard and open options.
pub(super) const V1_5: Features = Features(1 << 3);
/// `boot_device`: `fcos` from 1.3.0 on.
pub(super) const BOOT_DEVICE: Features = Features(1 << 4);
/// `grub`: `fcos` from 1.5.0 on.
pub(super) const GRUB: Features = Features(1 << 5);
/// Clevis unlocks encrypted volumes: `fcos`. Flatcar's image does not have it.
pub(super) const CLEVIS: Features = Features(1 << 6);

/// The versions that are read, and what each has. `flatcar` 1.0.0 is `fcos` 1.4.0 without what is only
/// for Fedora's image, 1.1.0 is 1.5.0. Later versions need a later Ignition than Flatcar's.
const VERSIONS: [(&str, &str, &[Features]); 8] = [
    ("flatcar", "1.0.0", &[V1_1, V1_2, V1_4]),
    ("flatcar", "1.1.0", &[V1_1, V1_2, V1_4, V1_5]),
    ("fcos", "1.0.0", &[CLEVIS]),
    ("fcos", "1.1.0", &[CLEVIS, V1_1]),
    ("fcos", "1.2.0", &[CLEVIS, V1_1, V1_2]),
    ("fcos", "1.3.0", &[CLEVIS, V1_1, V1_2, BOOT_DEVICE]),
    ("fcos", "1.4.0", &[CLEVIS, V1_1, V1_2, BOOT_DEVICE, V1_4]),
    (
        "fcos",
        "1.5.0",
        &[CLEVIS, V1_1, V1_2, BOOT_DEVICE, V1_4, V1_5, GRUB],
    ),
];

/// Whether a document says that it is Butane: it has a `variant`, which Container Linux Configs have not.
#[must_use]
pub fn is_butane(root: Node<'_>) -> bool {
    value(root, "variant").is_some_and(|variant| {
        variant
            .scalar()
            .is_none_or(|scalar| !scalar.is_null() && !scalar.text.is_empty())
    })
}

/// The format of a document.
///
/// # Errors
/// The variant or version is missing, or not one of those that are read; with the place of the value, or
/// of the document.
pub(super) fn format(root: Node<'_>) -> Result<Format, (Mark, Problem)> {
    let (at, variant) = text(root, "variant");
    let variant = variant.ok_or_else(|| (at, problems::variant_missing()))?;
    let supported: Vec<_> = VERSIONS
        .iter()
        .filter(|(known, ..)| *known == variant)
        .map(|(_, version, _)| *version)
        .collect();
    if supported.is_empty() {
        return Err((at, problems::variant_unknown(&variant)));
    }
    let (at, version) = text(root, "version");
    let version = version.ok_or_else(|| (at, problems::version_missing(&supported)))?;
    VERSIONS
        .iter()
        .find(|(known, of, _)| *known == variant && *of == version)
        .map(|(.., has)| Format {
            dialect: Dialect::YamlV3,
            features: Features(has.iter().fold(0, |all, each| all | each.0)),
            other_version: problems::other_version(&variant),
        })
        .ok_or_else(|| (at, problems::version_unsupported(&version, &supported)))
}

/// The text of a key, with its place; `None` when it is not there, empty, or no text.
fn text(root: Node<'_>, key: &str) -> (Mark, Option<String>) {
    let value = value(root, key);
    let text = value
        .and_then(Node::scalar)
        .filter(|scalar| !scalar.is_null())
        .map(Scalar::string)
        .and_then(Result::ok)
        .filter(|text| !text.is_empty());
    (
        value.unwrap_or(root).mark(),
        text.map(std::borrow::Cow::into_owned),
    )
}

fn value<'t>(root: Node<'t>, name: &str) -> Option<Node<'t>> {
    let Content::Mapping(pairs) = root.content() else {
        return None;
    };
    let is_named = |key: Node<'_>| key.scalar().is_some_and(|scalar| scalar.text == name);
    pairs
        .filter(|(key, _)| is_named(*key))
        .map(|(_, value)| value)
        .last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn check(source: &str, expect: Result<&[Features], (&str, u32, u32)>) {
        let tree = yaml::parse(source).unwrap();
        let found = format(tree.root().unwrap());
        let found = found.map(|format| format.features.0);
        let found = found.map_err(|(mark, problem)| (problem.rule, mark.line, mark.column));
        let expect = expect.map(|has| has.iter().fold(0, |all, each| all | each.0));
        assert_eq!(found, expect, "{source}");
    }

    #[test]
    fn versions() {
        check("variant: flatcar\nversion: 1.0.0", Ok(&[V1_1, V1_2, V1_4]));
        check("{variant: fcos, version: \"1.0.0\"}", Ok(&[CLEVIS]));
        check("version: 1.1.0", Err(("variant-missing", 1, 1)));
        check("variant: ~", Err(("variant-missing", 1, 10)));
        check("variant: [a]", Err(("variant-missing", 1, 10)));
        check("- a", Err(("variant-missing", 1, 1)));
        check("variant: openshift", Err(("variant-unknown", 1, 10)));
        check("variant: flatcar", Err(("version-missing", 1, 1)));
        for version in ["1.2.0", "1.1", "9.9.9", "1.2.0-experimental", "x"] {
            check(
                &format!("variant: flatcar\nversion: {version}"),
                Err(("version-unsupported", 2, 10)),
            );
        }
        check(
            "variant: fcos\nversion: 1.6.0",
            Err(("version-unsupported", 2, 10)),
        );
    }

    #[test]
    fn what_is_butane() {
        for (source, expect) in [
            ("variant: flatcar", true),
            ("variant: [x]", true),
            ("variant: ''", false),
            ("variant:", false),
            ("version: 1.1.0", false),
            ("- variant", false),
        ] {
            let tree = yaml::parse(source).unwrap();
            assert_eq!(is_butane(tree.root().unwrap()), expect, "{source}");
        }
    }
}
