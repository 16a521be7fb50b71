//! Mistakes in the blocks of the clouds.

use serde_json::{Value, json};

use super::{AWS, Cases, METAL, POOL};

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn add(cases: &mut Cases) {
    let mut case = |name, kind, cloud, changes: &[(&str, Value)], path, summary| {
        cases.add(name, kind, cloud, changes, path, summary);
    };
    // AWS
    case(
        "no_subnet",
        POOL,
        AWS,
        &[("aws.subnet_ids", json!([]))],
        "aws.subnet_ids",
        "No subnet",
    );
    case(
        "subnet",
        POOL,
        AWS,
        &[(
            "aws.subnet_ids",
            json!(["subnet-0123456789abcdef0", "vpc-1"]),
        )],
        "aws.subnet_ids[1]",
        "Not the id of a subnet",
    );
    case(
        "security_group",
        POOL,
        AWS,
        &[("aws.security_group_ids", json!(["default"]))],
        "aws.security_group_ids[0]",
        "Not the id of a security group",
    );
    case(
        "target_group",
        POOL,
        AWS,
        &[("aws.target_group_arns", json!(["api"]))],
        "aws.target_group_arns[0]",
        "Not the ARN of a target group",
    );
    case(
        "ami",
        POOL,
        AWS,
        &[("aws.ami_id", json!("flatcar"))],
        "aws.ami_id",
        "Not the id of an image",
    );
    case(
        "price",
        POOL,
        AWS,
        &[("aws.spot_price", json!("$1"))],
        "aws.spot_price",
        "Not a price",
    );
    case(
        "disk_size",
        POOL,
        AWS,
        &[("aws.disk_size", json!(4))],
        "aws.disk_size",
        "No volume has this",
    );
    case(
        "disk_iops",
        POOL,
        AWS,
        &[
            ("aws.disk_type", json!("gp2")),
            ("aws.disk_iops", json!(3000)),
        ],
        "aws.disk_iops",
        "No volume has this",
    );
    case(
        "disk_throughput",
        POOL,
        AWS,
        &[("aws.disk_throughput", json!(5000))],
        "aws.disk_throughput",
        "No volume has this",
    );
    case(
        "disk_without_iops",
        POOL,
        AWS,
        &[("aws.disk_type", json!("io1"))],
        "aws.disk_iops",
        "The volume needs its operations a second",
    );
    // Equinix Metal
    case(
        "project",
        POOL,
        METAL,
        &[("equinix_metal.project_id", json!("mine"))],
        "equinix_metal.project_id",
        "Not a UUID",
    );
    case(
        "no_metro",
        POOL,
        METAL,
        &[("equinix_metal.metro", json!(null))],
        "equinix_metal.metro",
        "No metro",
    );
    case(
        "facility",
        POOL,
        METAL,
        &[("equinix_metal.facility", json!("ams1"))],
        "equinix_metal.facility",
        "Metro and facility",
    );
    case(
        "ipxe",
        POOL,
        METAL,
        &[("equinix_metal.ipxe_script_url", json!("https://a"))],
        "equinix_metal.ipxe_script_url",
        "Not an http:// address",
    );
    case(
        "version_needs_ipxe",
        POOL,
        METAL,
        &[("os_version", json!("4230.2.4"))],
        "os_version",
        "The release needs iPXE",
    );
    case(
        "arm64_needs_ipxe",
        POOL,
        METAL,
        &[("os_arch", json!("arm64"))],
        "os_arch",
        "arm64 needs iPXE",
    );
    case(
        "version_to_install",
        POOL,
        METAL,
        &[
            ("equinix_metal.ipxe_script_url", json!("http://a")),
            ("os_channel", json!("edge")),
        ],
        "os_version",
        "The release to install is not known",
    );
    let id = "01234567-89ab-cdef-0123-456789abcdef";
    case(
        "reservations_twice",
        POOL,
        METAL,
        &[
            (
                "equinix_metal.reservation_ids",
                json!({"worker-0": id, "worker-1": id}),
            ),
            (
                "equinix_metal.reservation_ids_default",
                json!("next-available"),
            ),
        ],
        "equinix_metal.reservation_ids_default",
        "Reservations twice",
    );
    case(
        "reservation_key",
        POOL,
        METAL,
        &[(
            "equinix_metal.reservation_ids",
            json!({"worker-0": id, "worker-2": id}),
        )],
        r#"equinix_metal.reservation_ids["worker-2"]"#,
        "Not the key of a reservation",
    );
    case(
        "reservation_id",
        POOL,
        METAL,
        &[(
            "equinix_metal.reservation_ids",
            json!({"worker-0": id, "worker-1": "next-available"}),
        )],
        r#"equinix_metal.reservation_ids["worker-1"]"#,
        "Not the id of a reservation",
    );
    case(
        "reservation_count",
        POOL,
        METAL,
        &[("equinix_metal.reservation_ids", json!({"worker-0": id}))],
        "equinix_metal.reservation_ids",
        "Not a reservation for each machine",
    );
    case(
        "two_arrays",
        POOL,
        METAL,
        &[
            ("equinix_metal.setup_raid", json!(true)),
            ("equinix_metal.setup_raid_ssd", json!(true)),
        ],
        "equinix_metal.setup_raid_ssd",
        "Two arrays of the same disks",
    );
    case(
        "filesystem",
        POOL,
        METAL,
        &[("equinix_metal.setup_raid_ssd_fs", json!(true))],
        "equinix_metal.setup_raid_ssd_fs",
        "A filesystem without its array",
    );
}
