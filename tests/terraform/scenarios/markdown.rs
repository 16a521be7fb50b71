//! What README, docs and examples show works: every Terraform and YAML block is planned.

use std::fs;
use std::path::{Path, PathBuf};

use crate::core::{Core, package};
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(blocks_plan, examples_plan);

/// Languages of blocks that are not run.
const SHOWN_ONLY: &[&str] = &["sh", "text", "json"];

/// A fenced block of a markdown file.
struct Block {
    /// File and line, for messages.
    place: String,
    language: String,
    code: String,
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn blocks_of(path: &Path) -> Vec<Block> {
    let text = fs::read_to_string(path).unwrap();
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (fence, &mut open) {
            (Some(language), None) => {
                open = Some(Block {
                    place: format!("{}:{}", path.display(), index + 1),
                    language: language.to_owned(),
                    code: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.code.push_str(line);
                block.code.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn blocks_plan(core: Core) {
    let mut files = files_below(&package().join("docs"), "md");
    files.extend(["README.md", "CHANGELOG.md"].map(|name| package().join(name)));
    let blocks: Vec<Block> = files.iter().flat_map(|path| blocks_of(path)).collect();
    let mut planned = 0;
    for block in &blocks {
        let workspace = match block.language.as_str() {
            "terraform" => Workspace::new(core, &block.code),
            "yaml" => {
                let main = "resource \"lokomotive_flatcar_config\" \"block\" {\n content = file(\"block.yaml\")\n}\n";
                let workspace = Workspace::new(core, main);
                workspace.write("block.yaml", &block.code);
                workspace
            }
            shown if SHOWN_ONLY.contains(&shown) => continue,
            other => panic!("{}: blocks are never {other:?}", block.place),
        };
        expect_clean_plan(&workspace, &block.place);
        planned += 1;
    }
    assert!(planned >= 5, "only {planned} blocks");
}

fn examples_plan(core: Core) {
    let mut files = files_below(&package().join("examples"), "tf");
    // those are planned without the other providers, in `other_providers`
    files.retain(|file| !file.starts_with(package().join("examples/with-other-providers")));
    assert!(files.len() >= 5, "only {} examples", files.len());
    for file in files {
        let workspace = Workspace::new(core, "");
        for beside in fs::read_dir(file.parent().unwrap()).unwrap() {
            let beside = beside.unwrap();
            let text = fs::read_to_string(beside.path()).unwrap();
            workspace.write(&beside.file_name().to_string_lossy(), &text);
        }
        expect_clean_plan(&workspace, &file.display().to_string());
    }
}

/// Insists on a plan without errors, and without warnings: what we show should be what we would write.
#[track_caller]
fn expect_clean_plan(workspace: &Workspace, place: &str) {
    if declares_the_provider(workspace) {
        fs::remove_file(workspace.path("versions.tf")).unwrap();
    }
    let run = workspace.run(&["plan", "-json"]);
    let found = run.diagnostics();
    assert!(found.is_empty(), "{place}: {found:#?}");
    assert_eq!(run.code, Some(0), "{place}: {}", run.said());
}

fn declares_the_provider(workspace: &Workspace) -> bool {
    files_below(workspace.root(), "tf").iter().any(|path| {
        !path.ends_with("versions.tf")
            && fs::read_to_string(path)
                .unwrap()
                .contains("required_providers")
    })
}
