//! `DescribeInstances`.

use super::super::call::{Answer, Call};
use super::super::filter::Filters;
use super::super::image::ROOT_DEVICE;
use super::super::machine::Machine;
use super::super::network::VPC;
use super::super::paging::Paging;
use super::super::refusal::Refusal;
use super::super::world::World;
use super::super::xml::Xml;
use super::write_tags;

const FILTERS: &[&str] = &[
    "client-token",
    "image-id",
    "instance-id",
    "instance-state-name",
    "instance-type",
    "private-ip-address",
    "reservation-id",
    "subnet-id",
    "vpc-id",
];

/// Lists machines.
pub(crate) fn describe_instances(call: &mut Call<'_>) -> Answer {
    let ids = call.form.list("InstanceId");
    let filters = Filters::from_form(&call.form, FILTERS)?;
    let with_ids = (!ids.is_empty()).then_some("instancesSet");
    let paging = Paging::from_form(&call.form, 5..=1000, with_ids)?.at_most(call.options.page);
    call.form.refuse_unread()?;

    let mut machines = asked_for(call, &ids)?;
    machines
        .retain(|machine| filters.accept(&machine.tags, |name| filter_values(call, machine, name)));
    let (page, next) = paging.page(machines, |machine| machine.id.clone());
    let mut reservations: Vec<Vec<&Machine>> = Vec::new();
    for machine in page {
        let mut known = reservations.iter_mut();
        match known.find(|others| others[0].reservation == machine.reservation) {
            Some(others) => others.push(machine),
            None => reservations.push(vec![machine]),
        }
    }
    let mut xml = Xml::new();
    xml.list("reservationSet", &reservations, |xml, machines| {
        write_reservation(xml, call, machines);
    });
    xml.optional("nextToken", next);
    Ok(xml)
}

/// The machines of some ids, or all.
pub(crate) fn asked_for<'w>(call: &'w Call<'_>, ids: &[&str]) -> Result<Vec<&'w Machine>, Refusal> {
    let world: &World = call.world;
    if ids.is_empty() {
        Ok(world.listed(call.now, call.options))
    } else {
        world.named(ids, call.now, call.options)
    }
}

/// What a machine is filtered by.
pub(crate) fn filter_values(call: &Call<'_>, machine: &Machine, name: &str) -> Vec<String> {
    let held = machine.holds_things(call.now);
    let value = match name {
        "client-token" => machine.order.token.clone(),
        "image-id" => Some(machine.order.image.clone()),
        "instance-id" => Some(machine.id.clone()),
        "instance-state-name" => Some(call.options.word(machine.phase(call.now))),
        "instance-type" => Some(machine.order.kind.clone()),
        "private-ip-address" => held.then(|| machine.private_ip.to_string()),
        "reservation-id" => Some(machine.reservation.clone()),
        "subnet-id" => held.then(|| machine.order.subnet.clone()),
        "vpc-id" => held.then(|| VPC.to_owned()),
        _ => None,
    };
    value.into_iter().collect()
}

/// Machines of one launch.
pub(crate) fn write_reservation(xml: &mut Xml, call: &Call<'_>, machines: &[&Machine]) {
    xml.optional(
        "reservationId",
        machines.first().map(|machine| &machine.reservation),
    );
    xml.text("ownerId", &call.world.place.account);
    xml.list("groupSet", [(); 0], |_, ()| {});
    xml.list("instancesSet", machines, |xml, machine| {
        write_instance(xml, call, machine);
    });
}

fn write_instance(xml: &mut Xml, call: &Call<'_>, machine: &Machine) {
    let (order, now) = (&machine.order, call.now);
    let phase = machine.phase(now);
    xml.text("instanceId", &machine.id);
    xml.text("imageId", &order.image);
    xml.element("instanceState", |xml| {
        xml.text("code", phase.code());
        xml.text("name", call.options.word(phase));
    });
    let reason = machine.reason(now);
    let why = reason.map_or(String::new(), |reason| {
        format!("{} ({})", reason.message, reason.at)
    });
    xml.text("reason", why);
    if let Some(reason) = reason {
        xml.element("stateReason", |xml| {
            xml.text("code", &reason.code);
            xml.text("message", &reason.message);
        });
    }
    xml.optional("keyName", order.key_name.as_ref());
    xml.text("amiLaunchIndex", machine.index);
    xml.text("instanceType", &order.kind);
    xml.text("launchTime", machine.launched);
    xml.element("placement", |xml| {
        xml.text("availabilityZone", &order.zone);
        xml.text("tenancy", "default");
    });
    xml.element("monitoring", |xml| xml.text("state", "disabled"));
    xml.text("architecture", order.architecture);
    xml.text("rootDeviceType", "ebs");
    xml.text("rootDeviceName", ROOT_DEVICE);
    xml.text("virtualizationType", "hvm");
    xml.text("hypervisor", "xen");
    xml.optional("clientToken", order.token.as_ref());
    if let Some(price) = &order.spot {
        xml.text("instanceLifecycle", "spot");
        xml.text("spotInstanceRequestId", spot_request(machine, price));
    }
    if let Some(profile) = &order.profile {
        let account = &call.world.place.account;
        xml.element("iamInstanceProfile", |xml| {
            let arn = format!("arn:aws:iam::{account}:instance-profile/{profile}");
            xml.text("arn", arn);
            xml.text("id", "AIPA0000000000EXAMPLE");
        });
    }
    write_metadata_options(xml, machine, "applied");
    write_tags(xml, &machine.tags);
    if machine.holds_things(now) {
        write_network(xml, call, machine);
        write_disks(xml, machine);
    }
}

/// The metadata service of a machine.
pub(crate) fn write_metadata_options(xml: &mut Xml, machine: &Machine, state: &str) {
    let name = match state {
        "applied" => "metadataOptions",
        _ => "instanceMetadataOptions",
    };
    xml.element(name, |xml| {
        xml.text("state", state);
        xml.text("httpTokens", &machine.http_tokens);
        xml.text("httpPutResponseHopLimit", machine.hop_limit);
        xml.text("httpEndpoint", "enabled");
        xml.text("httpProtocolIpv6", "disabled");
        xml.text("instanceMetadataTags", "disabled");
    });
}

fn write_network(xml: &mut Xml, call: &Call<'_>, machine: &Machine) {
    let (private, public) = (machine.private_ip, machine.public_ip(call.now));
    xml.text("vpcId", VPC);
    xml.text("subnetId", &machine.order.subnet);
    xml.text("privateIpAddress", private);
    xml.text("privateDnsName", dns_name("ip", private, "ec2.internal"));
    xml.text("sourceDestCheck", true);
    if let Some(public) = public {
        xml.text("ipAddress", public);
        let name = dns_name("ec2", public, "compute-1.amazonaws.com");
        xml.text("dnsName", name);
    }
    write_groups(xml, call, machine);
    xml.list("networkInterfaceSet", [machine], |xml, machine| {
        xml.text("networkInterfaceId", &machine.interface);
        xml.text("subnetId", &machine.order.subnet);
        xml.text("vpcId", VPC);
        xml.text("privateIpAddress", private);
        xml.text("status", "in-use");
        xml.element("attachment", |xml| {
            xml.text("deviceIndex", 0);
            xml.text("status", "attached");
            xml.text("deleteOnTermination", true);
        });
        if let Some(public) = public {
            xml.element("association", |xml| {
                xml.text("publicIp", public);
                xml.text("ipOwnerId", "amazon");
            });
        }
        write_groups(xml, call, machine);
    });
}

fn dns_name(prefix: &str, address: std::net::Ipv4Addr, domain: &str) -> String {
    let dashed = address.to_string().replace('.', "-");
    format!("{prefix}-{dashed}.{domain}")
}

fn write_groups(xml: &mut Xml, call: &Call<'_>, machine: &Machine) {
    xml.list("groupSet", &machine.groups, |xml, id| {
        let group = call.world.groups.iter().find(|group| group.id == *id);
        xml.text("groupId", id);
        xml.optional("groupName", group.map(|group| &group.name));
    });
}

fn write_disks(xml: &mut Xml, machine: &Machine) {
    xml.list("blockDeviceMapping", &machine.volumes, |xml, volume| {
        xml.text("deviceName", &volume.disk.device);
        xml.element("ebs", |xml| {
            xml.text("volumeId", &volume.id);
            xml.text("status", "attached");
            xml.text("attachTime", machine.launched);
            xml.text("deleteOnTermination", volume.disk.goes_with_machine);
        });
    });
}

fn spot_request(machine: &Machine, price: &str) -> String {
    let number = super::super::ids::number(&format!("{}{price}", machine.reservation));
    format!("sir-{:08x}", number >> 32)
}
