//! What a function does.

use super::types::Type;
use super::value::Value;

/// A function that users call as `provider::<provider>::<name>(..)`. It depends on its arguments alone
/// and may run before the provider is configured.
pub trait Function: Send + Sync {
    /// Its name, without the provider's.
    fn name(&self) -> &'static str;

    /// What it takes and gives. Called once in the life of the process.
    fn definition(&self) -> Definition;

    /// Computes the result; the arguments of the variadic parameter come last.
    ///
    /// # Errors
    /// When the arguments have no result.
    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError>;
}

/// What a function takes and gives.
#[derive(Debug, Clone)]
pub struct Definition {
    /// What it does, one sentence.
    pub summary: &'static str,
    /// The same at length, in markdown, for the documentation.
    pub description: &'static str,
    /// What it takes, in order.
    pub parameters: Vec<Parameter>,
    /// What any number of further arguments are.
    pub variadic: Option<Parameter>,
    /// What it gives.
    pub returns: Type,
}

/// A parameter of a function.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name, for the documentation and error messages.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// What it means, in markdown, for the documentation.
    pub description: &'static str,
    /// Whether null is passed; otherwise Terraform refuses it.
    pub allow_null: bool,
    /// Whether unknown values are passed; otherwise Terraform answers for them with an unknown result.
    pub allow_unknown: bool,
}

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct FunctionError {
    /// What is wrong and the way out; may have several lines.
    pub text: String,
    /// The argument it concerns, from 0.
    pub argument: Option<usize>,
}

impl Parameter {
    /// A parameter that takes neither null nor unknown values.
    #[must_use]
    pub fn new(name: &'static str, ty: Type, description: &'static str) -> Self {
        Self {
            name,
            ty,
            description,
            allow_null: false,
            allow_unknown: false,
        }
    }

    /// Has null passed as well.
    #[must_use]
    pub fn allow_null(mut self) -> Self {
        self.allow_null = true;
        self
    }

    /// Has unknown values passed as well.
    #[must_use]
    pub fn allow_unknown(mut self) -> Self {
        self.allow_unknown = true;
        self
    }
}

impl FunctionError {
    /// An error about the call as a whole.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            argument: None,
        }
    }

    /// Says which argument it concerns, from 0.
    #[must_use]
    pub fn at(mut self, argument: usize) -> Self {
        self.argument = Some(argument);
        self
    }
}
