//! `storage.trees`: local directories that become files and links.

use std::collections::HashMap;

use super::files_dir::{Entry, Files, Kind};
use super::local;
use super::problems;
use super::resource::embed;
use crate::decode::{Field, Findings, List, schema};
use crate::ignition::at::At;
use crate::ignition::v3::Storage;
use crate::ignition::v3::nodes::{File, Link, Node};
use crate::report::{Mark, Problem, Severity};

/// The modes of files that have none of their own.
const EXECUTABLE: i64 = 0o755;
const PLAIN: i64 = 0o644;

schema! {
    /// A tree.
    struct Tree {
        local: String,
        path: Option<String>,
    }
}

/// Adds what is in the trees. A file or link of the document that has no contents or target yet is filled
/// in, and keeps its owner and mode.
pub(super) fn lower(
    trees: List<Tree>,
    files: &dyn Files,
    storage: &mut Storage,
    findings: &mut Findings,
) {
    if trees.is_empty() {
        return;
    }
    let mut planting = Planting::new(storage, files);
    for Field { value: tree, mark } in trees {
        if tree.local.is_empty() {
            findings.parse(Severity::Error, mark, problems::tree_without_local());
            continue;
        }
        let entries = match local::walk(&tree.local, files) {
            Ok(entries) => entries,
            Err(problem) => {
                let is_hopeless = problem.rule == problems::FILES_DIR_MISSING;
                findings.parse(Severity::Error, mark, problem);
                if is_hopeless {
                    return; // said once is enough
                }
                continue;
            }
        };
        let root = tree.path.value.as_deref().unwrap_or_default();
        for (local, entry) in entries {
            let path = joined(root, &entry.path);
            if let Err(problem) = planting.add(&entry, &path, &local, mark, findings) {
                findings.parse(Severity::Error, mark, problem);
            }
        }
    }
}

/// A config whose files and links grow.
struct Planting<'a> {
    storage: &'a mut Storage,
    files: &'a dyn Files,
    nodes: HashMap<String, Place>,
}

/// Where a node is in the config: its kind, and its place in the list of that kind.
#[derive(Clone, Copy)]
enum Place {
    File(usize),
    Link(usize),
    Directory,
}

impl<'a> Planting<'a> {
    fn new(storage: &'a mut Storage, files: &'a dyn Files) -> Self {
        let known = storage.files.iter().enumerate();
        let known = known.map(|(index, file)| (&file.node.path, Place::File(index)));
        let links = storage.links.iter().enumerate();
        let links = links.map(|(index, link)| (&link.node.path, Place::Link(index)));
        let directories = storage.directories.iter();
        let directories = directories.map(|directory| (&directory.node.path, Place::Directory));
        let mut nodes = HashMap::new();
        for (path, place) in known.chain(links).chain(directories) {
            // The first of equal paths counts; that there are two is told elsewhere.
            nodes.entry(path.clone()).or_insert(place);
        }
        Self {
            storage,
            files,
            nodes,
        }
    }

    /// Adds an entry of a tree, or fills in the node that has its path.
    fn add(
        &mut self,
        entry: &Entry,
        path: &str,
        local: &str,
        mark: Mark,
        findings: &Findings,
    ) -> Result<(), Problem> {
        match &entry.kind {
            Kind::File { executable } => {
                let bytes = local::read(local, self.files)?;
                let file = self.file(path, |file| findings.at(file, mark))?;
                embed(&mut file.contents, &bytes);
                file.mode
                    .get_or_insert(if *executable { EXECUTABLE } else { PLAIN });
            }
            Kind::Link(target) => {
                let link = self.link(path, |link| findings.at(link, mark))?;
                link.target = Some(target.clone());
            }
            Kind::Other => return Err(problems::tree_special(&entry.path)),
        }
        Ok(())
    }

    /// The file of a path, which has no contents yet.
    fn file(
        &mut self,
        path: &str,
        at: impl FnOnce(File) -> At<File>,
    ) -> Result<&mut At<File>, Problem> {
        let files = &mut self.storage.files;
        let place = self.nodes.entry(path.to_owned()).or_insert_with(|| {
            files.push(at(File {
                node: node(path),
                ..File::default()
            }));
            Place::File(files.len() - 1)
        });
        let Place::File(index) = *place else {
            return Err(problems::tree_collision(path));
        };
        files
            .get_mut(index)
            .filter(|file| is_empty(file.contents.source.as_deref()))
            .ok_or_else(|| problems::tree_collision(path))
    }

    /// The link of a path, which has no target yet.
    fn link(
        &mut self,
        path: &str,
        at: impl FnOnce(Link) -> At<Link>,
    ) -> Result<&mut At<Link>, Problem> {
        let links = &mut self.storage.links;
        let place = self.nodes.entry(path.to_owned()).or_insert_with(|| {
            links.push(at(Link {
                node: node(path),
                ..Link::default()
            }));
            Place::Link(links.len() - 1)
        });
        let Place::Link(index) = *place else {
            return Err(problems::tree_collision(path));
        };
        links
            .get_mut(index)
            .filter(|link| is_empty(link.target.as_deref()))
            .ok_or_else(|| problems::tree_collision(path))
    }
}

fn node(path: &str) -> Node {
    Node {
        path: path.to_owned(),
        ..Node::default()
    }
}

fn is_empty(text: Option<&str>) -> bool {
    text.unwrap_or_default().is_empty()
}

/// A path below the root of a tree, without empty, `.` and `..` elements; no root is `/`.
fn joined(root: &str, path: &str) -> String {
    let is_absolute = root.is_empty() || root.starts_with('/');
    let mut elements: Vec<&str> = Vec::new();
    for element in root.split('/').chain(path.split('/')) {
        match element {
            "" | "." => {}
            ".." => {
                elements.pop();
            }
            element => elements.push(element),
        }
    }
    let start = if is_absolute { "/" } else { "" };
    format!("{start}{}", elements.join("/"))
}
