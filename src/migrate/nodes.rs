//! `storage`: files, directories and links, at their paths in the whole tree; among them the files that
//! networkd units and the settings of updates become.

use super::keys::Keys;
use super::outline::{Part, Value};
use super::written::{Items, Written};
use super::{generated, resource};
use crate::ignition::at::At;
use crate::ignition::v2_3;
use crate::ignition::v3::Storage;
use crate::ignition::v3::nodes::{Directory, File, Link, Node, Owner};

pub(super) fn write(
    document: Written<'_>,
    old: &v2_3::Config,
    storage: &Storage,
    keys: &mut Keys<'_>,
) {
    // The conversion puts the files of networkd behind the others.
    let (files, networkd) = storage
        .files
        .split_at_checked(old.storage.files.len())
        .unwrap_or((&storage.files, &[]));
    let written = keys.written.key("files").items();
    let mut items: Vec<_> = files
        .iter()
        .zip(&old.storage.files)
        .map(|(new, old)| match written.at(new.origin) {
            None if old.joins_by_variable => {
                generated::update_conf(document, file(new, Written::default()))
            }
            written => file(new, written.unwrap_or_default()),
        })
        .collect();
    let units = document.key("networkd.units").each();
    let dropins = units.iter().flat_map(|unit| unit.key("dropins").each());
    let written: Items<'_> = units.iter().copied().chain(dropins).collect();
    items.extend(networkd.iter().map(|file| networkd_file(file, &written)));
    keys.list("files", items);
    keys.each("directories", &storage.directories, directory);
    keys.each("links", &storage.links, link);
}

fn file(file: &File, written: Written<'_>) -> Part {
    let mut keys = Keys::of(written);
    keys.text("path", file.node.path.as_str());
    let is_appended = !file.append.is_empty();
    if !is_appended {
        keys.flag("overwrite", file.node.overwrite);
    }
    keys.mode("mode", file.mode);
    owners(&file.node, &mut keys);
    if is_appended {
        let contents = keys.written.key("contents");
        let items = file.append.iter().map(|each| {
            let mut keys = Keys::of(contents);
            resource::contents(each, &mut keys);
            Part::item(None, keys.into_value())
        });
        keys.list(("append", "contents"), items.collect());
    } else {
        keys.map("contents", |keys| resource::contents(&file.contents, keys));
    }
    Part::item(keys.written.place, keys.into_value())
}

fn directory(directory: &Directory, keys: &mut Keys<'_>) {
    keys.text("path", directory.node.path.as_str());
    keys.flag("overwrite", directory.node.overwrite);
    keys.mode("mode", directory.mode);
    owners(&directory.node, keys);
}

fn link(link: &Link, keys: &mut Keys<'_>) {
    keys.text("path", link.node.path.as_str());
    keys.flag("overwrite", link.node.overwrite);
    keys.text("target", link.target.as_deref());
    keys.flag("hard", link.hard);
    owners(&link.node, keys);
}

fn owners(node: &Node, keys: &mut Keys<'_>) {
    keys.map("user", |keys| owner(&node.user, keys));
    keys.map("group", |keys| owner(&node.group, keys));
}

fn owner(owner: &Owner, keys: &mut Keys<'_>) {
    keys.number("id", owner.id);
    keys.text("name", owner.name.as_deref());
}

/// A networkd unit or drop-in as the file it becomes.
fn networkd_file(file: &At<File>, written: &Items<'_>) -> Part {
    let mut keys = Keys::of(written.at(file.origin).unwrap_or_default());
    keys.text(("path", "name"), file.node.path.as_str());
    keys.flag("overwrite", file.node.overwrite);
    keys.mode("mode", file.mode);
    let text = file.contents.source.as_deref().and_then(resource::text);
    let style = keys.written.key("contents").style();
    let inline = Value::Text(text.unwrap_or_default(), style);
    keys.entry(
        "contents",
        Value::Map(vec![Part::entry("inline", None, inline)]),
    );
    Part::item(keys.written.place, keys.into_value())
}
