//! The block `equinix_metal`.

use crate::framework::{Attribute, Block, Type};
use crate::machines::arguments::Kind;
use crate::machines::rules::metal;

pub(super) fn block(kind: Kind) -> Block {
    let of_kind = match kind {
        Kind::Controller => vec![
            Attribute::optional(
                "controller_type",
                Type::String,
                "Plan of the machines. Default `c3.small.x86`, kept from creation on.",
            )
            .with_pinned_default("c3.small.x86"),
        ],
        Kind::WorkerPool => vec![
            Attribute::optional(
                "node_type",
                Type::String,
                "Plan of the machines. Default `c3.small.x86`, kept from creation on.",
            )
            .with_pinned_default("c3.small.x86"),
            Attribute::optional(
                "disable_bgp",
                Type::Bool,
                "Whether the nodes' label says that they announce no services by BGP. Default `false`.",
            ),
            Attribute::optional(
                "bgp_session",
                Type::Bool,
                "Whether each machine has a BGP session (IPv4), for a load balancer in the cluster that announces \
                 services. The project must have BGP enabled. Default `false`: the cluster's own controller for the \
                 cloud makes them, if there is one.",
            ),
            Attribute::optional(
                "setup_raid",
                Type::Bool,
                "Whether all empty disks are joined to a RAID 0, `/dev/md/node-local-storage`.",
            ),
            Attribute::optional(
                "setup_raid_hdd",
                Type::Bool,
                "Whether the empty rotating disks are joined to a RAID 0, `/dev/md/node-local-hdd-storage`.",
            ),
            Attribute::optional(
                "setup_raid_ssd",
                Type::Bool,
                "Whether the empty disks that do not rotate are joined to a RAID 0, `/dev/md/node-local-ssd-storage`.",
            ),
            Attribute::optional(
                "setup_raid_ssd_fs",
                Type::Bool,
                "Whether that has a filesystem, mounted on `/mnt`.",
            ),
        ],
    };
    let common = vec![
        Attribute::required("project_id", Type::String, "The project. Another project makes other machines.")
            .requires_replace()
            .check(metal::uuid),
        Attribute::optional("metro", Type::String, "Where the machines are, e.g. `am`."),
        Attribute::optional(
            "facility",
            Type::String,
            "Where the machines are, as it was said before there were metros.",
        ),
        Attribute::optional(
            "billing_cycle",
            Type::String,
            "How machines are paid for: `hourly`, `daily`, `monthly` or `yearly`. Default `hourly`, kept from \
             creation on.",
        )
        .with_pinned_default("hourly")
        .one_of(&["hourly", "daily", "monthly", "yearly"]),
        Attribute::optional(
            "ipxe_script_url",
            Type::String,
            "Script that iPXE starts, by http, to install Flatcar: for `arm64`, and for releases other than the \
             current one.",
        )
        .check(metal::script_url),
        Attribute::optional(
            "reservation_ids",
            Type::map(Type::String),
            "Hardware reservations by machine: `controller-0`, `worker-0` and so on, one for each.",
        ),
        Attribute::optional(
            "reservation_ids_default",
            Type::String,
            "`next-available` to take any reservation of the project.",
        )
        .one_of(&["", "next-available"]),
        Attribute::optional(
            "no_ssh_keys",
            Type::Bool,
            "Whether the keys of the project and of its members are kept off the machines. Default `true`. They \
             could not log in anyway, since the base config masks the unit that installs them for `core`.",
        )
        .with_default(true),
    ];
    of_kind
        .into_iter()
        .chain(common)
        .fold(Block::new(), Block::attribute)
}
