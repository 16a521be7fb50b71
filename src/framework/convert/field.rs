//! A typed value that may also be null or unknown.

/// What an attribute holds while a plan is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Not set.
    #[default]
    Null,
    /// Not known before apply.
    Unknown,
    /// This.
    Known(T),
}

impl<T> Field<T> {
    /// Whether it is not set.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is not known before apply.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// The same with a reference inside.
    pub const fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Null => Field::Null,
            Self::Unknown => Field::Unknown,
            Self::Known(value) => Field::Known(value),
        }
    }

    /// The value, when there is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Null | Self::Unknown => None,
        }
    }

    /// The value itself, when there is one.
    pub fn into_known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Null | Self::Unknown => None,
        }
    }

    /// The value of what need not be set; `None` while it is not known.
    pub const fn nullable(&self) -> Option<Option<&T>> {
        match self {
            Self::Unknown => None,
            Self::Null => Some(None),
            Self::Known(value) => Some(Some(value)),
        }
    }

    /// Another value where there is one.
    pub fn map<U>(self, function: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Null => Field::Null,
            Self::Unknown => Field::Unknown,
            Self::Known(value) => Field::Known(function(value)),
        }
    }

    /// This value instead of null; unknown stays unknown.
    #[must_use]
    pub fn or(self, value: T) -> Self {
        match self {
            Self::Null => Self::Known(value),
            field => field,
        }
    }
}

impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Known)
    }
}

#[cfg(test)]
mod tests {
    use super::Field::{self, Known, Null, Unknown};

    fn check(field: Field<i64>, or: Field<i64>, doubled: Field<i64>, known: Option<i64>) {
        assert_eq!(field.or(7), or);
        assert_eq!(field.map(|value| value * 2), doubled);
        assert_eq!(field.as_ref().into_known(), known.as_ref());
        assert_eq!(field.known(), known.as_ref());
    }

    #[test]
    fn unknown_is_not_null() {
        check(Null, Known(7), Null, None);
        check(Unknown, Unknown, Unknown, None);
        check(Known(2), Known(2), Known(4), Some(2));
    }

    #[test]
    fn none_is_null() {
        assert_eq!(Field::<i64>::from(None), Null);
        assert_eq!(Field::from(Some(2)), Known(2));
    }
}
