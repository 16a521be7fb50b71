//! Kubernetes' own schemas, in strict mode: no field that a release does not have.
//!
//! The newer of the two releases of kubernetes-validate has the schemas of 1.25 to 1.37, the older one 1.22 to 1.30, so
//! each release is held against its own minor version.

use std::collections::BTreeSet;
use std::fs;

use lokomotive::node::versions::{RELEASES, Release};

use crate::planes::{self, Plane};
use crate::yaml::python;

/// The first minor version of which the newer release has the schemas.
const NEWER: u32 = 25;

#[test]
fn every_manifest_fits_the_schemas_of_its_release() {
    for release in RELEASES {
        let texts = texts(release);
        let answer = validate(release, &texts);
        let passed = format!("against version 1.{}", release.minor());
        let (fine, rest): (Vec<&str>, Vec<&str>) = answer
            .lines()
            .partition(|line| line.starts_with("INFO ") && line.ends_with(&passed));
        assert!(rest.is_empty(), "{}: {rest:#?}", release.kubernetes);
        let documents: usize = texts
            .iter()
            .map(|text| text.matches("apiVersion: ").count())
            .sum();
        assert_eq!(fine.len(), documents, "{}", release.kubernetes);
    }
}

#[test]
fn unknown_fields_are_noticed() {
    for release in RELEASES {
        let text =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {colour: red, containers: []}\n";
        let answer = validate(release, &BTreeSet::from([text.to_owned()]));
        assert!(answer.starts_with("ERROR "), "{answer}");
        assert!(answer.contains("colour"), "{answer}");
    }
}

/// The texts of a release's static pods and manifests, each once.
fn texts(release: &Release) -> BTreeSet<String> {
    let planes = planes::all().into_iter();
    let planes = planes.filter(|plane| plane.settings.release == release);
    let files = planes.flat_map(|plane: Plane| plane.files());
    let manifests = files.filter(|file| !file.path.contains("/pki/"));
    manifests.map(|file| file.text().to_owned()).collect()
}

/// What kubernetes-validate says.
fn validate(release: &Release, texts: &BTreeSet<String>) -> String {
    let folder = tempfile::tempdir().unwrap();
    let paths = texts.iter().enumerate().map(|(index, text)| {
        let path = folder.path().join(format!("{index:03}.yaml"));
        fs::write(&path, text).unwrap();
        path
    });
    let age = if release.minor() < NEWER {
        "older"
    } else {
        "newer"
    };
    let output = python(age)
        .args(["-m", "kubernetes_validate", "--strict"])
        .args(["--kubernetes-version", release.kubernetes])
        .args(paths)
        .output()
        .unwrap();
    let (answer, fault) = (output.stdout, String::from_utf8_lossy(&output.stderr));
    assert_eq!(fault, "");
    String::from_utf8(answer).unwrap()
}
