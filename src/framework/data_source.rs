//! What a data source does.

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::diagnostics::Diagnostics;
use super::schema::Schema;
use super::value::Value;

/// Something that Terraform asks for.
#[async_trait]
pub trait DataSource: Send + Sync {
    /// Its name in configurations, with the provider's in front.
    fn type_name(&self) -> &'static str;

    /// What it takes and gives. Called once in the life of the process.
    fn schema(&self) -> Schema;

    /// Finds faults that the configuration alone shows, beyond the schema's own rules. Values may be
    /// unknown anywhere; Terraform calls again when it knows more. Must not look at anything else.
    fn validate(&self, _config: &Value, _diagnostics: &mut Diagnostics) {}

    /// Answers. The configuration is wholly known, with the schema's defaults filled in; the answer is an
    /// object of the schema's type that repeats what the user set. Warnings go to the diagnostics.
    ///
    /// # Errors
    /// When there is no answer.
    async fn read(
        &self,
        request: ReadData<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Value, Diagnostics>;
}

/// A question to a data source.
#[derive(Debug)]
pub struct ReadData<'a> {
    /// What the user wrote, and the schema's defaults.
    pub config: &'a Value,
    /// Cancelled when the user asks to stop.
    pub stop: CancellationToken,
}
