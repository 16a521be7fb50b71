//! What Ignition 3.4.0 asks of a config before it does anything.
//!
//! Source: the validators of the spec's `v3_4` types; those of 3.3.0 are the same. Rules that 2.3 has too
//! are taken from [`crate::ignition::rules`]. A merged config is to be checked again, since the merge of
//! two valid configs may break a rule.
//!
//! Ignition does not know the scheme `oem`; Flatcar's build of it does, so it is no violation here.
//!
//! To add a rule: word its problem in `problems`, then add it to the file of its section.

mod disks;
mod duplicates;
mod filesystems;
mod ignition;
mod links;
mod luks;
mod nodes;
mod partitions;
mod passwd;
mod paths;
mod place;
mod problems;
mod raid;
mod resource;
mod systemd;
mod version;

use super::{Config, KernelArguments, Version};
pub use place::Violation;
use place::{Place, Violations, entries};

/// The rules that a config breaks, section by section.
#[must_use]
pub fn check(config: &Config) -> Vec<Violation> {
    let mut out = Violations::default();
    let storage = &config.storage;
    ignition::check(&config.ignition, &mut out);
    duplicates::check(kernel_arguments(&config.kernel_arguments), &mut out);
    passwd::check(&config.passwd, &mut out);
    nodes::check(storage, &mut out);
    links::check(storage, &mut out);
    disks::check(&storage.disks, &mut out);
    raid::check(&storage.raid, &mut out);
    luks::check(&storage.luks, &mut out);
    filesystems::check(storage, &mut out);
    systemd::check(&config.systemd, &mut out);
    systemd::check_paths(config, &mut out);
    out.0
}

fn kernel_arguments(
    arguments: &KernelArguments,
) -> impl Iterator<Item = (Place<'static>, &String)> {
    let exist = entries("kernelArguments.shouldExist", &arguments.should_exist);
    exist.chain(entries(
        "kernelArguments.shouldNotExist",
        &arguments.should_not_exist,
    ))
}

/// What a config has that a version lacks; empty when it can be written in that version.
#[must_use]
pub fn unsupported(config: &Config, version: Version) -> Vec<Violation> {
    let mut out = Violations::default();
    version::check(config, version, &mut out);
    out.0
}

#[cfg(test)]
mod tests;
