//! Daemons that Flatcar runs through a wrapper script: their options, and the drop-in that sets them.
//!
//! A [`Table`] holds the options of one version of a daemon. Only options that the user has set appear, in
//! the order of the table, so that the text depends on what is set and not on how it is written.

use std::collections::BTreeMap;

use super::platform::Platform;
use super::quote::quote;
use super::template::{expand, is_template};
use crate::decode::{Decoder, Field, Findings};
use crate::report::Mark;
use crate::yaml::{Node, Pairs};

/// The options of one version: keys parted by blanks, `:i` behind integers, `:b` behind booleans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table(pub(super) &'static str);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Int,
    Bool,
}

/// The options that are set.
#[derive(Debug)]
pub(super) struct Settings {
    table: Table,
    /// By their place in the table.
    values: BTreeMap<usize, Value>,
}

/// A value of an option; absent ones are not set.
#[derive(Debug)]
enum Value {
    Text(Field<Option<String>>),
    Int(Field<Option<i64>>),
    Bool(Field<Option<bool>>),
}

/// What a drop-in runs.
pub(super) struct Service<'s> {
    /// The wrapper script and its own arguments.
    pub(super) wrapper: &'static str,
    /// An environment variable and its value.
    pub(super) environment: Option<(&'static str, String)>,
    /// The options of the daemon.
    pub(super) settings: &'s Settings,
}

impl Table {
    fn options(self) -> impl Iterator<Item = (&'static str, Kind)> {
        self.0
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| match word.split_once(':') {
                Some((key, "i")) => (key, Kind::Int),
                Some((key, _)) => (key, Kind::Bool),
                None => (word, Kind::Text),
            })
    }

    fn option(self, key: &str) -> Option<(usize, Kind)> {
        let mut options = self.options().enumerate();
        options
            .find(|(_, (known, _))| *known == key)
            .map(|(place, (_, kind))| (place, kind))
    }

    /// Whether the table has an option that can take a value.
    pub(super) fn accepts(self, key: &str, value: Node<'_>) -> bool {
        self.option(key).is_some_and(|(_, kind)| {
            value.scalar().is_some_and(|scalar| match kind {
                Kind::Text => scalar.string().is_ok(),
                Kind::Int => scalar.int().is_ok(),
                Kind::Bool => scalar.bool().is_ok(),
            })
        })
    }
}

impl Settings {
    /// No options.
    pub(super) fn none(table: Table) -> Self {
        Self {
            table,
            values: BTreeMap::new(),
        }
    }

    /// Decodes the mapping of a daemon. `own` takes those keys of the section, named `own_keys`, that are
    /// no options.
    pub(super) fn decode(
        table: Table,
        pairs: Pairs<'_>,
        mark: Mark,
        decoder: &mut Decoder<'_>,
        own_keys: &[&str],
        own: &mut dyn FnMut(&str, Node<'_>, &mut Decoder<'_>) -> bool,
    ) -> Self {
        let mut settings = Self::none(table);
        let mut keys = own_keys.to_vec();
        keys.extend(table.options().map(|(key, _)| key));
        decoder.mapping(pairs, mark, &keys, &mut |key, value, decoder| {
            own(key, value, decoder) || settings.take(key, value, decoder)
        });
        settings
    }

    fn take(&mut self, key: &str, value: Node<'_>, decoder: &mut Decoder<'_>) -> bool {
        let Some((place, kind)) = self.table.option(key) else {
            return false;
        };
        let entry = self.values.entry(place).or_insert_with(|| match kind {
            Kind::Text => Value::Text(Field::default()),
            Kind::Int => Value::Int(Field::default()),
            Kind::Bool => Value::Bool(Field::default()),
        });
        match entry {
            Value::Text(field) => field.decode(value, decoder),
            Value::Int(field) => field.decode(value, decoder),
            Value::Bool(field) => field.decode(value, decoder),
        }
        true
    }

    /// The text of an option, when it is set and a text.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.values.get(&self.table.option(key)?.0)? {
            Value::Text(field) => field.as_deref(),
            Value::Int(_) | Value::Bool(_) => None,
        }
    }

    /// Whether an option is set to true.
    pub(super) fn is_true(&self, key: &str) -> bool {
        let value = self
            .table
            .option(key)
            .and_then(|(place, _)| self.values.get(&place));
        matches!(value, Some(Value::Bool(field)) if field.value == Some(true))
    }

    /// `--flag=value` and the place of the value, for each option that is set.
    fn arguments(&self) -> Vec<(String, Mark)> {
        let with_keys = self.table.options().enumerate();
        with_keys
            .filter_map(|(place, (key, _))| {
                let (value, mark) = self.values.get(&place)?.printed()?;
                Some((format!("--{}={value}", flag(key)), mark))
            })
            .collect()
    }
}

impl Value {
    fn printed(&self) -> Option<(String, Mark)> {
        match self {
            Self::Text(field) => Some((quote(field.as_deref()?), field.mark)),
            Self::Int(field) => Some((field.as_ref()?.to_string(), field.mark)),
            Self::Bool(field) => Some((field.as_ref()?.to_string(), field.mark)),
        }
    }
}

/// The flag behind a key.
fn flag(key: &str) -> String {
    match key {
        "interface" => String::from("iface"),
        key => key.replace('_', "-"),
    }
}

impl Service<'_> {
    /// The text of the drop-in. Dynamic data in the options makes it depend on the metadata service.
    pub(super) fn drop_in(&self, platform: Platform, findings: &mut Findings) -> String {
        let mut arguments = self.settings.arguments();
        let mut text = String::new();
        let is_dynamic = arguments.iter().any(|(argument, _)| is_template(argument));
        if is_dynamic {
            text += "[Unit]\nRequires=coreos-metadata.service\nAfter=coreos-metadata.service\n\n";
        }
        text += "[Service]\n";
        if is_dynamic {
            text += "EnvironmentFile=/run/metadata/coreos\n";
            for (argument, mark) in arguments
                .iter_mut()
                .filter(|(argument, _)| is_template(argument))
            {
                match expand(argument, platform) {
                    Ok(expanded) => *argument = expanded,
                    Err(problem) => findings.errors(*mark, [problem]),
                }
            }
        }
        if let Some((name, value)) = &self.environment {
            text.extend(["Environment=\"", name, "=", value, "\"\n"]);
        }
        text.extend(["ExecStart=\nExecStart=", self.wrapper]);
        for (argument, _) in &arguments {
            text.extend([" \\\n  ", argument]);
        }
        text
    }
}
