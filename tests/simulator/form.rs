//! A request's form: `Filter.1.Value.2=running` and the like, read as structures and lists.
//!
//! Every parameter that an action reads is remembered, and one that nobody has read is refused, so that the simulator
//! never ignores what it was asked for.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use super::refusal::Refusal;

/// All parameters of a request, and which of them were read.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    values: BTreeMap<String, String>,
    read: RefCell<BTreeSet<String>>,
}

impl Parameters {
    /// Of the body of a POST.
    pub(crate) fn parse(body: &[u8]) -> Self {
        Self {
            values: form_urlencoded::parse(body).into_owned().collect(),
            read: RefCell::default(),
        }
    }

    /// The form from its top.
    pub(crate) fn form(&self) -> Form<'_> {
        Form {
            parameters: self,
            prefix: String::new(),
        }
    }

    /// All of them.
    pub(crate) fn values(&self) -> &BTreeMap<String, String> {
        &self.values
    }

    /// Refuses what no action has read.
    pub(crate) fn refuse_unread(&self) -> Result<(), Refusal> {
        let read = self.read.borrow();
        match self.values.keys().find(|name| !read.contains(*name)) {
            Some(name) => Err(Refusal::new(
                "UnknownParameter",
                format!("The parameter {name} is not recognized"),
            )),
            None => Ok(()),
        }
    }
}

/// The parameters below a name.
#[derive(Debug, Clone)]
pub(crate) struct Form<'a> {
    parameters: &'a Parameters,
    prefix: String,
}

impl<'a> Form<'a> {
    /// A parameter's text.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.read(self.name(name))
    }

    /// A parameter that must be there.
    pub(crate) fn required(&self, name: &str) -> Result<&'a str, Refusal> {
        self.text(name).ok_or_else(|| {
            let name = self.name(name);
            let message = format!("The request must contain the parameter {name}");
            Refusal::new("MissingParameter", message)
        })
    }

    /// A number.
    pub(crate) fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        self.parsed(name, "It is not a number in range.")
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.parsed(name, "It is neither true nor false.")
    }

    /// A list's texts, in the order of their numbers.
    pub(crate) fn list(&self, name: &str) -> Vec<&'a str> {
        let list = self.at(name);
        let numbers = list.numbers();
        let texts = numbers.iter().map(|number| list.text(&number.to_string()));
        texts.flatten().collect()
    }

    /// A list's structures, in the order of their numbers.
    pub(crate) fn each(&self, name: &str) -> Vec<Self> {
        let list = self.at(name);
        let numbers = list.numbers();
        numbers
            .iter()
            .map(|number| list.at(&number.to_string()))
            .collect()
    }

    /// A structure.
    pub(crate) fn at(&self, name: &str) -> Self {
        Self {
            parameters: self.parameters,
            prefix: format!("{}.", self.name(name)),
        }
    }

    /// Whether anything is below this name.
    pub(crate) fn is_present(&self) -> bool {
        self.names().next().is_some()
    }

    /// Declares parameters as known that change nothing here.
    pub(crate) fn disregard(&self, names: &[&str]) {
        for name in names {
            self.read(self.name(name));
        }
    }

    /// Refuses what no action has read.
    pub(crate) fn refuse_unread(&self) -> Result<(), Refusal> {
        self.parameters.refuse_unread()
    }

    /// All parameters of the request.
    pub(crate) fn values(&self) -> &'a BTreeMap<String, String> {
        &self.parameters.values
    }

    fn parsed<T: FromStr>(&self, name: &str, why: &str) -> Result<Option<T>, Refusal> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let value = text.parse();
        value
            .map(Some)
            .map_err(|_| Refusal::value(&self.name(name), text, why))
    }

    fn name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn read(&self, name: String) -> Option<&'a str> {
        let text = self.parameters.values.get(&name)?;
        self.parameters.read.borrow_mut().insert(name);
        Some(text)
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        let all = self.parameters.values.keys();
        all.filter_map(|name| name.strip_prefix(&self.prefix))
    }

    fn numbers(&self) -> BTreeSet<usize> {
        let first_parts = self.names().filter_map(|rest| rest.split('.').next());
        first_parts.filter_map(|part| part.parse().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_the_order_of_their_numbers() {
        let body = b"Id.10=c&Id.2=b&Id.1=a&F.1.Name=n&F.1.Value.1=x&F.1.Value.2=y%20z";
        let parameters = Parameters::parse(body);
        let form = parameters.form();
        assert_eq!(form.list("Id"), ["a", "b", "c"]);
        let filters = form.each("F");
        assert_eq!(filters[0].text("Name"), Some("n"));
        assert_eq!(filters[0].list("Value"), ["x", "y z"]);
        assert_eq!(form.refuse_unread(), Ok(()));
    }

    #[test]
    fn what_nobody_read_is_refused() {
        let parameters = Parameters::parse(b"A=1&B.C=2");
        assert_eq!(parameters.form().number("A"), Ok(Some(1)));
        let refusal = parameters.refuse_unread().unwrap_err();
        assert_eq!(refusal.message, "The parameter B.C is not recognized");
    }
}
