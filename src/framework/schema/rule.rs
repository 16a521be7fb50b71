//! What a value must satisfy beyond its type.

use crate::framework::Value;

/// A rule about the value of one attribute, checked when the value is known and not null.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// It is one of these texts.
    OneOf(&'static [&'static str]),
    /// It is what this function accepts.
    Check(fn(&Value) -> Result<(), Fault>),
}

/// Why a value breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, one line without a final stop.
    pub summary: String,
    /// The way out, in sentences.
    pub detail: String,
}

impl Rule {
    pub(super) fn check(self, value: &Value) -> Result<(), Fault> {
        match self {
            Self::OneOf(choices) => match value {
                Value::String(text) if choices.contains(&text.as_str()) => Ok(()),
                Value::String(text) => Err(not_a_choice(text, choices)),
                _ => Ok(()), // the type is wrong, which is reported elsewhere
            },
            Self::Check(check) => check(value),
        }
    }
}

fn not_a_choice(text: &str, choices: &[&str]) -> Fault {
    let list: Vec<String> = choices.iter().map(|choice| format!("{choice:?}")).collect();
    let nearest = choices
        .iter()
        .map(|choice| (strsim::normalized_damerau_levenshtein(text, choice), choice))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    Fault {
        summary: "Value is not one of the choices".to_owned(),
        detail: match nearest {
            Some((_, choice)) => {
                format!("Must be {}; did you mean {choice:?}?", list.join(" or "))
            }
            None => format!("Must be {}.", list.join(" or ")),
        },
    }
}
