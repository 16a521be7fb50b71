//! Writing XML, as much of it as AWS's answers need.

use std::fmt::Display;
use std::fmt::Write as _;

/// Elements one after another.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Xml(String);

impl Xml {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// `<name>value</name>`
    pub(crate) fn text(&mut self, name: &str, value: impl Display) {
        let value = escaped(&value.to_string());
        // Writing into a String cannot fail.
        let _ = write!(self.0, "<{name}>{value}</{name}>");
    }

    /// The same, when there is a value.
    pub(crate) fn optional(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// A value without an element of its own.
    pub(crate) fn content(&mut self, value: impl Display) {
        self.0.push_str(&escaped(&value.to_string()));
    }

    /// An element around others.
    pub(crate) fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let _ = write!(self.0, "<{name}>");
        content(self);
        let _ = write!(self.0, "</{name}>");
    }

    /// A list: each of its elements is called `item`.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        each: impl Fn(&mut Self, T),
    ) {
        self.list_of(name, "item", items, each);
    }

    /// A list whose elements have another name.
    pub(crate) fn list_of<T>(
        &mut self,
        name: &str,
        item: &str,
        items: impl IntoIterator<Item = T>,
        each: impl Fn(&mut Self, T),
    ) {
        self.element(name, |xml| {
            for value in items {
                xml.element(item, |xml| each(xml, value));
            }
        });
    }

    /// What another holds.
    pub(crate) fn append(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    /// A whole document with this content.
    pub(crate) fn document(self, root: &str, namespace: Option<&str>) -> String {
        let content = self.0;
        let declaration = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
        let namespace = namespace.map(|namespace| format!(" xmlns=\"{namespace}\""));
        let namespace = namespace.unwrap_or_default();
        format!("{declaration}\n<{root}{namespace}>{content}</{root}>")
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#xd;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_values_is_escaped() {
        let mut xml = Xml::new();
        xml.list("tags", ["a<b", "c&d"], |xml, tag| xml.text("key", tag));
        let expected = "<tags><item><key>a&lt;b</key></item><item><key>c&amp;d</key></item></tags>";
        assert_eq!(xml.0, expected);
    }
}
