//! What a resource, a data source or the provider takes and gives: its attributes and nested blocks.
//!
//! ```
//! use lokomotive::framework::{Attribute, Block, NestedBlock, Schema, Type};
//!
//! let schema = Schema::new(
//!     "A greeting.",
//!     Block::new()
//!         .attribute(Attribute::required("name", Type::String, "Whom to greet."))
//!         .attribute(
//!             Attribute::optional("tone", Type::String, "How to greet.")
//!                 .with_default("formal")
//!                 .one_of(&["formal", "friendly"]),
//!         )
//!         .attribute(Attribute::computed("text", Type::String, "The greeting."))
//!         .block(NestedBlock::list(
//!             "repeat",
//!             Block::new().attribute(Attribute::required("times", Type::Number, "How often.")),
//!         )),
//! );
//! assert_eq!(lokomotive::framework::schema_check::faults(&schema), Vec::<String>::new());
//! ```

mod attribute;
mod block;
mod check_rules;
mod rule;

pub use attribute::{Attribute, Presence};
pub use block::{Block, NestedBlock, Nesting};
pub use rule::{Fault, Rule};

/// The schema of a resource, a data source or the provider.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Counts the changes of form that stored states went through; `Resource::upgrade` leads from one to
    /// the next.
    pub version: i64,
    /// What it is, in markdown, for the documentation.
    pub description: &'static str,
    /// Why and what instead, when it should no longer be used.
    pub deprecated: Option<&'static str>,
    /// Its attributes and nested blocks.
    pub block: Block,
}

impl Schema {
    /// A schema of version 0.
    #[must_use]
    pub fn new(description: &'static str, block: Block) -> Self {
        Self {
            version: 0,
            description,
            deprecated: None,
            block,
        }
    }

    /// Sets the version of the stored form.
    #[must_use]
    pub fn with_version(mut self, version: i64) -> Self {
        self.version = version;
        self
    }

    /// Says why it should no longer be used, and what to use.
    #[must_use]
    pub fn deprecated(mut self, message: &'static str) -> Self {
        self.deprecated = Some(message);
        self
    }
}
