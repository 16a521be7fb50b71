//! Terraform's values. Null, unknown and empty are three different things.

use std::collections::BTreeMap;

use super::number::Number;
use super::path::{AttributePath, Step};
use super::types::Type;

/// A value, of which a schema says the [`Type`].
#[derive(Debug, Clone)]
pub enum Value {
    /// Not set.
    Null,
    /// Not known before apply, with what is known about it all the same.
    Unknown(Option<Box<Refinements>>),
    /// True or false.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    String(String),
    /// Elements in order.
    List(Vec<Value>),
    /// Distinct elements; their order means nothing, also to `==`.
    Set(Vec<Value>),
    /// Elements under names of the user's choice.
    Map(BTreeMap<String, Value>),
    /// Attributes and nested blocks under the names of a schema.
    Object(BTreeMap<String, Value>),
    /// Elements of several types.
    Tuple(Vec<Value>),
    /// A value that brings its type, where the schema says any.
    Dynamic(Type, Box<Value>),
}

/// What is known about an unknown value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refinements {
    /// Whether it can be null: `Some(false)` when it will not be, `Some(true)` when it will.
    pub null: Option<bool>,
    /// What its text begins with.
    pub prefix: Option<String>,
    /// Its smallest value, and whether that value itself is possible.
    pub min: Option<(Number, bool)>,
    /// Its largest value, and whether that value itself is possible.
    pub max: Option<(Number, bool)>,
    /// The smallest number of its elements.
    pub min_length: Option<i64>,
    /// The largest number of its elements.
    pub max_length: Option<i64>,
}

impl Value {
    /// An unknown value of which nothing is known.
    pub const UNKNOWN: Self = Self::Unknown(None);

    /// An object with these attributes.
    pub fn object<N: Into<String>>(attributes: impl IntoIterator<Item = (N, Self)>) -> Self {
        Self::Object(
            attributes
                .into_iter()
                .map(|(name, value)| (name.into(), value))
                .collect(),
        )
    }

    /// Whether it is not set.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.inner(), Self::Null)
    }

    /// Whether it is unknown itself.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(self.inner(), Self::Unknown(_))
    }

    /// Whether nothing in it is unknown.
    #[must_use]
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Unknown(_) => false,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
            Self::List(elements) | Self::Set(elements) | Self::Tuple(elements) => {
                elements.iter().all(Self::is_wholly_known)
            }
            Self::Map(elements) | Self::Object(elements) => {
                elements.values().all(Self::is_wholly_known)
            }
            Self::Dynamic(_, value) => value.is_wholly_known(),
        }
    }

    /// The same with null for whatever is unknown.
    #[must_use]
    pub fn without_unknown(self) -> Self {
        let each = |elements: Vec<Self>| elements.into_iter().map(Self::without_unknown).collect();
        let each_named = |elements: BTreeMap<String, Self>| {
            elements
                .into_iter()
                .map(|(name, value)| (name, value.without_unknown()))
                .collect()
        };
        match self {
            Self::Unknown(_) => Self::Null,
            Self::List(elements) => Self::List(each(elements)),
            Self::Set(elements) => Self::Set(each(elements)),
            Self::Tuple(elements) => Self::Tuple(each(elements)),
            Self::Map(elements) => Self::Map(each_named(elements)),
            Self::Object(attributes) => Self::Object(each_named(attributes)),
            Self::Dynamic(ty, value) => Self::Dynamic(ty, Box::new(value.without_unknown())),
            value => value,
        }
    }

    /// The value itself, without the type it may bring.
    #[must_use]
    pub fn inner(&self) -> &Self {
        match self {
            Self::Dynamic(_, value) => value.inner(),
            value => value,
        }
    }

    /// An attribute or nested block of this object; null when there is none of that name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> &Self {
        match self.inner() {
            Self::Object(attributes) => attributes.get(name).unwrap_or(&Self::Null),
            _ => &Self::Null,
        }
    }

    /// The value at the end of a path; `None` when the path leads nowhere.
    #[must_use]
    pub fn at(&self, path: &AttributePath) -> Option<&Self> {
        path.steps()
            .iter()
            .try_fold(self, |value, step| match (value.inner(), step) {
                (Self::Object(attributes), Step::Attribute(name)) => attributes.get(name),
                (Self::List(elements) | Self::Tuple(elements), Step::Index(index)) => {
                    elements.get(*index)
                }
                (Self::Map(elements), Step::Key(key)) => elements.get(key),
                _ => None,
            })
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Unknown(a), Self::Unknown(b)) => a == b,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::String(a), Self::String(b)) => a == b,
            (Self::List(a), Self::List(b)) | (Self::Tuple(a), Self::Tuple(b)) => a == b,
            (Self::Set(a), Self::Set(b)) => same_elements(a, b),
            (Self::Map(a), Self::Map(b)) | (Self::Object(a), Self::Object(b)) => a == b,
            (Self::Dynamic(a_type, a), Self::Dynamic(b_type, b)) => a_type == b_type && a == b,
            _ => false,
        }
    }
}

impl Eq for Value {}

/// Whether two sets are equal. Sets from Terraform mostly come in the same order, which is tried first.
fn same_elements(a: &[Value], b: &[Value]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a == b {
        return true;
    }
    let mut rest: Vec<&Value> = b.iter().collect();
    a.iter().all(|element| {
        rest.iter()
            .position(|candidate| *candidate == element)
            .map(|index| rest.swap_remove(index))
            .is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    #[test]
    fn null_unknown_and_empty_differ() {
        let values = [
            Value::Null,
            Value::UNKNOWN,
            Value::List(Vec::new()),
            text(""),
        ];
        for (i, a) in values.iter().enumerate() {
            for (j, b) in values.iter().enumerate() {
                assert_eq!(a == b, i == j, "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn sets_have_no_order() {
        let set = |items: &[&str]| Value::Set(items.iter().map(|item| text(item)).collect());
        assert_eq!(set(&["a", "b", "c"]), set(&["c", "a", "b"]));
        assert_ne!(set(&["a", "b"]), set(&["a", "c"]));
        assert_ne!(set(&["a"]), set(&["a", "b"]));
        assert_ne!(set(&["a", "a", "b"]), set(&["a", "b", "b"]));
    }

    #[test]
    fn paths_lead_to_values() {
        let value = Value::object([
            ("list", Value::List(vec![text("zero"), text("one")])),
            (
                "map",
                Value::Map(BTreeMap::from([("key".to_owned(), text("found"))])),
            ),
        ]);
        assert_eq!(
            value.at(&AttributePath::of("list").index(1)),
            Some(&text("one"))
        );
        assert_eq!(value.at(&AttributePath::of("list").index(2)), None);
        assert_eq!(
            value.at(&AttributePath::of("map").key("key")),
            Some(&text("found"))
        );
        assert_eq!(value.at(&AttributePath::of("map").attribute("key")), None);
        assert_eq!(value.at(&AttributePath::root()), Some(&value));
    }

    #[test]
    fn one_unknown_inside_is_enough() {
        let value = Value::Dynamic(
            Type::list(Type::String),
            Box::new(Value::List(vec![text("known"), Value::UNKNOWN])),
        );
        assert!(!value.is_wholly_known());
        assert!(!value.is_unknown());
    }
}
