//! The user's tags on machines: those of the resource over those of the provider.

use std::collections::BTreeMap;

use super::arguments::Arguments;
use crate::framework::{Field, IntoValue as _, Value};

/// All tags of the user's, as a plan knows them.
pub(super) fn all(arguments: &Arguments, defaults: &Field<BTreeMap<String, String>>) -> Value {
    let (Field::Known(_) | Field::Null, Field::Known(_) | Field::Null) =
        (&arguments.common.tags, defaults)
    else {
        return Value::UNKNOWN;
    };
    let defaults = defaults.known().into_iter().flatten();
    let mut tags: BTreeMap<String, Field<String>> = defaults
        .map(|(key, value)| (key.clone(), Field::Known(value.clone())))
        .collect();
    for (key, value) in arguments.common.tags.known().into_iter().flatten() {
        // a tag without a value is an empty one
        let value = value.clone().or(String::new());
        tags.insert(key.clone(), value);
    }
    tags.into_value()
}
