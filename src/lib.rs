//! Terraform provider for Flatcar Container Linux: renders Container Linux Configs and Butane, and runs machines that
//! boot with them.
//!
//! # What flows where
//!
//! Terraform starts the binary as a plugin and calls it over gRPC. Data falls one way:
//! `plugin → protocol → framework → resources → flatcar_config | machines → node → render → clc | butane →
//! ignition`. A call comes in as protobuf, becomes values of the framework, reaches a resource, and the resource's
//! documents are compiled one by one to Ignition configs, merged, held against what Flatcar boots with, and printed
//! as JSON. What is wrong with a document comes back as findings beside the result, and becomes diagnostics in
//! `diagnose`.
//!
//! A machine has one document more than the user wrote: the base config that `node` writes, a Container Linux
//! Config like the others. `machines` turns arguments into settled settings for it, and plans.
//!
//! An apply goes on from there: `resources → machines::operations → pool → cloud`. The operation makes a pool of
//! slots from what is stored and what is planned; the pool decides what to do next and has it done; the cloud does it.
//! What the cloud shows comes back the same way, and is written into the state.
//!
//! # Invariants
//!
//! Stated as absences, and held by `tests/house`:
//!
//! - A module imports only from lower floors; the floors are the sections below.
//! - The compiler half (`report`, `yaml`, `decode`, `ignition`, `butane`, `clc`, `migrate`, `render`, `node`,
//!   `cluster`) never sees Terraform, a file, a socket or a clock: it cannot fail for outside reasons, and every test
//!   of it is pure. Files that Butane names are handed in.
//! - Only `protocol` and `plugin` name protobuf types. Only `plugin` writes to stdout.
//! - Only `cloud` talks to the outside (and, in tests, `clock` to the simulator that keeps the time). `machines::plan`
//!   never does: a plan is a function of configuration and state.
//! - Nothing that safety needs is in Terraform's private data, which it drops when a provider dies: it is in the
//!   state, and in the machines' tags.
//! - No input makes it panic; where one did all the same, the call fails with a diagnostic and the process
//!   goes on.
//! - Nothing that is printed depends on hash order: maps that reach output are ordered.
//!
//! # Decisions
//!
//! - *YAML: granit-parser*, because it is maintained, safe Rust, gives events with line and column, block
//!   styles and comments, typed errors and limits. Rejected: `serde_yaml` (archived; no positions),
//!   saphyr-parser (drops comments, which the migration to Butane keeps), libyaml bindings (C or unsafe).
//!   What scalars mean (YAML 1.1, as `ct` read them) is ours, in `yaml::scalar`.
//! - *Protocol 5, our own thin layer*: the one crate for providers serves protocol 6 alone, on TCP, without
//!   checking the client, and was last released in 2024.
//! - *Positions are decoded, not searched*: each field carries the position that a finding about it is told
//!   with. The old tools walked the finished structs against the YAML a second time, which named wrong
//!   lines once units were generated.
//! - *The base config of a machine is text*, a Container Linux Config made of unit files and scripts that lie in
//!   `node` as files. Rejected: building the Ignition model directly, which users could neither read nor merge
//!   into by the rules they know.
//! - *The reconciler starts each turn from what the cloud shows*, not from what it has done before: what a process that
//!   died has done is seen like everything else. Rejected: a journal in private data, and autoscaling groups, which
//!   know no ordinals, no kept addresses and no second cloud.
//! - *AWS's SDK does not repeat requests; we do* (`retry`): one policy for both clouds, by the clock of the operation,
//!   and ended by a stop. Its own three attempts give up after a second and a half.
//! - *Controllers make their own certificates*, from the authorities in their user data, with the openssl that Flatcar
//!   has: they are renewed where they are used, without an apply, and their keys never leave the machine. Rejected:
//!   making them here (all keys in the state, a renewal is another config of every controller), and copying them over
//!   SSH, as the old tools did.
//! - *What a controller needs of its cluster is one file* in its user data, which a unit unpacks: a config without
//!   twenty more entries is smaller, and AWS's limit is near.
//! - *Defaults that reach a machine are pinned* at its creation, in the state, so that a new version of the provider
//!   changes no machine.
//! - *Checks live beside the sections*, and rules about Ignition values in `ignition::rules`: a rule takes a
//!   value, a section knows the line. What only the merged config shows (the boot check, the rules of
//!   Ignition 3) is told at the entry's origin, which entries keep through merging and conversion. Rejected:
//!   validating the printed JSON, whose entries no longer have a line.

// floor 0: plain facts
/// What time it is, and waiting.
pub mod clock;
/// Hashes as texts.
pub mod digest;
/// What is told of a panic, and how a call survives one.
pub mod panics;
/// The wire types generated from `proto/`.
pub mod pb;
/// The user's mistakes as values: findings with a place and a way out.
pub mod report;
/// Asking again: how often, and after how long.
pub mod retry;
/// Texts that print as a mask.
pub mod secret;
/// YAML text as a tree of positioned nodes; YAML 1.1 scalars.
pub mod yaml;

// floor 1: models, and the outside world
/// What a set of machines needs of a cloud; the clouds, a folder each.
pub mod cloud;
/// From YAML nodes to typed sections with positions, for every format.
mod decode;
/// What a provider is made of, without the wire: values, schemas, plans, resources.
pub mod framework;
/// Ignition configs: model, rules, merging, JSON.
pub mod ignition;

// floor 2: from text to model, and to and from the wire
/// Butane to Ignition 3, a file per section.
pub mod butane;
/// Container Linux Configs to Ignition, a file per section.
pub mod clc;
/// Findings to diagnostics.
pub mod diagnose;
/// The process as Terraform's plugin: handshake, connection, log and end.
pub mod plugin;
/// Terraform's provider protocol 5: calls in, a provider asked, answers out.
pub mod protocol;

// floor 3: documents in, one config or a new document out
/// Container Linux Configs to Butane text.
pub mod migrate;
/// The reconciler: from the machines that there are to those that there should be.
pub mod pool;
/// Compiles documents, merges them, prints the result.
pub mod render;

// floor 4: what the faces of a rendered config share, and what machines boot with
/// Arguments and outputs of a rendered config, and the way from one to the other.
pub mod flatcar_config;
/// The config of a machine: ours, with the user's snippets.
pub mod node;

// floor 5: what makes a cluster of machines
/// Certificates, etcd, control plane and manifests.
pub mod cluster;

// floor 6: what the two machine resources share
/// Arguments, rules and plans of machines.
pub mod machines;

// floor 7: what users write
/// The data sources, a file each.
pub mod data_sources;
/// The functions, a file each.
pub mod functions;
/// The resources, a file each.
pub mod resources;

// floor 8
/// What the provider offers, and its configuration.
pub mod provider;
