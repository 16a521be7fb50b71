//! Texts that do not change: the base config of each recipe, byte for byte, and what controllers have beside it, but for
//! its secrets.
//!
//! `UPDATE_NODES=1 cargo test --test node` writes the texts of the newest recipe. Once a release has made
//! machines with a recipe its texts stay, and a change is a new recipe.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lokomotive::cluster::bundle;
use lokomotive::cluster::pki::{Pki, Which};
use lokomotive::node::{self, Recipe};

use crate::nodes;

fn folder(recipe: Recipe) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/node");
    fixtures.join(format!("recipe-{}", recipe.number()))
}

#[test]
fn base_configs_are_those_of_their_recipe() {
    for (recipe, name, node) in machines() {
        check(recipe, &name, &node::base(&node));
    }
}

#[test]
fn clusters_are_those_of_their_recipe() {
    let pki = nodes::cluster::pki();
    for (recipe, name, node) in machines() {
        if let Some(text) = nodes::cluster::document(&node, &pki) {
            let text = masked(&unpacked(&text), &pki);
            check(recipe, &format!("{name}{CLUSTER}"), &text);
        }
    }
}

/// What the names of clusters' texts end with.
const CLUSTER: &str = ".cluster";

/// Every kind of machine, of every recipe.
fn machines() -> impl Iterator<Item = (Recipe, String, node::Node)> {
    let recipes = (1..).map_while(Recipe::parse);
    recipes.flat_map(|recipe| {
        nodes::all().into_iter().map(move |(name, mut node)| {
            node.recipe = recipe;
            (recipe, name, node)
        })
    })
}

fn check(recipe: Recipe, name: &str, text: &str) {
    let path = folder(recipe).join(format!("{name}.yaml"));
    if recipe == Recipe::NEWEST && env::var_os("UPDATE_NODES").is_some() {
        fs::create_dir_all(folder(recipe)).unwrap();
        fs::write(&path, text).unwrap();
    }
    let expected =
        fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    assert!(
        text == expected,
        "{name} is not the text of recipe {}: expected\n{expected}\nfound\n{text}",
        recipe.number()
    );
}

/// A document with the files of its bundle written out.
fn unpacked(document: &str) -> String {
    let mut text = String::new();
    for line in document.lines() {
        let packed = line.trim_start().strip_prefix("inline: ");
        let files = packed
            .and_then(|packed| serde_json::from_str::<String>(packed).ok())
            .and_then(|packed| bundle::read(&packed));
        let Some(files) = files.filter(|files| !files.is_empty()) else {
            writeln!(text, "{line}").unwrap();
            continue;
        };
        for file in files {
            write!(
                text,
                "##### {} {}\n{}",
                file.mode.octal(),
                file.path,
                file.text()
            )
            .unwrap();
        }
        writeln!(text, "#####").unwrap();
    }
    text
}

/// A text without the secrets and certificates in it.
fn masked(text: &str, pki: &Pki) -> String {
    let token = &pki.bootstrap_token;
    let mut secrets = vec![token.id().to_owned(), token.secret().reveal().to_owned()];
    secrets.extend([STANDARD.encode(&secrets[0]), STANDARD.encode(&secrets[1])]);
    secrets.push(pki.encryption_key.reveal().to_owned());
    let pems = Which::ALL.map(|which| pki.authority(which));
    let pems = pems.map(|authority| [authority.certificate(), authority.key().reveal()]);
    let pems = pems.as_flattened().iter().copied();
    let lines = pems
        .chain([pki.service_account_key.reveal()])
        .flat_map(str::lines);
    secrets.extend(
        lines
            .filter(|line| !line.starts_with("-----"))
            .map(Into::into),
    );
    let hide = |text: String, secret: &String| text.replace(secret.as_str(), "(secret)");
    secrets.iter().fold(text.to_owned(), hide)
}

#[test]
fn each_text_belongs_to_a_machine() {
    for recipe in (1..).map_while(Recipe::parse) {
        let names: Vec<String> = nodes::all().into_iter().map(|(name, _)| name).collect();
        for entry in fs::read_dir(folder(recipe)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let name = name.trim_end_matches(CLUSTER).to_owned();
            assert!(
                names.contains(&name),
                "{} belongs to nothing",
                path.display()
            );
        }
    }
}
