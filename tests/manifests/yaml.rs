//! Manifests as Kubernetes reads them.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use lokomotive::cluster::bundle::File;
use serde_json::Value;

use crate::package;
use crate::planes::{self, Plane};

/// A file's documents.
pub(crate) struct Parsed {
    pub(crate) path: String,
    pub(crate) documents: Vec<Value>,
}

/// Every control plane with its files read.
pub(crate) fn all() -> &'static [(Plane, Vec<Parsed>)] {
    static ALL: OnceLock<Vec<(Plane, Vec<Parsed>)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let planes = planes::all();
        let files: Vec<Vec<File>> = planes.iter().map(Plane::files).collect();
        let mut documents = documents(files.concat().iter()).into_iter();
        let parsed = files.into_iter().map(|files| {
            let parsed = files.into_iter().zip(documents.by_ref());
            parsed
                .map(|(file, documents)| Parsed {
                    path: file.path,
                    documents,
                })
                .collect()
        });
        let parsed: Vec<Vec<Parsed>> = parsed.collect();
        planes.into_iter().zip(parsed).collect()
    })
}

/// The Python that has the `newer` or the `older` release of kubernetes-validate, and `PyYAML` with it.
pub(crate) fn python(age: &str) -> Command {
    let python = package().join(format!("target/schemas/{age}/bin/python"));
    assert!(
        python.exists(),
        "{} is missing: run tests/setup/schemas",
        python.display()
    );
    Command::new(python)
}

/// The documents of each file.
fn documents<'a>(files: impl Iterator<Item = &'a File>) -> Vec<Vec<Value>> {
    const SCRIPT: &str = "
import json, sys, yaml
texts = json.load(open(sys.argv[1]))
json.dump([list(yaml.safe_load_all(text)) for text in texts], sys.stdout)
";
    let texts: Vec<&str> = files.map(File::text).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("texts.json");
    fs::write(&path, serde_json::to_string(&texts).unwrap()).unwrap();
    let output = python("newer")
        .args(["-c", SCRIPT])
        .arg(&path)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "PyYAML does not read them all");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The object of a kind and name.
pub(crate) fn object<'a>(files: &'a [Parsed], kind: &str, name: &str) -> &'a Value {
    objects(files)
        .find(|object| object["kind"] == kind && object["metadata"]["name"] == name)
        .unwrap_or_else(|| panic!("there is no {kind} {name}"))
}

/// All objects, but for what the API server reads itself.
pub(crate) fn objects(files: &[Parsed]) -> impl Iterator<Item = &Value> {
    let files = files.iter().filter(|file| !file.path.contains("/pki/"));
    files.flat_map(|file| &file.documents)
}

/// The specification of an object's pods.
pub(crate) fn pod(object: &Value) -> Option<&Value> {
    match object["kind"].as_str() {
        Some("Pod") => Some(&object["spec"]),
        Some("DaemonSet" | "Deployment") => Some(&object["spec"]["template"]["spec"]),
        _ => None,
    }
}

/// A pod's containers, those that run first, too.
pub(crate) fn containers(pod: &Value) -> impl Iterator<Item = &Value> {
    ["initContainers", "containers"]
        .into_iter()
        .filter_map(|key| pod[key].as_array())
        .flatten()
}
