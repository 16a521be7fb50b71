//! What of other things an answer shows: `include` and `exclude`, which name them by dotted paths.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// The paths that a request names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inclusion {
    include: BTreeSet<String>,
    exclude: BTreeSet<String>,
}

impl Inclusion {
    /// From the texts of the two parameters.
    pub(crate) fn new(include: Option<&str>, exclude: Option<&str>) -> Self {
        let paths = |text: Option<&str>| {
            let paths = text.unwrap_or_default().split(',').map(str::trim);
            let paths = paths.filter(|path| !path.is_empty());
            paths.map(str::to_owned).collect()
        };
        Self {
            include: paths(include),
            exclude: paths(exclude),
        }
    }

    /// Another thing: itself if it is asked for, or usually shown and not excluded; else a link to it.
    pub(crate) fn show(
        &self,
        name: &str,
        usually: bool,
        href: &str,
        whole: impl FnOnce(&Self) -> Value,
    ) -> Value {
        let below = self.below(name);
        let is_included = self.include.contains(name) || !below.include.is_empty();
        if !self.exclude.contains(name) && (usually || is_included) {
            whole(&below)
        } else {
            json!({ "href": href })
        }
    }

    fn below(&self, name: &str) -> Self {
        let below = |paths: &BTreeSet<String>| {
            let paths = paths.iter();
            let rests = paths.filter_map(|path| path.strip_prefix(name)?.strip_prefix('.'));
            rests.map(str::to_owned).collect()
        };
        Self {
            include: below(&self.include),
            exclude: below(&self.exclude),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_what_is_shown() {
        let show = |include: &str, exclude: &str, usually: bool| {
            let inclusion = Inclusion::new(Some(include), Some(exclude));
            let shown = inclusion.show(
                "a",
                usually,
                "/a",
                |below| json!({"b": below.show("b", false, "/b", |_| json!(1))}),
            );
            shown.to_string()
        };
        assert_eq!(show("", "", false), r#"{"href":"/a"}"#);
        assert_eq!(show("", "", true), r#"{"b":{"href":"/b"}}"#);
        assert_eq!(show("c, a", "", false), r#"{"b":{"href":"/b"}}"#);
        assert_eq!(show("a.b", "", false), r#"{"b":1}"#);
        assert_eq!(show("a.b", "a.b", false), r#"{"b":{"href":"/b"}}"#);
        assert_eq!(show("", "a", true), r#"{"href":"/a"}"#);
    }
}
