//! Values to Rust types.

use std::collections::{BTreeMap, BTreeSet};

use super::field::Field;
use crate::framework::path::Step;
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Number, Value};

/// A value is not what the code that reads it takes it for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}expected {expected}, found {found}", path.as_prefix())]
pub struct ConvertError {
    /// The value.
    pub path: AttributePath,
    /// What it should be.
    pub expected: &'static str,
    /// What it is; never the value itself.
    pub found: &'static str,
}

/// What can be read from a value.
pub trait FromValue: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// When the value is of another type, or null or unknown where `Self` has no place for that.
    fn from_value(value: &Value) -> Result<Self, ConvertError>;
}

impl ConvertError {
    /// An error about the value at hand.
    #[must_use]
    pub fn new(expected: &'static str, found: &Value) -> Self {
        Self {
            path: AttributePath::root(),
            expected,
            found: match found.inner() {
                Value::Null => "null",
                Value::Unknown(_) => "a value that is not known yet",
                Value::Bool(_) => "a bool",
                Value::Number(_) => "a number",
                Value::String(_) => "a string",
                Value::List(_) => "a list",
                Value::Set(_) => "a set",
                Value::Map(_) => "a map",
                Value::Object(_) | Value::Dynamic(..) => "an object",
                Value::Tuple(_) => "a tuple",
            },
        }
    }

    /// The same error seen from one step above.
    #[must_use]
    pub fn within(mut self, step: Step) -> Self {
        self.path = self.path.within(step);
        self
    }
}

impl From<ConvertError> for Diagnostic {
    fn from(error: ConvertError) -> Self {
        let detail = format!("Expected {}, found {}.", error.expected, error.found);
        Self::error("Unexpected value", detail).at(error.path)
    }
}

impl From<ConvertError> for Diagnostics {
    fn from(error: ConvertError) -> Self {
        Diagnostic::from(error).into()
    }
}

impl FromValue for Value {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        Ok(value.clone())
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::Bool(value) => Ok(*value),
            other => Err(ConvertError::new("a bool", other)),
        }
    }
}

impl FromValue for Number {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::Number(number) => Ok(number.clone()),
            other => Err(ConvertError::new("a number", other)),
        }
    }
}

impl FromValue for i64 {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        const EXPECTED: &str = "a whole number below 2^63";
        match value.inner() {
            Value::Number(number) => number
                .as_i64()
                .ok_or_else(|| ConvertError::new(EXPECTED, value)),
            other => Err(ConvertError::new(EXPECTED, other)),
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::String(text) => Ok(text.clone()),
            other => Err(ConvertError::new("a string", other)),
        }
    }
}

/// From lists, sets and tuples.
impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::List(elements) | Value::Tuple(elements) => elements
                .iter()
                .enumerate()
                .map(|(index, element)| {
                    T::from_value(element).map_err(|error| error.within(Step::Index(index)))
                })
                .collect(),
            Value::Set(elements) => elements.iter().map(element_of_set).collect(),
            other => Err(ConvertError::new("a list", other)),
        }
    }
}

/// From sets.
impl<T: FromValue + Ord> FromValue for BTreeSet<T> {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::Set(elements) => elements.iter().map(element_of_set).collect(),
            other => Err(ConvertError::new("a set", other)),
        }
    }
}

/// An error in an element is one of the whole set, for elements of sets have no address.
fn element_of_set<T: FromValue>(element: &Value) -> Result<T, ConvertError> {
    T::from_value(element).map_err(|error| ConvertError {
        path: AttributePath::root(),
        ..error
    })
}

/// From maps, and from objects, which is what a map written in HCL is where any type is accepted.
impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::Map(elements) | Value::Object(elements) => elements
                .iter()
                .map(|(key, element)| match T::from_value(element) {
                    Ok(element) => Ok((key.clone(), element)),
                    Err(error) => Err(error.within(Step::Key(key.clone()))),
                })
                .collect(),
            other => Err(ConvertError::new("a map", other)),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl<T: FromValue> FromValue for Field<T> {
    fn from_value(value: &Value) -> Result<Self, ConvertError> {
        match value.inner() {
            Value::Null => Ok(Self::Null),
            Value::Unknown(_) => Ok(Self::Unknown),
            value => T::from_value(value).map(Self::Known),
        }
    }
}
