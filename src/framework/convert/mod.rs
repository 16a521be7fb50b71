//! Values to Rust types and back.

mod field;
mod from_value;
mod into_value;
mod model;

pub use field::Field;
pub use from_value::{ConvertError, FromValue};
pub use into_value::IntoValue;
pub use model::Model;
