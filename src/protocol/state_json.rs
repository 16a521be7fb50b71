//! Stored states: JSON to values.

use serde_json::Value as Json;
use std::collections::BTreeMap;

use super::codec_error::CodecError;
use crate::framework::{Number, Step, Type, Value};

/// Reads a stored state along today's type. An attribute that was stored but exists no more is left out,
/// one that came later is null.
pub(super) fn decode(json: &Json, ty: &Type) -> Result<Value, CodecError> {
    if json.is_null() {
        return Ok(Value::Null);
    }
    match (ty, json) {
        (Type::Bool, Json::Bool(value)) => Ok(Value::Bool(*value)),
        (Type::Number, Json::Number(number)) => exact(&number.to_string()),
        // numbers beyond JSON's are stored as text
        (Type::Number, Json::String(text)) => exact(text),
        (Type::String, Json::String(text)) => Ok(Value::String(text.clone())),
        (Type::List(element), Json::Array(items)) => elements(items, element).map(Value::List),
        (Type::Set(element), Json::Array(items)) => elements(items, element).map(Value::Set),
        (Type::Tuple(types), Json::Array(items)) if types.len() == items.len() => types
            .iter()
            .zip(items)
            .enumerate()
            .map(|(index, (ty, item))| {
                decode(item, ty).map_err(|error| error.within(Step::Index(index)))
            })
            .collect::<Result<_, _>>()
            .map(Value::Tuple),
        (Type::Map(element), Json::Object(items)) => items
            .iter()
            .map(|(key, item)| match decode(item, element) {
                Ok(value) => Ok((key.clone(), value)),
                Err(error) => Err(error.within(Step::Key(key.clone()))),
            })
            .collect::<Result<_, _>>()
            .map(Value::Map),
        (Type::Object(attributes), Json::Object(items)) => {
            object(items, attributes).map(Value::Object)
        }
        (Type::Dynamic, Json::Object(typed)) => dynamic(typed),
        _ => Err(CodecError::new(format!(
            "the stored value is not of type {ty}"
        ))),
    }
}

fn exact(text: &str) -> Result<Value, CodecError> {
    Number::parse(text)
        .map(Value::Number)
        .ok_or_else(|| CodecError::new("the stored value is no number"))
}

fn elements(items: &[Json], ty: &Type) -> Result<Vec<Value>, CodecError> {
    items
        .iter()
        .enumerate()
        .map(|(index, item)| decode(item, ty).map_err(|error| error.within(Step::Index(index))))
        .collect()
}

fn object(
    items: &serde_json::Map<String, Json>,
    attributes: &BTreeMap<String, Type>,
) -> Result<BTreeMap<String, Value>, CodecError> {
    attributes
        .iter()
        .map(|(name, ty)| {
            let item = items.get(name).unwrap_or(&Json::Null);
            match decode(item, ty) {
                Ok(value) => Ok((name.clone(), value)),
                Err(error) => Err(error.in_attribute(name)),
            }
        })
        .collect()
}

/// `{"type": .., "value": ..}`.
fn dynamic(typed: &serde_json::Map<String, Json>) -> Result<Value, CodecError> {
    let ty = typed
        .get("type")
        .and_then(|json| Type::from_json(json).ok())
        .ok_or_else(|| CodecError::new("the stored value brings no type"))?;
    let value = decode(typed.get("value").unwrap_or(&Json::Null), &ty)?;
    Ok(Value::Dynamic(ty, Box::new(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Value {
        Value::Number(Number::parse(text).unwrap())
    }

    fn text(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    fn check(json: &str, ty: &Type, expect: &Value) {
        let json = serde_json::from_str(json).unwrap();
        assert_eq!(decode(&json, ty).as_ref(), Ok(expect), "{json}");
    }

    fn refused(json: &str, ty: &Type, expect: &str) {
        let json = serde_json::from_str(json).unwrap();
        assert_eq!(decode(&json, ty).unwrap_err().to_string(), expect);
    }

    #[test]
    fn numbers_are_exact() {
        for number_text in [
            "0.1",
            "12345678901234567890123",
            "-5",
            "0.12345678901234567890123",
        ] {
            check(number_text, &Type::Number, &number(number_text));
        }
        check(r#""1.5""#, &Type::Number, &number("1.5"));
    }

    #[test]
    fn every_type() {
        check("null", &Type::Bool, &Value::Null);
        check(
            "[true]",
            &Type::list(Type::Bool),
            &Value::List(vec![Value::Bool(true)]),
        );
        check(
            "[1]",
            &Type::set(Type::Number),
            &Value::Set(vec![number("1")]),
        );
        check(
            r#"["a", 1]"#,
            &Type::Tuple(vec![Type::String, Type::Number]),
            &Value::Tuple(vec![text("a"), number("1")]),
        );
        check(
            r#"{"k": "v"}"#,
            &Type::map(Type::String),
            &Value::Map([("k".to_owned(), text("v"))].into()),
        );
        check(
            r#"{"type": "string", "value": "v"}"#,
            &Type::Dynamic,
            &Value::Dynamic(Type::String, Box::new(text("v"))),
        );
    }

    #[test]
    fn attributes_come_and_go() {
        check(
            r#"{"kept": "v", "dropped": {"any": ["thing"]}}"#,
            &Type::object([("kept", Type::String), ("new", Type::Bool)]),
            &Value::object([("kept", text("v")), ("new", Value::Null)]),
        );
    }

    #[test]
    fn errors_say_where() {
        refused(
            r#"{"a": [{"k": 1}]}"#,
            &Type::object([("a", Type::list(Type::map(Type::Bool)))]),
            r#"a[0]["k"]: the stored value is not of type bool"#,
        );
        refused(r#""x""#, &Type::Number, "the stored value is no number");
        refused(
            r#"{"value": 1}"#,
            &Type::Dynamic,
            "the stored value brings no type",
        );
    }
}
