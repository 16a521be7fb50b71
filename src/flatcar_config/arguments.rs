//! The arguments of a config, and what they mean to the renderer.

use super::local_files;
use super::snippets::{self, Snippets};
use crate::butane::{Files, NoFiles};
use crate::clc::platform::Platform;
use crate::diagnose::{self, Disclosure};
use crate::framework::{Attribute, Diagnostics, Field, Type, model};
use crate::ignition::envelope;
use crate::ignition::v3::Version;
use crate::render::{BootCheck, Merge, Options, Source, Target};
use crate::report::Document;

/// Ways to merge, as users name them.
const MERGES: &[&str] = &["by_key", "append"];

/// Versions of Ignition to render to, as users name them.
const IGNITION_VERSIONS: &[&str] = &["2.3.0", "3.3.0", "3.4.0"];

/// What becomes of a config that Flatcar refuses, as users name it.
const BOOT_CHECKS: &[&str] = &["error", "warning", "off"];

model! {
    /// What the user wrote. Null stands for the default.
    pub struct Arguments {
        /// The Container Linux Config or Butane config.
        pub content: Field<String>,
        /// Configs merged into it, in order. A null entry counts as an empty one.
        pub snippets: Snippets,
        /// `by_key` (default) or `append`.
        pub merge: Field<String>,
        /// Where dynamic data come from; empty by default.
        pub platform: Field<String>,
        /// Whether warnings of the parse step are errors.
        pub strict: Field<bool>,
        /// Whether the result is indented.
        pub pretty_print: Field<bool>,
        /// `2.3.0`, `3.3.0` or `3.4.0`; 2.3.0 by default, 3.4.0 when a document is Butane.
        pub ignition_version: Field<String>,
        /// `error`, `warning` or `off`; by default `error`, with `append` `warning`.
        pub boot_check: Field<String>,
        /// Where the files are that Butane documents name.
        pub files_dir: Field<String>,
        /// Whether the result goes to `sensitive_rendered`, and nothing of the text is ever shown.
        pub sensitive: Field<bool>,
    }
}

/// The schema of [`Arguments`].
#[must_use]
pub fn argument_attributes() -> Vec<Attribute> {
    vec![
        Attribute::required(
            "content",
            Type::String,
            "Container Linux Config, or Butane config when it has a `variant` (`flatcar` 1.0.0 and 1.1.0, \
             `fcos` 1.0.0 to 1.5.0), in YAML.",
        ),
        Attribute::optional(
            "snippets",
            Type::list(Type::String),
            "Container Linux Configs and Butane configs that are merged into `content`, in order. Null and \
             empty entries are allowed.",
        ),
        Attribute::optional(
            "merge",
            Type::String,
            "How Container Linux Configs are merged: `by_key` (default) makes entries of the same key one, \
             the later document winning; `append` concatenates lists, as `ct` did. Where one document is \
             Butane, all merge by Ignition's own rules.",
        )
        .one_of(MERGES),
        Attribute::optional(
            "platform",
            Type::String,
            "Platform that dynamic data such as `{PRIVATE_IPV4}` come from, e.g. `ec2`, `packet`, `gce`, \
             `azure`, `digitalocean`, `custom`.",
        ),
        Attribute::optional(
            "strict",
            Type::Bool,
            "Whether the warnings about a document itself, such as unknown keys, are errors. Default \
             `false`.",
        ),
        Attribute::optional(
            "pretty_print",
            Type::Bool,
            "Whether the result is indented by two spaces. Default `false`.",
        ),
        Attribute::optional(
            "ignition_version",
            Type::String,
            "Version of the Ignition config: `2.3.0`, `3.3.0` or `3.4.0`. Default `2.3.0`, or `3.4.0` when a \
             document is Butane.",
        )
        .one_of(IGNITION_VERSIONS),
        Attribute::optional(
            "boot_check",
            Type::String,
            "What becomes of a config that today's Flatcar would refuse at first boot: `error`, `warning` or \
             `off`. Default `error`, or `warning` with `merge = \"append\"`.",
        )
        .one_of(BOOT_CHECKS),
        Attribute::optional(
            "files_dir",
            Type::String,
            "Directory of the files that Butane documents name with `local`, relative to the working \
             directory. Write `\"${path.module}/files\"` for one beside the module.",
        ),
        Attribute::optional(
            "sensitive",
            Type::Bool,
            "Whether the result is secret: `rendered` stays null, `sensitive_rendered` holds it, and no \
             message quotes the documents. Default `false`.",
        ),
    ]
}

impl Arguments {
    /// Whether nothing that the result depends on is unknown.
    #[must_use]
    pub fn are_known(&self) -> bool {
        snippets::are_known(&self.snippets)
            && !self.content.is_unknown()
            && !self.merge.is_unknown()
            && !self.platform.is_unknown()
            && !self.strict.is_unknown()
            && !self.pretty_print.is_unknown()
            && !self.ignition_version.is_unknown()
            && !self.boot_check.is_unknown()
            && !self.files_dir.is_unknown()
            && !self.sensitive.is_unknown()
    }

    /// The documents whose text is known, in order.
    #[must_use]
    pub fn sources(&self) -> Vec<Source<'_>> {
        let content = (!self.content.is_unknown()).then(|| Source {
            document: Document::Content,
            text: self.content.known().map_or("", String::as_str),
        });
        let snippets = snippets::sources("snippets", &self.snippets);
        content.into_iter().chain(snippets).collect()
    }

    /// The text of a document, when it is known.
    #[must_use]
    pub fn text(&self, document: Document) -> Option<&str> {
        match document {
            Document::Content => self.content.known().map(String::as_str),
            Document::Snippet(_, index) => snippets::text(&self.snippets, index),
            Document::Base => None,
        }
    }

    /// Whether messages may quote the documents. While `sensitive` is unknown they may not.
    #[must_use]
    pub fn disclosure(&self) -> Disclosure {
        match self.sensitive {
            Field::Null | Field::Known(false) => Disclosure::Excerpts,
            Field::Unknown | Field::Known(true) => Disclosure::None,
        }
    }

    /// The options, with the faults of those that cannot be used. What is unknown takes the value that
    /// complains least, since a later call knows more.
    #[must_use]
    pub fn options(&self) -> (Options, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let platform = match &self.platform {
            Field::Unknown => Platform::permissive(),
            Field::Null => Platform::default(),
            Field::Known(name) => Platform::parse(name).unwrap_or_else(|problem| {
                diagnostics.push(diagnose::argument("platform", &problem));
                Platform::permissive()
            }),
        };
        let merge = match self.merge.known().map(String::as_str) {
            Some("append") => Merge::Append,
            _ => Merge::ByKey, // other values break the schema's rule
        };
        let options = Options {
            platform,
            strict: self.strict.known() == Some(&true),
            merge,
            pretty_print: self.pretty_print.known() == Some(&true),
            target: self.target(),
            boot_check: self.boot_check(merge),
        };
        (options, diagnostics)
    }

    /// The files that Butane documents may name.
    #[must_use]
    pub fn files(&self) -> Box<dyn Files> {
        match &self.files_dir {
            Field::Unknown => Box::new(local_files::Unknown),
            Field::Null => Box::new(NoFiles),
            Field::Known(path) => Box::new(local_files::Directory::new(path)),
        }
    }

    /// Whether the user says where the machine will run.
    #[must_use]
    pub fn names_platform(&self) -> bool {
        self.platform.known().is_some_and(|name| !name.is_empty())
    }

    /// Largest user data of the platform, in bytes.
    #[must_use]
    pub fn user_data_limit(&self) -> usize {
        match self.platform.known().map(String::as_str) {
            Some("packet") => envelope::EQUINIX_METAL,
            _ => envelope::AWS,
        }
    }

    fn target(&self) -> Option<Target> {
        match self.ignition_version.known()?.as_str() {
            "2.3.0" => Some(Target::V2_3),
            "3.3.0" => Some(Target::V3(Version::V3_3_0)),
            "3.4.0" => Some(Target::V3(Version::V3_4_0)),
            _ => None, // other values break the schema's rule
        }
    }

    fn boot_check(&self, merge: Merge) -> BootCheck {
        match (self.boot_check.known().map(String::as_str), merge) {
            (Some("off"), _) => BootCheck::Off,
            (Some("warning"), _) | (None, Merge::Append) => BootCheck::Warning,
            _ => BootCheck::Error, // other values break the schema's rule
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{FromValue, IntoValue, Model, Value};

    fn arguments(set: &[(&'static str, Value)]) -> Arguments {
        Arguments::from_value(&Value::object(set.to_vec())).unwrap()
    }

    #[test]
    fn the_schema_has_the_fields_of_the_model() {
        let names: Vec<_> = argument_attributes().iter().map(|a| a.name).collect();
        assert_eq!(names, Arguments::FIELDS);
    }

    #[test]
    fn null_snippets_count_as_empty_and_unknown_ones_are_left_out() {
        let arguments = arguments(&[
            ("content", "a".into_value()),
            (
                "snippets",
                Value::List(vec![Value::Null, Value::UNKNOWN, "c".into_value()]),
            ),
        ]);
        let sources: Vec<_> = arguments
            .sources()
            .iter()
            .map(|source| (source.document, source.text))
            .collect();
        assert_eq!(
            sources,
            [
                (Document::Content, "a"),
                (Document::snippet(0), ""),
                (Document::snippet(2), "c")
            ]
        );
        assert!(!arguments.are_known());
    }

    #[test]
    fn nothing_is_quoted_while_sensitivity_is_unknown() {
        for (value, expect) in [
            (Value::Null, Disclosure::Excerpts),
            (Value::Bool(false), Disclosure::Excerpts),
            (Value::Bool(true), Disclosure::None),
            (Value::UNKNOWN, Disclosure::None),
        ] {
            assert_eq!(arguments(&[("sensitive", value)]).disclosure(), expect);
        }
    }
}
