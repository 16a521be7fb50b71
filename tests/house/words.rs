//! Words that do not belong into shipped code.

use proc_macro2::TokenTree;

use crate::assert_none;
use crate::source::{Source, shipped};

/// Names that say nothing: what does it manage, help, or use?
const EMPTY_NAMES: &[&str] = &["manager", "helper", "util"];

/// The module whose answers to the plugin protocol carry its own names.
const PROTOCOL: &str = "protocol";

/// The one module that may print: it talks to the person who starts the binary by hand, and owns the handshake.
const PRINTS: &str = "plugin";

#[test]
fn names_are_the_fields_nouns() {
    each_pair(
        "no Manager, Helper or Util, and no `get_`",
        |source, keyword, name| {
            let lower = name.to_lowercase();
            let is_item =
                ["struct", "enum", "trait", "type", "mod", "fn", "union"].contains(&keyword);
            let empty = EMPTY_NAMES.iter().any(|word| lower.contains(word));
            let getter = keyword == "fn"
                && name.starts_with("get_")
                && source
                    .module
                    .first()
                    .is_none_or(|module| module != PROTOCOL);
            (is_item && (empty || getter)).then(|| format!("`{keyword} {name}`"))
        },
    );
}

#[test]
fn nothing_prints() {
    let macros = ["print", "println", "eprint", "eprintln", "dbg"];
    each_pair(
        "stdout is the handshake, stderr is Terraform's log",
        |source, name, mark| {
            let allowed = source.module.first().is_some_and(|module| module == PRINTS);
            (mark == "!" && macros.contains(&name) && !allowed).then(|| format!("`{name}!`"))
        },
    );
}

#[test]
fn nothing_unwraps() {
    each_pair(
        "no `.unwrap()` outside tests: return, or `.expect(\"the invariant\")`",
        |_, dot, name| (dot == "." && name == "unwrap").then(|| "`.unwrap()`".to_owned()),
    );
}

#[test]
fn every_lint_exception_has_a_reason() {
    each_attribute(
        "a lint exception is `#[expect(.., reason = \"..\")]`",
        |text| {
            let exception = text.starts_with("expect (") && !text.contains("reason =");
            (exception || text.starts_with("allow (")).then(|| format!("`#[{text}]`"))
        },
    );
}

/// Applies a rule to every two neighbouring tokens of every file.
fn each_pair(rule: &str, breach: impl Fn(&Source, &str, &str) -> Option<String>) {
    let mut breaches = Vec::new();
    for source in shipped() {
        for (first, second, line) in pairs(&source.tokens) {
            if let Some(text) = breach(&source, &first, &second) {
                breaches.push(format!("{} {text}", source.at(line)));
            }
        }
    }
    assert_none(rule, &breaches);
}

fn pairs(tokens: &[TokenTree]) -> Vec<(String, String, usize)> {
    let mut found = Vec::new();
    for pair in tokens.windows(2) {
        if !pair
            .iter()
            .any(|token| matches!(token, TokenTree::Group(_) | TokenTree::Literal(_)))
        {
            let line = pair[0].span().start().line;
            found.push((pair[0].to_string(), pair[1].to_string(), line));
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            found.extend(pairs(&group.stream().into_iter().collect::<Vec<_>>()));
        }
    }
    found
}

/// Applies a rule to every attribute of every file.
fn each_attribute(rule: &str, breach: impl Fn(&str) -> Option<String>) {
    let mut breaches = Vec::new();
    for source in shipped() {
        for (text, line) in attributes(&source.tokens) {
            if let Some(text) = breach(&text) {
                breaches.push(format!("{} {text}", source.at(line)));
            }
        }
    }
    assert_none(rule, &breaches);
}

fn attributes(tokens: &[TokenTree]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut before = '\0';
    for token in tokens {
        match token {
            TokenTree::Group(group) if matches!(before, '#' | '!') => {
                found.push((group.stream().to_string(), group.span_open().start().line));
            }
            TokenTree::Group(group) => {
                found.extend(attributes(&group.stream().into_iter().collect::<Vec<_>>()));
            }
            _ => {}
        }
        before = match token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => '\0',
        };
    }
    found
}
