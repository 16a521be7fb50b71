//! Container Linux Configs: text → schema → Ignition 2.3.
//!
//! [`compile`](crate::clc::compile) reads one document into its `Schema`, then folds the sections over an empty Ignition
//! config. Each section is a file with its part of the schema, its checks, and its lowering; a finding is
//! placed where the user wrote the value. Nothing stops at the first mistake, except that a document whose
//! values do not have the types of the schema is not looked at further.
//!
//! To add a section: write its file, then add it to `Schema` and to the list in `lower`. The order of
//! that list decides the order of units and files in the rendered config.

mod daemon;
mod directories;
mod disks;
mod docker;
mod duration;
mod etcd;
mod files;
mod filesystems;
mod flannel;
mod ignition;
mod links;
mod locksmith;
mod networkd;
mod node;
mod passwd;
pub mod platform;
mod problems;
mod quote;
mod raid;
mod reference;
mod size;
mod systemd;
mod template;
mod update;
mod version;

use crate::decode::{self, Decoder, Dialect, Features, Field, Findings, Format, List, schema};
use crate::ignition::rules;
use crate::ignition::v2_3::Config;
use crate::report::{Document, Report, Severity};
use crate::yaml::{self, Content, Node, Tree};
use platform::Platform;

const FORMAT: Format = Format {
    dialect: Dialect::Ct,
    features: Features(0),
    other_version: "",
};

/// What a document is compiled for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Where the machine will run; decides what dynamic data stands for.
    pub platform: Platform,
    /// Whether every finding of the parse step is an error.
    pub strict: bool,
}

schema! {
    /// A whole document.
    struct Schema {
        version: i64,
        ignition: ignition::Ignition,
        storage: Storage,
        systemd: systemd::Systemd,
        networkd: networkd::Networkd,
        passwd: passwd::Passwd,
        etcd: Option<etcd::Etcd>,
        flannel: Option<flannel::Flannel>,
        update: Option<update::Update>,
        docker: Option<docker::Docker>,
        locksmith: Option<locksmith::Locksmith>,
    }

    /// `storage`.
    struct Storage {
        disks: List<disks::Disk>,
        raid: List<raid::Raid>,
        filesystems: List<filesystems::Filesystem>,
        files: List<files::File>,
        directories: List<directories::Directory>,
        links: List<links::Link>,
    }
}

/// Compiles one document. The config is of use only when the report has no errors.
#[must_use]
pub fn compile(source: &str, document: Document, options: &Options) -> (Config, Report) {
    let mut findings = Findings::new(document, options.strict);
    let mut config = Config::default();
    if let Some(schema) = read(source, document, &mut findings) {
        lower(schema, options.platform, &mut config, &mut findings);
    }
    (config, findings.into_report())
}

/// Reads a document; `None` when it is not a Container Linux Config at all.
fn read(source: &str, document: Document, findings: &mut Findings) -> Option<Field<Schema>> {
    let tree = yaml::parse(source)
        .map_err(|fault| findings.parse(Severity::Error, fault.mark, fault.problem))
        .ok()?;
    check_rest(&tree, findings);
    let mut schema = Field::default();
    let Some(root) = tree.root() else {
        // Snippets are left empty on purpose, by a condition, so that only strict minds.
        let severity = match document {
            Document::Base | Document::Content => Severity::Warning,
            Document::Snippet(..) => Severity::Note,
        };
        findings.parse(severity, None, decode::problems::empty());
        return Some(schema);
    };
    if document == Document::Content {
        check_repeated_keys(root, findings);
    }
    schema.decode(root, &mut Decoder::new(FORMAT, findings));
    (!findings.has_type_fault()).then_some(schema)
}

/// Folds the sections over a config.
fn lower(schema: Field<Schema>, platform: Platform, config: &mut Config, findings: &mut Findings) {
    let root = schema.mark;
    let schema = schema.value;
    let storage = schema.storage.value;
    check_version(&schema.version, findings);

    platform::lower(platform, root, config, findings);
    ignition::lower(schema.ignition.value, config, findings);
    disks::lower(storage.disks.value, config, findings);
    docker::lower(schema.docker, config, findings);
    etcd::lower(schema.etcd, platform, config, findings);
    files::lower(storage.files.value, config, findings);
    directories::lower(storage.directories.value, config, findings);
    links::lower(storage.links.value, config, findings);
    filesystems::lower(storage.filesystems.value, config, findings);
    flannel::lower(schema.flannel, platform, config, findings);
    networkd::lower(schema.networkd.value, config, findings);
    passwd::lower(schema.passwd.value, config, findings);
    raid::lower(storage.raid.value, config, findings);
    systemd::lower(schema.systemd.value, config, findings);
    update::lower(&schema.update, &schema.locksmith, config, findings);

    for problem in rules::config::filesystems(config) {
        findings.convert(Severity::Warning, root, problem);
    }
}

/// The only version there ever was is 0, which no document needs to say.
fn check_version(version: &Field<i64>, findings: &mut Findings) {
    if version.value != 0 {
        findings.parse(Severity::Error, version.mark, problems::version());
    }
}

fn check_rest(tree: &Tree<'_>, findings: &mut Findings) {
    if let Some(mark) = tree.second_document() {
        findings.convert(Severity::Warning, mark, decode::problems::second_document());
    }
}

/// The old provider read the top level of `content` with a library that refuses repeated keys.
fn check_repeated_keys(root: Node<'_>, findings: &mut Findings) {
    let Content::Mapping(pairs) = root.content() else {
        return;
    };
    let mut seen = std::collections::HashSet::new();
    for (key, _) in pairs {
        let Some(scalar) = key.scalar() else {
            continue;
        };
        if !scalar.is_merge() && !seen.insert(&*scalar.text) {
            findings.type_fault(key.mark(), decode::problems::repeated_key(&scalar.text));
        }
    }
}

#[cfg(test)]
mod tests;
