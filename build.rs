//! Compiles `proto/` with protox, so that no `protoc` has to be installed.
//!
//! Clients are generated for the contract tests; without the `transport` feature they cost no dependency.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=proto");
    let files = protox::compile(["proto/tfplugin5.proto", "proto/plugin.proto"], ["proto"])?;
    tonic_prost_build::configure()
        .build_transport(false)
        .compile_fds(files)?;
    Ok(())
}
