//! The images that exist: Flatcar's of several channels, and some that must not be taken for them.

use super::ids::named_id;

/// The account that publishes Flatcar.
pub(crate) const FLATCAR: &str = "075585003325";

/// A machine image.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    /// Its id, which differs between regions.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// The account it belongs to.
    pub(crate) owner: &'static str,
    /// `x86_64` or `arm64`.
    pub(crate) architecture: &'static str,
    /// When it was made.
    pub(crate) created: String,
    /// `available`, or `pending`.
    pub(crate) state: &'static str,
}

/// Where the root volume is.
pub(crate) const ROOT_DEVICE: &str = "/dev/xvda";

/// The size of the root volume in GiB, unless a launch says otherwise.
pub(crate) const ROOT_SIZE: u32 = 8;

/// Channel, version, day.
const RELEASES: &[(&str, &str, &str)] = &[
    ("lts", "4081.3.5", "2025-06-24"),
    ("lts", "4081.3.6", "2025-09-16"),
    ("stable", "3510.2.0", "2023-04-18"),
    ("stable", "4152.2.3", "2025-05-06"),
    ("stable", "4230.2.3", "2025-09-16"),
    ("stable", "4459.2.1", "2025-11-20"),
    ("stable", "4593.2.4", "2026-08-25"),
    ("beta", "4459.1.0", "2025-09-30"),
    ("beta", "4628.1.0", "2026-09-22"),
    ("alpha", "4515.0.0", "2025-11-11"),
    ("alpha", "4699.0.0", "2026-10-27"),
];

impl Image {
    /// All images of a region, in no order of age.
    pub(crate) fn of_region(region: &str) -> Vec<Self> {
        let mut images = Vec::new();
        for (channel, version, day) in RELEASES {
            for (architecture, suffix) in [("x86_64", "-hvm"), ("arm64", "-arm64-hvm")] {
                let name = format!("Flatcar-{channel}-{version}{suffix}");
                images.push(Self::new(region, FLATCAR, name, architecture, day));
            }
        }
        let stranger = "Flatcar-stable-9999.9.9-hvm".to_owned();
        images.push(Self::new(
            region,
            "666666666666",
            stranger,
            "x86_64",
            "2026-11-01",
        ));
        let other = "flatcar-stable-4593.2.4-kube-1.31.4".to_owned();
        images.push(Self::new(
            region,
            "706635527432",
            other,
            "x86_64",
            "2026-11-02",
        ));
        let unfinished = "Flatcar-stable-4593.2.5-hvm".to_owned();
        images.push(Self {
            state: "pending",
            ..Self::new(region, FLATCAR, unfinished, "x86_64", "2026-11-22")
        });
        images.sort_by(|one, other| one.id.cmp(&other.id));
        images
    }

    fn new(
        region: &str,
        owner: &'static str,
        name: String,
        architecture: &'static str,
        day: &str,
    ) -> Self {
        Self {
            id: named_id("ami", &format!("{region}/{owner}/{name}")),
            name,
            owner,
            architecture,
            created: format!("{day}T08:00:00.000Z"),
            state: "available",
        }
    }

    /// The snapshot of its root volume.
    pub(crate) fn snapshot(&self) -> String {
        named_id("snap", &self.id)
    }
}
