//! The block `aws`.

use crate::framework::{Attribute, Block, Type};
use crate::machines::arguments::Kind;
use crate::machines::rules::{aws, counts};

pub(super) fn block(kind: Kind) -> Block {
    let of_kind = match kind {
        Kind::Controller => vec![
            Attribute::optional(
                "controller_type",
                Type::String,
                "Instance type. Default `t3.medium`, kept from creation on.",
            )
            .with_pinned_default("t3.medium"),
        ],
        Kind::WorkerPool => vec![
            Attribute::optional(
                "instance_type",
                Type::String,
                "Instance type. Default `t3.small`, kept from creation on.",
            )
            .with_pinned_default("t3.small"),
            Attribute::optional(
                "spot_price",
                Type::String,
                "Most to pay for an hour, in dollars. With it the machines are spot instances.",
            )
            .check(aws::price),
        ],
    };
    let common = vec![
        Attribute::required(
            "subnet_ids",
            Type::list(Type::String),
            "Subnets; machines take them in turn.",
        ),
        Attribute::optional(
            "security_group_ids",
            Type::list(Type::String),
            "Security groups. Without any, machines are in the VPC's default group.",
        ),
        Attribute::optional(
            "target_group_arns",
            Type::list(Type::String),
            "Target groups of load balancers. Machines are registered once they run, and drained before they go.",
        ),
        Attribute::optional(
            "associate_public_ip_address",
            Type::Bool,
            "Whether machines have a public address. By default as the subnet has it.",
        ),
        Attribute::optional(
            "iam_instance_profile",
            Type::String,
            "Name of the instance profile, for pods that call AWS.",
        ),
        Attribute::optional(
            "ami_id",
            Type::String,
            "Image to use instead of Flatcar's own of `os_channel`, `os_version` and `os_arch`.",
        )
        .check(aws::ami),
        Attribute::optional(
            "disk_size",
            Type::Number,
            "Size of the root volume, in GiB. It is encrypted. Default `40`, kept from creation on.",
        )
        .with_pinned_default(40),
        Attribute::optional(
            "disk_type",
            Type::String,
            "Type of the root volume: `gp3`, `gp2`, `io1`, `io2` or `standard`. Default `gp3`, kept from creation on.",
        )
        .with_pinned_default("gp3")
        .one_of(aws::VOLUME_TYPES),
        Attribute::optional(
            "disk_iops",
            Type::Number,
            "Operations a second of the root volume: for `gp3`, `io1` and `io2`.",
        ),
        Attribute::optional(
            "disk_throughput",
            Type::Number,
            "MiB a second of the root volume: for `gp3`.",
        ),
        Attribute::optional(
            "kms_key_id",
            Type::String,
            "Key that encrypts the root volume. By default the account's own for volumes.",
        ),
        Attribute::optional(
            "metadata_hop_limit",
            Type::Number,
            "How many hops answers of the metadata service live. With `1`, the default, pods of a network of their own \
             cannot ask it for the machine's credentials.",
        )
        .with_default(1)
        .check(counts::hops),
    ];
    of_kind
        .into_iter()
        .chain(common)
        .fold(Block::new(), Block::attribute)
}
