//! From a controller's arguments to the control plane that it brings up.

use super::arguments::{Arguments, Kind};
use crate::cluster::ControlPlane;
use crate::cluster::settings::{Networking, Oidc};
use crate::flatcar_config::snippets;
use crate::node::versions;

/// The control plane; `None` while an argument is not known, or breaks a rule, and for workers.
pub(super) fn control_plane(arguments: &Arguments) -> Option<ControlPlane> {
    if arguments.kind != Kind::Controller {
        return None;
    }
    let (common, own) = (&arguments.common, &arguments.controller);
    let networking = match own.networking.known()?.as_str() {
        "none" => Networking::None,
        _ => Networking::Flannel,
    };
    Some(ControlPlane {
        cluster: common.cluster_name.known()?.clone(),
        dns_zone: common.dns_zone.nullable()?.cloned(),
        api_server: own.api_server.nullable()?.cloned(),
        controllers: u32::try_from(*own.controller_count.known()?).ok()?,
        release: versions::release(common.kubernetes_version.known()?)?,
        service_cidr: common.service_cidr.known()?.parse().ok()?,
        pod_cidr: own.pod_cidr.known()?.parse().ok()?,
        domain_suffix: common.cluster_domain_suffix.known()?.clone(),
        networking,
        network_mtu: u32::try_from(*own.network_mtu.known()?).ok()?,
        conntrack_max_per_core: u32::try_from(*own.conntrack_max_per_core.known()?).ok()?,
        aggregation: *own.enable_aggregation.known()?,
        oidc: oidc(arguments)?,
        certs_validity_hours: validity_hours(arguments)?,
        manifests: manifests(arguments)?,
    })
}

/// The user's manifests, without those that are null or empty.
fn manifests(arguments: &Arguments) -> Option<Vec<String>> {
    let texts = arguments.manifests().map(|source| source.text);
    let texts = texts.filter(|text| !text.trim().is_empty());
    snippets::are_known(&arguments.controller.manifests).then(|| texts.map(str::to_owned).collect())
}

/// How long certificates are valid, in hours.
pub(super) fn validity_hours(arguments: &Arguments) -> Option<u32> {
    let hours = arguments.controller.certs_validity_period_hours.known()?;
    u32::try_from(*hours).ok()
}

#[expect(
    clippy::option_option,
    reason = "not known and not there are different answers"
)]
fn oidc(arguments: &Arguments) -> Option<Option<Oidc>> {
    let Some(oidc) = arguments.controller.oidc.nullable()? else {
        return Some(None);
    };
    let common = &arguments.common;
    let issuer_url = if let Some(url) = oidc.issuer_url.nullable()? {
        url.clone()
    } else {
        let zone = common.dns_zone.nullable()?.cloned().unwrap_or_default();
        format!("https://dex.{}.{zone}", common.cluster_name.known()?)
    };
    Some(Some(Oidc {
        issuer_url,
        client_id: oidc.client_id.known()?.clone(),
        username_claim: oidc.username_claim.known()?.clone(),
        groups_claim: oidc.groups_claim.known()?.clone(),
    }))
}
