//! Values as Terraform sends them: msgpack, read and written along a type.
//!
//! What is particular to it: any ext value is an unknown one (type 12 carries refinements), numbers that
//! neither i64 nor f64 holds exactly are decimal strings, and where the type is dynamic a value is an array
//! of its type's JSON and itself.

mod decode;
mod encode;
mod reader;
mod refinements;
mod writer;

pub use decode::decode;
pub use encode::encode;

/// The ext type of an unknown value with refinements; all others carry none.
const REFINED_UNKNOWN: i8 = 12;

#[cfg(test)]
mod tests;
