//! Imports go only down, and nothing runs in a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::assert_none;
use crate::source::{Reference, Source, shipped};

/// The floors from the bottom. A module imports from lower floors only.
const FLOORS: &[&[&str]] = &[
    &[
        "clock", "digest", "panics", "pb", "report", "retry", "secret", "yaml",
    ],
    &["cloud", "decode", "framework", "ignition"],
    &["butane", "clc", "diagnose", "plugin", "protocol"],
    &["migrate", "pool", "render"],
    &["flatcar_config", "node"],
    &["cluster"],
    &["machines"],
    &["data_sources", "functions", "resources"],
    &["provider"],
    &["main"],
];

/// Imports along a floor: syntax errors are findings, and who asks again waits.
const ALONG: &[(&str, &str)] = &[("yaml", "report"), ("retry", "clock")];

/// The compiler half: pure functions of text.
const COMPILER: &[&str] = &[
    "report", "yaml", "decode", "ignition", "butane", "clc", "migrate", "render", "node", "cluster",
];

/// Our modules that the compiler half never names: the half that knows Terraform.
const TERRAFORM: &[&str] = &["diagnose", "framework", "pb", "plugin", "protocol"];

/// What else it never names, so that it cannot fail for outside reasons.
const OUTSIDE: &[&str] = &[
    "tokio",
    "tonic",
    "std::env",
    "std::fs",
    // Addresses are values; sockets are not.
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::UdpSocket",
    "std::process",
    "std::time::Instant",
    "std::time::SystemTime",
];

/// The only modules that know the generated protobuf types.
const WIRE: &[&str] = &["pb", "protocol", "plugin"];

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

#[test]
fn every_module_has_a_floor() {
    let breaches: BTreeSet<String> = shipped()
        .iter()
        .filter_map(|source| source.module.first())
        .filter(|module| floor_of(module).is_none())
        .map(|module| format!("`{module}` is on no floor: give it one in tests/house/floors.rs"))
        .collect();
    assert_none(
        "every module has a floor",
        &breaches.into_iter().collect::<Vec<_>>(),
    );
}

#[test]
fn imports_go_down() {
    each_reference(
        "a module imports only from lower floors",
        |importer, reference| {
            let imported = reference.path.first().filter(|_| reference.own)?;
            let (upper, lower) = (floor_of(importer)?, floor_of(imported)?);
            let fine = importer == imported
                || upper > lower
                || ALONG.contains(&(importer, imported.as_str()));
            (!fine)
                .then(|| format!("`{importer}` (floor {upper}) names `{imported}` (floor {lower})"))
        },
    );
}

#[test]
fn the_compiler_half_is_pure() {
    each_reference(
        "the compiler half sees no Terraform, socket, file or clock",
        |importer, reference| {
            let named = reference.path.join("::");
            let forbidden = if reference.own { TERRAFORM } else { OUTSIDE };
            let outside = forbidden
                .iter()
                .any(|name| named == *name || named.starts_with(&format!("{name}::")));
            (COMPILER.contains(&importer) && outside)
                .then(|| format!("`{importer}` names `{named}`"))
        },
    );
}

#[test]
fn only_the_wire_knows_protobuf() {
    each_reference(
        "only `protocol` and `plugin` name protobuf types",
        |importer, reference| {
            let pb = reference.own && reference.path.first()? == "pb";
            (pb && !WIRE.contains(&importer)).then(|| format!("`{importer}` names `pb`"))
        },
    );
}

/// Applies a rule to every path that a module names.
fn each_reference(rule: &str, breach: impl Fn(&str, &Reference) -> Option<String>) {
    let mut breaches = Vec::new();
    for source in shipped() {
        let Some(importer) = source.module.first() else {
            continue;
        };
        for reference in source.references() {
            if let Some(text) = breach(importer, &reference) {
                breaches.push(format!("{} {text}", source.at(reference.line)));
            }
        }
    }
    assert_none(rule, &breaches);
}

#[test]
fn no_import_runs_in_a_circle() {
    let mut graphs: BTreeMap<Vec<String>, Graph> = BTreeMap::new();
    for source in shipped() {
        add_edges(&source, &mut graphs);
    }
    let breaches: Vec<String> = graphs
        .iter()
        .filter_map(|(parent, graph)| {
            let circle = graph.circle()?;
            let places: Vec<String> = circle
                .windows(2)
                .map(|pair| {
                    format!(
                        "{} -> {} ({})",
                        pair[0], pair[1], graph.0[&pair[0]][&pair[1]]
                    )
                })
                .collect();
            Some(format!("in `{}`: {}", parent.join("::"), places.join(", ")))
        })
        .collect();
    assert_none(
        "no import runs in a circle between sibling modules",
        &breaches,
    );
}

/// Lifts each reference to the level at which its two ends are siblings.
fn add_edges(source: &Source, graphs: &mut BTreeMap<Vec<String>, Graph>) {
    for reference in source.references().iter().filter(|reference| reference.own) {
        let common = source
            .module
            .iter()
            .zip(&reference.path)
            .take_while(|(here, there)| here == there)
            .count();
        if let (Some(from), Some(to)) = (source.module.get(common), reference.path.get(common)) {
            let graph = graphs.entry(source.module[..common].to_vec()).or_default();
            let edges = graph.0.entry(from.clone()).or_default();
            edges
                .entry(to.clone())
                .or_insert_with(|| source.at(reference.line));
        }
    }
}

/// Who names whom among siblings, and where.
#[derive(Default)]
struct Graph(BTreeMap<String, BTreeMap<String, String>>);

impl Graph {
    /// A path that ends where it began.
    fn circle(&self) -> Option<Vec<String>> {
        self.0.keys().find_map(|start| {
            let mut path = vec![start.clone()];
            self.leads_back(start, start, &mut path, &mut BTreeSet::new())
                .then_some(path)
        })
    }

    fn leads_back(
        &self,
        from: &str,
        goal: &str,
        path: &mut Vec<String>,
        seen: &mut BTreeSet<String>,
    ) -> bool {
        for next in self.0.get(from).into_iter().flat_map(BTreeMap::keys) {
            path.push(next.clone());
            if next == goal
                || (seen.insert(next.clone()) && self.leads_back(next, goal, path, seen))
            {
                return true;
            }
            path.pop();
        }
        false
    }
}

#[test]
fn circles_are_found() {
    let edge = |to: &str| BTreeMap::from([(to.to_owned(), String::new())]);
    let mut graph = Graph::default();
    graph.0.insert("a".to_owned(), edge("b"));
    graph.0.insert("b".to_owned(), edge("c"));
    assert_eq!(graph.circle(), None);
    graph.0.insert("c".to_owned(), edge("b"));
    assert_eq!(graph.circle().unwrap(), ["b", "c", "b"]);
}
