//! The types that a Terraform value can have, and the JSON that Terraform writes them in.

use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt;

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// True or false.
    Bool,
    /// A number of any size and precision.
    Number,
    /// Text, in Unicode normal form C.
    String,
    /// Any type; each value brings its own.
    Dynamic,
    /// Values of one type in order.
    List(Box<Type>),
    /// Distinct values of one type without order.
    Set(Box<Type>),
    /// Values of one type, each under a name of the user's choice.
    Map(Box<Type>),
    /// Values under fixed names, each of its own type.
    Object(BTreeMap<String, Type>),
    /// A fixed number of values, each of its own type.
    Tuple(Vec<Type>),
}

/// A JSON text that is not a type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a type: {0}")]
pub struct TypeError(String);

impl Type {
    /// A list of `element`s.
    #[must_use]
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// A set of `element`s.
    #[must_use]
    pub fn set(element: Self) -> Self {
        Self::Set(Box::new(element))
    }

    /// A map of `element`s.
    #[must_use]
    pub fn map(element: Self) -> Self {
        Self::Map(Box::new(element))
    }

    /// An object with these attributes.
    pub fn object<N: Into<String>>(attributes: impl IntoIterator<Item = (N, Self)>) -> Self {
        Self::Object(
            attributes
                .into_iter()
                .map(|(name, ty)| (name.into(), ty))
                .collect(),
        )
    }

    /// Whether a value of this type may hold a value that brings its own type.
    #[must_use]
    pub fn has_dynamic(&self) -> bool {
        match self {
            Self::Bool | Self::Number | Self::String => false,
            Self::Dynamic => true,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.has_dynamic(),
            Self::Object(attributes) => attributes.values().any(Self::has_dynamic),
            Self::Tuple(elements) => elements.iter().any(Self::has_dynamic),
        }
    }

    /// The JSON form, e.g. `["list","string"]`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Bool => json!("bool"),
            Self::Number => json!("number"),
            Self::String => json!("string"),
            Self::Dynamic => json!("dynamic"),
            Self::List(element) => json!(["list", element.to_json()]),
            Self::Set(element) => json!(["set", element.to_json()]),
            Self::Map(element) => json!(["map", element.to_json()]),
            Self::Object(attributes) => {
                let attributes: serde_json::Map<_, _> = attributes
                    .iter()
                    .map(|(name, ty)| (name.clone(), ty.to_json()))
                    .collect();
                json!(["object", attributes])
            }
            Self::Tuple(elements) => {
                json!([
                    "tuple",
                    elements.iter().map(Self::to_json).collect::<Vec<_>>()
                ])
            }
        }
    }

    /// Reads the JSON form. The names of optional attributes, a third element of `["object", ..]`, are
    /// dropped: they concern only the conversion of what a user wrote.
    ///
    /// # Errors
    /// When the JSON is not a type.
    pub fn from_json(json: &Json) -> Result<Self, TypeError> {
        let wrong = || TypeError(json.to_string());
        if let Some(name) = json.as_str() {
            return match name {
                "bool" => Ok(Self::Bool),
                "number" => Ok(Self::Number),
                "string" => Ok(Self::String),
                "dynamic" => Ok(Self::Dynamic),
                _ => Err(wrong()),
            };
        }
        let (kind, rest) = match json.as_array().map(Vec::as_slice) {
            Some([Json::String(kind), rest]) => (kind.as_str(), rest),
            Some([Json::String(kind), rest, Json::Array(_)]) if kind == "object" => {
                (kind.as_str(), rest)
            }
            _ => return Err(wrong()),
        };
        match (kind, rest) {
            ("list", element) => Self::from_json(element).map(Self::list),
            ("set", element) => Self::from_json(element).map(Self::set),
            ("map", element) => Self::from_json(element).map(Self::map),
            ("object", Json::Object(attributes)) => attributes
                .iter()
                .map(|(name, ty)| Ok((name.clone(), Self::from_json(ty)?)))
                .collect::<Result<_, _>>()
                .map(Self::Object),
            ("tuple", Json::Array(elements)) => elements
                .iter()
                .map(Self::from_json)
                .collect::<Result<_, _>>()
                .map(Self::Tuple),
            _ => Err(wrong()),
        }
    }
}

/// The form of Terraform's own messages: `list(string)`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::Dynamic => f.write_str("any"),
            Self::List(element) => write!(f, "list({element})"),
            Self::Set(element) => write!(f, "set({element})"),
            Self::Map(element) => write!(f, "map({element})"),
            Self::Object(_) => f.write_str("object"),
            Self::Tuple(_) => f.write_str("tuple"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expect: &Type) {
        let parsed: Json = serde_json::from_str(json).unwrap();
        assert_eq!(Type::from_json(&parsed).as_ref(), Ok(expect), "{json}");
        assert_eq!(expect.to_json(), parsed);
    }

    fn refused(json: &str) {
        let parsed = serde_json::from_str(json).unwrap();
        assert!(Type::from_json(&parsed).is_err(), "{json} was accepted");
    }

    #[test]
    fn json_both_ways() {
        check(r#""bool""#, &Type::Bool);
        check(r#""dynamic""#, &Type::Dynamic);
        check(r#"["list","string"]"#, &Type::list(Type::String));
        check(r#"["set","number"]"#, &Type::set(Type::Number));
        check(
            r#"["map",["list","bool"]]"#,
            &Type::map(Type::list(Type::Bool)),
        );
        check(
            r#"["object",{"a":"string","b":["tuple",["bool","number"]]}]"#,
            &Type::object([
                ("a", Type::String),
                ("b", Type::Tuple(vec![Type::Bool, Type::Number])),
            ]),
        );
        check(r#"["object",{}]"#, &Type::Object(BTreeMap::new()));
        check(r#"["tuple",[]]"#, &Type::Tuple(Vec::new()));
    }

    #[test]
    fn optional_attribute_names_are_dropped() {
        let json = serde_json::from_str(r#"["object",{"a":"string"},["a"]]"#).unwrap();
        assert_eq!(
            Type::from_json(&json),
            Ok(Type::object([("a", Type::String)]))
        );
    }

    #[test]
    fn what_is_not_a_type() {
        refused("1");
        refused(r#""strings""#);
        refused(r#"["list"]"#);
        refused(r#"["list","string",["a"]]"#);
        refused(r#"["object",["string"]]"#);
        refused(r#"["tuple","string"]"#);
        refused(r#"["vector","string"]"#);
    }
}
