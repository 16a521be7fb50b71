//! Blocks of PEM in a text that may hold more: a dump of the certificate, parameters of a curve.

/// The block whose label ends so, with line breaks of one kind.
pub(super) fn block(text: &str, label: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim_end);
    let begin = lines.find(|line| is_mark(line, "BEGIN", label))?;
    let mut block = format!("{begin}\n");
    for line in lines {
        block.push_str(line);
        block.push('\n');
        if is_mark(line, "END", label) {
            return Some(block);
        }
    }
    None
}

fn is_mark(line: &str, kind: &str, label: &str) -> bool {
    line.strip_prefix("-----")
        .and_then(|line| line.strip_suffix("-----"))
        .and_then(|line| line.strip_prefix(kind))
        .is_some_and(|line| line.ends_with(&format!(" {label}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_among_others() {
        let text = "dump\r\n-----BEGIN EC PARAMETERS-----\r\nA\r\n-----END EC PARAMETERS-----\r\n\
                    -----BEGIN EC PRIVATE KEY-----\r\nB\r\n-----END EC PRIVATE KEY-----\r\nmore";
        assert_eq!(
            block(text, "PRIVATE KEY").unwrap(),
            "-----BEGIN EC PRIVATE KEY-----\nB\n-----END EC PRIVATE KEY-----\n"
        );
        assert_eq!(block(text, "CERTIFICATE"), None);
        assert_eq!(
            block("-----BEGIN CERTIFICATE-----\nA\n", "CERTIFICATE"),
            None
        );
    }
}
