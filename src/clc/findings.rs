//! Collects the findings of one document.

use crate::ignition::at::At;
use crate::report::{Document, Finding, Mark, Origin, Problem, Report, Severity, Step};

/// The findings of one document, and what it takes to place them.
pub(super) struct Findings {
    document: Document,
    strict: bool,
    report: Report,
    type_fault: bool,
}

impl Findings {
    pub(super) fn new(document: Document, strict: bool) -> Self {
        Self {
            document,
            strict,
            report: Report::default(),
            type_fault: false,
        }
    }

    /// Adds a finding of the parse step, which is an error when strict.
    pub(super) fn parse(
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
    pub(super) fn convert(&mut self, severity: Severity, mark: Mark, problem: Problem) {
        self.push(severity, Step::Convert, Some(mark), problem);
    }

    /// Adds an error of the convert step for each problem.
    pub(super) fn errors(&mut self, mark: Mark, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.convert(Severity::Error, mark, problem);
        }
    }

    /// Adds a value that cannot be decoded: what was decoded is not to be used.
    pub(super) fn type_fault(&mut self, mark: Mark, problem: Problem) {
        self.type_fault = true;
        self.parse(Severity::Error, mark, problem);
    }

    /// Whether a value could not be decoded.
    pub(super) fn has_type_fault(&self) -> bool {
        self.type_fault
    }

    /// Ties an entry of the rendered config to its position in this document.
    pub(super) fn at<T>(&self, entry: T, mark: Mark) -> At<T> {
        let document = self.document;
        At::new(entry, Origin { document, mark })
    }

    /// Findings of the same document, for a trial.
    pub(super) fn scratch(&self) -> Self {
        Self::new(self.document, self.strict)
    }

    /// All findings, in the order of the document.
    pub(super) fn into_report(mut self) -> Report {
        self.report.sort();
        self.report
    }

    fn push(&mut self, severity: Severity, step: Step, mark: Option<Mark>, problem: Problem) {
        self.report.push(Finding {
            severity,
            step,
            document: Some(self.document),
            mark,
            problem,
        });
    }
}
