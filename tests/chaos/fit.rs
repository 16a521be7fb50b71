//! How configurations, plans and results go together, by Terraform's rules.

use std::collections::BTreeMap;

use lokomotive::framework::{Block, Nesting, Value};

/// What Terraform proposes: what the user has set, and of what is computed what is stored.
pub(crate) fn proposed(schema: &Block, config: &Value, prior: &Value) -> Value {
    if config.is_null() || prior.is_null() {
        return config.clone();
    }
    let mut merged = BTreeMap::new();
    for attribute in &schema.attributes {
        let (set, stored) = (
            config.attribute(attribute.name),
            prior.attribute(attribute.name),
        );
        let is_stored = set.is_null() && attribute.is_computed();
        let value = if is_stored { stored } else { set };
        merged.insert(attribute.name.to_owned(), value.clone());
    }
    for nested in &schema.blocks {
        let (set, stored) = (config.attribute(nested.name), prior.attribute(nested.name));
        let value = match nested.nesting {
            Nesting::Single | Nesting::Group => proposed(&nested.block, set, stored),
            Nesting::List | Nesting::Set | Nesting::Map => set.clone(),
        };
        merged.insert(nested.name.to_owned(), value);
    }
    Value::Object(merged)
}

/// Whether a result is what was planned, wherever that was known.
pub(crate) fn fits(planned: &Value, result: &Value) -> bool {
    match (planned, result) {
        (Value::Unknown(_), _) => true,
        (Value::List(planned), Value::List(result)) => {
            planned.len() == result.len()
                && planned
                    .iter()
                    .zip(result)
                    .all(|(one, other)| fits(one, other))
        }
        (Value::Object(planned), Value::Object(result))
        | (Value::Map(planned), Value::Map(result)) => {
            planned.len() == result.len()
                && planned
                    .iter()
                    .all(|(name, value)| result.get(name).is_some_and(|other| fits(value, other)))
        }
        (planned, result) => planned == result,
    }
}
