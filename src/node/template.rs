//! Texts with places to fill: `@NAME@`.

/// A text with its places filled. Places that no value is given for, and values without a place, are mistakes
/// in the files beside this one, which the tests of each find.
pub(crate) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let filled = values.iter().fold(text.to_owned(), |text, (name, value)| {
        let place = format!("@{name}@");
        debug_assert!(text.contains(&place), "{place} has no place");
        text.replace(&place, value)
    });
    debug_assert_eq!(unfilled(&filled), None);
    filled
}

/// The first place that is left.
fn unfilled(text: &str) -> Option<&str> {
    let mut parts = text.split('@');
    parts.next();
    parts.find(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte == b'_' || byte.is_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled() {
        assert_eq!(fill("a @B@ c@core", &[("B", "x")]), "a x c@core");
    }

    #[test]
    fn what_is_left_is_found() {
        assert_eq!(unfilled("a@B_C@"), Some("B_C"));
        assert_eq!(unfilled("sshkeys@core.service a@b"), None);
    }
}
