//! Node configs, applied: what each kind of machine has after first boot is in `nodes`, a file each.
//!
//! `UPDATE_NODES=1 cargo test --test real_ignition` writes them, to be read before they are committed.

use std::{env, fs};

use crate::documents::read;
use crate::machines::made;
use crate::{nodes, tests};

#[test]
fn node_configs() {
    let folder = tests("real_ignition/nodes");
    for (name, node) in nodes::all() {
        let path = folder.join(format!("{name}.txt"));
        let (config, _) = nodes::rendered(&node, &[]);
        let made = made(&config).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        if env::var_os("UPDATE_NODES").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &made).unwrap();
        }
        let expected = read(&path);
        assert!(
            made == expected,
            "{name}: expected\n{expected}\nmade\n{made}"
        );
    }
}
