//! What the two machine resources have in common: arguments, rules, what is planned, and the way from one to the
//! other.
//!
//! Arguments come in three forms, a file each: as users write them ([`arguments`](crate::machines::arguments)), the schema that Terraform knows
//! them by ([`schema`](crate::machines::schema)), and settled, when all is known and defaults are filled in ([`settled`](crate::machines::settled)).

pub mod arguments;
mod authorities;
mod control_plane;
mod documents;
mod fingerprint;
pub mod machine;
pub mod operations;
mod outputs;
pub mod plan;
mod records;
mod rules;
pub mod schema;
mod secrets;
pub mod settled;
mod tags;
mod templates;
mod validate;

pub use arguments::{Arguments, Kind};
pub use validate::validate;

use crate::framework::{Block, Schema};

/// Why a tag cannot be one of machines on AWS; `None` when it can.
#[must_use]
pub fn tag_fault(key: &str, value: &str) -> Option<String> {
    rules::tags::fault(key, value, true)
}

/// The schema of a resource.
#[must_use]
pub fn schema_of(kind: Kind, description: &'static str) -> Schema {
    let block = schema::arguments(kind);
    let block = outputs::outputs(kind)
        .into_iter()
        .fold(block, Block::attribute);
    Schema::new(description, block)
}
