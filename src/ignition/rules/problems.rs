//! All wording of the rules: one function for each problem.
//!
//! A message says what is wrong, a help what to write instead. Neither holds a value of the user, which
//! may be secret; values go into `found`.

use crate::ignition::data_url::DataUrlError;
use crate::ignition::go_url::UrlError;
use crate::ignition::unit_text::UnitError;
use crate::report::Problem;

pub(super) fn path_not_absolute(path: &str) -> Problem {
    Problem::new(
        "path-not-absolute",
        "the path is not absolute",
        "Start it with /, e.g. /etc/motd.",
    )
    .found(path)
}

pub(super) fn mode_out_of_range() -> Problem {
    Problem::new(
        "mode-out-of-range",
        "the mode is not a set of permission bits",
        "Write an octal number from 0 to 07777, e.g. 0644.",
    )
}

pub(super) fn owner_id_and_name() -> Problem {
    Problem::new(
        "owner-id-and-name",
        "the owner has both an id and a name",
        "Keep one of them: id, or name.",
    )
}

pub(super) fn append_and_overwrite() -> Problem {
    Problem::new(
        "append-and-overwrite",
        "a file cannot both append and overwrite",
        "Remove append to replace the file, or overwrite to add to it.",
    )
}

pub(super) fn compression_unknown(compression: &str) -> Problem {
    Problem::new(
        "compression-unknown",
        "the compression is not known to Ignition",
        "Write gzip, or remove the key.",
    )
    .found(compression)
}

pub(super) fn url_malformed(error: &UrlError) -> Problem {
    let problem = Problem::new(
        "url-malformed",
        format!("the URL cannot be read: {error}"),
        "Write it like https://example.com/file, with special characters escaped as %XX.",
    );
    match error.fragment() {
        Some(fragment) => problem.found(fragment),
        None => problem,
    }
}

pub(super) fn url_scheme_unsupported(scheme: &str) -> Problem {
    let problem = Problem::new(
        "url-scheme-unsupported",
        "Ignition cannot fetch from a URL of this scheme",
        "Use http, https, tftp, s3, oem or data.",
    );
    if scheme.is_empty() {
        problem
    } else {
        problem.found(scheme)
    }
}

pub(super) fn s3_version_empty() -> Problem {
    Problem::new(
        "s3-version-empty",
        "the versionId of the S3 object is empty",
        "Name a version behind versionId=, or remove versionId from the URL.",
    )
}

pub(super) fn data_url_malformed(error: DataUrlError) -> Problem {
    Problem::new(
        "data-url-malformed",
        format!("the data URL cannot be decoded: {error}"),
        "Write data:, and the text with special characters escaped as %XX, or data:;base64, and padded base64.",
    )
}

pub(super) fn hash_malformed() -> Problem {
    Problem::new(
        "hash-malformed",
        "the hash has no function",
        "Write sha512- and the 128 hex digits of the sum.",
    )
}

pub(super) fn hash_function_unknown(function: &str) -> Problem {
    Problem::new(
        "hash-function-unknown",
        "Ignition does not know this hash function",
        "Use sha512, the only one it knows.",
    )
    .found(function)
}

pub(super) fn hash_length() -> Problem {
    Problem::new(
        "hash-length",
        "the hash sum does not have the length of a SHA-512 sum",
        "Write 128 hex digits, as sha512sum prints them.",
    )
}

pub(super) fn disk_device_missing() -> Problem {
    Problem::new(
        "disk-device-missing",
        "the disk has no device",
        "Add device, e.g. /dev/sda.",
    )
}

pub(super) fn partition_numbers_collide(number: i64) -> Problem {
    Problem::new(
        "partition-numbers-collide",
        "two partitions of the disk have the same number",
        "Give each partition its own number, or 0 for the next free one.",
    )
    .found(number.to_string())
}

pub(super) fn partition_label_long(label: &str) -> Problem {
    Problem::new(
        "partition-label-long",
        "the partition label is longer than 36 bytes",
        "Shorten it.",
    )
    .found(label)
}

pub(super) fn partition_label_colon(label: &str) -> Problem {
    Problem::new(
        "partition-label-colon",
        "the partition label will be cut at its colon",
        "Write it without a colon.",
    )
    .found(label)
}

pub(super) fn guid_malformed(guid: &str) -> Problem {
    Problem::new(
        "guid-malformed",
        "the GUID does not have the form of one",
        "Write it like 01234567-89AB-CDEF-EDCB-A98765432101.",
    )
    .found(guid)
}

pub(super) fn filesystem_without_place() -> Problem {
    Problem::new(
        "filesystem-without-place",
        "the filesystem has neither mount nor path",
        "Add mount to make it on a device, or path to name one that is mounted already.",
    )
}

pub(super) fn filesystem_mount_and_path() -> Problem {
    Problem::new(
        "filesystem-mount-and-path",
        "the filesystem has both mount and path",
        "Keep mount to make it on a device, or path to name one that is mounted already.",
    )
}

pub(super) fn filesystem_create_and_wipe() -> Problem {
    Problem::new(
        "filesystem-create-and-wipe",
        "mount has both create and wipe_filesystem",
        "Remove create: wipe_filesystem replaces its force.",
    )
}

pub(super) fn filesystem_create_and_options() -> Problem {
    Problem::new(
        "filesystem-create-and-options",
        "mount has both create and options",
        "Move the options of create to the options of mount and remove create.",
    )
}

pub(super) fn filesystem_create_deprecated() -> Problem {
    Problem::new(
        "filesystem-create-deprecated",
        "create of a filesystem is deprecated",
        "Write wipe_filesystem instead of force, and options directly below mount.",
    )
}

pub(super) fn filesystem_format_unknown(format: &str) -> Problem {
    Problem::new(
        "filesystem-format-unknown",
        "Ignition cannot make a filesystem of this format",
        "Use ext4, btrfs, xfs, vfat or swap.",
    )
    .found(format)
}

pub(super) fn filesystem_label_long(format: &'static str, longest: usize, label: &str) -> Problem {
    Problem::new(
        "filesystem-label-long",
        format!("the filesystem label is longer than the {longest} bytes of {format}"),
        "Shorten it.",
    )
    .found(label)
}

pub(super) fn filesystem_undefined(node: &'static str, path: &str, filesystem: &str) -> Problem {
    Problem::new(
        "filesystem-undefined",
        format!("a {node} is on a filesystem that this document does not define"),
        "Define it in storage.filesystems, unless another document does.",
    )
    .found(format!("{path} on {filesystem}"))
}

pub(super) fn filesystem_redefined(name: &str) -> Problem {
    Problem::new(
        "filesystem-redefined",
        "a filesystem has the name of one that is defined already",
        "Rename it; root always exists.",
    )
    .found(name)
}

pub(super) fn raid_level_unknown(level: &str) -> Problem {
    Problem::new(
        "raid-level-unknown",
        "the RAID level is not known to Ignition",
        "Use linear, raid0, raid1, raid4, raid5, raid6 or raid10.",
    )
    .found(level)
}

pub(super) fn raid_spares_unsupported() -> Problem {
    Problem::new(
        "raid-spares-unsupported",
        "an array of this level cannot have spares",
        "Remove spares, or choose a level with redundancy, e.g. raid1.",
    )
}

pub(super) fn user_create_deprecated() -> Problem {
    Problem::new(
        "user-create-deprecated",
        "create of a user is deprecated",
        "Move its fields up to the user.",
    )
}

pub(super) fn user_create_and_field(field: &'static str) -> Problem {
    Problem::new(
        "user-create-and-field",
        format!("the user has both create and a {field} of its own"),
        "Move the fields of create up to the user and remove create.",
    )
}

pub(super) fn unit_contents_malformed(error: UnitError) -> Problem {
    let help = match error {
        UnitError::SectionEnd | UnitError::Garbage => {
            "Write a section name alone in its line, e.g. [Service]"
        }
        UnitError::NameLine | UnitError::NameEnd => {
            "Write options as Name=value; indent the contents evenly and end a line with \\ to continue it"
        }
        UnitError::LineTooLong => "Break the line with \\ at its end, or move the text into a file",
    };
    Problem::new(
        "unit-contents-malformed",
        format!("the contents are not a unit file: {error}."),
        help,
    )
}

pub(super) fn unit_without_install(name: &str) -> Problem {
    Problem::new(
        "unit-without-install",
        "the unit is enabled but has no [Install] section, so it will not be started",
        "Add [Install] with e.g. WantedBy=multi-user.target.",
    )
    .found(name)
}

pub(super) fn unit_extension(name: &str) -> Problem {
    Problem::new(
        "unit-extension",
        "the name does not end like that of a systemd unit",
        "End it in .service, .socket, .device, .mount, .automount, .swap, .target, .path, .timer, \
         .snapshot, .slice or .scope.",
    )
    .found(name)
}

pub(super) fn networkd_extension(name: &str) -> Problem {
    Problem::new(
        "networkd-extension",
        "the name does not end like that of a networkd unit",
        "End it in .network, .netdev or .link.",
    )
    .found(name)
}

pub(super) fn dropin_extension(name: &str) -> Problem {
    Problem::new(
        "dropin-extension",
        "the name of the drop-in does not end in .conf",
        "End it in .conf.",
    )
    .found(name)
}
