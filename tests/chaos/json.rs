//! Values as JSON, the way Terraform reads configurations.

use lokomotive::framework::Value;
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
