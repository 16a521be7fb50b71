//! Collects the findings of one document.

use super::problems;
use crate::report::at::At;
use crate::report::{Document, Finding, Mark, Origin, Problem, Report, Severity, Step};

/// How many findings of a document are kept. Nobody reads more, and a hostile document has millions.
const LIMIT: usize = 500;

/// The findings of one document, and what it takes to place them.
pub(crate) struct Findings {
    document: Document,
    strict: bool,
    report: Report,
    type_fault: bool,
    is_truncated: bool,
}

impl Findings {
    pub(crate) fn new(document: Document, strict: bool) -> Self {
        Self {
            document,
            strict,
            report: Report::default(),
            type_fault: false,
            is_truncated: false,
        }
    }

    /// Adds a finding of the parse step, which is an error when strict.
    pub(crate) fn parse(
        &mut self,
        severity: Severity,
        mark: impl Into<Option<Mark>>,
        problem: Problem,
    ) {
        let severity = if self.strict {
            Severity::Error
        } else {
            severity
        };
        self.push(severity, Step::Parse, mark.into(), problem);
    }

    /// Adds a finding of the convert step.
    pub(crate) fn convert(&mut self, severity: Severity, mark: Mark, problem: Problem) {
        self.push(severity, Step::Convert, Some(mark), problem);
    }

    /// Adds an error of the convert step for each problem.
    pub(crate) fn errors(&mut self, mark: Mark, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.convert(Severity::Error, mark, problem);
        }
    }

    /// Adds a value that cannot be decoded: what was decoded is not to be used.
    pub(crate) fn type_fault(&mut self, mark: Mark, problem: Problem) {
        self.type_fault = true;
        self.parse(Severity::Error, mark, problem);
    }

    /// Whether a value could not be decoded.
    pub(crate) fn has_type_fault(&self) -> bool {
        self.type_fault
    }

    /// Ties an entry of the rendered config to its position in this document.
    pub(crate) fn at<T>(&self, entry: T, mark: Mark) -> At<T> {
        let document = self.document;
        At::new(entry, Origin { document, mark })
    }

    /// Findings of the same document, for a trial.
    pub(crate) fn scratch(&self) -> Self {
        Self::new(self.document, self.strict)
    }

    /// Whether there is room for another finding; if not, it is noted that one was left out.
    pub(crate) fn has_room(&mut self) -> bool {
        let has_room = self.report.findings().len() < LIMIT;
        self.is_truncated |= !has_room;
        has_room
    }

    /// All findings, in the order of the document.
    pub(crate) fn into_report(mut self) -> Report {
        if self.is_truncated {
            self.report.push(Finding {
                severity: Severity::Warning,
                step: Step::Convert,
                document: Some(self.document),
                mark: None,
                problem: problems::more_findings(),
            });
        }
        self.report.sort();
        self.report
    }

    fn push(&mut self, severity: Severity, step: Step, mark: Option<Mark>, problem: Problem) {
        // The first error is kept whatever came before: it decides whether the document renders.
        let is_needed = || severity == Severity::Error && !self.report.has_errors();
        if !is_needed() && !self.has_room() {
            return;
        }
        self.report.push(Finding {
            severity,
            step,
            document: Some(self.document),
            mark,
            problem,
        });
    }
}
