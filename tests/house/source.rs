//! The package's source files as modules, tokens and references.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::root;

/// A source file of the package, without its tests.
pub(crate) struct Source {
    /// Path below the package's root, e.g. `src/report/mod.rs`.
    pub(crate) path: PathBuf,
    /// The whole text, tests included.
    pub(crate) text: String,
    /// The module the file holds, below the crate: `["report", "excerpt"]`; `["main"]` for the binary, empty for `lib.rs`.
    pub(crate) module: Vec<String>,
    /// Its tokens without `#[cfg(test)]` items.
    pub(crate) tokens: Vec<TokenTree>,
}

/// A path that code names, e.g. `crate::report::Mark`, resolved against the module it stands in.
pub(crate) struct Reference {
    /// `["report", "Mark"]` for paths into this crate, `["std", "fs"]` for others.
    pub(crate) path: Vec<String>,
    /// Whether it leads into this crate.
    pub(crate) own: bool,
    /// Line in the file.
    pub(crate) line: usize,
}

impl Source {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let path = path.strip_prefix(root()).unwrap().to_path_buf();
        let tokens = text
            .parse::<TokenStream>()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let tokens = without_tests(tokens);
        let module = module_of(&path);
        Self {
            path,
            text,
            module,
            tokens,
        }
    }

    /// `src/report/mod.rs:12`, for messages.
    pub(crate) fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path.display())
    }

    /// Lines before the file's tests.
    pub(crate) fn length(&self) -> usize {
        self.text
            .lines()
            .take_while(|line| *line != "#[cfg(test)]")
            .count()
    }

    /// Every path this file names that starts with `crate`, `self`, `super`, or the name of a crate.
    pub(crate) fn references(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        collect_references(&self.tokens, &self.module, &mut found);
        found
    }
}

/// The shipped sources: everything below `src/` but files that hold only tests.
pub(crate) fn shipped() -> Vec<Source> {
    rust_files(&root().join("src"))
        .iter()
        .filter(|path| !path.ends_with("tests.rs") && !path.iter().any(|name| name == "tests"))
        .map(|path| Source::read(path))
        .collect()
}

/// Every Rust file of the package: shipped, tests, benches, build script.
pub(crate) fn all() -> Vec<Source> {
    let mut paths = Vec::new();
    for folder in ["src", "tests", "benches"] {
        paths.extend(rust_files(&root().join(folder)));
    }
    paths.extend(Some(root().join("build.rs")).filter(|path| path.exists()));
    paths.iter().map(|path| Source::read(path)).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn module_of(path: &Path) -> Vec<String> {
    let mut module: Vec<String> = path
        .with_extension("")
        .components()
        .skip(1)
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    module
}

/// Drops every item behind `#[cfg(test)]`.
fn without_tests(tokens: TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        if is_cfg_test(&tokens[index..]) {
            let end = tokens[index + 2..].iter().position(ends_item);
            index = end.map_or(tokens.len(), |end| index + 2 + end + 1);
        } else {
            kept.push(tokens[index].clone());
            index += 1;
        }
    }
    kept
}

fn is_cfg_test(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(hash), TokenTree::Group(group), ..]
        if hash.as_char() == '#' && group.stream().to_string() == "cfg (test)")
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    }
}

fn collect_references(tokens: &[TokenTree], module: &[String], found: &mut Vec<Reference>) {
    let mut index = 0;
    while index < tokens.len() {
        if let TokenTree::Group(group) = &tokens[index] {
            let inner: Vec<_> = group.stream().into_iter().collect();
            collect_references(&inner, module, found);
        } else if starts_path(tokens, index) {
            let mut paths = Vec::new();
            index = read_path(tokens, index, &mut Vec::new(), &mut paths);
            found.extend(paths.into_iter().map(|path| resolve(path, module)));
            continue;
        }
        index += 1;
    }
}

/// An identifier followed by `::` and not preceded by it.
fn starts_path(tokens: &[TokenTree], index: usize) -> bool {
    matches!(tokens[index], TokenTree::Ident(_))
        && is_separator(tokens, index + 1)
        && !(index >= 2 && is_separator(tokens, index - 2))
}

fn is_separator(tokens: &[TokenTree], index: usize) -> bool {
    [index, index + 1].iter().all(
        |at| matches!(tokens.get(*at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':'),
    )
}

/// Reads `a::b::{c, d::e}` into its full paths; yields the index behind it.
fn read_path(
    tokens: &[TokenTree],
    mut index: usize,
    prefix: &mut Vec<(String, usize)>,
    paths: &mut Vec<Vec<(String, usize)>>,
) -> usize {
    let depth = prefix.len();
    while let Some(TokenTree::Ident(ident)) = tokens.get(index) {
        prefix.push((ident.to_string(), ident.span().start().line));
        index += 1;
        if !is_separator(tokens, index) {
            break;
        }
        index += 2;
    }
    match tokens.get(index) {
        Some(TokenTree::Group(group))
            if group.delimiter() == Delimiter::Brace && is_separator(tokens, index - 2) =>
        {
            let inner: Vec<_> = group.stream().into_iter().collect();
            let mut at = 0;
            while at < inner.len() {
                at = read_path(&inner, at, prefix, paths).max(at + 1);
            }
            index += 1;
        }
        _ if prefix.len() > depth => paths.push(prefix.clone()),
        _ => {}
    }
    prefix.truncate(depth);
    index
}

fn resolve(path: Vec<(String, usize)>, module: &[String]) -> Reference {
    let line = path.last().map_or(0, |(_, line)| *line);
    let names: Vec<String> = path.into_iter().map(|(name, _)| name).collect();
    let supers = names.iter().take_while(|name| *name == "super").count();
    let (base, rest) = match names[0].as_str() {
        "crate" | "lokomotive" => (Vec::new(), &names[1..]),
        "self" => (module.to_vec(), &names[1..]),
        "super" => {
            let depth = module.len().saturating_sub(supers);
            (module[..depth].to_vec(), &names[supers..])
        }
        _ => {
            return Reference {
                path: names,
                own: false,
                line,
            };
        }
    };
    Reference {
        path: base.into_iter().chain(rest.iter().cloned()).collect(),
        own: true,
        line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, expect: &[&str]) {
        let mut found = Vec::new();
        let tokens = without_tests(code.parse().unwrap());
        let module = ["clc".to_owned(), "storage".to_owned()];
        collect_references(&tokens, &module, &mut found);
        let paths: Vec<String> = found.iter().map(|it| it.path.join("::")).collect();
        assert_eq!(paths, expect);
    }

    #[test]
    fn references_are_resolved() {
        check("use crate::report::Mark;", &["report::Mark"]);
        check("use super::units;", &["clc::units"]);
        check(
            "fn f() { super::super::ignition::rules() }",
            &["ignition::rules"],
        );
        check(
            "use std::{fs, net::TcpStream};",
            &["std::fs", "std::net::TcpStream"],
        );
        check("use crate::{a::{b, c}, d};", &["a::b", "a::c", "d"]);
        check("pub(crate) struct A(pub(super) u8);", &[]);
    }

    #[test]
    fn comments_strings_and_tests_are_no_references() {
        check("/// [`crate::plugin`]\nconst A: &str = \"crate::pb\";", &[]);
        check(
            "#[cfg(test)] mod tests { use crate::plugin; } use crate::a;",
            &["a"],
        );
        check("#[cfg(test)] use crate::plugin; use crate::a;", &["a"]);
    }
}
