//! Equinix Metal: as much of its devices, reservations and BGP as the provider uses, and a little more.
//!
//! What is said of its API is in `tests/fixtures/metal-schema.json`, to which every request is held.

/// Turning devices on, off, and installing them anew.
mod actions;
/// How devices speak BGP.
mod bgp;
/// What an operation gets to see and to touch.
mod call;
/// Metros, plans, operating systems.
mod catalog;
/// Making devices.
mod create;
/// Devices.
mod device;
/// Finding, changing and ending devices.
mod devices;
/// What is told of devices.
mod event;
/// What happens outside the API.
pub(crate) mod hands;
/// What of other things is shown.
mod inclusion;
/// What there is, for tests.
pub(crate) mod inventory;
/// What can be had.
mod offers;
/// Which operations there are.
mod operation;
/// How things behave.
mod options;
/// What a creation asks for.
mod order;
/// Long lists.
mod paging;
/// States of devices.
pub(crate) mod phase;
/// How a request is carried out.
mod receive;
/// Reserved hardware.
mod reservation;
/// Finding reservations.
mod reservations;
/// What requests and answers look like.
pub(crate) mod schema;
/// Answers.
mod show;
/// What tests do with it.
mod simulator;
/// User data.
mod userdata;
/// Everything.
mod world;

pub(crate) use options::Options;
pub(crate) use receive::Received;
pub(crate) use world::World;

use super::ids::named_uuid as named;

/// What all paths begin with.
pub(crate) const BASE: &str = "/metal/v1/";

/// The usual project.
pub(crate) const PROJECT: &str = "5afe0000-0000-4000-a000-00000000c0de";

/// The project of somebody else, which nobody here may see.
pub(crate) const ELSEWHERE: &str = "0ddba11e-0000-4000-a000-00000000feed";
