//! JSON as values of the plugin protocol.

use lokomotive::framework::{Number, Type, Value};

/// A value of a type from JSON; what is left out of an object stays left out.
pub(crate) fn typed(json: &serde_json::Value, ty: &Type) -> Value {
    use serde_json::Value as Json;
    match (json, ty) {
        (Json::Bool(flag), _) => Value::Bool(*flag),
        (Json::Number(number), _) => Value::Number(Number::parse(&number.to_string()).unwrap()),
        (Json::String(text), _) => Value::String(text.clone()),
        (Json::Array(items), Type::List(element)) => {
            Value::List(items.iter().map(|item| typed(item, element)).collect())
        }
        (Json::Object(items), Type::Map(element)) => {
            let items = items.iter();
            Value::Map(
                items
                    .map(|(key, item)| (key.clone(), typed(item, element)))
                    .collect(),
            )
        }
        (Json::Object(items), Type::Object(attributes)) => {
            let items = items.iter();
            let items = items.map(|(key, item)| (key.clone(), typed(item, &attributes[key])));
            Value::Object(items.collect())
        }
        _ => Value::Null,
    }
}
