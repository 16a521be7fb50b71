//! Lists, page by page.

use std::collections::HashSet;

use serde_json::Value;

use super::connection::Ask;
use super::id;
use super::machines::Machines;
use crate::cloud::{Fault, Kind};

/// Items on one page: the most that the API's prose allows.
const PAGE: usize = 100;

/// Pages to read at most: ten thousand devices are more than a project has, and beyond them something is wrong with the
/// answers.
const MOST_PAGES: usize = 100;

impl Machines {
    /// All items of a list, each read as it comes. One that moves from one page to the next meanwhile counts once.
    ///
    /// # Errors
    /// An answer is none, or the list has no end: half a list would make machines seem to be gone.
    pub(super) async fn all<T>(
        &self,
        ask: Ask,
        list: &str,
        read: impl Fn(&Value) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let operation = ask.operation;
        let fault = |message: String| Fault::new(Kind::Unanswered, operation, message);
        let mut known = HashSet::new();
        let mut all = Vec::new();
        for page in 1..=MOST_PAGES {
            let mut ask = ask.clone();
            ask.query
                .extend([("per_page", PAGE.to_string()), ("page", page.to_string())]);
            let answer = self.connection.ask(&self.stop, &ask).await?;
            let Some(items) = answer[list].as_array() else {
                let name = list.replace('_', " ");
                return Err(fault(format!("The answer has no list of {name}")));
            };
            let before = known.len();
            for item in items {
                if known.insert(id::read(operation, item)?) {
                    all.push(read(item)?);
                }
            }
            if is_last(&answer) || items.is_empty() {
                return Ok(all);
            }
            if known.len() == before {
                let message = format!("The list has no end: page {page} repeats those before it");
                return Err(fault(message));
            }
        }
        Err(fault(format!("The list has more than {MOST_PAGES} pages")))
    }
}

/// Whether an answer is the last page of a list: nothing, or nothing said, of the next one. Where that is, is not looked
/// at: it could be elsewhere.
fn is_last(answer: &Value) -> bool {
    answer["meta"]["next"]["href"].as_str().is_none()
}
