//! Every flag against the table of its release.

use std::collections::BTreeSet;

use lokomotive::cluster::control_plane::flags::{Program, exists};
use serde_json::Value;

use crate::yaml::{self, containers, objects, pod};

const PROGRAMS: [Program; 4] = [
    Program::ApiServer,
    Program::ControllerManager,
    Program::Scheduler,
    Program::Proxy,
];

#[test]
fn every_flag_is_one_of_the_release() {
    let mut seen = BTreeSet::new();
    for (plane, files) in yaml::all() {
        for (program, name, _) in flags(files) {
            assert!(
                exists(program, &name, plane.minor()),
                "{}: {} has no --{name}",
                plane.name,
                program.as_str()
            );
            seen.insert(program.as_str());
        }
    }
    assert_eq!(seen.len(), PROGRAMS.len(), "{seen:?}");
}

#[test]
fn no_flag_is_set_twice() {
    for (plane, files) in yaml::all() {
        let mut names = BTreeSet::new();
        for (program, name, _) in flags(files) {
            assert!(
                names.insert((program.as_str(), name.clone())),
                "{}: --{name}",
                plane.name
            );
        }
    }
}

/// The flags of the programs of Kubernetes' own: whose, names and values.
pub(crate) fn flags(files: &[yaml::Parsed]) -> Vec<(Program, String, String)> {
    let pods = objects(files).filter_map(pod);
    pods.flat_map(containers).flat_map(of).collect()
}

fn of(container: &Value) -> Vec<(Program, String, String)> {
    let mut words = container["command"].as_array().into_iter().flatten();
    let name = words.next().and_then(Value::as_str).unwrap_or_default();
    let Some(program) = PROGRAMS.into_iter().find(|known| known.as_str() == name) else {
        return Vec::new();
    };
    words
        .map(|word| {
            let word = word.as_str().unwrap();
            let (name, value) = word.strip_prefix("--").unwrap().split_once('=').unwrap();
            (program, name.to_owned(), value.to_owned())
        })
        .collect()
}
