//! Disks, partitions and RAID arrays.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        breaks: &["
            storage:
              disks:
                - {device: /dev/sda, partitions: [{number: 1}]}
                - {device: /dev/sda, partitions: [{number: 2}]}
                - {device: /dev//sda}
        "],
        found: &[
            "duplicate-disk content 5",
            "device-not-simplified content 6",
        ],
        advice: &["
            storage:
              disks:
                - {device: /dev/sda, partitions: [{number: 1}, {number: 2}]}
        "],
    },
    Case {
        breaks: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {number: 1, label: a}
                    - {number: 2, label: a}
                - device: /dev/sdb
                  partitions: [{number: 1, label: a}]
        "],
        found: &["duplicate-partition-label content 7"],
        advice: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {number: 1, label: a}
                    - {number: 2, label: b}
        "],
    },
    Case {
        breaks: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {size: 1GiB}
        "],
        found: &["partition-unnamed content 6"],
        advice: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {size: 1GiB, label: a}
                    - {size: 1GiB, number: 7}
        "],
    },
    Case {
        breaks: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {label: 'a:b'}
        "],
        found: &["partition-label-with-colon content 6"],
        advice: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {label: ab}
        "],
    },
    Case {
        // Sizes of 0 fill the disk and count as the first MiB; a start of 0 is sgdisk's choice.
        breaks: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {number: 1, start: 1MiB, size: 10MiB}
                    - {number: 2, start: 10MiB, size: 10MiB}
                    - {number: 3, start: 5MiB, size: 0}
                    - {number: 4, start: 0, size: 10MiB}
                    - {number: 5, start: 100MiB, size: 0}
                    - {number: 6, start: 120MiB, size: 1MiB}
        "],
        found: &[
            "partitions-overlap content 7",
            "partitions-overlap content 8",
        ],
        advice: &["
            storage:
              disks:
                - device: /dev/sda
                  partitions:
                    - {number: 1, start: 1MiB, size: 10MiB}
                    - {number: 2, start: 11MiB, size: 10MiB}
                    - {number: 3, start: 0, size: 10MiB}
        "],
    },
    Case {
        breaks: &["
            storage:
              raid:
                - {name: a, level: raid1, devices: [/dev/sda, /dev/sdb]}
                - {name: a, level: raid1, devices: [/dev/sdc, /dev/sdd]}
        "],
        found: &["duplicate-raid content 5"],
        advice: &["
            storage:
              raid:
                - {name: a, level: raid1, devices: [/dev/sda, /dev/sdb]}
                - {name: b, level: raid1, devices: [/dev/sdc, /dev/sdd]}
        "],
    },
    Case {
        breaks: &["
            storage:
              raid:
                - {name: a, level: linear}
                - {name: b, level: raid1, devices: [/dev/sda, /dev/sda]}
                - {name: c, level: raid1, devices: [/dev/sda, /dev/./sdb]}
        "],
        found: &[
            "raid-without-devices content 4",
            "duplicate-raid-device content 5",
            "device-not-simplified content 6",
        ],
        advice: &["
            storage:
              raid:
                - {name: b, level: raid1, devices: [/dev/sda, /dev/sdb]}
        "],
    },
];
