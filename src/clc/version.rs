//! Versions of etcd and flannel: `X.Y.Z[-pre][+meta]`.

use std::fmt;

use super::problems;
use crate::decode::{Decode, Decoder, Expected};
use crate::report::Mark;
use crate::yaml::{Node, Scalar};

/// A version; prints normalised (`03.1.0` as 3.1.0).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Version {
    pub(super) major: u64,
    pub(super) minor: u64,
    patch: u64,
    pre_release: String,
    metadata: String,
}

impl Version {
    fn parse(text: &str) -> Option<Self> {
        let (text, metadata) = text.split_once('+').unwrap_or((text, ""));
        let (core, pre_release) = text.split_once('-').unwrap_or((text, ""));
        let mut numbers = core.split('.').map(number);
        let version = Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next()??,
            pre_release: identifier(pre_release)?,
            metadata: identifier(metadata)?,
        };
        numbers.next().is_none().then_some(version)
    }

    /// Whether the version comes before `major.minor.0`, as its pre-releases do.
    pub(super) fn is_before(&self, major: u64, minor: u64) -> bool {
        let core = (self.major, self.minor, self.patch);
        core < (major, minor, 0) || core == (major, minor, 0) && !self.pre_release.is_empty()
    }
}

fn number(digits: &str) -> Option<u64> {
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: i64 = is_number.then(|| digits.parse().ok())??;
    u64::try_from(number).ok()
}

/// A pre-release or metadata, which may be empty.
fn identifier(text: &str) -> Option<String> {
    let is_identifier = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    is_identifier.then(|| text.to_owned())
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if !self.pre_release.is_empty() {
            write!(f, "-{}", self.pre_release)?;
        }
        if !self.metadata.is_empty() {
            write!(f, "+{}", self.metadata)?;
        }
        Ok(())
    }
}

impl Decode for Version {
    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        let Some(Ok(text)) = node.scalar().map(Scalar::string) else {
            return decoder.mismatch(mark, Expected::Text, node);
        };
        match Self::parse(&text) {
            Some(version) => *self = version,
            None => decoder
                .findings
                .type_fault(mark, problems::version_malformed(&text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        let found = Version::parse(text).map(|version| version.to_string());
        assert_eq!(found.as_deref(), expect, "{text}");
    }

    #[test]
    fn versions() {
        check("3.1.0", Some("3.1.0"));
        check("03.1.00", Some("3.1.0"));
        check("3.3.12-rc.1+build.5", Some("3.3.12-rc.1+build.5"));
        check("1.2.3-a-b", Some("1.2.3-a-b"));
        check("1.2.3+a+b", None);
        check("3.3", None);
        check("1.2.3.4", None);
        check("1.x.3", None);
        check("1..3", None);
        check("v1.2.3", None);
        check("1.2.3-a_b", None);
        check("1.2.99999999999999999999", None);
        check("", None);
    }

    #[test]
    fn order() {
        let is_before = |text: &str| Version::parse(text).unwrap().is_before(2, 3);
        assert!(is_before("2.2.9"));
        assert!(is_before("2.3.0-rc.1"));
        assert!(!is_before("2.3.0"));
        assert!(!is_before("3.0.0-rc.1"));
    }
}
