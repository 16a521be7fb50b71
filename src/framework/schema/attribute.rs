//! One attribute: its type, who sets it, and how it is planned.

use super::rule::{Fault, Rule};
use crate::framework::convert::IntoValue;
use crate::framework::{Type, Value};

/// Who sets an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The user must.
    Required,
    /// The user may; it is null otherwise.
    Optional,
    /// The user may; the provider does otherwise.
    OptionalComputed,
    /// The provider does.
    Computed,
}

/// An attribute of a block.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own in Terraform's schema or in ours"
)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// Who sets it.
    pub presence: Presence,
    /// What it means, in markdown, for the documentation.
    pub description: &'static str,
    /// Why and what instead, when it should no longer be used.
    pub deprecated: Option<&'static str>,
    /// Whether Terraform hides the value when it prints.
    pub sensitive: bool,
    /// What it is when the user does not set it.
    pub default: Option<Value>,
    /// Whether the default is for creates alone.
    pub pinned: bool,
    /// Whether a computed value stays as it is when something else changes.
    pub keep_prior: bool,
    /// Whether another value means another resource.
    pub requires_replace: bool,
    /// What a value must satisfy beyond its type.
    pub rules: Vec<Rule>,
}

impl Attribute {
    fn new(name: &'static str, ty: Type, presence: Presence, description: &'static str) -> Self {
        Self {
            name,
            ty,
            presence,
            description,
            deprecated: None,
            sensitive: false,
            default: None,
            pinned: false,
            keep_prior: false,
            requires_replace: false,
            rules: Vec::new(),
        }
    }

    /// An attribute that the user must set.
    #[must_use]
    pub fn required(name: &'static str, ty: Type, description: &'static str) -> Self {
        Self::new(name, ty, Presence::Required, description)
    }

    /// An attribute that the user may set.
    #[must_use]
    pub fn optional(name: &'static str, ty: Type, description: &'static str) -> Self {
        Self::new(name, ty, Presence::Optional, description)
    }

    /// An attribute that the user may set and the provider sets otherwise.
    #[must_use]
    pub fn optional_computed(name: &'static str, ty: Type, description: &'static str) -> Self {
        Self::new(name, ty, Presence::OptionalComputed, description)
    }

    /// An attribute that the provider sets.
    #[must_use]
    pub fn computed(name: &'static str, ty: Type, description: &'static str) -> Self {
        Self::new(name, ty, Presence::Computed, description)
    }

    /// Says what an optional attribute is when the user does not set it. Terraform lets a provider plan a
    /// value of its own only for computed attributes, so it becomes one.
    #[must_use]
    pub fn with_default(mut self, value: impl IntoValue) -> Self {
        self.presence = Presence::OptionalComputed;
        self.default = Some(value.into_value());
        self
    }

    /// Says what an optional attribute is when the user does not set it on a create. Afterwards it stays what
    /// it is until the user sets it: another default, in another version of the provider, changes nothing
    /// that exists.
    #[must_use]
    pub fn with_pinned_default(mut self, value: impl IntoValue) -> Self {
        self.pinned = true;
        self.with_default(value)
    }

    /// Has Terraform hide the value when it prints; it is stored in clear text all the same.
    #[must_use]
    pub fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Keeps a computed value when something else changes; without this it becomes unknown then.
    #[must_use]
    pub fn keep_prior(mut self) -> Self {
        self.keep_prior = true;
        self
    }

    /// Has Terraform replace the resource when the value changes.
    #[must_use]
    pub fn requires_replace(mut self) -> Self {
        self.requires_replace = true;
        self
    }

    /// Says why it should no longer be used, and what to use.
    #[must_use]
    pub fn deprecated(mut self, message: &'static str) -> Self {
        self.deprecated = Some(message);
        self
    }

    /// Accepts these texts only.
    #[must_use]
    pub fn one_of(mut self, choices: &'static [&'static str]) -> Self {
        self.rules.push(Rule::OneOf(choices));
        self
    }

    /// Accepts only what a function does. It sees known values that are not null; there may be unknown
    /// ones inside.
    #[must_use]
    pub fn check(mut self, rule: fn(&Value) -> Result<(), Fault>) -> Self {
        self.rules.push(Rule::Check(rule));
        self
    }

    /// Whether the provider may choose the value.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        matches!(
            self.presence,
            Presence::Computed | Presence::OptionalComputed
        )
    }

    /// Whether the user may set it.
    #[must_use]
    pub fn is_settable(&self) -> bool {
        self.presence != Presence::Computed
    }
}
