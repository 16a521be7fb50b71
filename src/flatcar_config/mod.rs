//! What the resource, the data source and the function that render a config have in common: the
//! arguments, the outputs, and the way from one to the other.

mod arguments;
pub mod local_files;
mod outputs;
pub mod snippets;

pub use arguments::{Arguments, argument_attributes};
pub use outputs::{Outputs, output_attributes};

use crate::diagnose;
use crate::framework::{Diagnostic, Diagnostics};
use crate::ignition::envelope::{self, TooLarge};
use crate::render;
use crate::report::{Finding, Problem, Report, Severity, Step};

/// What the arguments amount to, as far as they are known.
#[derive(Debug)]
pub struct Evaluation {
    /// The computed attributes; unknown while an argument is, and when there are errors.
    pub outputs: Outputs,
    /// Errors and warnings, on the arguments they concern.
    pub diagnostics: Diagnostics,
}

/// The errors of the arguments, as far as they are known: for validations. Terraform validates twice in
/// every plan, and would show each warning twice; the plan or read that follows shows it once.
#[must_use]
pub fn validate(arguments: &Arguments) -> Diagnostics {
    let (_, report, mut diagnostics) = render(arguments);
    diagnostics.extend(told(&report, arguments));
    diagnostics.errors()
}

/// Renders when all arguments are known; checks those that are known otherwise.
#[must_use]
pub fn evaluate(arguments: &Arguments) -> Evaluation {
    let (rendered, mut report, mut diagnostics) = render(arguments);
    let rendered = rendered.map(outputs::normalised);
    let user_data = rendered
        .as_deref()
        .and_then(|json| user_data(json, arguments, &mut report));
    diagnostics.extend(told(&report, arguments));
    let outputs = match rendered {
        Some(json) => Outputs::of(
            json,
            user_data,
            diagnose::lines(&report, arguments.disclosure()),
            arguments.sensitive.known() == Some(&true),
        ),
        None => Outputs::unknown(),
    };
    Evaluation {
        outputs,
        diagnostics,
    }
}

/// The config when all arguments are known, what was found in the documents, and the faults of the options.
fn render(arguments: &Arguments) -> (Option<String>, Report, Diagnostics) {
    let (options, diagnostics) = arguments.options();
    let sources = arguments.sources();
    let files = arguments.files();
    let (rendered, report) = if arguments.are_known() && !diagnostics.has_errors() {
        render::render(&sources, options, &*files)
    } else {
        (None, render::check(&sources, options, &*files))
    };
    (rendered, report, diagnostics)
}

fn told(report: &Report, arguments: &Arguments) -> Diagnostics {
    diagnose::diagnostics(
        report,
        |document| arguments.text(document),
        arguments.disclosure(),
    )
}

/// What to give to a machine, when it fits. Whoever names a platform is told when it does not; others may
/// have no use for user data.
fn user_data(json: &str, arguments: &Arguments, report: &mut Report) -> Option<String> {
    let limit = arguments.user_data_limit();
    envelope::user_data(json, limit)
        .map_err(|fault| {
            report.push(Finding {
                severity: if arguments.names_platform() {
                    Severity::Warning
                } else {
                    Severity::Note
                },
                step: Step::Convert,
                document: None,
                mark: None,
                problem: too_large(json.len(), limit, &fault),
            });
        })
        .ok()
}

fn too_large(size: usize, limit: usize, fault: &TooLarge) -> Problem {
    Problem::new(
        "user-data-too-large",
        "the config is too large for user data, even compressed, so user_data is null",
        fault.explain(size, limit),
    )
}

/// Renders for a function call: the JSON, or every error in one text. Arguments are wholly known.
///
/// # Errors
/// When the config has errors, or an argument has a value it cannot have.
pub fn evaluate_or_explain(arguments: &Arguments) -> Result<String, String> {
    let (rendered, report, diagnostics) = render(arguments);
    let mut text: Vec<String> = diagnostics.iter().map(argument_error).collect();
    let findings = diagnose::text(&report, arguments.disclosure());
    if !findings.is_empty() {
        text.push(findings);
    }
    match rendered {
        Some(json) if text.is_empty() => Ok(outputs::normalised(json)),
        _ => Err(text.join("\n")),
    }
}

fn argument_error(diagnostic: &Diagnostic) -> String {
    let Diagnostic {
        summary,
        detail,
        path,
        ..
    } = diagnostic;
    format!("{path}: {summary}. {detail}")
}
