//! What Equinix Metal is asked for.

use std::collections::BTreeMap;

use crate::cloud::equinix_metal::{Place, Template};
use crate::framework::{Field, Value};
use crate::machines::arguments::{Arguments, EquinixMetal, Kind};

/// The template of arguments; `None` when the machines are not there, or something is not known.
pub(in crate::machines) fn template(arguments: &Arguments, value: &Value) -> Option<Template> {
    let metal = arguments.common.equinix_metal.known()?;
    let plan = match arguments.kind {
        Kind::Controller => &metal.controller_type,
        Kind::WorkerPool => &metal.node_type,
    };
    let text = |field: &Field<String>| {
        field
            .nullable()
            .map(|text| text.cloned().unwrap_or_default())
    };
    Some(Template {
        project_id: metal.project_id.known()?.clone(),
        place: match metal.facility.nullable()? {
            Some(facility) => Place::Facility(facility.clone()),
            None => Place::Metro(text(&metal.metro)?),
        },
        plan: text(plan)?,
        billing_cycle: text(&metal.billing_cycle)?,
        channel: text(&arguments.common.os_channel)?,
        ipxe_script_url: metal.ipxe_script_url.nullable()?.cloned(),
        reservations: reservations(metal)?,
        next_available: text(&metal.reservation_ids_default)? == "next-available",
        bgp_session: metal.bgp_session.nullable()?.copied().unwrap_or(false),
        no_ssh_keys: metal.no_ssh_keys.nullable()?.copied().unwrap_or(true),
        tags: super::tags(value)?,
    })
}

/// Reservations by ordinal: keys are `controller-0`, `worker-0` and so on.
fn reservations(metal: &EquinixMetal) -> Option<BTreeMap<u32, String>> {
    let written = metal.reservation_ids.nullable()?.into_iter().flatten();
    let pairs = written.map(|(key, id)| {
        let (_, ordinal) = key.rsplit_once('-')?;
        Some((ordinal.parse().ok()?, id.known()?.clone()))
    });
    pairs.collect()
}
