//! What is done about machines: create, read, update, delete, import, and a look ahead while Terraform plans.
//!
//! Each operation opens the set's way to its cloud (`site`), makes a [`Pool`](crate::pool::Pool) of slots from what is
//! stored and what is planned, has it driven, and writes down what there is then, whatever has failed.

mod cluster;
mod create;
mod delete;
mod entries;
mod import;
mod look_ahead;
mod read;
mod recovery;
mod site;
mod slots;
mod stored;
mod timeouts;
mod told;
mod update;

pub use create::create;
pub use delete::delete;
pub use import::import;
pub use look_ahead::look_ahead;
pub use read::read;
pub use update::update;
