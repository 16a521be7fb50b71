//! `flannel`: the flannel daemon of a machine.

use serde_json::{Map, Value};

use super::daemon::{Service, Settings, Table};
use super::platform::Platform;
use super::problems;
use super::quote::quote;
use super::systemd::generated;
use super::version::Version;
use crate::decode::{Decode, Decoder, Expected, Field, Findings};
use crate::ignition::v2_3::Config;
use crate::report::{Mark, Severity};
use crate::yaml::{Content, Node};

/// `flannel`: a version, a network config, and the options that this version has.
#[derive(Debug)]
pub(crate) struct Flannel {
    version: Field<Option<Version>>,
    network_config: Field<String>,
    options: Settings,
}

const V0_5: Table = Table(
    "etcd_endpoints etcd_cafile etcd_certfile etcd_keyfile etcd_prefix ip_masq subnet_file interface \
     public_ip",
);
const V0_6: Table = Table(
    "etcd_username etcd_password etcd_endpoints etcd_cafile etcd_certfile etcd_keyfile etcd_prefix \
     ip_masq subnet_file interface public_ip",
);
const V0_7: Table = Table(
    "etcd_username etcd_password etcd_endpoints etcd_cafile etcd_certfile etcd_keyfile etcd_prefix \
     ip_masq subnet_file interface public_ip kube_subnet_mgr:b",
);

/// The table for a version; from 1.0 on there is none, which leaves no options.
fn table(version: Option<&Version>) -> Table {
    match version.map(|version| (version.major, version.minor)) {
        None | Some((0, 6)) => V0_6,
        Some((0, 5)) => V0_5,
        Some((0, 7..)) => V0_7,
        Some(_) => Table(""),
    }
}

impl Default for Flannel {
    fn default() -> Self {
        Self {
            version: Field::default(),
            network_config: Field::default(),
            options: Settings::none(V0_6),
        }
    }
}

impl Decode for Flannel {
    fn place(&mut self, mark: Mark) {
        self.version.place(mark);
        self.network_config.place(mark);
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
        let table = table(self.version.as_ref());
        let (version, network_config) = (&mut self.version, &mut self.network_config);
        let mut own = |key: &str, value: Node<'_>, decoder: &mut Decoder<'_>| {
            match key {
                "version" => version.decode(value, decoder),
                "network_config" => network_config.decode(value, decoder),
                _ => return false,
            }
            true
        };
        let keys = ["version", "network_config"];
        self.options = Settings::decode(table, pairs, mark, decoder, &keys, &mut own);
    }
}

pub(super) fn lower(
    section: Field<Option<Flannel>>,
    platform: Platform,
    config: &mut Config,
    findings: &mut Findings,
) {
    let Some(flannel) = section.value else {
        return;
    };
    let mark = section.mark;
    check(&flannel, mark, findings);
    let tag = |version: &Version| ("FLANNEL_IMAGE_TAG", format!("v{version}"));
    let service = Service {
        wrapper: "/usr/lib/coreos/flannel-wrapper $FLANNEL_OPTS",
        environment: flannel.version.as_ref().map(tag),
        settings: &flannel.options,
    };
    let mut contents = service.drop_in(platform, findings);
    if !flannel.network_config.is_empty() {
        contents.push('\n');
        contents.push_str(&set_network_config(&flannel));
    }
    let mut unit = generated(
        "flanneld.service",
        "20-clct-flannel.conf",
        contents,
        mark,
        findings,
    );
    unit.enable = true;
    config.systemd.units.push(findings.at(unit, mark));
}

fn check(flannel: &Flannel, mark: Mark, findings: &mut Findings) {
    if let Some(version) = &flannel.version.value {
        if version.is_before(0, 5) {
            findings.parse(
                Severity::Error,
                flannel.version.mark,
                problems::flannel_too_old(),
            );
        } else if version.major == 0 && version.minor > 7 {
            let problem = problems::flannel_minor_too_new();
            findings.parse(Severity::Warning, flannel.version.mark, problem);
        }
    }
    let network_config = &flannel.network_config;
    if network_config.is_empty() {
        return;
    }
    if !is_json_object(network_config) {
        findings.parse(
            Severity::Error,
            network_config.mark,
            problems::flannel_network_json(),
        );
    }
    if flannel.options.is_true("kube_subnet_mgr") {
        findings.parse(Severity::Error, mark, problems::flannel_network_and_kube());
    }
}

/// Whether a text is a JSON object, or `null`.
fn is_json_object(text: &str) -> bool {
    serde_json::from_str::<Option<Map<String, Value>>>(text).is_ok()
}

/// The line that writes the network config to etcd before flannel starts.
fn set_network_config(flannel: &Flannel) -> String {
    let mut line = String::from("ExecStartPre=/usr/bin/etcdctl");
    for (flag, key) in [
        (" --endpoints=", "etcd_endpoints"),
        (" --ca-file=", "etcd_cafile"),
        (" --cert-file=", "etcd_certfile"),
        (" --key-file=", "etcd_keyfile"),
    ] {
        if let Some(value) = flannel.options.text(key) {
            line.push_str(flag);
            line.push_str(&quote(value));
        }
    }
    line.push_str(" set /coreos.com/network/config ");
    line.push_str(&quote(&flannel.network_config));
    line
}
