//! What `make package` makes, installed as from a registry.

use std::fs;
use std::process::Command;

use crate::core::{Core, package, provider_binary};
use crate::on_both_cores;
use crate::workspace::Workspace;

on_both_cores!(a_package_installs_and_works);

const MAIN: &str = r#"
resource "lokomotive_flatcar_config" "worker" {
  content = "{}"
}
"#;

fn a_package_installs_and_works(core: Core) {
    let workspace = Workspace::with_mirror(core, MAIN);
    let release = workspace.path("release");
    let packed = Command::new(package().join("tests/setup/package"))
        .arg("--binary")
        .arg(provider_binary())
        .arg("--out")
        .arg(&release)
        .output()
        .unwrap();
    assert!(packed.status.success(), "{packed:?}");
    let sums = Command::new("sha256sum")
        .args(["--check", "--strict"])
        .arg(format!(
            "terraform-provider-lokomotive_{VERSION}_SHA256SUMS"
        ))
        .current_dir(&release)
        .output()
        .unwrap();
    assert!(sums.status.success(), "{sums:?}");
    let checked = String::from_utf8_lossy(&sums.stdout).lines().count();
    assert_eq!(checked, 2, "zip and manifest: {sums:?}");

    let mirror = workspace.path("mirror/registry.terraform.io/lokomotive/lokomotive");
    fs::create_dir_all(&mirror).unwrap();
    for entry in fs::read_dir(&release).unwrap() {
        let file = entry.unwrap();
        if file
            .path()
            .extension()
            .is_some_and(|extension| extension == "zip")
        {
            fs::copy(file.path(), mirror.join(file.file_name())).unwrap();
        }
    }
    workspace
        .run(&["init", "-no-color"])
        .exits(0)
        .says(&format!("Installed lokomotive/lokomotive v{VERSION}"));
    let lock = fs::read_to_string(workspace.path(".terraform.lock.hcl")).unwrap();
    assert!(
        lock.contains("registry.terraform.io/lokomotive/lokomotive"),
        "{lock}"
    );
    assert!(lock.contains("h1:"), "{lock}");
    workspace.apply();
    workspace.expect_empty_plan();
}

const VERSION: &str = env!("CARGO_PKG_VERSION");
