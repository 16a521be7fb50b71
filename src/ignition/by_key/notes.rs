//! All wording of the merge: what was replaced, and what cannot be merged.
//!
//! Notes name documents, kinds of entries and their keys (paths, names), never other values.

use crate::report::{Document, Finding, Origin, Problem, Report, Severity, Step};

const OVERRIDE: &str = "merge-override";
const OVERRIDE_HELP: &str = "Later documents win; remove one of the two if that is not meant";

/// Notes that an entry or a field replaces another value of it. `what` is e.g. `file /etc/motd`.
pub(super) fn replaced(what: &str, later: Origin, earlier: Origin, report: &mut Report) {
    let message = format!(
        "{what} of {} replaces the one of {} ({})",
        later.document, earlier.document, earlier.mark
    );
    note(message, later, report);
}

/// Notes that a node replaces one of another kind at its path.
pub(super) fn replaced_kind(
    (kind, later): (&str, Origin),
    (earlier_kind, earlier): (&str, Origin),
    path: &str,
    report: &mut Report,
) {
    let message = format!(
        "{kind} {path} of {} replaces the {earlier_kind} of {} ({})",
        later.document, earlier.document, earlier.mark
    );
    note(message, later, report);
}

/// Notes that a scalar without a position replaces another.
pub(super) fn replaced_scalar(key: &str, report: &mut Report) {
    report.push(Finding {
        severity: Severity::Note,
        step: Step::Merge,
        document: None,
        mark: None,
        problem: Problem::new(
            OVERRIDE,
            format!("{key} of a later document replaces the one of an earlier document"),
            OVERRIDE_HELP,
        ),
    });
}

/// Reports that the text of a file cannot be joined with the one it is to be appended to. `reason` says
/// what the text of `faulty` is.
pub(super) fn cannot_join(
    path: &str,
    (later, earlier): (Origin, Origin),
    (faulty, reason): (Document, &str),
    report: &mut Report,
) {
    let problem = Problem::new(
        "merge-cannot-join",
        format!(
            "file {path} of {} cannot be appended to the one of {} ({}): the text of {faulty} {reason}",
            later.document, earlier.document, earlier.mark
        ),
        "Write both texts inline, or all of it in one document; without append the later file replaces the earlier",
    );
    report.add(Severity::Error, Step::Merge, later, problem);
}

fn note(message: String, later: Origin, report: &mut Report) {
    let problem = Problem::new(OVERRIDE, message, OVERRIDE_HELP);
    report.add(Severity::Note, Step::Merge, later, problem);
}
