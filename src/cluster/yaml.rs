//! Values in YAML that is written here.

/// A text as a scalar: as it is where nothing in it means something to YAML, else in quotes.
///
/// What begins like a flag may have commas, too: flags are items of lists in block style.
pub(super) fn scalar(text: &str) -> String {
    let flag = text.strip_prefix("--");
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || b"-_./:=$()".contains(&byte)
            || (flag.is_some() && b",*".contains(&byte))
    };
    // Words and numbers that mean something have no slash, equals sign or dash after a letter.
    let is_plain = flag
        .unwrap_or(text)
        .starts_with(|first: char| first.is_ascii_alphabetic())
        && text.contains(['/', '=', '-'])
        && !text.ends_with(':')
        && text.bytes().all(plain);
    if is_plain {
        text.to_owned()
    } else {
        // JSON's strings are YAML's.
        serde_json::Value::from(text).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_nothing_is_plain() {
        for plain in [
            "--a=b,*",
            "https://example.com/a",
            "kube-dns",
            "--c=$(HOST_IP)",
        ] {
            assert_eq!(scalar(plain), plain);
        }
        for quoted in [
            "",
            "-",
            "---",
            "true",
            "1.2.3.4",
            "2001-01-01",
            "a: b",
            "a #b",
            "--a={",
            "x-a,y",
            "a/b:",
            "\u{e4}/",
            "email",
        ] {
            assert_eq!(scalar(quoted), format!("\"{quoted}\""));
        }
        assert_eq!(scalar("a\"b"), r#""a\"b""#);
    }
}
