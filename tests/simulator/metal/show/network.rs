//! Ports and addresses of a device.

use serde_json::{Value, json};

use super::super::call::Scene;
use super::super::device::Device;
use super::super::named;
use super::{href, link, metro, time};

/// Its addresses, once it has them.
pub(crate) fn addresses(scene: Scene<'_>, device: &Device) -> Vec<Value> {
    if !device.has_addresses(scene.now, scene.options) {
        return Vec::new();
    }
    let ordered = device.order.addresses.iter();
    ordered
        .map(|(family, public)| address(device, *family, *public))
        .collect()
}

fn address(device: &Device, family: u8, public: bool) -> Value {
    let of = &device.addresses;
    let (address, cidr, netmask) = match (family, public) {
        (4, true) => (of.public_v4.to_string(), 31, "255.255.255.254"),
        (4, false) => (of.private_v4.to_string(), 31, "255.255.255.254"),
        _ => (
            of.public_v6.to_string(),
            127,
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
        ),
    };
    // A device has the odd address of two, its gateway the other.
    let other = match family {
        4 => {
            let own = if public { of.public_v4 } else { of.private_v4 };
            std::net::Ipv4Addr::from_bits(own.to_bits() - 1).to_string()
        }
        _ => std::net::Ipv6Addr::from_bits(of.public_v6.to_bits() - 1).to_string(),
    };
    let id = named(&device.id, &address);
    json!({
        "id": id,
        "href": href("ips", &id),
        "address": address,
        "address_family": family,
        "netmask": netmask,
        "cidr": cidr,
        "gateway": other,
        "network": other,
        "public": public,
        "management": true,
        "manageable": true,
        "enabled": true,
        "global_ip": null,
        "assigned_to": link("devices", &device.id),
        "created_at": time(device.created),
        "metro": metro(device.order.metro),
    })
}

/// Its ports: two that are bonded, and the bond.
pub(crate) fn ports(device: &Device) -> Vec<Value> {
    let id = |name: &str| named(&device.id, name);
    let digits: Vec<&str> = (0..4)
        .map(|pair| &device.id[2 * pair..2 * pair + 2])
        .collect();
    let mac = |last: u8| format!("02:{}:{last:02x}", digits.join(":"));
    let port = |name: &str, last: u8| {
        json!({
            "id": id(name),
            "href": href("ports", &id(name)),
            "name": name,
            "type": "NetworkPort",
            "data": {"mac": mac(last), "bonded": true},
            "network_type": null,
            "bond": {"id": id("bond0"), "name": "bond0"},
            "disbond_operation_supported": true,
        })
    };
    let bond = json!({
        "id": id("bond0"),
        "href": href("ports", &id("bond0")),
        "name": "bond0",
        "type": "NetworkBondPort",
        "data": {"mac": null, "bonded": true},
        "network_type": "layer3",
        "bond": null,
        "disbond_operation_supported": true,
    });
    vec![bond, port("eth0", 0), port("eth1", 1)]
}
