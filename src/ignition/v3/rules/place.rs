//! Where in a config a rule looks, and what it finds there.

use std::fmt;

use crate::ignition::at::At;
use crate::report::{Finding, Origin, Problem, Severity, Step};

/// A rule that a config breaks, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Whether Ignition refuses the config, or merely warns.
    pub severity: Severity,
    /// Where the entry comes from that the field is of.
    pub origin: Origin,
    /// The entry in the config's JSON, e.g. `storage.files.0`.
    pub entry: String,
    /// The field below the entry, e.g. `contents.source`; empty where the whole entry is at fault. The names
    /// are those of the JSON, which differ from Butane's in their case only.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl Violation {
    /// The finding at the origin of the entry. Who knows the position of the field does better.
    #[must_use]
    pub fn into_finding(self) -> Finding {
        Finding {
            severity: self.severity,
            step: Step::Convert,
            document: Some(self.origin.document),
            mark: Some(self.origin.mark),
            problem: self.problem,
        }
    }
}

/// The place of an entry, or of a field of one.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    name: &'static str,
    kind: Kind,
    origin: Origin,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A field of the parent.
    Field,
    /// An object with an origin of its own.
    Object,
    /// An entry of a list.
    Entry(usize),
}

/// The entries of a list at the top of the config, e.g. `storage.files`, each with its place.
pub(super) fn entries<'a, T>(
    list: &'static str,
    entries: &'a [At<T>],
) -> impl Iterator<Item = (Place<'static>, &'a T)> {
    entries.iter().enumerate().map(move |(index, entry)| {
        let place = Place {
            parent: None,
            name: list,
            kind: Kind::Entry(index),
            origin: entry.origin,
        };
        (place, &entry.value)
    })
}

/// The object at the top of the config, e.g. `ignition.proxy`.
pub(super) fn object(name: &'static str, origin: Origin) -> Place<'static> {
    Place {
        parent: None,
        name,
        kind: Kind::Object,
        origin,
    }
}

impl<'a> Place<'a> {
    /// A field of what is at this place.
    pub(super) fn field(&'a self, name: &'static str) -> Place<'a> {
        Place {
            parent: Some(self),
            name,
            kind: Kind::Field,
            origin: self.origin,
        }
    }

    /// The entries of a list at this place.
    pub(super) fn entries<'b, T>(
        &'a self,
        list: &'static str,
        entries: &'b [At<T>],
    ) -> impl Iterator<Item = (Place<'a>, &'b T)> {
        entries.iter().enumerate().map(move |(index, entry)| {
            let place = Place {
                parent: Some(self),
                name: list,
                kind: Kind::Entry(index),
                origin: entry.origin,
            };
            (place, &entry.value)
        })
    }

    /// Where the entry comes from.
    pub(super) fn origin(&self) -> Origin {
        self.origin
    }

    /// The entry and the field below it.
    fn split(&self) -> (String, String) {
        match (self.kind, self.parent) {
            (Kind::Field, Some(parent)) => {
                let (entry, field) = parent.split();
                let separator = if field.is_empty() { "" } else { "." };
                (entry, format!("{field}{separator}{}", self.name))
            }
            _ => (self.to_string(), String::new()),
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.name)?;
        match self.kind {
            Kind::Entry(index) => write!(f, ".{index}"),
            Kind::Field | Kind::Object => Ok(()),
        }
    }
}

/// What the rules have found so far.
#[derive(Default)]
pub(super) struct Violations(pub(super) Vec<Violation>);

impl Violations {
    /// Takes the problem of a rule that Ignition enforces.
    pub(super) fn error(&mut self, place: Place<'_>, problem: impl Into<Option<Problem>>) {
        self.add(Severity::Error, place, problem.into());
    }

    /// Takes the problem of a rule that Ignition merely warns of.
    pub(super) fn warn(&mut self, place: Place<'_>, problem: impl Into<Option<Problem>>) {
        self.add(Severity::Warning, place, problem.into());
    }

    fn add(&mut self, severity: Severity, place: Place<'_>, problem: Option<Problem>) {
        if let Some(problem) = problem {
            let (entry, field) = place.split();
            self.0.push(Violation {
                severity,
                origin: place.origin,
                entry,
                field,
                problem,
            });
        }
    }
}
