//! What makes it another resource.

use std::collections::BTreeSet;

use super::element::{at_index, of_key};
use crate::framework::{AttributePath, Block, NestedBlock, Nesting, Value};

/// The paths whose change means another resource.
pub(super) fn paths(schema: &Block, prior: &Value, planned: &Value) -> Vec<AttributePath> {
    let mut found = Vec::new();
    if !prior.is_null() {
        collect(schema, prior, planned, &AttributePath::root(), &mut found);
    }
    found
}

fn collect(
    schema: &Block,
    prior: &Value,
    planned: &Value,
    path: &AttributePath,
    found: &mut Vec<AttributePath>,
) {
    for attribute in schema.attributes.iter().filter(|a| a.requires_replace) {
        if prior.attribute(attribute.name) != planned.attribute(attribute.name) {
            found.push(path.clone().attribute(attribute.name));
        }
    }
    for nested in &schema.blocks {
        let path = path.clone().attribute(nested.name);
        let prior = prior.attribute(nested.name);
        let planned = planned.attribute(nested.name);
        collect_nested(nested, prior, planned, &path, found);
    }
}

fn collect_nested(
    nested: &NestedBlock,
    prior: &Value,
    planned: &Value,
    path: &AttributePath,
    found: &mut Vec<AttributePath>,
) {
    let block = &nested.block;
    match nested.nesting {
        // Where the block is missing on one side, its attributes have no address there, but on the other.
        Nesting::Single | Nesting::Group => collect(block, prior, planned, path, found),
        Nesting::List => {
            let length = |value: &Value| match value {
                Value::List(elements) => elements.len(),
                _ => 0,
            };
            for index in 0..length(prior).max(length(planned)) {
                let (prior, planned) = (at_index(prior, index), at_index(planned, index));
                collect(block, prior, planned, &path.clone().index(index), found);
            }
        }
        Nesting::Map => {
            let keys = |value: &Value| match value {
                Value::Map(elements) => elements.keys().cloned().collect(),
                _ => Vec::new(),
            };
            let all: BTreeSet<_> = keys(prior).into_iter().chain(keys(planned)).collect();
            for key in all {
                let (prior, planned) = (of_key(prior, &key), of_key(planned, &key));
                collect(block, prior, planned, &path.clone().key(key), found);
            }
        }
        // Elements of sets have no address, so the path ends at the set.
        Nesting::Set => {
            if may_replace(block) && prior != planned {
                found.push(path.clone());
            }
        }
    }
}

fn may_replace(block: &Block) -> bool {
    block.attributes.iter().any(|a| a.requires_replace)
        || block.blocks.iter().any(|nested| may_replace(&nested.block))
}
