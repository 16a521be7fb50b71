//! `docker`: flags of the docker daemon.

use super::systemd::generated;
use crate::decode::{Field, Findings, List, schema, texts};
use crate::ignition::v2_3::Config;

schema! {
    /// `docker`.
    struct Docker {
        flags: List<String>,
    }
}

pub(super) fn lower(section: Field<Option<Docker>>, config: &mut Config, findings: &mut Findings) {
    let Some(docker) = section.value else {
        return;
    };
    let flags = texts(docker.flags).join(" ");
    let contents = format!("[Service]\nEnvironment=\"DOCKER_OPTS={flags}\"");
    let mut unit = generated(
        "docker.service",
        "20-clct-docker.conf",
        contents,
        section.mark,
        findings,
    );
    unit.enable = true;
    config.systemd.units.push(findings.at(unit, section.mark));
}
