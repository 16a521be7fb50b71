//! The reconciler: from the machines that there are to those that there should be.
//!
//! A `Pool` has a `Slot` for each machine, with a goal. Three files decide, without waiting or asking anybody:
//! `observe` takes in what the cloud shows, `decide` says what to do next, and `census` says which machines a
//! stored set has. `drive` does the asking and waiting around them, for both clouds alike; `look` asks what there is.
//!
//! Each turn of it starts from what the cloud shows, not from what was done before, so it does not matter whether this
//! process did it, or one that died.

mod census;
mod decide;
mod drive;
mod failure;
mod look;
mod observe;
mod pace;
mod slot;
#[cfg(test)]
mod tests;

pub use census::{Census, Clash, Known, census, taken};
pub use decide::Step;
pub use drive::{Limits, drive};
pub use failure::Failure;
pub use look::look;
pub use pace::pause;
pub use slot::{Goal, Phase, Pool, Rules, Slot};
