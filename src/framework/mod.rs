//! What a Terraform provider is made of, without the wire: values, schemas, plans, and the traits
//! [`Resource`](crate::framework::Resource), [`DataSource`](crate::framework::DataSource), [`Function`](crate::framework::Function) and [`Provider`](crate::framework::Provider).
//!
//! To add a resource: write one file with a type that implements [`Resource`](crate::framework::Resource) (its schema, a struct of its
//! attributes declared with [`model!`](crate::model), and what create, read, update and delete do), and
//! name it in the provider's [`Provider::resources`](crate::framework::Provider::resources). Nothing else knows about it.
//!
//! Nothing here knows protobuf, sockets or a resource in particular.

pub mod convert;
pub mod data_source;
pub mod diagnostics;
pub mod function;
pub mod number;
pub mod path;
pub mod plan;
pub mod provider;
pub mod resource;
pub mod schema;
pub mod schema_check;
pub mod types;
pub mod value;

pub use crate::model;
pub use convert::{ConvertError, Field, FromValue, IntoValue, Model};
pub use data_source::{DataSource, ReadData};
pub use diagnostics::{Diagnostic, Diagnostics, Severity};
pub use function::{Definition, Function, FunctionError, Parameter};
pub use number::Number;
pub use path::{AttributePath, Step};
pub use plan::PlanDraft;
pub use provider::{Configure, Provider};
pub use resource::{Create, Delete, Import, Outcome, Read, Resource, Update};
pub use schema::{Attribute, Block, Fault, NestedBlock, Nesting, Presence, Rule, Schema};
pub use types::Type;
pub use value::{Refinements, Value};

/// Makes the traits' methods asynchronous.
pub use async_trait::async_trait;
/// Says that the user has asked to stop.
pub use tokio_util::sync::CancellationToken;
