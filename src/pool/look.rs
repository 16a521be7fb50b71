//! Asking which machines there are.

use std::collections::{HashMap, HashSet};

use crate::cloud::{Cloud, Fault, Machine};

/// One list, and of some ids what the list lacks: only that is asked for by id.
///
/// # Errors
/// When the cloud does not answer; then nothing counts as gone.
pub async fn look(
    cloud: &dyn Cloud,
    ids: Vec<&String>,
) -> Result<(Vec<Machine>, Vec<Machine>), Fault> {
    let listed = cloud.list().await?;
    let seen: HashSet<&String> = listed.iter().map(|machine| &machine.id).collect();
    let missing = ids.into_iter().filter(|id| !seen.contains(id));
    let missing: Vec<String> = missing.cloned().collect();
    let found = if missing.is_empty() {
        Vec::new()
    } else {
        cloud.find(&missing).await?
    };
    Ok((listed, found))
}

/// What is shown of each machine: what is listed, before what was found by id.
pub(super) fn by_id<'a>(
    listed: &'a [Machine],
    found: &'a [Machine],
) -> HashMap<&'a str, &'a Machine> {
    let shown = found.iter().chain(listed);
    shown
        .map(|machine| (machine.id.as_str(), machine))
        .collect()
}
