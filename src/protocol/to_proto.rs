//! Framework values to messages.

use super::codec_error::CodecError;
use super::msgpack;
use crate::framework::{
    Attribute, AttributePath, Block, Definition, Diagnostic, Diagnostics, FunctionError,
    NestedBlock, Nesting, Parameter, Presence, Schema, Severity, Step, Type, Value,
};
use crate::pb::tfplugin5 as pb;

/// A value of a type.
pub(super) fn value(value: &Value, ty: &Type) -> Result<pb::DynamicValue, CodecError> {
    Ok(pb::DynamicValue {
        msgpack: msgpack::encode(value, ty)?,
        json: Vec::new(),
    })
}

pub(super) fn diagnostics(diagnostics: Diagnostics) -> Vec<pb::Diagnostic> {
    diagnostics.into_iter().map(diagnostic).collect()
}

/// A text without what moves a terminal's cursor or turns its text around: Terraform prints texts as they are, and parts
/// of them are a document's or a cloud's.
fn printable(text: String) -> String {
    let is_harmful = |character: char| {
        let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (character.is_control() && !matches!(character, '\n' | '\t'))
    };
    if text.contains(is_harmful) {
        text.replace(is_harmful, "\u{fffd}")
    } else {
        text
    }
}

fn diagnostic(diagnostic: Diagnostic) -> pb::Diagnostic {
    let severity = match diagnostic.severity {
        Severity::Error => pb::diagnostic::Severity::Error,
        Severity::Warning => pb::diagnostic::Severity::Warning,
    };
    let attribute = (!diagnostic.path.is_root()).then(|| path(&diagnostic.path));
    pb::Diagnostic {
        severity: severity.into(),
        summary: printable(diagnostic.summary),
        detail: printable(diagnostic.detail),
        attribute,
    }
}

pub(super) fn path(path: &AttributePath) -> pb::AttributePath {
    use pb::attribute_path::step::Selector;
    let step = |step: &Step| pb::attribute_path::Step {
        selector: Some(match step {
            Step::Attribute(name) => Selector::AttributeName(name.clone()),
            Step::Index(index) => {
                Selector::ElementKeyInt(i64::try_from(*index).unwrap_or(i64::MAX))
            }
            Step::Key(key) => Selector::ElementKeyString(key.clone()),
        }),
    };
    pb::AttributePath {
        steps: path.steps().iter().map(step).collect(),
    }
}

pub(super) fn schema(schema: &Schema) -> pb::Schema {
    pb::Schema {
        version: schema.version,
        block: Some(pb::schema::Block {
            description: schema.description.to_owned(),
            deprecated: schema.deprecated.is_some(),
            deprecation_message: schema.deprecated.unwrap_or_default().to_owned(),
            ..block(&schema.block)
        }),
    }
}

fn block(block: &Block) -> pb::schema::Block {
    pb::schema::Block {
        attributes: block.attributes.iter().map(attribute).collect(),
        block_types: block.blocks.iter().map(nested_block).collect(),
        description_kind: pb::StringKind::Markdown.into(),
        ..pb::schema::Block::default()
    }
}

fn attribute(attribute: &Attribute) -> pb::schema::Attribute {
    let presence = attribute.presence;
    pb::schema::Attribute {
        name: attribute.name.to_owned(),
        r#type: type_json(&attribute.ty),
        description: attribute.description.to_owned(),
        description_kind: pb::StringKind::Markdown.into(),
        required: presence == Presence::Required,
        optional: matches!(presence, Presence::Optional | Presence::OptionalComputed),
        computed: attribute.is_computed(),
        sensitive: attribute.sensitive,
        deprecated: attribute.deprecated.is_some(),
        deprecation_message: attribute.deprecated.unwrap_or_default().to_owned(),
        ..pb::schema::Attribute::default()
    }
}

fn nested_block(nested: &NestedBlock) -> pb::schema::NestedBlock {
    use pb::schema::nested_block::NestingMode;
    let nesting = match nested.nesting {
        Nesting::Single => NestingMode::Single,
        Nesting::Group => NestingMode::Group,
        Nesting::List => NestingMode::List,
        Nesting::Set => NestingMode::Set,
        Nesting::Map => NestingMode::Map,
    };
    pb::schema::NestedBlock {
        type_name: nested.name.to_owned(),
        block: Some(pb::schema::Block {
            description: nested.description.to_owned(),
            ..block(&nested.block)
        }),
        nesting: nesting.into(),
        min_items: nested.min_items.into(),
        max_items: nested.max_items.into(),
    }
}

pub(super) fn function(definition: &Definition) -> pb::Function {
    pb::Function {
        parameters: definition.parameters.iter().map(parameter).collect(),
        variadic_parameter: definition.variadic.as_ref().map(parameter),
        r#return: Some(pb::function::Return {
            r#type: type_json(&definition.returns),
        }),
        summary: definition.summary.to_owned(),
        description: definition.description.to_owned(),
        description_kind: pb::StringKind::Markdown.into(),
        ..pb::Function::default()
    }
}

fn parameter(parameter: &Parameter) -> pb::function::Parameter {
    pb::function::Parameter {
        name: parameter.name.to_owned(),
        r#type: type_json(&parameter.ty),
        allow_null_value: parameter.allow_null,
        allow_unknown_values: parameter.allow_unknown,
        description: parameter.description.to_owned(),
        description_kind: pb::StringKind::Markdown.into(),
    }
}

pub(super) fn function_error(error: FunctionError) -> pb::FunctionError {
    pb::FunctionError {
        text: printable(error.text),
        function_argument: error
            .argument
            .and_then(|position| i64::try_from(position).ok()),
    }
}

fn type_json(ty: &Type) -> Vec<u8> {
    ty.to_json().to_string().into_bytes()
}

/// What this server does beyond the base protocol: it wants to be asked about deletes too, and works
/// without having been asked for its schemas.
pub(super) fn capabilities() -> pb::ServerCapabilities {
    pb::ServerCapabilities {
        plan_destroy: true,
        get_provider_schema_optional: true,
        ..pb::ServerCapabilities::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_leave_the_terminal_alone() {
        let check = |text: &str, expect: &str| assert_eq!(printable(text.to_owned()), expect);
        check("a\n\tb ä", "a\n\tb ä");
        check("a\u{1b}[2Jb\r\u{7}", "a\u{fffd}[2Jb\u{fffd}\u{fffd}");
        check("\u{202e}cba\u{9b}", "\u{fffd}cba\u{fffd}");
    }
}
