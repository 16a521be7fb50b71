//! All wording of this module: one function for each problem.
//!
//! A message says what is wrong, a help what to write instead. Neither holds a value of the user, which
//! may be secret; values go into `found`.

use crate::decode::closest;
use crate::report::Problem;

// Documents

pub(super) fn version() -> Problem {
    Problem::new(
        "config-version",
        "Container Linux Configs have no version but 0",
        "Remove the key.",
    )
}

// Platforms and dynamic data

pub(super) fn platform_unknown(platform: &str, near: Option<&str>, known: &[&str]) -> Problem {
    let known = known.join(", ");
    let help = match near {
        Some(near) => format!("Did you mean {near}? Known platforms: {known}."),
        None => format!("Known platforms: {known}."),
    };
    Problem::new("platform-unknown", "the platform is not known", help).found(platform)
}

pub(super) fn template_without_platform() -> Problem {
    Problem::new(
        "template-without-platform",
        "braces stand for dynamic data, which needs a platform",
        "Set the argument platform, or write the value without { and }.",
    )
}

pub(super) fn template_field_unknown(field: &str, known: &[&str]) -> Problem {
    let help = match closest(field.trim(), known) {
        Some(near) => format!("Did you mean {{{near}}}?"),
        None => format!("This platform knows {}.", known.join(", ")),
    };
    Problem::new(
        "template-field-unknown",
        "the platform has no dynamic data of this name",
        help,
    )
    .found(field)
}

// Files and directories

pub(super) fn file_mode_unset(append: bool) -> Problem {
    let message = if append {
        "the file has no mode and gets 0644 if it does not exist"
    } else {
        "the file has no mode and gets 0644"
    };
    Problem::new("file-mode-unset", message, "Add mode: 0644.")
}

pub(super) fn directory_mode_unset() -> Problem {
    Problem::new(
        "directory-mode-unset",
        "the directory has no mode and gets 0755",
        "Add mode: 0755.",
    )
}

pub(super) fn contents_sources() -> Problem {
    Problem::new(
        "contents-sources",
        "the contents come from more than one place",
        "Keep one of inline, local and remote.url.",
    )
}

pub(super) fn local_file() -> Problem {
    Problem::new(
        "local-file",
        "local files cannot be read in a Container Linux Config",
        "Pass the text in with Terraform: inline: ${jsonencode(file(\"...\"))}.",
    )
}

// Disks

pub(super) fn size_unit(unit: &str) -> Problem {
    Problem::new(
        "size-unit",
        "the unit of this size is not known",
        "Write a number and a unit without a blank, e.g. 512MiB or 8GiB; units are B, KiB, MiB, GiB, TiB, PiB and EiB.",
    )
    .found(unit)
}

pub(super) fn size_malformed(size: &str) -> Problem {
    Problem::new(
        "size-malformed",
        "this is not a size",
        "Write a number and a unit without a blank, e.g. 512MiB or 8GiB.",
    )
    .found(size)
}

pub(super) fn size_too_large(size: &str) -> Problem {
    Problem::new(
        "size-too-large",
        "this size does not fit into 64 bits",
        "Write a size below 8EiB.",
    )
    .found(size)
}

pub(super) fn size_negative(size: &str) -> Problem {
    Problem::new(
        "size-negative",
        "a size cannot be negative",
        "Remove the minus; 0 means the rest of the disk.",
    )
    .found(size)
}

pub(super) fn size_granularity(size: &str) -> Problem {
    Problem::new(
        "size-granularity",
        "the size is not a whole number of MiB",
        "Round it to MiB, e.g. 512MiB.",
    )
    .found(size)
}

// etcd and flannel

pub(super) fn version_malformed(version: &str) -> Problem {
    Problem::new(
        "version-malformed",
        "this is not a version",
        "Write three numbers with dots, e.g. 3.3.27; -rc.1 or +meta may follow.",
    )
    .found(version)
}

pub(super) fn etcd_too_old() -> Problem {
    Problem::new(
        "etcd-too-old",
        "etcd before 2.3.0 is not supported",
        "Set a version from 2.3.0 to 3.5.x, or remove the key.",
    )
}

pub(super) fn etcd_minor_too_new() -> Problem {
    Problem::new(
        "etcd-minor-too-new",
        "the options of this etcd version are not known",
        "Only the options of the newest known version of its major version (2.3, 3.5) are accepted.",
    )
}

pub(super) fn etcd_too_new() -> Problem {
    Problem::new(
        "etcd-too-new",
        "etcd 4 and later are not supported",
        "Set a version from 2.3.0 to 3.5.x, or remove the key.",
    )
}

pub(super) fn flannel_too_old() -> Problem {
    Problem::new(
        "flannel-too-old",
        "flannel before 0.5.0 is not supported",
        "Set a version from 0.5.0 to 0.7.x, or remove the key.",
    )
}

pub(super) fn flannel_minor_too_new() -> Problem {
    Problem::new(
        "flannel-minor-too-new",
        "the options of this flannel version are not known",
        "Only the options of flannel 0.7 are accepted.",
    )
}

pub(super) fn flannel_network_json() -> Problem {
    Problem::new(
        "flannel-network-json",
        "the network config is not a JSON object",
        "Write it like '{\"Network\": \"10.2.0.0/16\"}', in single quotes.",
    )
}

pub(super) fn flannel_network_and_kube() -> Problem {
    Problem::new(
        "flannel-network-and-kube",
        "with kube_subnet_mgr, flannel takes no network config",
        "Remove network_config, or kube_subnet_mgr.",
    )
}

// update and locksmith

pub(super) fn update_group_unknown(group: &str) -> Problem {
    Problem::new(
        "update-group-unknown",
        "the update group is none of Flatcar's",
        "Write stable, beta or alpha, or set the server that has this group.",
    )
    .found(group)
}

pub(super) fn reboot_strategy_unknown(strategy: &str) -> Problem {
    Problem::new(
        "reboot-strategy-unknown",
        "the reboot strategy is not known",
        "Write reboot, etcd-lock or off.",
    )
    .found(strategy)
}

pub(super) fn window_incomplete() -> Problem {
    Problem::new(
        "window-incomplete",
        "window_start and window_length go together",
        "Set both, e.g. window_start: Thu 04:00 and window_length: 1h, or none.",
    )
}

pub(super) fn window_day(start: &str) -> Problem {
    Problem::new(
        "window-day",
        "the window does not start with a day",
        "Write the first three letters of an English day before the time, e.g. Thu 04:00, or the time alone.",
    )
    .found(start)
}

pub(super) fn window_time(start: &str) -> Problem {
    Problem::new(
        "window-time",
        "the start of the window is not a time",
        "Write hours and minutes, e.g. 04:00 or Thu 04:00.",
    )
    .found(start)
}

pub(super) fn window_length(length: &str) -> Problem {
    Problem::new(
        "window-length",
        "the length of the window is not a duration",
        "Write numbers with units and without blanks, e.g. 1h30m.",
    )
    .found(length)
}
