//! What can be seen of a user's manifests before there is a cluster: that each document is one of Kubernetes' objects.
//! What is in the object, the API server judges.

use crate::report::{Document, Finding, Mark, Problem, Report, Severity, Step};
use crate::yaml::{self, Content, Node};

/// What every object of Kubernetes says of itself.
const NEEDED: [&str; 2] = ["apiVersion", "kind"];

/// Checks one text of the user's, which holds any number of documents.
#[must_use]
pub fn check(text: &str, document: Document) -> Report {
    let mut report = Report::default();
    for (lines_before, part) in documents(text) {
        let Some((mark, problem)) = check_document(part) else {
            continue;
        };
        report.push(Finding {
            severity: Severity::Error,
            step: Step::Parse,
            document: Some(document),
            mark: mark.map(|mark| Mark {
                line: mark.line + lines_before,
                ..mark
            }),
            problem,
        });
    }
    report
}

/// The documents of a text, and how many lines are before each. A line that begins with `---` is always a border.
fn documents(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let is_border = |line: &str| {
        let rest = line.strip_prefix("---");
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r', '#']))
    };
    let mut parts = Vec::new();
    let (mut start, mut first, mut at) = (0, 0, 0);
    for (number, line) in (0..).zip(text.split_inclusive('\n')) {
        if is_border(line) {
            parts.push((first, &text[start..at]));
            (start, first) = (at, number);
        }
        at += line.len();
    }
    parts.push((first, &text[start..]));
    parts.into_iter()
}

fn check_document(text: &str) -> Option<(Option<Mark>, Problem)> {
    let tree = match yaml::parse(text) {
        Ok(tree) => tree,
        Err(fault) => return Some((fault.mark, fault.problem)),
    };
    // Nothing but comments.
    let root = tree.root()?;
    let object = match root.target().content() {
        Content::Mapping(pairs) => pairs,
        Content::Scalar(scalar) if scalar.is_null() => return None,
        _ => return Some((Some(root.mark()), no_object())),
    };
    let has = |name: &str| {
        object
            .clone()
            .any(|(key, value)| text_of(key) == Some(name) && text_of(value).is_some())
    };
    let missing = NEEDED.into_iter().find(|name| !has(name))?;
    Some((Some(root.mark()), incomplete(missing)))
}

/// The text of a scalar that is not empty.
fn text_of(node: Node<'_>) -> Option<&str> {
    let scalar = node.target().scalar()?;
    (!scalar.text.is_empty()).then_some(&*scalar.text)
}

fn no_object() -> Problem {
    Problem::new(
        "manifest-no-object",
        "this document is not an object of Kubernetes",
        "Write what kubectl apply takes: keys and values, apiVersion and kind among them.",
    )
}

fn incomplete(missing: &str) -> Problem {
    Problem::new(
        "manifest-incomplete",
        format!("this object has no {missing}"),
        "Every object of Kubernetes says its apiVersion and its kind.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(text: &str, expect: &[&str]) {
        let report = check(text, Document::Snippet("manifests", 0));
        let found: Vec<String> = report
            .findings()
            .iter()
            .map(|finding| {
                let mark = finding.mark.unwrap();
                format!("{}:{} {}", mark.line, mark.column, finding.problem.rule)
            })
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn objects_are_taken() {
        finds("apiVersion: v1\nkind: Namespace\n", &[]);
        finds(
            "---\n# nothing\n---\napiVersion: v1\nkind: List\n---\n",
            &[],
        );
        finds("{\"apiVersion\": \"v1\", \"kind\": \"Namespace\"}", &[]);
        // A border inside a text is indented.
        finds(
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    ---\n    [\n",
            &[],
        );
    }

    #[test]
    fn others_are_found_where_they_are() {
        finds("kind: Namespace\n", &["1:1 manifest-incomplete"]);
        finds("apiVersion: v1\nkind:\n", &["1:1 manifest-incomplete"]);
        finds("just text", &["1:1 manifest-no-object"]);
        finds(
            "apiVersion: v1\nkind: Namespace\n---\n\n- a\n--- # next\nkind: x\n",
            &["5:1 manifest-no-object", "7:1 manifest-incomplete"],
        );
        finds(
            "apiVersion: v1\nkind: Namespace\n---\nkind: \"x\n",
            &["4:7 yaml-quote"],
        );
    }
}
