//! Terraform provider for Flatcar Container Linux: renders Container Linux Configs.
//!
//! The map of the crate, floor by floor from the bottom. A module imports only from lower floors.

// floor 0
/// The wire types generated from `proto/`.
pub mod pb;
/// The user's mistakes as values: findings with a place and a way out.
pub mod report;

// floor 1
/// What a provider is made of, without the wire: values, schemas, plans, resources.
pub mod framework;
/// Ignition configs: model, rules, merging, JSON.
pub mod ignition;

// floor 2
/// The process as Terraform's plugin: handshake, connection, log and end.
pub mod plugin;
/// The plugin protocol: gRPC calls in, a provider asked, answers out.
pub mod protocol;
