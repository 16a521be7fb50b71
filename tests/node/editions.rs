//! Texts that do not change: the base config of each recipe, byte for byte.
//!
//! `UPDATE_NODES=1 cargo test --test node` writes the texts of the newest recipe. Once a release has made
//! machines with a recipe its texts stay, and a change is a new recipe.

use std::path::{Path, PathBuf};
use std::{env, fs};

use lokomotive::node::{self, Recipe};

use crate::nodes;

fn folder(recipe: Recipe) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/node");
    fixtures.join(format!("recipe-{}", recipe.number()))
}

#[test]
fn base_configs_are_those_of_their_recipe() {
    let newest = Recipe::NEWEST;
    for recipe in (1..).map_while(Recipe::parse) {
        for (name, mut node) in nodes::all() {
            node.recipe = recipe;
            let path = folder(recipe).join(format!("{name}.yaml"));
            let text = node::base(&node);
            if recipe == newest && env::var_os("UPDATE_NODES").is_some() {
                fs::create_dir_all(folder(recipe)).unwrap();
                fs::write(&path, &text).unwrap();
            }
            let expected = fs::read_to_string(&path)
                .unwrap_or_else(|_| panic!("{} is missing", path.display()));
            assert!(
                text == expected,
                "{name} is not the text of recipe {}: expected\n{expected}\nfound\n{text}",
                recipe.number()
            );
        }
    }
}

#[test]
fn each_text_belongs_to_a_machine() {
    for recipe in (1..).map_while(Recipe::parse) {
        let names: Vec<String> = nodes::all().into_iter().map(|(name, _)| name).collect();
        for entry in fs::read_dir(folder(recipe)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(
                names.contains(&name),
                "{} belongs to nothing",
                path.display()
            );
        }
    }
}
