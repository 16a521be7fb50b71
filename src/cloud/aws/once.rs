//! What AWS is asked once for all sets of machines that a process works on.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::cloud::Fault;

/// Answers by what was asked. Who asks while another has the same question waits for its answer; where that is a fault,
/// the next one asks again.
#[derive(Debug)]
pub(super) struct Once<K, V>(Mutex<BTreeMap<K, Arc<OnceCell<V>>>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Ord, V: Clone> Once<K, V> {
    /// The answer to a question.
    pub(super) async fn get<F: Future<Output = Result<V, Fault>>>(
        &self,
        question: K,
        ask: impl FnOnce() -> F,
    ) -> Result<V, Fault> {
        let answer = {
            let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(answers.entry(question).or_default())
        };
        answer.get_or_try_init(ask).await.cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::Kind;

    #[tokio::test]
    async fn a_question_is_asked_once_and_a_fault_is_no_answer() {
        let once = Once::default();
        let refused = Fault::new(Kind::Refused, "asking", "no");
        let answer = once.get("a", async || Err::<u32, _>(refused)).await;
        assert!(answer.is_err());
        let answers = [1, 2].map(|answer| once.get("a", async move || Ok(answer)));
        let answers = futures_util::future::join_all(answers).await;
        assert!(answers.iter().all(|answer| matches!(answer, Ok(1))));
        assert!(matches!(once.get("b", async || Ok(3)).await, Ok(3)));
    }
}
