//! Configs that break a rule, a file for each part of a config.
//!
//! A config is written with each entry on a line of its own, so that the line of a finding names it. The text
//! of most begins with a line break, so their first key is on line 2.

mod disks;
mod filesystems;
mod nodes;
mod passwd;
mod references;
mod tree;
mod units;

pub(crate) struct Case {
    /// The content and snippets that break rules.
    pub(crate) breaks: &'static [&'static str],
    /// What is found in them: rule, document and line.
    pub(crate) found: &'static [&'static str],
    /// The content and snippets with the advice followed, in which nothing is found.
    pub(crate) advice: &'static [&'static str],
}

pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    [
        nodes::CASES,
        tree::CASES,
        units::CASES,
        passwd::CASES,
        disks::CASES,
        filesystems::CASES,
        references::CASES,
    ]
    .into_iter()
    .flatten()
}
