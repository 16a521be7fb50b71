//! Where in a resource's configuration a value is.

use std::fmt;

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// To an attribute of an object, or to a nested block.
    Attribute(String),
    /// To an element of a list, from 0.
    Index(usize),
    /// To an element of a map.
    Key(String),
}

/// The steps from a resource's root to a value. Elements of sets have no address: the path of what
/// concerns one ends at the set.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributePath(Vec<Step>);

impl AttributePath {
    /// The resource itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// An attribute or block at the top.
    pub fn of(name: impl Into<String>) -> Self {
        Self::root().attribute(name)
    }

    /// The attribute of the object here.
    #[must_use]
    pub fn attribute(self, name: impl Into<String>) -> Self {
        self.then(Step::Attribute(name.into()))
    }

    /// The element of the list here, from 0.
    #[must_use]
    pub fn index(self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// The element of the map here.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Self {
        self.then(Step::Key(key.into()))
    }

    /// One step further.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.0.push(step);
        self
    }

    /// This path seen from one step above it: for errors that find their way up.
    #[must_use]
    pub fn within(mut self, step: Step) -> Self {
        self.0.insert(0, step);
        self
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The path and a colon, to put in front of a message; empty for the resource itself.
    #[must_use]
    pub fn as_prefix(&self) -> String {
        if self.is_root() {
            String::new()
        } else {
            format!("{self}: ")
        }
    }

    /// Whether this is the resource itself.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

/// As the user would write it: `aws[0].tags["Name"]`.
impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Step::Attribute(name) if position == 0 => f.write_str(name)?,
                Step::Attribute(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_like_a_reference() {
        let path = AttributePath::of("aws")
            .index(0)
            .attribute("tags")
            .key("Name");
        assert_eq!(path.to_string(), r#"aws[0].tags["Name"]"#);
        assert_eq!(AttributePath::root().to_string(), "");
    }

    #[test]
    fn grows_at_both_ends() {
        let path = AttributePath::root()
            .within(Step::Index(2))
            .within(Step::Attribute("snippets".to_owned()));
        assert_eq!(path, AttributePath::of("snippets").index(2));
    }
}
