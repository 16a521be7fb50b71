//! Machines on AWS: EC2 instances, behind target groups of Elastic Load Balancing.
//!
//! A file per thing that is asked: `list`, `launch`, `targets`, `changes`, `images`, `checks`. All of them
//! go through `Connection::ask`, which limits, repeats and translates faults.
//!
//! The SDK's own repeating is off: with one policy for both clouds, what is repeated, how long that takes by the
//! clock of the operation, and that a stop ends it, are decided in one place. Tokens make `RunInstances` safe to repeat.

mod bounds;
mod changes;
mod checks;
mod connection;
mod faults;
mod images;
mod instance;
mod launch;
mod list;
mod machines;
mod once;
mod subnets;
mod targets;
mod template;
mod token;

pub use connection::Connection;
pub use machines::Machines;
pub use template::{Disk, Image, Template};
