//! Values as JSON, the way Terraform reads configurations and writes states.

use lokomotive::framework::{Number, Type, Value};
use serde_json::Value as Json;

/// A value as JSON; what is null is left out of objects.
pub(crate) fn to_json(value: &Value) -> Json {
    match value.inner() {
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Number(number) => number.as_i64().map_or(Json::Null, Json::from),
        Value::String(text) => Json::String(text.clone()),
        Value::List(elements) | Value::Set(elements) | Value::Tuple(elements) => {
            Json::Array(elements.iter().map(to_json).collect())
        }
        Value::Map(elements) | Value::Object(elements) => {
            let set = elements.iter().filter(|(_, value)| !value.is_null());
            Json::Object(
                set.map(|(name, value)| (name.clone(), to_json(value)))
                    .collect(),
            )
        }
        _ => Json::Null,
    }
}

/// A value of a type from JSON.
pub(crate) fn from_json(json: &Json, ty: &Type) -> Value {
    match (json, ty) {
        (Json::Bool(flag), _) => Value::Bool(*flag),
        (Json::Number(number), _) => Value::Number(Number::parse(&number.to_string()).unwrap()),
        (Json::String(text), _) => Value::String(text.clone()),
        (Json::Array(elements), Type::List(element)) => {
            Value::List(elements.iter().map(|one| from_json(one, element)).collect())
        }
        (Json::Object(elements), Type::Map(element)) => {
            let elements = elements.iter();
            Value::Map(
                elements
                    .map(|(key, one)| (key.clone(), from_json(one, element)))
                    .collect(),
            )
        }
        (Json::Object(_), Type::Object(attributes)) => {
            let attributes = attributes.iter();
            Value::object(attributes.map(|(name, ty)| (name.clone(), from_json(&json[name], ty))))
        }
        _ => Value::Null,
    }
}
