//! What requests and answers look like, as `tests/fixtures/metal-schema.json` says: every request is held to it here, and
//! every answer in `tests/simulator_rules`.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::super::ids::is_uuid;

/// The description.
static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../fixtures/metal-schema.json");
    serde_json::from_str(text).expect("a fixture that is JSON")
});

/// What does not fit, in a sentence that names the field.
pub(crate) type Misfit = String;

/// Finds what does not fit in the query of an operation.
pub(crate) fn check_query(operation: &str, pairs: &[(String, String)]) -> Result<(), Misfit> {
    let known = &SCHEMA["operations"][operation]["query"];
    for (name, text) in pairs {
        let kind = known[name].as_str();
        let kind = kind.ok_or_else(|| format!("{name} is not a parameter of {operation}"))?;
        let fits = match kind {
            "integer" => text.parse::<i64>().is_ok(),
            "flag" => matches!(text.as_str(), "true" | "false"),
            _ => check(kind, &Value::from(text.as_str()), name).is_ok(),
        };
        if !fits {
            return Err(format!("{name} is invalid"));
        }
    }
    Ok(())
}

/// Finds what does not fit in the body of a request.
pub(crate) fn check_request(operation: &str, body: Option<&Value>) -> Result<(), Misfit> {
    let known = &SCHEMA["operations"][operation];
    let kind = known["request"].as_str();
    match (kind.or(known["request?"].as_str()), body) {
        (Some(kind), Some(body)) => check(kind, body, ""),
        (Some(_), None) if kind.is_some() => Err("the body can't be blank".to_owned()),
        (None, Some(_)) => Err(format!("{operation} has no body")),
        (_, None) => Ok(()),
    }
}

/// Finds what does not fit in an answer.
pub(crate) fn check_answer(
    operation: &str,
    status: u16,
    body: Option<&Value>,
) -> Result<(), Misfit> {
    if status >= 400 {
        return check("Error", body.unwrap_or(&Value::Null), "");
    }
    let answers = &SCHEMA["operations"][operation]["answers"];
    match (answers.get(status.to_string()), body) {
        (None, _) => Err(format!("{operation} does not answer {status}")),
        (Some(Value::Null), None) => Ok(()),
        (Some(Value::String(kind)), Some(body)) => check(kind, body, ""),
        (Some(kind), body) => Err(format!("{operation} answers {kind}, not {body:?}")),
    }
}

/// All operations that are described.
pub(crate) fn operations() -> impl Iterator<Item = &'static str> {
    let operations = SCHEMA["operations"].as_object().into_iter().flatten();
    operations.map(|(name, _)| name.as_str())
}

fn check(kind: &str, value: &Value, at: &str) -> Result<(), Misfit> {
    if let Some(kind) = kind.strip_suffix('?') {
        return if value.is_null() {
            Ok(())
        } else {
            check(kind, value, at)
        };
    }
    if let Some((kind, other)) = kind.split_once('|') {
        return check(other, value, at).or_else(|_| check(kind, value, at));
    }
    if let Some(kind) = kind
        .strip_prefix('[')
        .and_then(|kind| kind.strip_suffix(']'))
    {
        let items = value.as_array().ok_or(format!("{at} must be a list"))?;
        let mut items = items.iter().enumerate();
        return items.try_for_each(|(index, item)| check(kind, item, &format!("{at}[{index}]")));
    }
    let fits = match kind {
        "text" => value.is_string(),
        "uuid" => value.as_str().is_some_and(is_uuid),
        "time" => value.as_str().is_some_and(is_time),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "flag" => value.is_boolean(),
        "map" => value.is_object(),
        named => return check_named(named, value, at),
    };
    fits.then_some(()).ok_or(format!("{at} must be {kind}"))
}

fn check_named(kind: &str, value: &Value, at: &str) -> Result<(), Misfit> {
    match &SCHEMA["types"][kind] {
        Value::Array(words) if words.contains(value) => Ok(()),
        Value::Array(_) => Err(format!("{at} is not included in the list")),
        Value::Object(fields) => {
            let object = value.as_object();
            check_fields(fields, object.ok_or(format!("{at} must be an object"))?, at)
        }
        _ => panic!("the schema has no type {kind}"),
    }
}

fn check_fields(
    fields: &Map<String, Value>,
    object: &Map<String, Value>,
    at: &str,
) -> Result<(), Misfit> {
    let path = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}.{name}")
        }
    };
    for (name, kind) in fields {
        let (name, is_needed) = match name.strip_suffix('!') {
            Some(name) => (name, true),
            None => (name.as_str(), false),
        };
        match object.get(name) {
            Some(value) => check(kind.as_str().unwrap_or_default(), value, &path(name))?,
            None if is_needed => return Err(format!("{} can't be blank", path(name))),
            None => {}
        }
    }
    let is_known =
        |name: &&String| fields.contains_key(*name) || fields.contains_key(&format!("{name}!"));
    match object.keys().find(|name| !is_known(name)) {
        Some(name) => Err(format!("{} is not a known field", path(name))),
        None => Ok(()),
    }
}

/// RFC 3339, as far as a digit is a digit.
fn is_time(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|character| {
            if character.is_ascii_digit() {
                '0'
            } else {
                character
            }
        })
        .collect();
    let rest = shape.strip_prefix("0000-00-00T00:00:00");
    rest.is_some_and(|rest| rest.ends_with('Z') || rest.contains(['+', '-']))
}
