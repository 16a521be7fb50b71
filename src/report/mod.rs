//! What the user's documents did wrong, as values.
//!
//! A compiler step never stops at the first mistake: it returns what it could make together with a
//! [`Report`](crate::report::Report) of all findings. The world's faults (a socket, a file) are `Result`s elsewhere; only the
//! user's mistakes are findings. Nothing here knows Terraform: `diagnose` turns a report into diagnostics.

pub mod at;
pub mod excerpt;

use std::borrow::Cow;
use std::fmt;

/// A position in a document: line and column count from 1, columns count Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Which document something comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Document {
    /// The provider's own config of a machine, which the user's snippets are merged into.
    Base,
    /// The `content` argument.
    Content,
    /// An item, from 0, of the argument of this name, which lists snippets.
    Snippet(&'static str, usize),
}

/// A position in one of the user's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The document.
    pub document: Document,
    /// The position in it.
    pub mark: Mark,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be rendered.
    Error,
    /// Rendered, but probably not what the user meant.
    Warning,
    /// Worth knowing; listed, never shown as a diagnostic.
    Note,
}

/// The step of a render that a finding belongs to; `strict` concerns the parse step alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Reading a document into its schema.
    Parse,
    /// Turning a document into Ignition.
    Convert,
    /// Merging documents.
    Merge,
    /// What today's Flatcar does with the rendered config at first boot.
    BootCheck,
}

/// What is wrong, said without a place: a stable rule name, a sentence, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable name of the rule, in kebab-case, e.g. `path-not-absolute`.
    pub rule: &'static str,
    /// What is wrong, one sentence without a final stop. Names keys and rules, never a user's value.
    pub message: Cow<'static, str>,
    /// The way out: what to write instead. Never a user's value.
    pub help: Cow<'static, str>,
    /// The user's offending value, shown shortened and masked, and not at all when the config is sensitive.
    pub found: Option<String>,
}

impl Problem {
    /// A problem without a quoted value.
    pub fn new(
        rule: &'static str,
        message: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            rule,
            message: message.into(),
            help: help.into(),
            found: None,
        }
    }

    /// Quotes the user's value.
    #[must_use]
    pub fn found(mut self, value: impl Into<String>) -> Self {
        self.found = Some(value.into());
        self
    }
}

/// A [`Problem`] at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The step that found it.
    pub step: Step,
    /// The document it is in; `None` when it concerns the render as a whole (an unknown platform).
    pub document: Option<Document>,
    /// The position in that document, when there is one.
    pub mark: Option<Mark>,
    /// What is wrong.
    pub problem: Problem,
}

/// Findings in the order of discovery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds a problem at a place.
    pub fn add(&mut self, severity: Severity, step: Step, origin: Origin, problem: Problem) {
        self.push(Finding {
            severity,
            step,
            document: Some(origin.document),
            mark: Some(origin.mark),
            problem,
        });
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Self) {
        self.findings.extend(other.findings);
    }

    /// The findings.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings, to change them.
    pub fn findings_mut(&mut self) -> &mut [Finding] {
        &mut self.findings
    }

    /// Whether anything forbids rendering.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// Sorts by document and position, keeping the order of discovery where these are equal, so that a
    /// report reads like the documents and is the same every time.
    pub fn sort(&mut self) {
        self.findings
            .sort_by_key(|finding| (finding.document, finding.mark));
    }
}

impl Document {
    /// An item, from 0, of the `snippets` argument.
    #[must_use]
    pub fn snippet(index: usize) -> Self {
        Self::Snippet("snippets", index)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base => f.write_str("the base config"),
            Self::Content => f.write_str("content"),
            Self::Snippet(argument, index) => write!(f, "{argument}[{index}]"),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.document, self.mark)
    }
}
