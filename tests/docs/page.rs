//! One page: front matter, description, example, schema.

use lokomotive::framework::{Definition, Parameter, Schema, Type};

use super::schema;

/// The page of the provider.
pub(crate) fn provider(schema: &Schema, example: &str) -> String {
    let front = front_matter("lokomotive Provider", schema.description);
    format!(
        "{front}# lokomotive Provider\n\n{}\n\n{}{}",
        schema.description,
        usage(example),
        schema::section(&schema.block)
    )
}

/// The page of a resource or a data source; `kind` as the registry calls it.
pub(crate) fn of_type(kind: &str, name: &str, schema: &Schema, example: &str) -> String {
    let front = front_matter(&format!("{name} {kind} - lokomotive"), schema.description);
    format!(
        "{front}# {name} ({kind})\n\n{}\n\n{}{}",
        schema.description,
        usage(example),
        schema::section(&schema.block)
    )
}

/// The page of a function.
pub(crate) fn function(name: &str, definition: &Definition, example: &str) -> String {
    let front = front_matter(&format!("{name} function - lokomotive"), definition.summary);
    let mut names: Vec<String> = definition
        .parameters
        .iter()
        .map(|parameter| typed(parameter.name, &parameter.ty))
        .collect();
    names.extend(
        definition
            .variadic
            .iter()
            .map(|parameter| format!("{}...", typed(parameter.name, &parameter.ty))),
    );
    let arguments: String =
        definition
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| argument(index + 1, parameter, ""))
            .chain(definition.variadic.iter().map(|parameter| {
                argument(definition.parameters.len() + 1, parameter, ", variadic")
            }))
            .collect();
    format!(
        "{front}# function: {name}\n\n{}\n\n{}## Signature\n\n```text\n{name}({}) {}\n```\n\n## Arguments\n\n{arguments}",
        definition.description,
        usage(example),
        names.join(", "),
        schema::type_word(&definition.returns),
    )
}

fn typed(name: &str, ty: &Type) -> String {
    format!("{name} {}", schema::type_word(ty))
}

fn argument(number: usize, parameter: &Parameter, note: &str) -> String {
    let word = schema::type_name(&parameter.ty);
    format!(
        "{number}. `{}` ({word}{note}) {}\n",
        parameter.name, parameter.description
    )
}

fn front_matter(title: &str, description: &str) -> String {
    format!(
        "---\npage_title: \"{title}\"\nsubcategory: \"\"\ndescription: |-\n  {description}\n---\n\n"
    )
}

fn usage(example: &str) -> String {
    format!(
        "## Example Usage\n\n```terraform\n{}\n```\n\n",
        example.trim_end()
    )
}
