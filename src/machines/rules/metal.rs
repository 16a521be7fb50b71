//! Rules of Equinix Metal: places, images, reservations, disks.

use crate::framework::{AttributePath, Diagnostic, Diagnostics, Fault, Field, Value};
use crate::machines::arguments::{Arguments, EquinixMetal, Kind};
use crate::node::versions;

use super::text::{fault, text};

/// Accepts ids of projects and reservations.
pub(crate) fn uuid(value: &Value) -> Result<(), Fault> {
    text(value, |id| {
        is_uuid(id).then_some(()).ok_or_else(|| {
            fault(
                "Not a UUID",
                "Write the id in the form \"01234567-89ab-cdef-0123-456789abcdef\".",
            )
        })
    })
}

/// Accepts addresses of iPXE scripts: iPXE fails on the certificates of many servers.
pub(crate) fn script_url(value: &Value) -> Result<(), Fault> {
    text(value, |url| {
        let is_http = url
            .strip_prefix("http://")
            .is_some_and(|rest| !rest.is_empty());
        is_http.then_some(()).ok_or_else(|| {
            fault(
                "Not an http:// address",
                "iPXE cannot use the certificates of many https servers, so the script has to be on one that \
                 speaks plain http.",
            )
        })
    })
}

/// A metro, or a facility as it was.
pub(crate) fn place(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(metal) = arguments.common.equinix_metal.known() else {
        return;
    };
    match (&metal.metro, &metal.facility) {
        (Field::Null, Field::Null) => found.push(
            Diagnostic::error(
                "No metro",
                "Set metro, e.g. \"am\": where the machines are.",
            )
            .at(path("metro")),
        ),
        (Field::Known(_), Field::Known(_)) => found.push(
            Diagnostic::error(
                "Metro and facility",
                "A machine has one place. Leave out facility, which is the older of the two.",
            )
            .at(path("facility")),
        ),
        _ => {}
    }
}

/// The cloud's own images are of one release each, and for amd64 alone; others come by iPXE.
pub(crate) fn image(arguments: &Arguments, found: &mut Diagnostics) {
    let common = &arguments.common;
    let Some(metal) = common.equinix_metal.known() else {
        return;
    };
    let by_ipxe = !metal.ipxe_script_url.is_null();
    let version = common.os_version.known().map(String::as_str);
    if !by_ipxe && version.is_some_and(|version| version != "current") {
        found.push(
            Diagnostic::error(
                "The release needs iPXE",
                "Equinix Metal installs the current release of a channel. To have another, set \
                 equinix_metal.ipxe_script_url, or leave out os_version.",
            )
            .at(AttributePath::of("os_version")),
        );
    }
    if !by_ipxe && common.os_arch.known().map(String::as_str) == Some("arm64") {
        found.push(
            Diagnostic::error(
                "arm64 needs iPXE",
                "Equinix Metal has no Flatcar image for arm64. Set equinix_metal.ipxe_script_url.",
            )
            .at(AttributePath::of("os_arch")),
        );
    }
    let channel = common.os_channel.known().map_or("stable", String::as_str);
    let is_current = version.is_none_or(|version| version == "current");
    if by_ipxe && is_current && versions::newest_for_metal(channel).is_none() {
        found.push(
            Diagnostic::error(
                "The release to install is not known",
                format!(
                    "Releases from 4698 on have no image for Equinix Metal, and which one before is the newest of the \
                     channel {channel} this version of the provider does not know. Name it with os_version."
                ),
            )
            .at(AttributePath::of("os_version")),
        );
    }
}

/// Reservations by machine are complete, or there is one word for all.
pub(crate) fn reservations(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(metal) = arguments.common.equinix_metal.known() else {
        return;
    };
    let Some(ids) = metal.reservation_ids.known().filter(|ids| !ids.is_empty()) else {
        return;
    };
    let default = metal.reservation_ids_default.known();
    if default.is_some_and(|default| !default.is_empty()) {
        found.push(
            Diagnostic::error(
                "Reservations twice",
                "Each machine has its reservation in reservation_ids, so there is none left for a default. Use \
                 one of the two.",
            )
            .at(path("reservation_ids_default")),
        );
    }
    let prefix = arguments.kind.noun().0;
    let expected = |ordinal: usize| format!("{prefix}-{ordinal}");
    for (key, id) in ids {
        let at = || path("reservation_ids").key(key.clone());
        if !(0..ids.len()).any(|ordinal| *key == expected(ordinal)) {
            found.push(
                Diagnostic::error(
                    "Not the key of a reservation",
                    format!(
                        "Keys count from {0}-0 without a gap; {1} of them end with {0}-{2}.",
                        prefix,
                        ids.len(),
                        ids.len() - 1
                    ),
                )
                .at(at()),
            );
        }
        if id.known().is_some_and(|id| !is_uuid(id)) {
            found.push(
                Diagnostic::error(
                    "Not the id of a reservation",
                    "Write its UUID. \"next-available\" is for reservation_ids_default.",
                )
                .at(at()),
            );
        }
    }
    let count = arguments.count().known();
    if let Some(count) = count.filter(|count| usize::try_from(**count) != Ok(ids.len())) {
        found.push(
            Diagnostic::error(
                "Not a reservation for each machine",
                format!(
                    "There are {count} {} and {} reservations.",
                    arguments.kind.noun().1,
                    ids.len()
                ),
            )
            .at(path("reservation_ids")),
        );
    }
}

/// Disks are in one array at most.
pub(crate) fn raid(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(metal) = arguments.common.equinix_metal.known() else {
        return;
    };
    if arguments.kind == Kind::Controller {
        return;
    }
    let is_set = |flag: &Field<bool>| flag.known() == Some(&true);
    let arrays = [
        ("setup_raid", &metal.setup_raid),
        ("setup_raid_hdd", &metal.setup_raid_hdd),
        ("setup_raid_ssd", &metal.setup_raid_ssd),
    ];
    let set: Vec<_> = arrays.iter().filter(|(_, flag)| is_set(flag)).collect();
    for (name, _) in set.iter().skip(1) {
        found.push(
            Diagnostic::error(
                "Two arrays of the same disks",
                format!("Each disk is in one array. Use {} or {name}.", set[0].0),
            )
            .at(path(name)),
        );
    }
    if is_set(&metal.setup_raid_ssd_fs) && !may_be_set(metal) {
        found.push(
            Diagnostic::error(
                "A filesystem without its array",
                "setup_raid_ssd_fs makes a filesystem on the array of setup_raid_ssd. Set both.",
            )
            .at(path("setup_raid_ssd_fs")),
        );
    }
}

fn may_be_set(metal: &EquinixMetal) -> bool {
    matches!(metal.setup_raid_ssd, Field::Known(true) | Field::Unknown)
}

fn path(name: &str) -> AttributePath {
    AttributePath::of("equinix_metal").attribute(name)
}

fn is_uuid(id: &str) -> bool {
    let parts: Vec<&str> = id.split('-').collect();
    parts.len() == 5
        && parts
            .iter()
            .zip([8, 4, 4, 4, 12])
            .all(|(part, length)| part.len() == length)
        && parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
