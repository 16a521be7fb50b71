//! The Terraform provider's process.

use std::process::ExitCode;
use std::sync::Arc;

use lokomotive::plugin::{self, Identity};
use lokomotive::protocol;
use lokomotive::provider::Lokomotive;
use tonic::service::Routes;

const IDENTITY: Identity = Identity {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
    address: "registry.terraform.io/lokomotive/lokomotive",
};

fn main() -> ExitCode {
    plugin::run(&IDENTITY, |stop| {
        Routes::new(protocol::service(Arc::new(Lokomotive::default()), stop))
    })
}
