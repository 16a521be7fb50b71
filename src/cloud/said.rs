//! What clouds say, as far as it is passed on: cut, and without what they were told in confidence.
//!
//! An endpoint need not be the cloud's own, and what fails may answer with what it was sent.

/// The most of a cloud's text that is passed on, in characters: its sentences are shorter.
const MOST: usize = 400;

/// How long a part of a secret is found, in characters. Shorter ones are in anything; a token of Kubernetes is longer.
const PART: usize = 20;

/// How long the part of a secret is that is found at the end of a text that was cut.
const CUT_PART: usize = 6;

/// Stands for parts of a secret.
const MASK: &str = "(hidden)";

/// Ends a text that was cut.
const CUT: char = '…';

/// The beginning of a text, on one line.
pub(super) fn beginning(text: &str) -> String {
    let mut beginning = String::new();
    for word in text.split_whitespace() {
        if !beginning.is_empty() {
            beginning.push(' ');
        }
        // a word may be as long as the answer
        beginning.extend(word.chars().take(MOST + 1));
        if let Some((end, _)) = beginning.char_indices().nth(MOST) {
            beginning.truncate(end);
            beginning.push(CUT);
            break;
        }
    }
    beginning
}

/// A text on one line with a mask in place of each part of a secret.
pub(super) fn without(text: &str, secret: &str) -> String {
    let secret = secret.split_whitespace().collect::<Vec<_>>().join(" ");
    let part = PART.min(secret.chars().count());
    if part == 0 {
        return text.to_owned();
    }
    let characters: Vec<char> = text.chars().collect();
    let is_told = |part: &[char]| secret.contains(&part.iter().collect::<String>());
    let mut is_hidden = vec![false; characters.len()];
    for (first, part) in characters.windows(part).enumerate() {
        if is_told(part) {
            is_hidden[first..first + part.len()].fill(true);
        }
    }
    if let Some((&CUT, kept)) = characters.split_last() {
        let longest = (CUT_PART..part.min(kept.len())).rev();
        let cut = longest
            .map(|length| kept.len() - length)
            .find(|first| is_told(&kept[*first..]));
        is_hidden[cut.unwrap_or(kept.len())..kept.len()].fill(true);
    }
    masked(&characters, &is_hidden)
}

/// A text with one mask for each run of hidden characters.
fn masked(characters: &[char], is_hidden: &[bool]) -> String {
    let mut told = String::new();
    let mut was_hidden = false;
    for (character, is_hidden) in characters.iter().zip(is_hidden) {
        match (was_hidden, *is_hidden) {
            (false, true) => told.push_str(MASK),
            (true, true) => {}
            (_, false) => told.push(*character),
        }
        was_hidden = *is_hidden;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_and_on_one_line() {
        assert_eq!(beginning("It\n  is\ttoo much "), "It is too much");
        assert_eq!(beginning(&"é".repeat(400)), "é".repeat(400));
        assert_eq!(beginning(&"é".repeat(401)), "é".repeat(400) + "…");
        assert_eq!(beginning(&"word ".repeat(1_000)).chars().count(), 401);
    }

    #[test]
    fn parts_of_secrets_are_masked() {
        let secret = "#!/bin/sh\n  kubelet --token abcdef.0123456789abcdef\n";
        let check = |text: &str, expect: &str| assert_eq!(without(text, secret), expect);
        check("It is too much", "It is too much");
        check("no: abcdef.0123456789abcdef!", "no:(hidden)!");
        check("sh kubelet --token abcdef.0123", "(hidden)");
        check("a token is missing", "a token is missing");
        assert_eq!(without("say c0ffee", "c0ffee"), "say (hidden)");
        assert_eq!(without("say c0ffee", ""), "say c0ffee");
    }

    #[test]
    fn what_a_cut_leaves_of_a_secret_is_masked() {
        let text = "x".repeat(390) + "c0ffee-secret-token";
        let told = without(&beginning(&text), "c0ffee-secret-token");
        assert_eq!(told, "x".repeat(390) + "(hidden)…");
    }
}
