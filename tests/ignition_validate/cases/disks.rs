//! Disks, partitions, filesystems and RAID arrays.

use lokomotive::ignition::v3::Config;
use lokomotive::ignition::v3::filesystems::Filesystem;

use super::Case;
use crate::build::{Row, disk, filesystem, partition, partitioned, push, raid, some};
use crate::{ERROR, WARNING};

fn rows(rows: &'static [Row]) -> impl Fn(&mut Config) {
    move |config| partitioned(config, rows)
}

fn extents(extents: [(i64, i64); 2]) -> impl Fn(&mut Config) {
    move |config| {
        let row = |number, (start, size)| (number, None, Some(start), Some(size));
        partitioned(config, &[row(1, extents[0]), row(2, extents[1])]);
    }
}

fn on_a(change: impl Fn(&mut Filesystem)) -> impl Fn(&mut Config) {
    move |config| filesystem(config, "/dev/a", &change)
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = disks();
    cases.extend(overlaps());
    cases.extend(deletions());
    cases.extend(filesystems());
    cases.extend(formats());
    cases.extend(arrays());
    cases
}

fn disks() -> Vec<Case> {
    vec![
        Case::new(
            "devices",
            |config| {
                for device in ["", "x", "/dev//sda", "/dev/a", "/dev/a"] {
                    disk(config, device, |_| {});
                }
            },
            &[
                (ERROR, "storage.disks.0.device", "disk-device-missing"),
                (ERROR, "storage.disks.1.device", "path-not-absolute"),
                (ERROR, "storage.disks.2.device", "path-not-simple"),
                (ERROR, "storage.disks.4", "duplicate-entry"),
            ],
        ),
        Case::new(
            "neither number nor label",
            rows(&[
                (0, None, None, None),
                (0, Some(""), None, None),
                (-1, None, None, None),
            ]),
            &[(
                ERROR,
                "storage.disks.0.partitions.0",
                "partition-without-key",
            )],
        ),
        Case::new(
            "a number twice",
            rows(&[(1, None, None, None), (1, None, None, None)]),
            &[(ERROR, "storage.disks.0.partitions.1", "duplicate-entry")],
        ),
        Case::new(
            "a label twice",
            rows(&[(0, Some("a"), None, None), (2, Some("a"), None, None)]),
            &[(
                ERROR,
                "storage.disks.0.partitions.1",
                "partition-labels-collide",
            )],
        ),
        Case::new(
            "a colon",
            rows(&[(0, Some("a:b"), None, None)]),
            &[(
                ERROR,
                "storage.disks.0.partitions.0.label",
                "partition-label-colon",
            )],
        ),
        Case::new(
            "a long label",
            rows(&[(0, Some("äääääääääääääääääää"), None, None)]),
            &[(
                ERROR,
                "storage.disks.0.partitions.0.label",
                "partition-label-long",
            )],
        ),
        Case::new(
            "GUIDs",
            |config| {
                partition(config, |partition| {
                    partition.guid = some("");
                    partition.type_guid = some("x");
                });
            },
            &[(
                ERROR,
                "storage.disks.0.partitions.0.typeGuid",
                "guid-malformed",
            )],
        ),
    ]
}

fn overlaps() -> Vec<Case> {
    let overlap = &[(ERROR, "storage.disks.0.partitions.1", "partitions-overlap")];
    vec![
        Case::new("one MiB shared", extents([(1, 10), (10, 10)]), overlap),
        Case::new("side by side", extents([(1, 10), (11, 10)]), &[]),
        Case::new("one within the other", extents([(1, 10), (3, 2)]), overlap),
        Case::new("one around the other", extents([(3, 2), (1, 10)]), overlap),
        Case::new("the rest of the gap", extents([(1, 10), (11, 0)]), &[]),
        Case::new(
            "the rest of a taken gap",
            extents([(1, 10), (5, 0)]),
            overlap,
        ),
        Case::new("the rest twice", extents([(5, 0), (5, 0)]), overlap),
        Case::new("rests apart", extents([(1, 0), (5, 0)]), &[]),
        Case::new("anywhere", extents([(0, 10), (1, 10)]), &[]),
    ]
}

fn deletions() -> Vec<Case> {
    vec![
        Case::new(
            "a deleted partition with a label",
            |config| {
                partition(config, |partition| {
                    partition.should_exist = Some(false);
                    partition.label = some("x");
                });
            },
            &[(
                ERROR,
                "storage.disks.0.partitions.0",
                "partition-deleted-with-fields",
            )],
        ),
        Case::new(
            "a deleted partition",
            |config| {
                partition(config, |partition| {
                    partition.should_exist = Some(false);
                    partition.guid = some("");
                    partition.resize = Some(true);
                    partition.wipe_partition_entry = Some(true);
                });
            },
            &[],
        ),
        Case::new(
            "a deleted partition beside one without a number",
            |config| {
                partition(config, |partition| partition.should_exist = Some(false));
                let disk = &mut config.storage.disks[0];
                push(&mut disk.partitions, |partition| {
                    partition.label = some("x");
                });
            },
            &[(
                ERROR,
                "storage.disks.0.partitions",
                "partition-deleted-beside-unnumbered",
            )],
        ),
    ]
}

fn filesystems() -> Vec<Case> {
    vec![
        Case::new(
            "devices of filesystems",
            |config| {
                for device in ["", "a", "/dev//b", "/dev/c", "/dev/c"] {
                    filesystem(config, device, |_| {});
                }
            },
            &[
                (ERROR, "storage.filesystems.0.device", "path-missing"),
                (ERROR, "storage.filesystems.1.device", "path-not-absolute"),
                (ERROR, "storage.filesystems.2.device", "path-not-simple"),
                (ERROR, "storage.filesystems.4", "duplicate-entry"),
            ],
        ),
        Case::new(
            "one path twice",
            |config| {
                for device in ["/dev/a", "/dev/b"] {
                    filesystem(config, device, |filesystem| {
                        filesystem.format = some("ext4");
                        filesystem.path = some("/x");
                    });
                }
            },
            &[],
        ),
        Case::new(
            "a relative path",
            on_a(|filesystem| {
                filesystem.format = some("ext4");
                filesystem.path = some("x");
            }),
            &[(ERROR, "storage.filesystems.0.path", "path-not-absolute")],
        ),
        Case::new(
            "a partitioned disk",
            |config| {
                partitioned(config, &[(1, None, None, None)]);
                filesystem(config, "/dev/sda", |filesystem| {
                    filesystem.format = some("ext4");
                });
            },
            &[(
                WARNING,
                "storage.filesystems.0.device",
                "filesystem-on-partitions",
            )],
        )
        .newer(),
        Case::new(
            "a wiped disk",
            |config| {
                disk(config, "/dev/a", |disk| disk.wipe_table = Some(true));
                filesystem(config, "/dev/a", |filesystem| {
                    filesystem.format = some("ext4");
                });
            },
            &[(
                WARNING,
                "storage.filesystems.0.device",
                "filesystem-on-wiped-disk",
            )],
        )
        .newer(),
    ]
}

fn formats() -> Vec<Case> {
    let missing = &[(
        ERROR,
        "storage.filesystems.0.format",
        "filesystem-format-missing",
    )];
    let long = &[(
        ERROR,
        "storage.filesystems.0.label",
        "filesystem-label-long",
    )];
    let fields: [fn(&mut Filesystem); 5] = [
        |filesystem| filesystem.path = some("/x"),
        |filesystem| filesystem.uuid = some("u"),
        |filesystem| filesystem.wipe_filesystem = Some(true),
        |filesystem| filesystem.options = vec!["o".into()],
        |filesystem| filesystem.mount_options = vec!["o".into()],
    ];
    let mut cases: Vec<_> = fields
        .into_iter()
        .map(|field| Case::new("a field without format", on_a(field), missing))
        .collect();
    for (format, longest) in [
        ("ext4", 16),
        ("btrfs", 256),
        ("xfs", 12),
        ("swap", 15),
        ("vfat", 11),
    ] {
        let labelled = move |length| {
            on_a(move |filesystem| {
                filesystem.format = some(format);
                filesystem.label = some(&"x".repeat(length));
            })
        };
        cases.push(Case::new("a label that fits", labelled(longest), &[]));
        cases.push(Case::new(
            "a label that does not",
            labelled(longest + 1),
            long,
        ));
    }
    cases.extend([
        Case::new(
            "no format",
            on_a(|filesystem| filesystem.wipe_filesystem = Some(false)),
            &[],
        ),
        Case::new(
            "empty fields",
            on_a(|filesystem| {
                filesystem.format = some("");
                filesystem.path = some("");
                filesystem.label = some("");
            }),
            &[],
        ),
        Case::new(
            "format none",
            on_a(|filesystem| {
                filesystem.format = some("none");
                filesystem.label = some("x");
            }),
            &[],
        ),
        Case::new(
            "another format",
            on_a(|filesystem| filesystem.format = some("zfs")),
            &[(
                ERROR,
                "storage.filesystems.0.format",
                "filesystem-format-unknown",
            )],
        ),
    ]);
    cases
}

fn arrays() -> Vec<Case> {
    vec![
        Case::new(
            "neither level nor devices",
            |config| raid(config, "r", "", &[]),
            &[
                (ERROR, "storage.raid.0.devices", "raid-devices-missing"),
                (ERROR, "storage.raid.0.level", "raid-level-missing"),
            ],
        ),
        Case::new(
            "spares of a stripe",
            |config| {
                raid(config, "r", "raid0", &["/dev/a", "/dev/a"]);
                config.storage.raid[0].spares = Some(1);
            },
            &[
                (ERROR, "storage.raid.0.devices.1", "duplicate-entry"),
                (ERROR, "storage.raid.0.level", "raid-spares-unsupported"),
            ],
        ),
        Case::new(
            "an unknown level",
            |config| raid(config, "r", "raid7", &["a", "/dev//b"]),
            &[
                (ERROR, "storage.raid.0.devices.0", "path-not-absolute"),
                (ERROR, "storage.raid.0.devices.1", "path-not-simple"),
                (ERROR, "storage.raid.0.level", "raid-level-unknown"),
            ],
        ),
        Case::new(
            "a name twice",
            |config| {
                for _ in 0..2 {
                    raid(config, "r", "mirror", &["/dev/a"]);
                }
            },
            &[(ERROR, "storage.raid.1", "duplicate-entry")],
        ),
    ]
}
