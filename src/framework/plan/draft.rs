//! The plan of a create or update while it is made.

use std::collections::BTreeMap;

use super::{compute, replace};
use crate::framework::convert::{ConvertError, FromValue, IntoValue};
use crate::framework::{AttributePath, Block, Value};

/// A plan in the making: as the schema says at first, then as [`Resource::plan`] improves it.
///
/// [`Resource::plan`]: crate::framework::Resource::plan
#[derive(Debug)]
pub struct PlanDraft<'a> {
    schema: &'a Block,
    config: &'a Value,
    prior: &'a Value,
    prior_private: &'a [u8],
    planned: BTreeMap<String, Value>,
    requires_replace: Vec<AttributePath>,
    private: Vec<u8>,
}

/// A finished plan.
#[derive(Debug)]
pub struct Plan {
    /// What will be.
    pub planned: Value,
    /// What makes it another resource.
    pub requires_replace: Vec<AttributePath>,
    /// Private data for apply.
    pub private: Vec<u8>,
}

impl<'a> PlanDraft<'a> {
    /// Drafts the plan that the schema asks for. `prior` is null for a create; `proposed` is Terraform's
    /// merge of configuration and prior state, an object.
    #[must_use]
    pub fn new(
        schema: &'a Block,
        config: &'a Value,
        prior: &'a Value,
        proposed: &Value,
        prior_private: &'a [u8],
    ) -> Self {
        let planned = compute::planned(schema, config, prior, proposed);
        Self {
            schema,
            config,
            prior,
            prior_private,
            planned,
            requires_replace: Vec::new(),
            private: prior_private.to_owned(),
        }
    }

    /// Whether the resource does not exist yet, or is replaced by a new one.
    #[must_use]
    pub fn is_create(&self) -> bool {
        self.prior.is_null()
    }

    /// What the user wrote. Values may be unknown.
    #[must_use]
    pub fn config(&self) -> &'a Value {
        self.config
    }

    /// What is stored; null for a create.
    #[must_use]
    pub fn prior(&self) -> &'a Value {
        self.prior
    }

    /// The private data that is stored; empty for a create.
    #[must_use]
    pub fn prior_private(&self) -> &'a [u8] {
        self.prior_private
    }

    /// The planned value of an attribute or nested block; null when the schema has none of that name.
    #[must_use]
    pub fn planned(&self, name: &str) -> &Value {
        self.planned.get(name).unwrap_or(&Value::Null)
    }

    /// The whole plan so far, an object.
    #[must_use]
    pub fn planned_object(&self) -> Value {
        Value::Object(self.planned.clone())
    }

    /// The whole plan so far, typed.
    ///
    /// # Errors
    /// When the type does not fit the schema, or has no place for an unknown value.
    pub fn planned_as<T: FromValue>(&self) -> Result<T, ConvertError> {
        T::from_value(&self.planned_object())
    }

    /// Whether anything differs from what is stored.
    #[must_use]
    pub fn changes(&self) -> bool {
        !matches!(self.prior, Value::Object(prior) if *prior == self.planned)
    }

    /// Plans a value. Terraform refuses the plan when the user has set another, or when the attribute is
    /// not computed.
    pub fn set(&mut self, name: &str, value: impl IntoValue) {
        self.planned.insert(name.to_owned(), value.into_value());
    }

    /// Makes the computed values unknown, those to keep excepted, as is done when something changes: for
    /// resources that find a change of their own. What `set` has planned is lost, so this comes first.
    pub fn recompute(&mut self) {
        compute::mark_computed(self.schema, self.config, self.prior, &mut self.planned);
    }

    /// Has the resource replaced if the value at this path differs from what is stored.
    pub fn require_replace(&mut self, path: AttributePath) {
        self.requires_replace.push(path);
    }

    /// Hands private data to apply, instead of what is stored.
    pub fn set_private(&mut self, private: Vec<u8>) {
        self.private = private;
    }

    /// Finishes the plan: finds the replacements, and keeps exactly what is stored when nothing changes.
    #[must_use]
    pub fn finish(self) -> Plan {
        let planned = Value::Object(self.planned);
        let mut requires_replace = replace::paths(self.schema, self.prior, &planned);
        requires_replace.extend(
            self.requires_replace
                .into_iter()
                .filter(|path| self.prior.at(path) != planned.at(path)),
        );
        Plan {
            planned,
            requires_replace,
            private: self.private,
        }
    }
}
