//! Every document of the golden cases.

use std::fs;
use std::path::Path;

use lokomotive::clc::platform::Platform;
use serde_json::Value;

use crate::check;

#[test]
fn golden_cases_keep_their_machine() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clc");
    let mut compared = 0;
    let mut faults = Vec::new();
    for case in fs::read_dir(folder).expect("a readable folder") {
        let case = case.expect("a readable folder").path();
        let params = fs::read_to_string(case.join("params.json")).expect("params.json");
        let params: Value = serde_json::from_str(&params).expect("JSON");
        let platform = params["platform"].as_str().unwrap_or_default();
        let platform = Platform::parse(platform).unwrap_or_default();
        let snippets = fs::read_dir(case.join("snippets")).into_iter().flatten();
        let snippets = snippets.map(|snippet| snippet.expect("a readable folder").path());
        for path in snippets.chain([case.join("input.yaml")]) {
            let text = fs::read_to_string(&path).expect("a document");
            if text.starts_with("variant:") {
                continue; // Butane already
            }
            match check(&text, platform) {
                Ok(is_compared) => compared += usize::from(is_compared),
                Err(fault) => faults.push(format!("{}: {fault}", path.display())),
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(compared >= 60, "only {compared} documents were compared");
}
