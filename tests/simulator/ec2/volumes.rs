//! `DescribeVolumes`.

use super::super::call::{Answer, Call};
use super::super::filter::Filters;
use super::super::machine::{Machine, Volume};
use super::super::paging::Paging;
use super::super::refusal::Refusal;
use super::super::xml::Xml;
use super::write_tags;

const FILTERS: &[&str] = &["attachment.instance-id", "status", "volume-id"];

/// Lists the volumes of machines, and those that machines left behind.
pub(crate) fn describe_volumes(call: &mut Call<'_>) -> Answer {
    let ids = call.form.list("VolumeId");
    let filters = Filters::from_form(&call.form, FILTERS)?;
    let with_ids = (!ids.is_empty()).then_some("volumesSet");
    let paging = Paging::from_form(&call.form, 5..=1000, with_ids)?;
    call.form.refuse_unread()?;

    let mut volumes: Vec<(&Machine, &Volume)> = Vec::new();
    for machine in &call.world.machines {
        let held = machine.holds_things(call.now);
        let there = machine.volumes.iter();
        let there = there.filter(|volume| held || !volume.disk.goes_with_machine);
        volumes.extend(there.map(|volume| (machine, volume)));
    }
    for id in &ids {
        if !volumes.iter().any(|(_, volume)| volume.id == *id) {
            let message = format!("The volume '{id}' does not exist.");
            return Err(Refusal::new("InvalidVolume.NotFound", message));
        }
    }
    volumes.retain(|(machine, volume)| {
        let is_asked = ids.is_empty() || ids.contains(&volume.id.as_str());
        is_asked
            && filters.accept(&volume.tags, |name| {
                filter_values(call, machine, volume, name)
            })
    });
    volumes.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));
    let (page, next) = paging.page(volumes, |(_, volume)| volume.id.clone());
    let mut xml = Xml::new();
    xml.list("volumeSet", page, |xml, (machine, volume)| {
        write_volume(xml, call, machine, volume);
    });
    xml.optional("nextToken", next);
    Ok(xml)
}

fn status(call: &Call<'_>, machine: &Machine) -> &'static str {
    if machine.holds_things(call.now) {
        "in-use"
    } else {
        "available"
    }
}

fn filter_values(call: &Call<'_>, machine: &Machine, volume: &Volume, name: &str) -> Vec<String> {
    let value = match name {
        "attachment.instance-id" if machine.holds_things(call.now) => machine.id.clone(),
        "status" => status(call, machine).to_owned(),
        "volume-id" => volume.id.clone(),
        _ => return Vec::new(),
    };
    vec![value]
}

fn write_volume(xml: &mut Xml, call: &Call<'_>, machine: &Machine, volume: &Volume) {
    let disk = &volume.disk;
    xml.text("volumeId", &volume.id);
    xml.text("size", disk.size);
    xml.text("snapshotId", disk.snapshot.as_deref().unwrap_or_default());
    xml.text("availabilityZone", &machine.order.zone);
    xml.text("status", status(call, machine));
    xml.text("createTime", machine.launched);
    xml.text("volumeType", &disk.kind);
    xml.optional("iops", disk.iops);
    xml.optional("throughput", disk.throughput);
    xml.text("encrypted", disk.encrypted);
    xml.optional("kmsKeyId", disk.kms_key.as_ref());
    let attached = machine.holds_things(call.now).then_some(machine);
    xml.list("attachmentSet", attached, |xml, machine| {
        xml.text("volumeId", &volume.id);
        xml.text("instanceId", &machine.id);
        xml.text("device", &disk.device);
        xml.text("status", "attached");
        xml.text("attachTime", machine.launched);
        xml.text("deleteOnTermination", disk.goes_with_machine);
    });
    write_tags(xml, &volume.tags);
}
