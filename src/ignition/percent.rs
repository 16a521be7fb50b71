//! Percent-encoding: the hex arithmetic that data URLs and other URLs share.

const DIGITS: [char; 16] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
];

/// Appends `%XX` for a byte, in upper case.
pub(super) fn push_escaped(out: &mut String, byte: u8) {
    out.push('%');
    out.push(DIGITS[usize::from(byte >> 4)]);
    out.push(DIGITS[usize::from(byte & 0xf)]);
}

/// The byte of the escape that `text` starts with; `None` unless it is `%` and two hex digits.
pub(super) fn escaped_byte(text: &[u8]) -> Option<u8> {
    match text {
        [b'%', high, low, ..] => Some(hex(*high)? << 4 | hex(*low)?),
        _ => None,
    }
}

/// Decodes every escape; `Err` is the offset of the first malformed one.
pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        if byte == b'%' {
            bytes.push(escaped_byte(&text[at..]).ok_or(at)?);
            at += 3;
        } else {
            bytes.push(byte);
            at += 1;
        }
    }
    Ok(bytes)
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_it_escapes() {
        for byte in 0..=255 {
            let mut text = String::new();
            push_escaped(&mut text, byte);
            assert_eq!(text.len(), 3);
            assert_eq!(decode(text.as_bytes()), Ok(vec![byte]));
        }
    }

    #[test]
    fn names_the_place_of_a_broken_escape() {
        assert_eq!(decode(b"ab%"), Err(2));
        assert_eq!(decode(b"%41%4"), Err(3));
        assert_eq!(decode(b"%zz"), Err(0));
        assert_eq!(decode(b"%4a%4A+"), Ok(b"JJ+".to_vec()));
    }
}
