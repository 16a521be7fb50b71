//! How a plan follows from schema, configuration and prior state.
//!
//! Terraform hands over the configuration, the stored state, and its own proposal: what the user set, and
//! for computed attributes that the user did not set the stored value, null on a create. The provider
//! says what will be. Terraform then checks the answer, and the rules here keep within its checks:
//!
//! - what the user set is planned as it is;
//! - what the user did not set is the attribute's default (a pinned one on a create alone), else null, or if
//!   the attribute is computed what is stored;
//! - when something changes, the computed values that the user did not set become unknown, except those
//!   that [`Attribute::keep_prior`] keeps, for apply may find others;
//! - each element of a nested block is planned like a resource of its own: against the element of the same
//!   index, key, or for sets the one it could be; its computed values become unknown when it changes itself;
//! - when nothing changes, the plan is the stored state.
//!
//! [`Attribute::keep_prior`]: crate::framework::Attribute::keep_prior

mod compute;
mod draft;
mod element;
mod replace;
#[cfg(test)]
mod tests;

pub use draft::{Plan, PlanDraft};
