//! The pages of `docs/`, in the layout of Terraform's registry, made from the schemas and the examples.
//!
//! `cargo test --test docs` fails when a page is stale; `make docs` writes the pages anew. Guides are prose
//! and are not made, but must have the front matter that the registry wants.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should say so and stop"
)]

mod page;
mod schema;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lokomotive::framework::Provider as _;
use lokomotive::provider::Lokomotive;

/// The pages by path, as they should be.
fn pages() -> BTreeMap<PathBuf, String> {
    let provider = Lokomotive::default();
    let mut pages = BTreeMap::from([(
        PathBuf::from("docs/index.md"),
        page::provider(&provider.schema(), &example("provider/provider.tf")),
    )]);
    for resource in provider.resources() {
        let name = resource.type_name();
        let example = example(&format!("resources/{name}/resource.tf"));
        pages.insert(
            PathBuf::from(format!("docs/resources/{}.md", short(name))),
            page::of_type("Resource", name, &resource.schema(), &example),
        );
    }
    for source in provider.data_sources() {
        let name = source.type_name();
        let example = example(&format!("data-sources/{name}/data-source.tf"));
        pages.insert(
            PathBuf::from(format!("docs/data-sources/{}.md", short(name))),
            page::of_type("Data Source", name, &source.schema(), &example),
        );
    }
    for function in provider.functions() {
        let name = function.name();
        let example = example(&format!("functions/{name}/function.tf"));
        pages.insert(
            PathBuf::from(format!("docs/functions/{name}.md")),
            page::function(name, &function.definition(), &example),
        );
    }
    pages
}

/// The registry's file names have no provider prefix.
fn short(type_name: &str) -> &str {
    type_name.strip_prefix("lokomotive_").unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn example(path: &str) -> String {
    let path = root().join("examples").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages that are there, guides excepted.
fn existing() -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("guides") {
                folders.push(path);
            } else if path.is_file() {
                let text = fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(root()).unwrap().to_owned(), text);
            }
        }
    }
    found
}

#[test]
fn pages_are_those_of_the_schemas_and_examples() {
    let pages = pages();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        for (path, text) in &pages {
            let path = root().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let existing = existing();
    let stale: Vec<_> = pages
        .iter()
        .filter(|(path, text)| existing.get(*path) != Some(text))
        .map(|(path, _)| path)
        .collect();
    assert!(stale.is_empty(), "run `make docs`: {stale:?} are stale");
    let left_over: Vec<_> = existing
        .keys()
        .filter(|path| !pages.contains_key(*path))
        .collect();
    assert!(
        left_over.is_empty(),
        "no schema makes {left_over:?}: delete them"
    );
}

#[test]
fn guides_have_the_front_matter_of_the_registry() {
    for entry in fs::read_dir(root().join("docs/guides")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let front = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"));
        let (front, _) = front.unwrap_or_else(|| panic!("{} has no front matter", path.display()));
        for key in ["page_title:", "subcategory:", "description:"] {
            assert!(front.contains(key), "{} has no {key}", path.display());
        }
    }
}

#[test]
fn pages_are_small_enough_for_the_registry() {
    // It cuts pages at 500 KB: https://developer.hashicorp.com/terraform/registry/providers/docs
    for (path, text) in pages() {
        assert!(text.len() < 500_000, "{}", path.display());
    }
}
