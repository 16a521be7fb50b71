//! The golden cases of `tests/fixtures`, all of a format in one plan, through the resource, the data source and the function.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::core::{Core, package};
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(
    configs_that_render,
    configs_that_fail,
    butane_that_renders,
    butane_that_fails,
    verdicts_of_flatcar,
);

/// A folder of the fixtures.
struct Case {
    folder: PathBuf,
    /// Its name in Terraform.
    label: String,
}

fn cases(format: &str, renders: bool) -> Vec<Case> {
    let mut cases: Vec<Case> = fs::read_dir(package().join("tests/fixtures").join(format))
        .unwrap()
        .map(|entry| Case::new(entry.unwrap().path()))
        .filter(|case| {
            let marker = if renders { "expected.json" } else { "fails" };
            case.folder.join(marker).exists()
        })
        .collect();
    cases.sort_by(|a, b| a.label.cmp(&b.label));
    assert!(cases.len() >= 12, "only {} cases", cases.len());
    cases
}

impl Case {
    fn new(folder: PathBuf) -> Self {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        Self {
            folder,
            label: format!("case_{name}"),
        }
    }

    fn expected(&self) -> PathBuf {
        self.folder.join("expected.json")
    }

    fn content(&self) -> String {
        file(&self.folder.join("input.yaml"))
    }

    /// The other arguments, as members of an object or a block.
    fn options(&self) -> String {
        let params = fs::read_to_string(self.folder.join("params.json")).unwrap();
        let params: Value = serde_json::from_str(&params).unwrap();
        let mut snippets: Vec<PathBuf> = fs::read_dir(self.folder.join("snippets"))
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .collect();
        snippets.sort();
        let snippets: Vec<String> = snippets.iter().map(|path| file(path)).collect();
        let files_dir = match params["files_dir"].as_str() {
            None | Some("") => "null".to_owned(),
            Some(name) => format!("\"{}\"", self.folder.join(name).display()),
        };
        format!(
            "files_dir = {files_dir}\n merge = \"append\"\n platform = {}\n strict = {}\n pretty_print = {}\n snippets = [{}]\n",
            params["platform"],
            params["strict"],
            params["pretty_print"],
            snippets.join(", ")
        )
    }

    fn block(&self, kind: &str) -> String {
        format!(
            "{kind} \"lokomotive_flatcar_config\" \"{}\" {{\n content = {}\n {}}}\n",
            self.label,
            self.content(),
            self.options()
        )
    }
}

fn file(path: &Path) -> String {
    format!("file(\"{}\")", path.display())
}

fn configs_that_render(core: Core) {
    render(core, &cases("clc", true));
}

fn configs_that_fail(core: Core) {
    fail(core, &cases("clc", false));
}

fn butane_that_renders(core: Core) {
    render(core, &cases("butane", true));
}

fn butane_that_fails(core: Core) {
    fail(core, &cases("butane", false));
}

fn render(core: Core, cases: &[Case]) {
    let mut main = String::new();
    for case in cases {
        main.push_str(&case.block("resource"));
        main.push_str(&case.block("data"));
        let (label, content, options) = (&case.label, case.content(), case.options());
        write!(
            main,
            "output \"{label}\" {{\n value = provider::lokomotive::render({content}, {{\n {options}}})\n}}\n"
        )
        .unwrap();
    }
    let plan = Workspace::new(core, &main).plan_json();
    let planned = &plan["planned_values"];
    let resources = by_name(&planned["root_module"]["resources"]);
    let data = by_name(&plan["prior_state"]["values"]["root_module"]["resources"]);
    for case in cases {
        let label = &case.label;
        let expected = Value::String(fs::read_to_string(case.expected()).unwrap());
        assert_eq!(resources(label)["values"]["rendered"], expected, "{label}");
        assert_eq!(data(label)["values"]["rendered"], expected, "data {label}");
        assert_eq!(
            planned["outputs"][label]["value"], expected,
            "function {label}"
        );
    }
}

fn by_name(resources: &Value) -> impl Fn(&str) -> Value {
    let resources = resources.as_array().cloned().unwrap_or_default();
    move |name| {
        let found = resources.iter().find(|resource| resource["name"] == name);
        found.cloned().unwrap_or_default()
    }
}

fn fail(core: Core, cases: &[Case]) {
    let main: String = cases.iter().map(|case| case.block("resource")).collect();
    let run = Workspace::new(core, &main)
        .run(&["validate", "-json"])
        .exits(1);
    let mut errors = run.diagnostics();
    errors.retain(super::super::run::Diagnostic::is_error);
    for case in cases {
        let label = &case.label;
        let address = format!("lokomotive_flatcar_config.{label}");
        let of_case: Vec<_> = errors
            .iter()
            .filter(|error| error.address == address)
            .collect();
        assert!(!of_case.is_empty(), "{label} passes");
        let fails = fs::read_to_string(case.folder.join("fails")).unwrap();
        for position in fails.lines().skip(1).map(spelled_out) {
            let named = of_case.iter().any(|error| {
                let first = error.detail.lines().next().unwrap_or_default();
                let rest = first.strip_prefix(&position);
                rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
            });
            assert!(named, "{label} does not name {position}: {of_case:#?}");
        }
    }
    let known = |address: &str| cases.iter().any(|case| address.ends_with(&case.label));
    assert!(
        errors.iter().all(|error| known(&error.address)),
        "{errors:#?}"
    );
}

/// With `boot_check = "error"`, the plan refuses exactly what today's Flatcar refuses at first boot.
fn verdicts_of_flatcar(core: Core) {
    let cases = cases("clc", true);
    let main: String = cases
        .iter()
        .map(|case| {
            let block = case.block("resource");
            block.replacen("{\n", "{\n boot_check = \"error\"\n", 1)
        })
        .collect();
    let run = Workspace::new(core, &main)
        .run(&["validate", "-json"])
        .exits(1);
    let found = run.diagnostics();
    for case in &cases {
        let address = format!("lokomotive_flatcar_config.{}", case.label);
        let refused = found
            .iter()
            .any(|error| error.is_error() && error.address == address);
        let expected = case.folder.join("flatcar-refuses").exists();
        assert_eq!(refused, expected, "{address}: {found:#?}");
    }
}

/// `content 3:13`, or `content 3` where only the line is known, as diagnostics say it.
fn spelled_out(position: &str) -> String {
    let (document, mark) = position.split_once(' ').unwrap();
    match mark.split_once(':') {
        Some((line, column)) => format!("{document} line {line}, column {column}"),
        None => format!("{document} line {mark}"),
    }
}
