//! Findings to diagnostics: the one place where the user's mistakes meet Terraform.
//!
//! A finding becomes one diagnostic on the argument its document comes from: the problem as summary,
//! then its place, the offending line and the way out. Notes are not shown; they are listed in the
//! `warnings` attribute only.

use std::fmt::Write as _;

use crate::framework::diagnostics::{Diagnostic, Diagnostics};
use crate::framework::path::AttributePath;
use crate::report::excerpt::{Lines, quoted};
use crate::report::{Document, Finding, Problem, Report, Severity};

/// Diagnostics shown of one severity; the rest are counted.
const SHOWN: usize = 50;

/// Whether the user's text may appear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosure {
    /// Offending lines and values are shown, secrets in them masked.
    Excerpts,
    /// Nothing of the user's text is shown.
    None,
}

/// The diagnostics of a report. `text_of` gives the text of a document.
pub fn diagnostics<'a>(
    report: &Report,
    text_of: impl Fn(Document) -> Option<&'a str>,
    disclosure: Disclosure,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    for severity in [Severity::Error, Severity::Warning] {
        let findings: Vec<&Finding> = report
            .findings()
            .iter()
            .filter(|finding| finding.severity == severity)
            .collect();
        let mut documents = Excerpts::default();
        for finding in findings.iter().take(SHOWN) {
            let excerpt = documents.excerpt(finding, &text_of, disclosure);
            diagnostics.push(diagnostic(finding, excerpt, disclosure));
        }
        if let Some(next) = findings.get(SHOWN) {
            let count = findings.len() - SHOWN;
            let detail = format!(
                "{count} more like the ones above; the next: {}",
                place(next)
            );
            diagnostics.push(with_severity(
                severity,
                "More findings are not shown",
                detail,
                path(next.document),
            ));
        }
    }
    diagnostics
}

/// The error of an argument whose value cannot be used.
#[must_use]
pub fn argument(name: &'static str, problem: &Problem) -> Diagnostic {
    let detail = match &problem.found {
        Some(value) => format!("Found {}. {}", quoted(value), problem.help),
        None => problem.help.to_string(),
    };
    Diagnostic::error(capitalised(&problem.message), detail).at(AttributePath::of(name))
}

/// One line per finding that does not forbid rendering: what the `warnings` attribute holds.
#[must_use]
pub fn lines(report: &Report, disclosure: Disclosure) -> Vec<String> {
    report
        .findings()
        .iter()
        .filter(|finding| finding.severity != Severity::Error)
        .map(|finding| sentence(finding, disclosure))
        .collect()
}

/// All errors of a report as one text, for a function call, which has a single error.
#[must_use]
pub fn text(report: &Report, disclosure: Disclosure) -> String {
    let mut errors = report
        .findings()
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let mut text = String::new();
    for finding in errors.by_ref().take(SHOWN) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{}. {}",
            sentence(finding, disclosure),
            finding.problem.help
        );
    }
    let hidden = errors.count();
    if hidden > 0 {
        let _ = writeln!(text, "({hidden} more)");
    }
    text.truncate(text.trim_end().len());
    text
}

fn diagnostic(finding: &Finding, excerpt: Option<String>, disclosure: Disclosure) -> Diagnostic {
    let mut detail = place(finding);
    detail.push_str(&found(finding, disclosure));
    if let Some(excerpt) = excerpt {
        detail.push_str("\n\n");
        detail.push_str(&excerpt);
    }
    if !finding.problem.help.is_empty() {
        if !detail.is_empty() {
            detail.push_str("\n\n");
        }
        detail.push_str(&finding.problem.help);
    }
    with_severity(
        finding.severity,
        &capitalised(&finding.problem.message),
        detail,
        path(finding.document),
    )
}

fn with_severity(
    severity: Severity,
    summary: &str,
    detail: String,
    path: AttributePath,
) -> Diagnostic {
    match severity {
        Severity::Error => Diagnostic::error(summary, detail),
        Severity::Warning | Severity::Note => Diagnostic::warning(summary, detail),
    }
    .at(path)
}

fn sentence(finding: &Finding, disclosure: Disclosure) -> String {
    let place = place(finding);
    let separator = if place.is_empty() { "" } else { ": " };
    let found = found(finding, disclosure);
    format!("{place}{separator}{}{found}", finding.problem.message)
}

/// `content line 3, column 13`
fn place(finding: &Finding) -> String {
    match (finding.document, finding.mark) {
        (Some(document), Some(mark)) => format!("{document} {mark}"),
        (Some(document), None) => document.to_string(),
        (None, _) => String::new(),
    }
}

fn found(finding: &Finding, disclosure: Disclosure) -> String {
    match (&finding.problem.found, disclosure) {
        (Some(value), Disclosure::Excerpts) => format!(" (found {})", quoted(value)),
        _ => String::new(),
    }
}

fn path(document: Option<Document>) -> AttributePath {
    match document {
        Some(Document::Content) => AttributePath::root().attribute("content"),
        Some(Document::Snippet(argument, index)) => {
            AttributePath::root().attribute(argument).index(index)
        }
        Some(Document::Base) | None => AttributePath::root(),
    }
}

/// A sentence with a capital at its beginning.
pub(crate) fn capitalised(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

/// The lines of each document, split once however many findings it has.
#[derive(Default)]
struct Excerpts<'a> {
    lines: std::collections::BTreeMap<Document, Lines<'a>>,
}

impl<'a> Excerpts<'a> {
    fn excerpt(
        &mut self,
        finding: &Finding,
        text_of: &impl Fn(Document) -> Option<&'a str>,
        disclosure: Disclosure,
    ) -> Option<String> {
        if disclosure == Disclosure::None {
            return None;
        }
        let (document, mark) = (finding.document?, finding.mark?);
        let lines = match self.lines.entry(document) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(Lines::new(text_of(document)?))
            }
        };
        Some(lines.excerpt(mark)?.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Mark, Step};

    const TEXT: &str = "storage:\n  files:\n    - path: etc/motd\n";

    fn finding(severity: Severity, document: Option<Document>) -> Finding {
        Finding {
            severity,
            step: Step::Convert,
            document,
            mark: Some(Mark {
                line: 3,
                column: 13,
            }),
            problem: Problem::new(
                "path-not-absolute",
                "path is not absolute",
                "Start it with /.",
            )
            .found("etc/motd"),
        }
    }

    fn report(findings: impl IntoIterator<Item = Finding>) -> Report {
        let mut report = Report::default();
        findings
            .into_iter()
            .for_each(|finding| report.push(finding));
        report
    }

    fn shown(report: &Report, disclosure: Disclosure) -> Vec<String> {
        diagnostics(report, |_| Some(TEXT), disclosure)
            .into_iter()
            .map(|d| format!("{}|{}|{}", d.path, d.summary, d.detail))
            .collect()
    }

    #[test]
    fn a_finding_says_what_where_and_the_way_out() {
        let report = report([finding(Severity::Error, Some(Document::snippet(1)))]);
        assert_eq!(
            shown(&report, Disclosure::Excerpts),
            [
                "snippets[1]|Path is not absolute|snippets[1] line 3, column 13 (found \"etc/motd\")\n\n  \
                 3 |     - path: etc/motd\n    |             ^\n\nStart it with /."
            ]
        );
    }

    #[test]
    fn nothing_is_quoted_of_a_secret_config() {
        let report = report([finding(Severity::Warning, Some(Document::Content))]);
        assert_eq!(
            shown(&report, Disclosure::None),
            ["content|Path is not absolute|content line 3, column 13\n\nStart it with /."]
        );
        assert_eq!(
            lines(&report, Disclosure::None),
            ["content line 3, column 13: path is not absolute"]
        );
    }

    #[test]
    fn notes_are_listed_but_not_shown() {
        let report = report([finding(Severity::Note, Some(Document::Content))]);
        assert!(shown(&report, Disclosure::Excerpts).is_empty());
        assert_eq!(lines(&report, Disclosure::Excerpts).len(), 1);
        assert_eq!(text(&report, Disclosure::Excerpts), "");
    }

    #[test]
    fn a_flood_of_findings_is_counted() {
        let flood = |severity| (0..70).map(move |_| finding(severity, Some(Document::Content)));
        let report = report(flood(Severity::Error).chain(flood(Severity::Warning)));
        let shown = shown(&report, Disclosure::Excerpts);
        assert_eq!(shown.len(), 2 * (SHOWN + 1));
        assert!(shown[SHOWN].contains("20 more"));
        assert!(text(&report, Disclosure::Excerpts).ends_with("(20 more)"));
    }

    #[test]
    fn a_call_gets_all_errors_in_one_text() {
        let report = report([
            finding(Severity::Error, Some(Document::Content)),
            finding(Severity::Warning, Some(Document::Content)),
            finding(Severity::Error, None),
        ]);
        assert_eq!(
            text(&report, Disclosure::Excerpts),
            "content line 3, column 13: path is not absolute (found \"etc/motd\"). Start it with /.\n\
             path is not absolute (found \"etc/motd\"). Start it with /."
        );
    }
}
