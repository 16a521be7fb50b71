//! `model!`: a struct whose fields are the attributes of an object.

use super::{FromValue, IntoValue};

/// A struct whose fields are the attributes of an object; declared with [`model!`](crate::model).
pub trait Model: FromValue + IntoValue {
    /// The names of the attributes.
    const FIELDS: &'static [&'static str];
}

/// Declares a struct once and has it read from and made into an object, a field for every attribute of
/// the same name. An attribute that the object lacks counts as null; attributes that are no fields are
/// left out.
///
/// ```
/// use lokomotive::framework::{Field, FromValue, IntoValue, Model, Value, model};
///
/// model! {
///     /// A greeting.
///     pub struct Greeting {
///         /// Whom to greet.
///         pub name: String,
///         /// The greeting.
///         pub text: Field<String>,
///     }
/// }
///
/// let value = Value::object([("name", "you".into_value()), ("text", Value::UNKNOWN)]);
/// let greeting = Greeting::from_value(&value)?;
/// assert_eq!(greeting.text, Field::Unknown);
/// assert_eq!(greeting.into_value(), value);
/// assert_eq!(Greeting::FIELDS, ["name", "text"]);
/// # Ok::<(), lokomotive::framework::ConvertError>(())
/// ```
#[macro_export]
macro_rules! model {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_visibility:vis $field:ident: $ty:ty),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $visibility struct $name {
            $($(#[$field_meta])* $field_visibility $field: $ty,)*
        }

        impl $crate::framework::Model for $name {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
        }

        impl $crate::framework::FromValue for $name {
            fn from_value(
                value: &$crate::framework::Value,
            ) -> ::std::result::Result<Self, $crate::framework::ConvertError> {
                if !matches!(value.inner(), $crate::framework::Value::Object(_)) {
                    return Err($crate::framework::ConvertError::new("an object", value));
                }
                Ok(Self {
                    $($field: $crate::framework::FromValue::from_value(
                        value.attribute(stringify!($field)),
                    )
                    .map_err(|error: $crate::framework::ConvertError| {
                        error.within($crate::framework::Step::Attribute(
                            stringify!($field).to_owned(),
                        ))
                    })?,)*
                })
            }
        }

        impl $crate::framework::IntoValue for $name {
            fn into_value(self) -> $crate::framework::Value {
                $crate::framework::Value::object([$((
                    stringify!($field),
                    $crate::framework::IntoValue::into_value(self.$field),
                )),*])
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use crate::framework::{ConvertError, Field, FromValue, IntoValue, Number, Type, Value};

    model! {
        struct Inner {
            size: i64,
        }
    }

    model! {
        struct Outer {
            on: bool,
            note: Option<String>,
            later: Field<i64>,
            list: Vec<Field<String>>,
            set: BTreeSet<String>,
            map: BTreeMap<String, Inner>,
        }
    }

    fn outer() -> Outer {
        Outer {
            on: true,
            note: None,
            later: Field::Unknown,
            list: vec![Field::Null, Field::Known("a".to_owned())],
            set: ["x".to_owned()].into(),
            map: [("k".to_owned(), Inner { size: 3 })].into(),
        }
    }

    #[test]
    fn there_and_back() {
        let value = outer().into_value();
        assert_eq!(Outer::from_value(&value), Ok(outer()));
    }

    #[test]
    fn an_attribute_that_is_missing_is_null() {
        let value = Value::object([("other", Value::Bool(true))]);
        let error = Inner::from_value(&value).unwrap_err();
        assert_eq!(
            error.to_string(),
            "size: expected a whole number below 2^63, found null"
        );
    }

    #[test]
    fn a_value_may_bring_its_type() {
        let object = Inner { size: 3 }.into_value();
        let dynamic = Value::Dynamic(Type::object([("size", Type::Number)]), Box::new(object));
        assert_eq!(Inner::from_value(&dynamic), Ok(Inner { size: 3 }));
    }

    fn fails(change: impl FnOnce(&mut BTreeMap<String, Value>), expect: &str) {
        let Value::Object(mut object) = outer().into_value() else {
            panic!("a model becomes an object");
        };
        change(&mut object);
        let error: ConvertError = Outer::from_value(&Value::Object(object)).unwrap_err();
        assert_eq!(error.to_string(), expect);
    }

    #[test]
    fn errors_say_where() {
        fails(
            |object| {
                let inner = Value::object([("size", "3".into_value())]);
                object.insert(
                    "map".to_owned(),
                    Value::Map([("k".to_owned(), inner)].into()),
                );
            },
            r#"map["k"].size: expected a whole number below 2^63, found a string"#,
        );
        fails(
            |object| {
                let list = Value::List(vec![Value::Null, Value::Bool(true)]);
                object.insert("list".to_owned(), list);
            },
            "list[1]: expected a string, found a bool",
        );
        fails(
            |object| {
                object.insert("on".to_owned(), Value::UNKNOWN);
            },
            "on: expected a bool, found a value that is not known yet",
        );
        fails(
            |object| {
                object.insert(
                    "later".to_owned(),
                    Value::Number(Number::parse("0.5").unwrap()),
                );
            },
            "later: expected a whole number below 2^63, found a number",
        );
        fails(
            |object| {
                object.insert("set".to_owned(), Value::Set(vec![Value::Bool(true)]));
            },
            "set: expected a string, found a bool",
        );
    }
}
