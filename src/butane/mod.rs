//! Butane: text → schema → Ignition 3.
//!
//! [`compile`](crate::butane::compile) reads one document into its `Schema`, whose keys depend on its variant and version, and
//! lowers it section by section; each section is a file with its part of the schema, its checks, and its
//! lowering. Sugar (mount units, the boot device, grub) becomes configs of its own that are the *parents*
//! of what the user wrote, so that the user's own entries win. The result is then held against Ignition's
//! rules, and what they find is told where the user wrote it.
//!
//! What Butane reports belongs to the parse step: for it, strict means that a warning of any kind is an
//! error. Only what Butane is silent about, a second YAML document, is a warning in any case.
//!
//! To add a key: add it to the `schema!` of its section, with the feature of the version that brought it,
//! if the model of Ignition 3.4.0 has a place for it. To add a version: see `version`.

mod boot_device;
mod boot_partitions;
mod directories;
mod disks;
mod files;
mod files_dir;
mod filesystems;
mod grub;
mod ignition;
mod kernel_arguments;
mod links;
mod local;
mod luks;
mod mode;
mod mount_units;
mod nested;
mod node;
mod passwd;
mod places;
mod problems;
mod raid;
mod resource;
mod systemd;
mod trees;
mod version;

use crate::decode::{self, Decoder, Features, Field, Findings, List, schema};
use crate::ignition::v3::Config;
use crate::ignition::v3::merge::merge;
use crate::ignition::v3::rules;
use crate::report::{Document, Report, Severity};
use crate::yaml::{self, Tree};

use places::Places;

pub use files_dir::{Entry, FileProblem, Files, Kind, NoFiles};
pub use version::is_butane;

/// What a document is compiled for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether every finding is an error.
    pub strict: bool,
}

schema! {
    /// A whole document.
    struct Schema {
        variant: String,
        version: String,
        ignition: ignition::Ignition,
        kernel_arguments: kernel_arguments::KernelArguments [if version::V1_4],
        passwd: passwd::Passwd,
        storage: Storage,
        systemd: systemd::Systemd,
        boot_device: boot_device::BootDevice [if version::BOOT_DEVICE],
        grub: grub::Grub [if version::GRUB],
    }

    /// `storage`.
    struct Storage {
        disks: List<disks::Disk>,
        raid: List<raid::Raid>,
        luks: List<luks::Luks> [if version::V1_2],
        filesystems: List<filesystems::Filesystem>,
        files: List<files::File>,
        directories: List<directories::Directory>,
        links: List<links::Link>,
        trees: List<trees::Tree> [if version::V1_1],
    }
}

/// Compiles one document; `files` are those that it may name. The config is of use only when the report
/// has no errors.
#[must_use]
pub fn compile(
    source: &str,
    document: Document,
    options: &Options,
    files: &dyn Files,
) -> (Config, Report) {
    let mut findings = Findings::new(document, options.strict);
    let config = yaml::parse(source)
        .map_err(|fault| findings.parse(Severity::Error, fault.mark, fault.problem))
        .ok()
        .and_then(|tree| {
            let (schema, features) = read(&tree, &mut findings)?;
            let config = lower(schema, features, files, &mut findings);
            check(&config, &tree, &mut findings);
            Some(config)
        });
    (config.unwrap_or_default(), findings.into_report())
}

/// Reads a document; `None` when its format is not known, or a value has not the type of its key.
fn read(tree: &Tree<'_>, findings: &mut Findings) -> Option<(Schema, Features)> {
    if let Some(mark) = tree.second_document() {
        findings.convert(Severity::Warning, mark, decode::problems::second_document());
    }
    let Some(root) = tree.root() else {
        findings.parse(Severity::Error, None, problems::variant_missing());
        return None;
    };
    let format = version::format(root)
        .map_err(|(mark, problem)| findings.parse(Severity::Error, mark, problem))
        .ok()?;
    let mut schema = Field::<Schema>::default();
    schema.decode(root, &mut Decoder::new(format, findings));
    (!findings.has_type_fault()).then_some((schema.value, format.features))
}

/// Lowers the sections, and puts the sugar under them.
fn lower(schema: Schema, features: Features, files: &dyn Files, findings: &mut Findings) -> Config {
    let mut config = Config::default();
    let storage = schema.storage.value;
    if features.contain(version::BOOT_DEVICE) {
        boot_partitions::check(&storage.disks, findings);
    }
    ignition::lower(schema.ignition, files, &mut config, findings);
    kernel_arguments::lower(schema.kernel_arguments.value, &mut config, findings);
    passwd::lower(schema.passwd.value, files, &mut config, findings);
    disks::lower(storage.disks.value, &mut config, findings);
    raid::lower(storage.raid.value, &mut config, findings);
    luks::lower(storage.luks.value, features, files, &mut config, findings);
    let mounted = filesystems::lower(storage.filesystems.value, &mut config, findings);
    files::lower(storage.files.value, files, &mut config, findings);
    directories::lower(storage.directories.value, &mut config, findings);
    links::lower(storage.links.value, &mut config, findings);
    systemd::lower(schema.systemd.value, files, &mut config, findings);
    trees::lower(storage.trees.value, files, &mut config.storage, findings);

    let parents = [
        mount_units::parent(&config.storage, &mounted, findings),
        boot_device::parent(schema.boot_device, findings),
        grub::parent(schema.grub.value, findings),
    ];
    parents
        .into_iter()
        .filter(|parent| *parent != Config::default())
        .fold(config, |child, parent| merge(parent, child))
}

/// Holds the result against Ignition's rules, and tells what they find at the user's values.
fn check(config: &Config, tree: &Tree<'_>, findings: &mut Findings) {
    let violations = rules::check(config);
    if violations.is_empty() {
        return;
    }
    let places = Places::of(tree);
    for violation in violations {
        let at = places.field(violation.origin.mark, &violation.field);
        findings.parse(violation.severity, at, violation.problem);
    }
}

#[cfg(test)]
mod tests;
