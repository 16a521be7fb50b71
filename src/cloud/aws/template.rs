//! What AWS is asked for beside the config: settled, every default filled in.

use std::collections::BTreeMap;

/// What all machines of a set have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Instance type.
    pub instance_type: String,
    /// Subnets; machines take them in turn.
    pub subnet_ids: Vec<String>,
    /// Security groups; none for the VPC's default group.
    pub security_group_ids: Vec<String>,
    /// Target groups of load balancers, as ARNs.
    pub target_group_arns: Vec<String>,
    /// Whether there is a public address; the subnet says so when nothing does.
    pub public_address: Option<bool>,
    /// Name of the instance profile.
    pub instance_profile: Option<String>,
    /// The image.
    pub image: Image,
    /// The machines' architecture: `amd64` or `arm64`.
    pub arch: String,
    /// The root volume.
    pub disk: Disk,
    /// Most to pay for an hour, in dollars; on-demand when nothing is said.
    pub spot_price: Option<String>,
    /// How many hops answers of the metadata service live; a state that was imported does not say yet.
    pub metadata_hop_limit: Option<i32>,
    /// The user's tags.
    pub tags: BTreeMap<String, String>,
}

/// Which image machines are made from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Image {
    /// This one.
    Id(String),
    /// Flatcar's own of a release.
    Release {
        /// `stable`, `beta` and so on.
        channel: String,
        /// The release; the channel's newest when nothing is said.
        version: Option<String>,
    },
}

/// The root volume. It is always encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disk {
    /// GiB.
    pub size: i32,
    /// Type, e.g. `gp3`.
    pub volume_type: String,
    /// Operations a second.
    pub iops: Option<i32>,
    /// MiB a second.
    pub throughput: Option<i32>,
    /// The key; the account's own for volumes when nothing is said.
    pub kms_key_id: Option<String>,
}

/// The image that was found, and what launching it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: String,
    /// The device that the root volume replaces.
    pub(super) root_device: String,
}
