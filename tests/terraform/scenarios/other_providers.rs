//! Examples with other providers: our half of them is planned for real. The other half, whose providers no test can
//! install, is parsed, and stood in for where one half refers to the other. The examples of whole clusters are planned
//! here, too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::parser::{parse_body, parse_expr};
use hcl_edit::prelude::*;
use hcl_edit::structure::{Attribute, Block, BlockLabel, Body};
use hcl_edit::visit::{Visit, visit_traversal};
use hcl_edit::visit_mut::{VisitMut, visit_expr_mut};
use hcl_edit::{Decorated, Ident};
use serde_json::Value;

use crate::core::{Core, package};
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(
    our_half_plans,
    the_cluster_on_aws_plans,
    the_cluster_on_equinix_metal_plans,
);

/// What other providers would know, by type and attribute.
const STAND_INS: &[(&str, &str)] = &[
    (
        "data.aws_subnets.ids",
        r#"["subnet-00000000000000001", "subnet-00000000000000002", "subnet-00000000000000003"]"#,
    ),
    ("aws_security_group.id", r#""sg-00000000000000001""#),
    (
        "aws_lb_target_group.arn",
        r#""arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/example/0123456789abcdef""#,
    ),
];

/// How the types of our resources begin.
const OURS: &str = "lokomotive_";

fn our_half_plans(core: Core) {
    let folders = entries(&package().join("examples/with-other-providers"));
    assert!(folders.len() >= 2, "only {folders:?}");
    for folder in folders {
        let place = folder.display().to_string();
        let blocks = read(&folder);
        expect_declared(&blocks, &place);
        let half = Half::of(&blocks, &place);
        let workspace = Workspace::new(core, &half.text);
        copy(&folder, &workspace, |name| !has_extension(name, "tf"));
        let plan = clean_plan(&workspace, &[], &place);
        let created = addresses(&plan);
        assert!(!half.resources.is_empty(), "{place}");
        for address in &half.resources {
            assert!(created.contains(address), "{place}: no {address}");
        }
        for consumer in &half.consumers {
            let instance = format!("{consumer}[");
            let is_instance =
                |created: &String| created == consumer || created.starts_with(&instance);
            assert!(
                created.iter().any(is_instance),
                "{place}: {consumer} has no instance"
            );
        }
        let ours = created.iter().filter(|address| address.starts_with(OURS));
        assert_eq!(ours.count(), half.resources.len(), "{place}: {created:?}");
    }
}

fn the_cluster_on_aws_plans(core: Core) {
    cluster_plans(core, "aws-cluster", ["batch", "general"], &[&[]]);
}

/// On demand as it is, and on reservations when it is told of some.
fn the_cluster_on_equinix_metal_plans(core: Core) {
    let reserved = [
        r#"-var=reservation_ids={ worker-0 = "01234567-89ab-cdef-0123-456789abcdef" }"#,
        "-var=reservation_ids_default=next-available",
    ];
    let pools = ["general", "storage"];
    cluster_plans(core, "equinix-metal-cluster", pools, &[&[], &reserved]);
}

/// An example with three controllers, a pool `general` of three workers and another one of one; each of `ways` is
/// arguments of Terraform.
fn cluster_plans(core: Core, example: &str, pools: [&str; 2], ways: &[&[&str]]) {
    let folder = package().join("examples").join(example);
    let place = folder.display().to_string();
    let workspace = Workspace::new(core, "");
    fs::remove_file(workspace.path("versions.tf")).unwrap();
    copy(&folder, &workspace, |_| true);
    let pool = |name: &&str| format!("lokomotive_worker_pool.{name}");
    let controllers = "lokomotive_controller.main".to_owned();
    let expected: Vec<String> = std::iter::once(controllers)
        .chain(pools.iter().map(pool))
        .collect();
    let mut names: Vec<String> = (0..3)
        .flat_map(|ordinal| {
            [
                format!("example-controller-{ordinal}"),
                format!("example-general-worker-{ordinal}"),
            ]
        })
        .collect();
    let others = pools.iter().filter(|name| **name != "general");
    names.extend(others.map(|name| format!("example-{name}-worker-0")));
    names.sort();
    for way in ways {
        let plan = clean_plan(&workspace, way, &place);
        assert_eq!(addresses(&plan).into_iter().collect::<Vec<_>>(), expected);
        let machines = &plan["output_changes"]["machines"]["after"];
        let planned: Vec<&String> = machines.as_object().unwrap().keys().collect();
        assert_eq!(planned, names.iter().collect::<Vec<_>>());
        let changed = [*way, &["-var=motd=Another"]].concat();
        let other = clean_plan(&workspace, &changed, &place);
        let changed: Vec<&String> = expected
            .iter()
            .filter(|address| config_sha256(&plan, address) != config_sha256(&other, address))
            .collect();
        assert_eq!(changed, ["lokomotive_worker_pool.general"]);
    }
}

/// Plans without errors and warnings, and yields the plan.
#[track_caller]
fn clean_plan(workspace: &Workspace, arguments: &[&str], place: &str) -> Value {
    let arguments = [&["plan", "-json", "-out=plan"], arguments].concat();
    let run = workspace.run(&arguments);
    let found = run.diagnostics();
    assert!(found.is_empty(), "{place}: {found:#?}");
    assert_eq!(run.code, Some(0), "{place}: {}", run.said());
    let shown = workspace.run(&["show", "-json", "plan"]).exits(0);
    serde_json::from_str(&shown.stdout).unwrap()
}

/// What a plan makes. It does nothing else.
fn addresses(plan: &Value) -> BTreeSet<String> {
    let changes = plan["resource_changes"].as_array().unwrap();
    let made = changes.iter().map(|change| {
        assert_eq!(change["change"]["actions"], serde_json::json!(["create"]));
        change["address"].as_str().unwrap().to_owned()
    });
    made.collect()
}

fn config_sha256<'p>(plan: &'p Value, address: &str) -> &'p str {
    let changes = plan["resource_changes"].as_array().unwrap();
    let change = changes
        .iter()
        .find(|change| change["address"] == address)
        .unwrap();
    change["change"]["after"]["config_sha256"].as_str().unwrap()
}

/// The half of an example that needs no other provider.
struct Half {
    /// Our resources and data sources, what they need, and what needs them.
    text: String,
    /// The addresses of our resources.
    resources: Vec<String>,
    /// The addresses of what stands in for other providers' resources that use ours.
    consumers: Vec<String>,
}

impl Half {
    fn of(blocks: &[Block], place: &str) -> Self {
        let declared = blocks.iter().flat_map(declarations);
        let stands_alone = |object: &String| {
            let kind = object.strip_prefix("data.").unwrap_or(object);
            ["var.", "local.", OURS]
                .iter()
                .any(|prefix| kind.starts_with(prefix))
        };
        let mut stand_ins = StandIns {
            theirs: declared.filter(|object| !stands_alone(object)).collect(),
            place,
        };
        let consumers: Vec<Block> = blocks.iter().filter_map(consumer).collect();
        let ours = blocks.iter().filter(|block| is_ours(block)).cloned();
        let mut kept: Vec<Block> = ours.chain(consumers.iter().cloned()).collect();
        for block in &mut kept {
            stand_ins.visit_block_mut(block);
        }
        let needed = needed(blocks, &kept, &mut stand_ins);
        let resources = blocks
            .iter()
            .filter(|block| is_ours(block) && block.has_ident("resource"));
        Self {
            text: kept.into_iter().chain(needed).collect::<Body>().to_string(),
            resources: resources.flat_map(declarations).collect(),
            consumers: consumers.iter().flat_map(declarations).collect(),
        }
    }
}

/// Variables and locals that blocks need, and what those need.
fn needed(blocks: &[Block], kept: &[Block], stand_ins: &mut StandIns<'_>) -> Vec<Block> {
    let variables = blocks.iter().filter(|block| block.has_ident("variable"));
    let variables: BTreeMap<String, &Block> = variables
        .flat_map(|block| {
            declarations(block)
                .into_iter()
                .map(move |name| (name, block))
        })
        .collect();
    let locals = blocks.iter().filter(|block| block.has_ident("locals"));
    let locals: BTreeMap<String, &Attribute> = locals
        .flat_map(|block| block.body.attributes())
        .map(|attribute| (format!("local.{}", attribute.key.as_str()), attribute))
        .collect();
    let mut needed = Vec::new();
    let mut seen = BTreeSet::new();
    let mut wanted: Vec<String> = kept.iter().flat_map(references).collect();
    while let Some(object) = wanted.pop() {
        if !seen.insert(object.clone()) {
            continue;
        }
        if let Some(block) = variables.get(&object) {
            needed.push(Block::clone(block));
        } else if let Some(attribute) = locals.get(&object) {
            let local = Block::builder(Ident::new("locals"));
            let mut local = local.attribute(Attribute::clone(attribute)).build();
            stand_ins.visit_block_mut(&mut local);
            wanted.extend(references(&local));
            needed.push(local);
        }
    }
    needed
}

/// Whether a block stays as it is, but for what it says of others.
fn is_ours(block: &Block) -> bool {
    let label = block.labels.first().map_or("", BlockLabel::as_str);
    match block.ident.as_str() {
        "resource" | "data" => label.starts_with(OURS),
        "provider" => label == "lokomotive",
        "output" => true,
        _ => false,
    }
}

/// A stand-in for another provider's resource that uses ours: it has as many instances, known as early, and takes what
/// the resource takes of ours.
fn consumer(block: &Block) -> Option<Block> {
    let uses_ours = references(block)
        .iter()
        .any(|object| object.starts_with(OURS));
    if is_ours(block) || !block.has_ident("resource") || !uses_ours {
        return None;
    }
    let is_taken = |attribute: &&Attribute| {
        let mut found = References::default();
        found.visit_expr(&attribute.value);
        let of_ours = |object: &String| object.starts_with(OURS) || object.starts_with("each.");
        !is_repetition(attribute) && found.0.iter().any(of_ours)
    };
    let line = |attribute: &Attribute| format!("{} ={}\n", attribute.key.as_str(), attribute.value);
    let name = block.labels.iter().map(BlockLabel::as_str);
    let name = name.collect::<Vec<_>>().join("_");
    let repetition = block
        .body
        .attributes()
        .filter(|attribute| is_repetition(attribute));
    let repetition: String = repetition.map(line).collect();
    let taken: String = block.body.attributes().filter(is_taken).map(line).collect();
    Some(single(&format!(
        "resource \"terraform_data\" \"{name}\" {{\n{repetition}input = {{\n{taken}}}\n}}\n"
    )))
}

/// Whether an attribute says how many instances there are.
fn is_repetition(attribute: &Attribute) -> bool {
    attribute.has_key("for_each") || attribute.has_key("count")
}

/// Insists that everything that is referred to is declared: Terraform says so only of what is planned.
fn expect_declared(blocks: &[Block], place: &str) {
    let declared: BTreeSet<String> = blocks.iter().flat_map(declarations).collect();
    let provider = |object: &str| object.split('_').next().unwrap_or_default().to_owned();
    let mut roots = BTreeSet::from(["var".to_owned(), "local".to_owned(), "data".to_owned()]);
    roots.extend(declared.iter().map(|object| provider(object)));
    for object in blocks.iter().flat_map(references) {
        let root = object.split('.').next().unwrap_or_default();
        let is_checked = roots.contains(root) || roots.contains(&provider(root));
        assert!(
            !is_checked || declared.contains(&object),
            "{place}: {object} is not declared"
        );
    }
}

/// What a block declares, as expressions name it.
fn declarations(block: &Block) -> Vec<String> {
    let labels: Vec<&str> = block.labels.iter().map(BlockLabel::as_str).collect();
    match block.ident.as_str() {
        "resource" => vec![labels.join(".")],
        "data" => vec![format!("data.{}", labels.join("."))],
        "variable" => vec![format!("var.{}", labels.join("."))],
        "locals" => {
            let attributes = block.body.attributes();
            attributes
                .map(|attribute| format!("local.{}", attribute.key.as_str()))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What a block refers to.
fn references(block: &Block) -> BTreeSet<String> {
    let mut found = References::default();
    found.visit_block(block);
    found.0
}

/// The objects that are referred to.
#[derive(Default)]
struct References(BTreeSet<String>);

impl Visit for References {
    fn visit_traversal(&mut self, traversal: &Traversal) {
        self.0
            .extend(Reference::of(traversal).map(|reference| reference.object));
        visit_traversal(self, traversal);
    }
}

/// An expression such as `data.aws_subnets.nodes.ids`.
struct Reference {
    /// `data.aws_subnets.nodes`
    object: String,
    /// `data.aws_subnets.ids`
    attribute: String,
}

impl Reference {
    fn of(traversal: &Traversal) -> Option<Self> {
        let Expression::Variable(root) = &traversal.expr else {
            return None;
        };
        let mut kind = root.as_str().to_owned();
        let mut operators = traversal.operators.iter().map(Decorated::value).peekable();
        let mut name = operators.next();
        if let (true, Some(TraversalOperator::GetAttr(ty))) = (kind == "data", name) {
            kind = format!("data.{}", ty.as_str());
            name = operators.next();
        }
        let Some(TraversalOperator::GetAttr(name)) = name else {
            return None;
        };
        // one of several instances
        operators.next_if(|operator| matches!(operator, TraversalOperator::Index(_)));
        let object = format!("{kind}.{}", name.as_str());
        let attribute = operators.map(|operator| match operator {
            TraversalOperator::GetAttr(name) => format!(".{}", name.as_str()),
            TraversalOperator::Index(_) | TraversalOperator::LegacyIndex(_) => "[]".to_owned(),
            TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_) => "[*]".to_owned(),
        });
        Some(Self {
            object,
            attribute: kind + &attribute.collect::<String>(),
        })
    }
}

/// Puts a value in the place of each reference to another provider's objects.
struct StandIns<'a> {
    /// Those objects.
    theirs: BTreeSet<String>,
    /// The example, for messages.
    place: &'a str,
}

impl VisitMut for StandIns<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expression) {
        let reference = match &*expression {
            Expression::Traversal(traversal) => Reference::of(traversal),
            _ => None,
        };
        let Some(Reference { attribute, .. }) =
            reference.filter(|found| self.theirs.contains(&found.object))
        else {
            visit_expr_mut(self, expression);
            return;
        };
        let known = STAND_INS.iter().find(|(name, _)| *name == attribute);
        let (_, value) =
            known.unwrap_or_else(|| panic!("{}: add a stand-in for {attribute}", self.place));
        let mut value = parse_expr(value).unwrap();
        *value.decor_mut() = expression.decor().clone();
        *expression = value;
    }
}

/// All blocks of a folder's configuration.
fn read(folder: &Path) -> Vec<Block> {
    let mut blocks = Vec::new();
    for path in entries(folder)
        .iter()
        .filter(|path| has_extension(path, "tf"))
    {
        let text = fs::read_to_string(path).unwrap();
        let body = parse_body(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(
            body.attributes().count(),
            0,
            "{}: an attribute outside of blocks",
            path.display()
        );
        blocks.extend(body.into_blocks());
    }
    blocks
}

/// The block of a text of one.
fn single(text: &str) -> Block {
    let body = parse_body(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    body.into_blocks().next().unwrap()
}

/// Copies an example's files.
fn copy(folder: &Path, workspace: &Workspace, is_wanted: impl Fn(&Path) -> bool) {
    for path in entries(folder).iter().filter(|path| is_wanted(path)) {
        let name = path.file_name().unwrap().to_string_lossy();
        workspace.write(&name, &fs::read_to_string(path).unwrap());
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}
