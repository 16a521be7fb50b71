//! Elements of nested blocks that may not be there.

use crate::framework::Value;

/// The element of a list; null when there is none.
pub(super) fn at_index(list: &Value, index: usize) -> &Value {
    match list {
        Value::List(elements) => elements.get(index).unwrap_or(&Value::Null),
        _ => &Value::Null,
    }
}

/// The element of a map; null when there is none.
pub(super) fn of_key<'a>(map: &'a Value, key: &str) -> &'a Value {
    match map {
        Value::Map(elements) => elements.get(key).unwrap_or(&Value::Null),
        _ => &Value::Null,
    }
}
