//! All wording of the rules of Ignition 3: one function for each problem.
//!
//! Where 2.3 has the same rule, its name is the same. Keys are named as Butane writes them. A message says
//! what is wrong, a help what to write instead; neither holds a value of the user.

use crate::report::{Origin, Problem};

pub(super) fn duplicate(key: &'static str, first: Origin) -> Problem {
    Problem::new(
        "duplicate-entry",
        format!("an entry with the same {key} is there already, from {first}"),
        "Make one entry of both, or remove one",
    )
}

pub(super) fn path_missing() -> Problem {
    Problem::new(
        "path-missing",
        "the path is missing",
        "Write an absolute path, e.g. /etc/motd",
    )
}

pub(super) fn path_not_absolute(path: &str) -> Problem {
    Problem::new(
        "path-not-absolute",
        "the path is not absolute",
        "Start it with /, e.g. /etc/motd",
    )
    .found(path)
}

pub(super) fn path_not_simple(path: &str) -> Problem {
    Problem::new(
        "path-not-simple",
        "the path can be written shorter, and Ignition 3 insists that it is",
        "Remove doubled and trailing slashes and the parts . and ..",
    )
    .found(path)
}

pub(super) fn path_of_unit() -> Problem {
    Problem::new(
        "path-of-unit",
        "the path is where Ignition writes the contents of a unit or drop-in of the same config",
        "Remove this entry, or the contents of the unit or drop-in",
    )
}

pub(super) fn owner_id_and_name() -> Problem {
    Problem::new(
        "owner-id-and-name",
        "the owner has both an id and a name",
        "Keep one of them: id, or name",
    )
}

pub(super) fn mode_special_bits() -> Problem {
    Problem::new(
        "mode-special-bits",
        "setuid, setgid and sticky bits have no effect in this version of Ignition",
        "Leave them out, e.g. 0755, and set them with a unit that runs chmod",
    )
}

pub(super) fn overwrite_without_source() -> Problem {
    Problem::new(
        "overwrite-without-source",
        "overwrite is true, but the file has no contents to overwrite with",
        "Add contents, or remove overwrite",
    )
}

pub(super) fn below_link() -> Problem {
    Problem::new(
        "path-below-link",
        "the path goes through a link of the same config",
        "Write the path that the link points to instead",
    )
}

pub(super) fn link_target_missing() -> Problem {
    Problem::new(
        "link-target-missing",
        "the link has no target",
        "Add target, the path that it points to",
    )
}

pub(super) fn hard_link_to_directory() -> Problem {
    Problem::new(
        "hard-link-to-directory",
        "a hard link cannot point to a directory",
        "Remove hard to make it a symbolic link",
    )
}

pub(super) fn hard_link_owner() -> Problem {
    Problem::new(
        "hard-link-owner",
        "a hard link has no owner of its own, so this is ignored",
        "Set the owner of the file that it points to",
    )
}

pub(super) fn source_missing() -> Problem {
    Problem::new(
        "source-missing",
        "the source is missing",
        "Add source, a URL",
    )
}

pub(super) fn url_scheme_unsupported(scheme: &str) -> Problem {
    let problem = Problem::new(
        "url-scheme-unsupported",
        "Ignition cannot fetch from a URL of this scheme",
        "Use http, https, tftp, gs, s3, arn or data",
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
        "Name a version behind versionId=, or remove versionId from the URL",
    )
}

pub(super) fn arn_malformed() -> Problem {
    Problem::new(
        "arn-malformed",
        "the ARN does not name an object of S3",
        "Write arn:aws:s3:::BUCKET/KEY, or arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME/object/KEY",
    )
}

pub(super) fn hash_without_source() -> Problem {
    Problem::new(
        "hash-without-source",
        "there is a hash, but no source to verify with it",
        "Add source, or remove verification",
    )
}

pub(super) fn hash_malformed() -> Problem {
    Problem::new(
        "hash-malformed",
        "the hash has no function",
        "Write sha512- or sha256- and the hex digits of the sum",
    )
}

pub(super) fn hash_function_unknown(function: &str) -> Problem {
    Problem::new(
        "hash-function-unknown",
        "Ignition does not know this hash function",
        "Use sha512 or sha256",
    )
    .found(function)
}

pub(super) fn hash_length(digits: usize) -> Problem {
    Problem::new(
        "hash-length",
        "the hash sum does not have the length of a sum of its function",
        format!("Write {digits} hex digits"),
    )
}

pub(super) fn headers_without_http() -> Problem {
    Problem::new(
        "headers-without-http",
        "HTTP headers need a source of scheme http or https",
        "Remove http_headers, or fetch over https",
    )
}

pub(super) fn header_name_empty() -> Problem {
    Problem::new(
        "header-name-empty",
        "the HTTP header has no name",
        "Add its name",
    )
}

pub(super) fn header_value_empty() -> Problem {
    Problem::new(
        "header-value-empty",
        "the value of the HTTP header is empty",
        "Write a value; remove the key to remove a header that another config sets",
    )
}

pub(super) fn proxy_scheme() -> Problem {
    Problem::new(
        "proxy-scheme",
        "a proxy is reached over http or https",
        "Write a URL that starts with http:// or https://",
    )
}

pub(super) fn proxy_insecure() -> Problem {
    Problem::new(
        "proxy-insecure",
        "the proxy of https URLs is itself reached without encryption",
        "Use an https:// URL where the proxy has one",
    )
}

pub(super) fn device_missing() -> Problem {
    Problem::new(
        "disk-device-missing",
        "there is no device",
        "Add device, e.g. /dev/sda",
    )
}

pub(super) fn partition_label_taken() -> Problem {
    Problem::new(
        "partition-labels-collide",
        "two partitions of the disk have the same label",
        "Give each partition its own label",
    )
}

pub(super) fn partition_without_key() -> Problem {
    Problem::new(
        "partition-without-key",
        "the partition has neither a number nor a label",
        "Add a number from 1 on, or a label",
    )
}

pub(super) fn partition_deleted_with_fields() -> Problem {
    Problem::new(
        "partition-deleted-with-fields",
        "should_exist is false, so the partition cannot have a label, a GUID, a start or a size",
        "Keep only number and should_exist, or remove should_exist",
    )
}

pub(super) fn partition_deleted_beside_unnumbered() -> Problem {
    Problem::new(
        "partition-deleted-beside-unnumbered",
        "a disk with a partition whose should_exist is false needs a number for each partition",
        "Add number to all partitions of the disk",
    )
}

pub(super) fn partitions_overlap() -> Problem {
    Problem::new(
        "partitions-overlap",
        "the partition overlaps another one of the disk",
        "Change start_mib or size_mib, or leave start_mib out to take the next gap",
    )
}

pub(super) fn filesystem_format_missing() -> Problem {
    Problem::new(
        "filesystem-format-missing",
        "the filesystem has no format",
        "Add format: ext4, btrfs, xfs, vfat, swap or none",
    )
}

pub(super) fn filesystem_format_unknown(format: &str) -> Problem {
    Problem::new(
        "filesystem-format-unknown",
        "Ignition cannot make a filesystem of this format",
        "Use ext4, btrfs, xfs, vfat, swap or none",
    )
    .found(format)
}

pub(super) fn filesystem_on_partitions() -> Problem {
    Problem::new(
        "filesystem-on-partitions",
        "the filesystem is made on a whole disk that the same config partitions, and overwrites the partitions",
        "Name a partition, e.g. /dev/disk/by-partlabel/LABEL",
    )
}

pub(super) fn filesystem_on_wiped_disk() -> Problem {
    Problem::new(
        "filesystem-on-wiped-disk",
        "the disk has wipe_table, so the filesystem is wiped although it does not say so",
        "Add wipe_filesystem: true, or remove wipe_table",
    )
}

pub(super) fn raid_level_missing() -> Problem {
    Problem::new(
        "raid-level-missing",
        "the array has no level",
        "Add level, e.g. raid1",
    )
}

pub(super) fn raid_devices_missing() -> Problem {
    Problem::new(
        "raid-devices-missing",
        "the array has no devices",
        "Add devices, a list of absolute paths",
    )
}

pub(super) fn luks_name_slash() -> Problem {
    Problem::new(
        "luks-name-slash",
        "the name of an encrypted volume cannot contain a slash",
        "Write the name below /dev/mapper alone",
    )
}

pub(super) fn luks_label_long() -> Problem {
    Problem::new(
        "luks-label-long",
        "the label is longer than the 47 bytes of a LUKS label",
        "Shorten it",
    )
}

pub(super) fn clevis_custom_and_others() -> Problem {
    Problem::new(
        "clevis-custom-and-others",
        "a custom Clevis pin excludes tang, tpm2 and threshold",
        "Keep custom alone, or remove it",
    )
}

pub(super) fn clevis_pin() -> Problem {
    Problem::new(
        "clevis-pin",
        "the custom Clevis pin is missing, or not one that Ignition knows",
        "Use tpm2, tang or sss",
    )
}

pub(super) fn clevis_config_missing() -> Problem {
    Problem::new(
        "clevis-config-missing",
        "the custom Clevis pin has no config",
        "Add config, the JSON that the pin takes",
    )
}

pub(super) fn tang_scheme() -> Problem {
    Problem::new(
        "tang-scheme",
        "a Tang server is reached over http or https",
        "Write a URL that starts with http:// or https://",
    )
}

pub(super) fn tang_thumbprint_missing() -> Problem {
    Problem::new(
        "tang-thumbprint-missing",
        "the Tang server has no thumbprint",
        "Add thumbprint, which tang-show-keys prints",
    )
}

pub(super) fn tang_advertisement() -> Problem {
    Problem::new(
        "tang-advertisement",
        "the advertisement of the Tang server is not JSON",
        "Write what the server answers at /adv, unchanged",
    )
}

pub(super) fn unit_without_install(name: &str) -> Problem {
    Problem::new(
        "unit-without-install",
        "the unit is enabled but has no [Install] section, so it will not be started",
        "Add [Install] with e.g. WantedBy=multi-user.target",
    )
    .found(name)
}

pub(super) fn field_of_3_4(field: &'static str) -> Problem {
    Problem::new(
        "needs-3.4.0",
        format!("{field} is new in Ignition 3.4.0 and would be ignored by an older version"),
        "Set ignition_version to 3.4.0, or remove the key",
    )
}

pub(super) fn arn_of_3_4() -> Problem {
    Problem::new(
        "needs-3.4.0",
        "sources of scheme arn are new in Ignition 3.4.0",
        "Set ignition_version to 3.4.0, or use an s3:// URL",
    )
}
