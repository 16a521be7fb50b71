//! Rules about one text or number, in the form that schemas take.

use crate::framework::{Fault, Number, Value};

/// A fault.
pub(super) fn fault(summary: impl Into<String>, detail: impl Into<String>) -> Fault {
    Fault {
        summary: summary.into(),
        detail: detail.into(),
    }
}

/// Applies a rule to a text; other values break it elsewhere.
pub(super) fn text(
    value: &Value,
    rule: impl FnOnce(&str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    match value.inner() {
        Value::String(text) => rule(text),
        _ => Ok(()),
    }
}

/// Accepts whole numbers of a range.
pub(super) fn number(value: &Value, least: i64, most: i64) -> Result<(), Fault> {
    let Value::Number(number) = value.inner() else {
        return Ok(());
    };
    match Number::as_i64(number) {
        Some(number) if (least..=most).contains(&number) => Ok(()),
        _ => Err(fault(
            "Number is out of range",
            format!("Must be a whole number from {least} to {most}."),
        )),
    }
}

/// Whether a text is a label of DNS: lower case letters, digits and dashes, 63 characters at most.
pub(super) fn is_dns_label(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len())
        && text.bytes().all(inner)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether a text is a name of DNS: labels with dots between.
pub(super) fn is_dns_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_dns_label)
}
