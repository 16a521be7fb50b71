//! Planned values.

use std::collections::BTreeMap;

use super::element::{at_index, of_key};
use crate::framework::{Attribute, Block, NestedBlock, Value};

type Object = BTreeMap<String, Value>;

/// The planned object of a block.
pub(super) fn planned(schema: &Block, config: &Value, prior: &Value, proposed: &Value) -> Object {
    let mut planned = Object::new();
    for attribute in &schema.attributes {
        let value = unset_or_proposed(attribute, config, proposed);
        planned.insert(attribute.name.to_owned(), value);
    }
    for nested in &schema.blocks {
        let name = nested.name;
        let value = nested_planned(
            nested,
            config.attribute(name),
            prior.attribute(name),
            proposed.attribute(name),
        );
        planned.insert(name.to_owned(), value);
    }
    if !matches!(prior, Value::Object(prior) if *prior == planned) {
        mark_computed(schema, config, prior, &mut planned);
    }
    planned
}

fn unset_or_proposed(attribute: &Attribute, config: &Value, proposed: &Value) -> Value {
    let proposed = proposed.attribute(attribute.name);
    match &attribute.default {
        // What Terraform proposes for an attribute that is not set is what is stored.
        Some(_) if attribute.pinned && !proposed.is_null() => proposed.clone(),
        Some(default) if config.attribute(attribute.name).is_null() => default.clone(),
        _ => proposed.clone(),
    }
}

/// The planned value of a nested block.
fn nested_planned(nested: &NestedBlock, config: &Value, prior: &Value, proposed: &Value) -> Value {
    let block = &nested.block;
    let element = |config: &Value, prior: &Value, proposed: &Value| {
        if config.is_unknown() || proposed.is_unknown() {
            return Value::UNKNOWN;
        }
        Value::Object(planned(block, config, prior, proposed))
    };
    match (config, proposed) {
        (Value::Object(_), Value::Object(_)) => element(config, prior, proposed),
        (Value::List(configs), Value::List(proposals)) => Value::List(
            proposals
                .iter()
                .enumerate()
                .map(|(index, proposed)| {
                    let prior = at_index(prior, index);
                    element(configs.get(index).unwrap_or(proposed), prior, proposed)
                })
                .collect(),
        ),
        (Value::Map(configs), Value::Map(proposals)) => Value::Map(
            proposals
                .iter()
                .map(|(key, proposed)| {
                    let prior = of_key(prior, key);
                    let config = configs.get(key).unwrap_or(proposed);
                    (key.clone(), element(config, prior, proposed))
                })
                .collect(),
        ),
        (Value::Set(configs), Value::Set(_)) => {
            let mut priors = match prior {
                Value::Set(priors) => priors.iter().collect(),
                _ => Vec::new(),
            };
            Value::Set(
                configs
                    .iter()
                    .map(|config| {
                        let prior = take_match(block, config, &mut priors);
                        let proposed = completed(block, config, prior);
                        element(config, prior, &proposed)
                    })
                    .collect(),
            )
        }
        // a block that is unknown, absent, or a single one that is null
        _ => proposed.clone(),
    }
}

/// Takes the stored element that a configured one of a set could be; null when there is none.
fn take_match<'a>(block: &Block, config: &Value, priors: &mut Vec<&'a Value>) -> &'a Value {
    priors
        .iter()
        .position(|prior| could_be(block, config, prior))
        .map_or(&Value::Null, |index| priors.remove(index))
}

/// Whether a configured element leads to this stored one: all that is set is equal, all that is not set
/// is the default or left to the provider.
fn could_be(block: &Block, config: &Value, prior: &Value) -> bool {
    let attributes = block.attributes.iter().all(|attribute| {
        let set = config.attribute(attribute.name);
        let stored = prior.attribute(attribute.name);
        match (&attribute.default, set.is_null()) {
            (_, false) => set == stored,
            (Some(default), true) => default == stored,
            (None, true) => attribute.is_computed() || stored.is_null(),
        }
    });
    attributes
        && block
            .blocks
            .iter()
            .all(|nested| nested_could_be(nested, config, prior))
}

fn nested_could_be(nested: &NestedBlock, config: &Value, prior: &Value) -> bool {
    let block = &nested.block;
    match (config.attribute(nested.name), prior.attribute(nested.name)) {
        (config @ Value::Object(_), prior @ Value::Object(_)) => could_be(block, config, prior),
        (Value::List(configs), Value::List(priors)) => {
            configs.len() == priors.len()
                && configs
                    .iter()
                    .zip(priors)
                    .all(|(config, prior)| could_be(block, config, prior))
        }
        (Value::Map(configs), Value::Map(priors)) => {
            configs.len() == priors.len()
                && configs.iter().all(|(key, config)| {
                    priors
                        .get(key)
                        .is_some_and(|prior| could_be(block, config, prior))
                })
        }
        (Value::Set(configs), Value::Set(priors)) => {
            let mut rest: Vec<&Value> = priors.iter().collect();
            configs.len() == priors.len()
                && configs
                    .iter()
                    .all(|config| !take_match(block, config, &mut rest).is_null())
        }
        (config, prior) => config == prior,
    }
}

/// An element of a set with the stored values of what the user did not set, as Terraform proposes them for
/// lists and maps. Its proposal for sets is not used, since its elements cannot be told apart.
fn completed(block: &Block, config: &Value, prior: &Value) -> Value {
    let Value::Object(config) = config else {
        return config.clone();
    };
    let mut object = config.clone();
    for attribute in &block.attributes {
        let unset = object.get(attribute.name).is_none_or(Value::is_null);
        if unset && attribute.is_computed() {
            let stored = prior.attribute(attribute.name).clone();
            object.insert(attribute.name.to_owned(), stored);
        }
    }
    Value::Object(object)
}

/// Makes the computed attributes unknown that neither the user sets nor the schema keeps.
pub(super) fn mark_computed(schema: &Block, config: &Value, prior: &Value, planned: &mut Object) {
    for attribute in &schema.attributes {
        let set = !config.attribute(attribute.name).is_null();
        if !attribute.is_computed() || set || attribute.default.is_some() {
            continue;
        }
        let stored = prior.attribute(attribute.name);
        let keeps = attribute.keep_prior && !stored.is_null();
        let value = if keeps {
            stored.clone()
        } else {
            Value::UNKNOWN
        };
        planned.insert(attribute.name.to_owned(), value);
    }
}
