//! The base config of a machine, and how it is written as a Container Linux Config.

use std::fmt::Write as _;

use super::mode::Mode;

/// A base config: what each concern adds to it, in order.
#[derive(Debug, Default)]
pub(crate) struct Base {
    files: Vec<File>,
    units: Vec<Unit>,
    ssh_pubkeys: Vec<String>,
}

/// A file of the machine.
#[derive(Debug)]
struct File {
    path: &'static str,
    mode: Mode,
    contents: String,
}

/// A unit of systemd.
#[derive(Debug)]
struct Unit {
    name: &'static str,
    start: Start,
    contents: Option<String>,
    dropins: Vec<(&'static str, String)>,
}

/// Whether a unit starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    /// At boot.
    Enabled,
    /// When something else wants it.
    OnDemand,
    /// Never.
    Masked,
}

impl Base {
    /// A base config whose user `core` has these keys.
    pub(crate) fn new(ssh_pubkeys: &[String]) -> Self {
        Self {
            ssh_pubkeys: ssh_pubkeys.to_vec(),
            ..Self::default()
        }
    }

    /// Adds a file.
    pub(crate) fn file(&mut self, path: &'static str, mode: Mode, contents: impl Into<String>) {
        self.files.push(File {
            path,
            mode,
            contents: contents.into(),
        });
    }

    /// Adds a unit that starts at boot.
    pub(crate) fn enabled(&mut self, name: &'static str, contents: impl Into<String>) {
        self.unit(name, Start::Enabled, Some(contents.into()), Vec::new());
    }

    /// Has a unit of Flatcar's start at boot.
    pub(crate) fn enable(&mut self, name: &'static str) {
        self.unit(name, Start::Enabled, None, Vec::new());
    }

    /// Adds a unit that starts when another wants it.
    pub(crate) fn on_demand(&mut self, name: &'static str, contents: impl Into<String>) {
        self.unit(name, Start::OnDemand, Some(contents.into()), Vec::new());
    }

    /// Adds a drop-in to a unit of Flatcar's.
    pub(crate) fn dropin(
        &mut self,
        unit: &'static str,
        name: &'static str,
        contents: impl Into<String>,
    ) {
        self.unit(unit, Start::OnDemand, None, vec![(name, contents.into())]);
    }

    /// Has a unit of Flatcar's never start.
    pub(crate) fn mask(&mut self, name: &'static str) {
        self.unit(name, Start::Masked, None, Vec::new());
    }

    fn unit(
        &mut self,
        name: &'static str,
        start: Start,
        contents: Option<String>,
        dropins: Vec<(&'static str, String)>,
    ) {
        self.units.push(Unit {
            name,
            start,
            contents,
            dropins,
        });
    }

    /// The Container Linux Config.
    pub(crate) fn to_clc(&self) -> String {
        let mut text = String::new();
        if !self.ssh_pubkeys.is_empty() {
            text.push_str("passwd:\n  users:\n    - name: core\n      ssh_authorized_keys:\n");
            for key in &self.ssh_pubkeys {
                line(&mut text, 8, &format!("- {}", quoted(key)));
            }
        }
        text.push_str("storage:\n  files:\n");
        for file in &self.files {
            line(&mut text, 4, &format!("- path: {}", file.path));
            line(&mut text, 6, "filesystem: root");
            line(&mut text, 6, &format!("mode: {}", file.mode.octal()));
            line(&mut text, 6, "contents:");
            block(&mut text, 8, "inline", &file.contents);
        }
        text.push_str("systemd:\n  units:\n");
        for unit in &self.units {
            line(&mut text, 4, &format!("- name: {}", unit.name));
            match unit.start {
                Start::Enabled => line(&mut text, 6, "enabled: true"),
                Start::Masked => line(&mut text, 6, "mask: true"),
                Start::OnDemand => {}
            }
            if let Some(contents) = &unit.contents {
                block(&mut text, 6, "contents", contents);
            }
            if !unit.dropins.is_empty() {
                line(&mut text, 6, "dropins:");
            }
            for (name, contents) in &unit.dropins {
                line(&mut text, 8, &format!("- name: {name}"));
                block(&mut text, 10, "contents", contents);
            }
        }
        text
    }
}

fn line(text: &mut String, indent: usize, content: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{:indent$}{content}", "");
}

/// A key whose value has lines: as a block where YAML gives the very text back, else in quotes.
fn block(text: &mut String, indent: usize, key: &str, value: &str) {
    if !is_plain_block(value) {
        line(text, indent, &format!("{key}: {}", quoted(value)));
        return;
    }
    line(text, indent, &format!("{key}: |"));
    for content in value.lines() {
        if content.is_empty() {
            text.push('\n');
        } else {
            line(text, indent + 2, content);
        }
    }
}

/// Whether a text survives a literal block: it ends with one line break, its first line says how far it is
/// indented, and nothing in it needs an escape.
fn is_plain_block(text: &str) -> bool {
    let starts = text.starts_with(|first: char| !first.is_whitespace());
    let ends = text.ends_with('\n') && !text.ends_with("\n\n");
    let plain = |character: char| character == '\n' || (' '..='~').contains(&character);
    starts && ends && text.chars().all(plain)
}

/// A double-quoted YAML scalar; JSON's are such.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clc::{self, Options};
    use crate::report::Document;

    /// What comes back of a file's contents.
    fn check(contents: &str) {
        let mut base = Base::default();
        base.file("/a", Mode::Public, contents);
        base.mask("locksmithd.service");
        let (config, report) = clc::compile(&base.to_clc(), Document::Base, &Options::default());
        assert_eq!(report.findings(), []);
        let source = &config.storage.files[0].contents.source;
        let mut expected = Base::default();
        expected.file("/a", Mode::Public, "");
        let bytes = crate::ignition::data_url::decode(source).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), contents);
    }

    #[test]
    fn texts_come_back_as_they_are() {
        for contents in [
            "one\n",
            "one\n\n  two\n",
            "no end",
            "two ends\n\n",
            "  indented\n",
            "# tab\there\n",
            "\u{e4}\u{1F600}\n",
            "",
        ] {
            check(contents);
        }
    }
}
