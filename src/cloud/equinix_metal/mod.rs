//! Machines on Equinix Metal: servers that are installed, behind the same trait as all others.
//!
//! The service closed on 2026-06-30, so all of this has run against a simulator only. `endpoint` leads to services with
//! its API.
//!
//! A file per thing that is asked: `list`, `launch`, `reservations`, `sessions`, `changes`, `checks`. All of them go
//! through `Connection::ask`, which limits, repeats and translates faults. Nothing makes a repeated request to create a
//! device safe, so `launch` looks for what came of one before it makes another.

mod answer;
mod changes;
mod checks;
mod connection;
mod device;
mod faults;
mod id;
mod launch;
mod list;
mod machines;
mod pages;
mod probe;
mod reservations;
mod sessions;
mod template;

pub use connection::Connection;
pub use machines::Machines;
#[doc(hidden)]
pub use probe::probe;
pub use template::{Place, Template};
