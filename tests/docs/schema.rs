//! The `Schema` section of a page.

use std::fmt::Write as _;

use lokomotive::framework::{Attribute, Block, NestedBlock, Nesting, Presence, Type};

/// The section, nested blocks after it.
pub(crate) fn section(block: &Block) -> String {
    let mut text = String::from("## Schema\n");
    if block.attributes.is_empty() && block.blocks.is_empty() {
        text.push_str("\nThere is nothing to set.\n");
    }
    body(block, &mut text);
    nested(block, "", &mut text);
    text
}

fn body(block: &Block, text: &mut String) {
    let is = |presences: &'static [Presence]| {
        block
            .attributes
            .iter()
            .filter(move |attribute| presences.contains(&attribute.presence))
    };
    let required: String = is(&[Presence::Required]).map(line).collect();
    let optional = is(&[Presence::Optional, Presence::OptionalComputed])
        .map(line)
        .chain(block.blocks.iter().map(block_line))
        .collect();
    let read_only = is(&[Presence::Computed]).map(line).collect();
    for (title, lines) in [
        ("Required", required),
        ("Optional", optional),
        ("Read-Only", read_only),
    ] {
        if !lines.is_empty() {
            write!(text, "\n### {title}\n\n{lines}").unwrap();
        }
    }
}

fn nested(block: &Block, path: &str, text: &mut String) {
    for nested_block in &block.blocks {
        let path = format!("{path}{}", nested_block.name);
        let anchor = path.replace('.', "--");
        writeln!(
            text,
            "\n<a id=\"nestedblock--{anchor}\"></a>\n### Nested Schema for `{path}`"
        )
        .unwrap();
        body(&nested_block.block, text);
        nested(&nested_block.block, &format!("{path}."), text);
    }
}

fn line(attribute: &Attribute) -> String {
    let mut words = vec![type_name(&attribute.ty)];
    if attribute.sensitive {
        words.push("Sensitive".to_owned());
    }
    if attribute.deprecated.is_some() {
        words.push("Deprecated".to_owned());
    }
    format!(
        "- `{}` ({}) {}\n",
        attribute.name,
        words.join(", "),
        attribute.description
    )
}

fn block_line(nested: &NestedBlock) -> String {
    let kind = match nested.nesting {
        Nesting::Single | Nesting::Group => "Block",
        Nesting::List => "Block List",
        Nesting::Set => "Block Set",
        Nesting::Map => "Block Map",
    };
    format!("- `{}` ({kind}) {}\n", nested.name, nested.description)
}

/// A type as the registry's pages name it, e.g. `List of String`.
pub(crate) fn type_name(ty: &Type) -> String {
    match ty {
        Type::Bool => "Boolean".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::String => "String".to_owned(),
        Type::Dynamic => "Dynamic".to_owned(),
        Type::List(element) => format!("List of {}", type_name(element)),
        Type::Set(element) => format!("Set of {}", type_name(element)),
        Type::Map(element) => format!("Map of {}", type_name(element)),
        Type::Object(_) => "Object".to_owned(),
        Type::Tuple(_) => "Tuple".to_owned(),
    }
}

/// A type as the registry writes it in signatures, e.g. `list of string`.
pub(crate) fn type_word(ty: &Type) -> String {
    type_name(ty).to_lowercase()
}
