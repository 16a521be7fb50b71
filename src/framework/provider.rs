//! What a provider offers.

use async_trait::async_trait;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

use super::data_source::DataSource;
use super::diagnostics::Diagnostics;
use super::function::Function;
use super::resource::Resource;
use super::schema::Schema;
use super::value::Value;

/// A set of resources, data sources and functions with a configuration in common.
#[async_trait]
pub trait Provider: Send + Sync {
    /// What a `provider` block takes.
    fn schema(&self) -> Schema;

    /// Finds faults that the configuration alone shows, beyond the schema's own rules. Values may be
    /// unknown anywhere. Must not look at anything else.
    fn validate(&self, _config: &Value, _diagnostics: &mut Diagnostics) {}

    /// Takes the configuration over for the operations that follow; not called before validations and
    /// functions. Values may be unknown during plan: what needs them is to complain, not this. In debug
    /// mode one process is configured again and again.
    ///
    /// # Errors
    /// When nothing can work with this configuration.
    async fn configure(
        &self,
        request: Configure<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostics>;

    /// The resources. Called once in the life of the process.
    fn resources(&self) -> Vec<Arc<dyn Resource>>;

    /// The data sources. Called once in the life of the process.
    fn data_sources(&self) -> Vec<Arc<dyn DataSource>>;

    /// The functions. Called once in the life of the process.
    fn functions(&self) -> Vec<Arc<dyn Function>>;
}

/// A configuration to take over.
#[derive(Debug)]
pub struct Configure<'a> {
    /// What the user wrote in the `provider` block; an object of null attributes when there is none.
    pub config: &'a Value,
    /// The version of Terraform, e.g. `1.11.4`.
    pub terraform_version: &'a str,
    /// Cancelled when the user asks to stop.
    pub stop: CancellationToken,
}
