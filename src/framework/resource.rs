//! What a resource does.

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::convert::IntoValue;
use super::diagnostics::{Diagnostic, Diagnostics};
use super::plan::PlanDraft;
use super::schema::Schema;
use super::value::Value;

/// A kind of thing that Terraform creates, reads, updates and deletes.
///
/// Configurations, plans and states come as objects of the schema's type; read them with
/// [`FromValue`](super::FromValue) into a struct declared with [`model!`](crate::model).
///
/// The methods that act get an [`Outcome`] and record in it what exists *as soon as* it does: whatever
/// fails later, an error or even a panic, Terraform stores what was recorded.
#[async_trait]
pub trait Resource: Send + Sync {
    /// Its name in configurations, with the provider's in front.
    fn type_name(&self) -> &'static str;

    /// What it takes and gives. Called once in the life of the process.
    fn schema(&self) -> Schema;

    /// Finds faults that the configuration alone shows, beyond the schema's own rules. Values may be
    /// unknown anywhere; Terraform calls again when it knows more. Must not look at anything else.
    fn validate(&self, _config: &Value, _diagnostics: &mut Diagnostics) {}

    /// Improves on the plan of a create or update: the draft already has defaults, unknown computed values
    /// and replacements as the schema says. Terraform plans twice and wants the same plan for the same
    /// input, so no clock, no chance and nothing outside.
    fn plan(&self, _draft: &mut PlanDraft<'_>, _diagnostics: &mut Diagnostics) {}

    /// Tells what only the outside world shows of a plan without errors. It cannot change the plan, and where it
    /// cannot look, that is no error.
    async fn look_ahead(
        &self,
        _planned: &Value,
        _stop: &CancellationToken,
        _diagnostics: &mut Diagnostics,
    ) {
    }

    /// Objects to a delete, or warns of what it takes along.
    fn plan_delete(&self, _prior: &Value, _private: &[u8], _diagnostics: &mut Diagnostics) {}

    /// Makes it. The outcome starts out null and must end up without unknown values.
    ///
    /// # Errors
    /// When it could not be made completely; what the outcome holds is stored, marked as tainted.
    async fn create(&self, request: Create<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics>;

    /// Looks at what exists. The outcome starts out as the stored state; null says that it is gone.
    ///
    /// # Errors
    /// When it could not be looked at; the stored state stays.
    async fn read(&self, _request: Read<'_>, _outcome: &mut Outcome) -> Result<(), Diagnostics> {
        Ok(())
    }

    /// Changes it. The outcome starts out as the prior state and must end up without unknown values.
    ///
    /// # Errors
    /// When it could not be changed completely; what the outcome holds is stored.
    async fn update(&self, request: Update<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics>;

    /// Deletes it. The outcome starts out as the prior state and is made null on success.
    ///
    /// # Errors
    /// When it could not be deleted completely; what the outcome holds is stored.
    async fn delete(
        &self,
        _request: Delete<'_>,
        _outcome: &mut Outcome,
    ) -> Result<(), Diagnostics> {
        Ok(())
    }

    /// Takes in something that exists already. The outcome starts out null; what identifies the thing is
    /// enough, for Terraform reads it next. Attributes that are left out count as null.
    ///
    /// # Errors
    /// When there is nothing of that id; by default always.
    async fn import(
        &self,
        _request: Import<'_>,
        _outcome: &mut Outcome,
    ) -> Result<(), Diagnostics> {
        let name = self.type_name();
        Err(Diagnostic::error(
            "Nothing to import",
            format!(
                "A {name} exists nowhere but in the Terraform state, so there is nothing to import. \
                 Write the resource block and run terraform apply: it is made from its arguments alone."
            ),
        )
        .into())
    }

    /// Brings a stored state of an older schema version into today's form. Numbers in the JSON are exact.
    ///
    /// # Errors
    /// When no form of that version is known; by default always.
    fn upgrade(
        &self,
        version: i64,
        _state: serde_json::Value,
    ) -> Result<serde_json::Value, Diagnostics> {
        let name = self.type_name();
        Err(Diagnostic::error(
            "Stored state is of an unknown version",
            format!(
                "The state of this {name} was stored in form {version}, which this version of the \
                 provider cannot read. Use a version of the provider that can."
            ),
        )
        .into())
    }
}

/// A resource to make.
#[derive(Debug)]
pub struct Create<'a> {
    /// What the user wrote.
    pub config: &'a Value,
    /// What was planned; known values must come back as they are.
    pub planned: &'a Value,
    /// The private data of the plan.
    pub private: &'a [u8],
    /// Cancelled when the user asks to stop: return soon, with what exists.
    pub stop: CancellationToken,
}

/// A resource to look at.
#[derive(Debug)]
pub struct Read<'a> {
    /// What was stored.
    pub state: &'a Value,
    /// The private data stored with it.
    pub private: &'a [u8],
    /// Cancelled when the user asks to stop.
    pub stop: CancellationToken,
}

/// A resource to change.
#[derive(Debug)]
pub struct Update<'a> {
    /// What the user wrote.
    pub config: &'a Value,
    /// What was stored.
    pub prior: &'a Value,
    /// What was planned; known values must come back as they are.
    pub planned: &'a Value,
    /// The private data of the plan.
    pub private: &'a [u8],
    /// Cancelled when the user asks to stop: return soon, with what exists.
    pub stop: CancellationToken,
}

/// A resource to delete.
#[derive(Debug)]
pub struct Delete<'a> {
    /// What was stored.
    pub prior: &'a Value,
    /// The private data of the plan.
    pub private: &'a [u8],
    /// Cancelled when the user asks to stop: return soon, with what exists.
    pub stop: CancellationToken,
}

/// Something that exists, to take in.
#[derive(Debug)]
pub struct Import<'a> {
    /// The id that the user wrote.
    pub id: &'a str,
    /// Cancelled when the user asks to stop.
    pub stop: CancellationToken,
}

/// What a method that acts leaves behind.
#[derive(Debug)]
pub struct Outcome {
    /// What exists now, as far as is known; null for nothing.
    pub state: Value,
    /// Data of the resource's own to store beside the state, which users do not see; unchanged when not
    /// set. Terraform loses it when the provider dies, so nothing that safety needs belongs here.
    pub private: Vec<u8>,
    /// What to tell the user, beside the errors that are returned.
    pub diagnostics: Diagnostics,
}

impl Outcome {
    /// Starts out with what is stored.
    #[must_use]
    pub fn new(state: Value, private: &[u8]) -> Self {
        Self {
            state,
            private: private.to_owned(),
            diagnostics: Diagnostics::new(),
        }
    }

    /// Records what exists now.
    pub fn record(&mut self, state: impl IntoValue) {
        self.state = state.into_value();
    }
}
