//! The rules that Terraform has for schemas. It refuses a provider of which one schema breaks one, so a
//! test holds every schema against them.

use std::collections::BTreeSet;

use super::schema::{Attribute, Block, NestedBlock, Nesting, Schema};

/// Arguments that Terraform itself gives a meaning in every resource and data source.
const RESERVED: [&str; 7] = [
    "connection",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
];

/// What is wrong with a schema, a sentence each; nothing when Terraform will accept it.
#[must_use]
pub fn faults(schema: &Schema) -> Vec<String> {
    let mut found = Vec::new();
    if schema.version < 0 {
        found.push("version is negative".to_owned());
    }
    block_faults(&schema.block, "", false, &mut found);
    let names = schema.block.attributes.iter().map(|a| a.name);
    let names = names.chain(schema.block.blocks.iter().map(|b| b.name));
    for name in names.filter(|name| RESERVED.contains(name)) {
        found.push(format!("{name}: reserved by Terraform"));
    }
    found
}

fn block_faults(block: &Block, path: &str, in_set: bool, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for attribute in &block.attributes {
        let path = format!("{path}{}", attribute.name);
        if !seen.insert(attribute.name) {
            found.push(format!("{path}: declared twice"));
        }
        attribute_faults(attribute, &path, in_set, found);
    }
    for nested in &block.blocks {
        let path = format!("{path}{}", nested.name);
        if !seen.insert(nested.name) {
            found.push(format!("{path}: declared twice"));
        }
        nested_faults(nested, &path, in_set, found);
    }
}

fn attribute_faults(attribute: &Attribute, path: &str, in_set: bool, found: &mut Vec<String>) {
    name_faults(attribute.name, path, found);
    let mut fault = |text: &str| found.push(format!("{path}: {text}"));
    if attribute.default.is_some() && !attribute.is_settable() {
        fault("has a default but cannot be set");
    }
    if attribute.default.is_some() && !attribute.is_computed() {
        fault("has a default but is not computed");
    }
    if attribute.keep_prior && !attribute.is_computed() {
        fault("keeps its prior value but is not computed");
    }
    if in_set && attribute.ty.has_dynamic() {
        fault("is of any type inside a set");
    }
}

fn nested_faults(nested: &NestedBlock, path: &str, in_set: bool, found: &mut Vec<String>) {
    name_faults(nested.name, path, found);
    let mut fault = |text: &str| found.push(format!("{path}: {text}"));
    let (min, max) = (nested.min_items, nested.max_items);
    match nested.nesting {
        Nesting::Single if min != max || min > 1 => fault("counts neither 0 to 0 nor 1 to 1"),
        Nesting::Group | Nesting::Map if min != 0 || max != 0 => fault("cannot be counted"),
        Nesting::List | Nesting::Set if max != 0 && min > max => fault("minimum above maximum"),
        _ => {}
    }
    // A list or map of blocks with values of any type would be a tuple or object instead.
    let collects = !matches!(nested.nesting, Nesting::Single | Nesting::Group);
    if collects && nested.block.ty().has_dynamic() {
        fault("repeats and holds a value of any type");
    }
    let in_set = in_set || nested.nesting == Nesting::Set;
    block_faults(&nested.block, &format!("{path}."), in_set, found);
}

fn name_faults(name: &str, path: &str, found: &mut Vec<String>) {
    let valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if name.is_empty() || !name.bytes().all(valid) || name.as_bytes()[0].is_ascii_digit() {
        found.push(format!(
            "{path}: name is not lower case letters, digits and _"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{Presence, Type};

    fn text(name: &'static str) -> Attribute {
        Attribute::optional(name, Type::String, "Text.")
    }

    fn check(block: Block, expect: &[&str]) {
        assert_eq!(faults(&Schema::new("A test.", block)), expect);
    }

    fn nested(nested: NestedBlock) -> Block {
        Block::new().block(nested)
    }

    #[test]
    fn names() {
        check(Block::new().attribute(text("a_1")), &[]);
        for name in ["A", "a-b", "1a", ""] {
            let fault = format!("{name}: name is not lower case letters, digits and _");
            check(Block::new().attribute(text(name)), &[&fault]);
        }
        check(
            Block::new().attribute(text("count")),
            &["count: reserved by Terraform"],
        );
        check(
            nested(NestedBlock::list(
                "inner",
                Block::new().attribute(text("count")),
            )),
            &[],
        );
        check(
            Block::new()
                .attribute(text("a"))
                .block(NestedBlock::list("a", Block::new())),
            &["a: declared twice"],
        );
    }

    #[test]
    fn who_sets_what() {
        let mut default = text("a").with_default("x");
        check(Block::new().attribute(default.clone()), &[]);
        default.presence = Presence::Computed;
        check(
            Block::new().attribute(default),
            &["a: has a default but cannot be set"],
        );
        check(
            Block::new().attribute(text("a").keep_prior()),
            &["a: keeps its prior value but is not computed"],
        );
    }

    #[test]
    fn how_often_a_block_occurs() {
        let empty = Block::new;
        check(nested(NestedBlock::single("a", empty()).items(1, 1)), &[]);
        check(nested(NestedBlock::list("a", empty()).items(2, 0)), &[]);
        check(
            nested(NestedBlock::single("a", empty()).items(0, 2)),
            &["a: counts neither 0 to 0 nor 1 to 1"],
        );
        check(
            nested(NestedBlock::map("a", empty()).items(0, 2)),
            &["a: cannot be counted"],
        );
        check(
            nested(NestedBlock::list("a", empty()).items(2, 1)),
            &["a: minimum above maximum"],
        );
    }

    #[test]
    fn any_type_has_no_place_in_repeated_blocks() {
        let any = || Block::new().attribute(Attribute::optional("any", Type::Dynamic, "Any."));
        check(nested(NestedBlock::single("a", any())), &[]);
        check(
            nested(NestedBlock::set("a", any())),
            &[
                "a: repeats and holds a value of any type",
                "a.any: is of any type inside a set",
            ],
        );
    }
}
