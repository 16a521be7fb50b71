//! What a Terraform command said.

use std::process::Output;

use serde_json::Value;

/// A finished command.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

/// A diagnostic of a command with `-json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// `error` or `warning`.
    pub(crate) severity: String,
    /// The first line.
    pub(crate) summary: String,
    /// The rest.
    pub(crate) detail: String,
    /// The object it concerns; empty when there is none.
    pub(crate) address: String,
    /// The piece of configuration that Terraform underlines: where the attribute path led it.
    pub(crate) underlined: String,
    /// The lines of configuration that it shows.
    pub(crate) shown: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }
}

impl Run {
    /// Insists on an exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.said());
        self
    }

    /// All it printed.
    pub(crate) fn said(&self) -> String {
        format!("{}\n{}", self.stdout, self.stderr)
    }

    /// All it printed in one line, for sentences that Terraform wrapped.
    pub(crate) fn said_unwrapped(&self) -> String {
        let said = self.said();
        let words: Vec<&str> = said
            .split_whitespace()
            .filter(|word| *word != "│")
            .collect();
        words.join(" ")
    }

    /// Insists on a sentence, however Terraform wrapped it.
    #[track_caller]
    pub(crate) fn says(self, sentence: &str) -> Self {
        let said = self.said_unwrapped();
        assert!(
            said.contains(sentence),
            "no {sentence:?} in:\n{}",
            self.said()
        );
        self
    }

    /// The diagnostics of a command with `-json`, without Terraform's own about the development override.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let whole = serde_json::from_str::<Value>(&self.stdout);
        let found: Vec<Value> = match whole {
            Ok(report) => report["diagnostics"]
                .as_array()
                .cloned()
                .unwrap_or_default(),
            Err(_) => self.events("diagnostic"),
        };
        found
            .iter()
            .map(Diagnostic::from_json)
            .filter(|diagnostic| !diagnostic.summary.contains("development overrides"))
            .collect()
    }

    /// The members named `kind` of all `-json` lines of that kind.
    pub(crate) fn events(&self, kind: &str) -> Vec<Value> {
        self.stdout
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .filter(|event| event["type"] == kind)
            .map(|event| event[kind].clone())
            .collect()
    }
}

impl Diagnostic {
    fn from_json(json: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let snippet = &json["snippet"];
        let offset = |key: &str| {
            let offset = snippet[key].as_u64().unwrap_or_default();
            usize::try_from(offset).unwrap()
        };
        let code = text(&snippet["code"]);
        let underlined = offset("highlight_start_offset")..offset("highlight_end_offset");
        Self {
            severity: text(&json["severity"]),
            summary: text(&json["summary"]),
            detail: text(&json["detail"]),
            address: text(&json["address"]),
            underlined: code.get(underlined).unwrap_or_default().to_owned(),
            shown: code,
        }
    }

    /// Whether it forbids what was asked.
    pub(crate) fn is_error(&self) -> bool {
        self.severity == "error"
    }

    /// Summary and detail.
    pub(crate) fn text(&self) -> String {
        format!("{}\n{}", self.summary, self.detail)
    }
}
