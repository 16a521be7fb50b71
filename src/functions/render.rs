//! `provider::lokomotive::render(content, options)`.

use std::collections::BTreeMap;

use crate::flatcar_config::{Arguments, argument_attributes, evaluate_or_explain};
use crate::framework::{
    Block, Definition, Diagnostics, FromValue, Function, FunctionError, Model, Parameter, Type,
    Value,
};

/// The argument that holds the options.
const OPTIONS: usize = 1;

/// The function.
#[derive(Debug)]
pub struct Render;

impl Function for Render {
    fn name(&self) -> &'static str {
        "render"
    }

    fn definition(&self) -> Definition {
        Definition {
            summary: "Renders a Container Linux Config to an Ignition config.",
            description: "Renders a Container Linux Config, with snippets merged in, to an Ignition config. \
                Terraform keeps the sensitive mark of arguments on the result. Warnings are not shown: use \
                the resource `lokomotive_flatcar_config` to see them.",
            parameters: vec![Parameter::new(
                "content",
                Type::String,
                "Container Linux Config, in YAML.",
            )],
            variadic: Some(Parameter::new(
                "options",
                Type::Dynamic,
                "At most one object with any of `snippets`, `merge`, `platform`, `strict`, `pretty_print`, \
                 `ignition_version`, `boot_check` and `files_dir`, which mean what they mean in `lokomotive_flatcar_config`.",
            )),
            returns: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let arguments = read(arguments)?;
        evaluate_or_explain(&arguments)
            .map(Value::String)
            .map_err(|text| FunctionError::new(text).at(0))
    }
}

/// The call's arguments as those of the resource, checked by the same schema.
fn read(arguments: &[Value]) -> Result<Arguments, FunctionError> {
    let content = arguments.first().cloned().unwrap_or(Value::Null);
    let mut object = match arguments.get(OPTIONS..).unwrap_or_default() {
        [] => BTreeMap::new(),
        [options] => options_of(options)?,
        _ => {
            let text = "There is one object of options at most: put all options into it.";
            return Err(FunctionError::new(text).at(OPTIONS + 1));
        }
    };
    object.insert("content".to_owned(), content);
    let object = Value::Object(object);
    check_rules(&object)?;
    Arguments::from_value(&object)
        .map_err(|error| FunctionError::new(format!("options.{error}.")).at(OPTIONS))
}

fn options_of(options: &Value) -> Result<BTreeMap<String, Value>, FunctionError> {
    let (Value::Object(options) | Value::Map(options)) = options.inner() else {
        let text =
            "The options must be an object, e.g. { snippets = [file(\"a.yaml\")], strict = true }.";
        return Err(FunctionError::new(text).at(OPTIONS));
    };
    match options.keys().find(|name| !is_option(name)) {
        Some(name) => Err(unknown_option(name)),
        None => Ok(options.clone()),
    }
}

fn check_rules(object: &Value) -> Result<(), FunctionError> {
    let mut faults = Diagnostics::new();
    let attributes = argument_attributes().into_iter();
    let block = attributes.fold(Block::new(), Block::attribute);
    block.check_rules(object, &mut faults);
    match faults.into_iter().next() {
        Some(fault) => {
            let text = format!(
                "options.{}: {}. {}",
                fault.path, fault.summary, fault.detail
            );
            Err(FunctionError::new(text).at(OPTIONS))
        }
        None => Ok(()),
    }
}

/// Whether the options may have a member of this name. A function keeps the sensitive marks of its
/// arguments, so it needs no `sensitive`.
fn is_option(name: &str) -> bool {
    Arguments::FIELDS.contains(&name) && name != "content" && name != "sensitive"
}

fn unknown_option(name: &str) -> FunctionError {
    let options: Vec<&str> = Arguments::FIELDS
        .iter()
        .copied()
        .filter(|field| is_option(field))
        .collect();
    let list = options.join(", ");
    FunctionError::new(format!(
        "There is no option {name:?}; the options are {list}."
    ))
    .at(OPTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::IntoValue;

    fn call(options: &[Value]) -> Result<String, String> {
        let arguments: Vec<Value> = std::iter::once("passwd: {users: [{name: a}]}".into_value())
            .chain(options.iter().cloned())
            .collect();
        match Render.call(&arguments) {
            Ok(Value::String(json)) => Ok(json),
            Ok(other) => panic!("not a string: {other:?}"),
            Err(error) => Err(error.text),
        }
    }

    fn options(members: &[(&'static str, Value)]) -> Value {
        let object = Value::object(members.to_vec());
        Value::Dynamic(Type::Dynamic, Box::new(object))
    }

    #[test]
    fn options_may_be_left_out() {
        assert!(call(&[]).unwrap().contains(r#"{"name":"a"}"#));
        assert_eq!(call(&[]), call(&[options(&[])]));
    }

    #[test]
    fn snippets_of_a_literal_are_a_tuple() {
        let snippets = Value::Tuple(vec![
            "passwd: {users: [{name: b}]}".into_value(),
            Value::Null,
        ]);
        let json = call(&[options(&[("snippets", snippets)])]).unwrap();
        assert!(json.contains(r#"{"name":"a"},{"name":"b"}"#));
    }

    #[test]
    fn what_cannot_be_an_option_is_refused() {
        for (wrong, expect) in [
            (vec![Value::Bool(true)], "must be an object"),
            (
                vec![options(&[("snippet", Value::Null)])],
                "no option \"snippet\"",
            ),
            (
                vec![options(&[("content", Value::Null)])],
                "no option \"content\"",
            ),
            (
                vec![options(&[("merge", "bykey".into_value())])],
                "did you mean \"by_key\"",
            ),
            (
                vec![options(&[("strict", "on".into_value())])],
                "options.strict: expected a bool",
            ),
            (
                vec![options(&[("platform", "aws".into_value())])],
                "platform",
            ),
            (vec![options(&[]), options(&[])], "one object of options"),
        ] {
            let error = call(&wrong).unwrap_err();
            assert!(error.contains(expect), "{error}");
        }
    }
}
