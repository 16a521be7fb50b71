//! `etcd`: the etcd member of a machine.

mod tables;

use super::daemon::{Service, Settings, Table};
use super::platform::Platform;
use super::problems;
use super::systemd::generated;
use super::version::Version;
use crate::decode::{Decode, Decoder, Expected, Field, Findings};
use crate::ignition::v2_3::Config;
use crate::report::{Mark, Severity};
use crate::yaml::{Content, Node};

/// `etcd`: a version, and the options that this version has.
#[derive(Debug)]
pub(crate) struct Etcd {
    version: Field<Option<Version>>,
    options: Settings,
}

/// The tables for a version: of the original tools, and of Flatcar's fork.
fn tables(version: Option<&Version>) -> [Table; 2] {
    let Some(version) = version else {
        return [tables::V3_0, tables::V3_5];
    };
    match (version.major, version.minor) {
        (2, 3..) => [tables::V2; 2],
        (3, 0) => [tables::V3_0; 2],
        (3, 1) => [tables::V3_1; 2],
        (3, 2) => [tables::V3_2; 2],
        (3, 3) => [tables::V3_3; 2],
        (3, 4) => [tables::V3_3, tables::V3_4],
        (3, 5..) => [tables::V3_3, tables::V3_5],
        _ => [Table(""); 2],
    }
}

impl Default for Etcd {
    fn default() -> Self {
        Self {
            version: Field::default(),
            options: Settings::none(tables::V3_0),
        }
    }
}

impl Decode for Etcd {
    fn place(&mut self, mark: Mark) {
        self.version.place(mark);
    }

    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        let pairs = match node.content() {
            Content::Mapping(pairs) => pairs,
            Content::Scalar(scalar) if scalar.is_null() => {
                *self = Self::default();
                return self.place(mark);
            }
            _ => return decoder.mismatch(mark, Expected::Mapping, node),
        };
        // The version decides which options there are, wherever it stands.
        decoder.peek(pairs.clone(), mark, &mut |key, value, decoder| {
            if key == "version" {
                self.version.decode(value, decoder);
            }
        });
        let [original, fork] = tables(self.version.as_ref());
        let mut needs_fork = false;
        decoder.peek(pairs.clone(), mark, &mut |key, value, _| {
            needs_fork |= !original.accepts(key, value) && fork.accepts(key, value);
        });
        let table = if needs_fork { fork } else { original };
        let version = &mut self.version;
        let mut own = |key: &str, value: Node<'_>, decoder: &mut Decoder<'_>| {
            let is_version = key == "version";
            if is_version {
                version.decode(value, decoder);
            }
            is_version
        };
        self.options = Settings::decode(table, pairs, mark, decoder, &["version"], &mut own);
    }
}

pub(super) fn lower(
    section: Field<Option<Etcd>>,
    platform: Platform,
    config: &mut Config,
    findings: &mut Findings,
) {
    let Some(etcd) = section.value else {
        return;
    };
    check_version(&etcd.version, findings);
    let tag = |version: &Version| ("ETCD_IMAGE_TAG", format!("v{version}"));
    let service = Service {
        wrapper: "/usr/lib/coreos/etcd-wrapper $ETCD_OPTS",
        environment: etcd.version.as_ref().map(tag),
        settings: &etcd.options,
    };
    let contents = service.drop_in(platform, findings);
    let mark = section.mark;
    let mut unit = generated(
        "etcd-member.service",
        "20-clct-etcd-member.conf",
        contents,
        mark,
        findings,
    );
    unit.enable = true;
    config.systemd.units.push(findings.at(unit, mark));
}

fn check_version(version: &Field<Option<Version>>, findings: &mut Findings) {
    let mark = version.mark;
    let Some(version) = &version.value else {
        return;
    };
    if version.is_before(2, 3) {
        findings.parse(Severity::Error, mark, problems::etcd_too_old());
    } else if version.major > 3 {
        findings.parse(Severity::Error, mark, problems::etcd_too_new());
    } else if version.major == 2 && version.minor > 3 || version.minor > 5 {
        findings.parse(Severity::Warning, mark, problems::etcd_minor_too_new());
    }
}
