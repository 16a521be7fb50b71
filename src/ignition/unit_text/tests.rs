//! Tables of units that lex and of units that do not.

use super::*;

#[track_caller]
fn lexes(text: &str, expect: &[(&str, &str, &str)]) {
    let options = parse(text).unwrap();
    let found: Vec<_> = options
        .iter()
        .map(|option| (option.section, option.name, &*option.value))
        .collect();
    assert_eq!(found, expect, "{text:?}");
}

#[track_caller]
fn fails(text: &str, expect: UnitError) {
    let error = parse(text).err();
    assert_eq!(error, Some(expect), "{text:.80?}");
}

#[test]
fn reads_sections_and_options() {
    lexes("", &[]);
    lexes("no section at all = fine\n# [\\\n[not]\n", &[]);
    lexes("[Unit]", &[]);
    lexes("[Unit]\nA=b", &[("Unit", "A", "b")]);
    lexes(
        "junk[Unit] \t\n\n  A = b c \r\n; comment\n# one \\\nC=d\n[Install]\nE=\n",
        &[("Unit", "A", "b c"), ("Install", "E", "")],
    );
    lexes("[a\nb]\nA=b=c", &[("a\nb", "A", "b=c")]);
}

#[test]
fn continues_values_behind_a_backslash() {
    lexes(
        "[S]\nA=b \\\n  c\nD=e",
        &[("S", "A", "b \\\n  c"), ("S", "D", "e")],
    );
    lexes("[S]\nA=b\\\n\nD=e", &[("S", "A", "b\\\n"), ("S", "D", "e")]);
    lexes("[S]\nA=b\\", &[("S", "A", "b\\")]);
    lexes("[S]\nA=b\\\r\nC=d", &[("S", "A", "b\\"), ("S", "C", "d")]);
    lexes("[S]\n# c\\ \nA=b\nC=d", &[("S", "C", "d")]);
}

#[test]
fn refuses_malformed_units() {
    fails("[Unit", UnitError::SectionEnd);
    fails("[Unit] x", UnitError::Garbage);
    fails("[S]\nA\nB=c", UnitError::NameLine);
    fails("[S]\nA\r\n", UnitError::NameLine);
    fails("[S]\nA", UnitError::NameEnd);
}

/// `A=` and as many letters, a whole line.
fn long_line(letters: usize) -> String {
    format!("A={}\n", "x".repeat(letters))
}

#[test]
fn refuses_long_lines_that_the_buffer_shows() {
    fails(&format!("[S]\n{}", long_line(3000)), UnitError::LineTooLong);
    fails(&format!("[S]\n{}", long_line(2046)), UnitError::LineTooLong);
    assert!(parse(&format!("[S]\n{}", long_line(2045))).is_ok());
    fails(
        &format!("[S]\n#{}", long_line(2048)),
        UnitError::LineTooLong,
    );
    // no section: every skipped character is a step
    assert!(
        parse(&"x".repeat(2048)).is_ok(),
        "one character is read before the first check"
    );
    fails(&"x".repeat(2049), UnitError::LineTooLong);
}

#[test]
fn passes_a_long_line_that_begins_near_the_end_of_the_buffer() {
    let near_end = format!("[S]\n{}{}", "A=b\n".repeat(600), long_line(3000));
    assert_eq!(parse(&near_end).map(|options| options.len()), Ok(601));
    let not_near = format!("[S]\n{}{}", "A=b\n".repeat(400), long_line(3000));
    fails(&not_near, UnitError::LineTooLong);
    // reading the passed line has topped up the buffer by 1095 bytes of the next line only
    assert!(parse(&format!("{near_end}{}", long_line(3000))).is_ok());
}

#[test]
fn long_texts_take_linear_time() {
    let text = format!("{}\n", "x".repeat(2000)).repeat(2000);
    assert_eq!(parse(&text), Ok(Vec::new()));
}
