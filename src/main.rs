//! The Terraform provider's process.

use std::process::ExitCode;

use lokomotive::plugin::{self, Identity};
use tonic::service::Routes;

const IDENTITY: Identity = Identity {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
    address: "registry.terraform.io/lokomotive/lokomotive",
};

fn main() -> ExitCode {
    plugin::run(&IDENTITY, |_stop| Routes::default())
}
