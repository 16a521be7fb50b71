//! `Filter.N`: which of the things that exist are asked for.

use std::collections::BTreeMap;

use super::form::Form;
use super::refusal::Refusal;

/// All filters of a request: a thing must pass each.
#[derive(Debug, Default)]
pub(crate) struct Filters(Vec<Filter>);

#[derive(Debug)]
struct Filter {
    name: String,
    patterns: Vec<String>,
}

impl Filters {
    /// Reads them; `known` are the names the action has besides those of tags.
    pub(crate) fn from_form(form: &Form<'_>, known: &[&str]) -> Result<Self, Refusal> {
        let mut filters = Vec::new();
        for filter in form.each("Filter") {
            let name = filter.required("Name")?;
            let is_tag = name == "tag-key" || name.starts_with("tag:");
            if !is_tag && !known.contains(&name) {
                let message = format!("The filter '{name}' is invalid");
                return Err(Refusal::new("InvalidParameterValue", message));
            }
            let patterns = filter.list("Value").into_iter().map(str::to_owned);
            filters.push(Filter {
                name: name.to_owned(),
                patterns: patterns.collect(),
            });
        }
        Ok(Self(filters))
    }

    /// Whether a thing with these tags, and these values under the known names, passes.
    pub(crate) fn accept(
        &self,
        tags: &BTreeMap<String, String>,
        values: impl Fn(&str) -> Vec<String>,
    ) -> bool {
        self.0.iter().all(|filter| {
            let of_thing: Vec<String> = match filter.name.strip_prefix("tag:") {
                Some(key) => tags.get(key).into_iter().cloned().collect(),
                None if filter.name == "tag-key" => tags.keys().cloned().collect(),
                None => values(&filter.name),
            };
            let mut pairs = filter
                .patterns
                .iter()
                .flat_map(|pattern| of_thing.iter().map(move |value| (pattern, value)));
            pairs.any(|(pattern, value)| matches(pattern.as_bytes(), value.as_bytes()))
        })
    }
}

/// A pattern's `*` stands for any text, `?` for any byte, and `\` takes either at its word.
fn matches(pattern: &[u8], value: &[u8]) -> bool {
    match (pattern, value) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => (0..=value.len()).any(|skipped| matches(rest, &value[skipped..])),
        ([b'?', rest @ ..], [_, values @ ..]) => matches(rest, values),
        ([b'\\', literal, rest @ ..], [first, values @ ..]) if literal == first => {
            matches(rest, values)
        }
        ([first, rest @ ..], [second, values @ ..]) if first == second => matches(rest, values),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::Parameters;
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, value, expected) in [
            ("Flatcar-stable-*-hvm", "Flatcar-stable-4230.2.3-hvm", true),
            (
                "Flatcar-stable-4230.2.3*",
                "Flatcar-stable-4230.2.3-hvm",
                true,
            ),
            ("Flatcar-stable-*", "Flatcar-beta-4459.1.0-hvm", false),
            ("?-a", "b-a", true),
            ("\\*", "*", true),
            ("\\*", "x", false),
            ("*", "", true),
            ("a", "A", false),
            ("", "a", false),
        ] {
            let found = matches(pattern.as_bytes(), value.as_bytes());
            assert_eq!(found, expected, "{pattern} {value}");
        }
    }

    #[test]
    fn a_thing_must_pass_every_filter_by_one_of_its_values() {
        let tags = BTreeMap::from([("pool".to_owned(), "blue".to_owned())]);
        for (form, expected) in [
            (
                "Filter.1.Name=tag:pool&Filter.1.Value.1=red&Filter.1.Value.2=blue",
                true,
            ),
            ("Filter.1.Name=tag:pool&Filter.1.Value.1=red", false),
            ("Filter.1.Name=tag-key&Filter.1.Value.1=pool", true),
            ("Filter.1.Name=state&Filter.1.Value.1=running", true),
            ("Filter.1.Name=state&Filter.1.Value.1=stopped", false),
            (
                "Filter.1.Name=tag-key&Filter.1.Value.1=pool&Filter.2.Name=state&Filter.2.Value.1=x",
                false,
            ),
            ("Filter.1.Name=tag:none&Filter.1.Value.1=*", false),
        ] {
            let parameters = Parameters::parse(form.as_bytes());
            let filters = Filters::from_form(&parameters.form(), &["state"]).unwrap();
            let found = filters.accept(&tags, |_| vec!["running".to_owned()]);
            assert_eq!(found, expected, "{form}");
        }
    }

    #[test]
    fn a_filter_nobody_knows_is_refused() {
        let parameters = Parameters::parse(b"Filter.1.Name=colour&Filter.1.Value.1=blue");
        let refusal = Filters::from_form(&parameters.form(), &[]).unwrap_err();
        assert_eq!(refusal.message, "The filter 'colour' is invalid");
    }
}
