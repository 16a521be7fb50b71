//! `lokomotive_controller`: the controllers of a cluster.

use super::not_built_yet;
use crate::framework::{
    Create, Diagnostics, Outcome, PlanDraft, Resource, Schema, Update, Value, async_trait,
};
use crate::machines::{self, Kind, plan};

/// The resource.
#[derive(Debug)]
pub struct Controller;

#[async_trait]
impl Resource for Controller {
    fn type_name(&self) -> &'static str {
        "lokomotive_controller"
    }

    fn schema(&self) -> Schema {
        machines::schema_of(
            Kind::Controller,
            "Runs the controllers of a Kubernetes cluster on Flatcar Container Linux. Their config is rendered and \
             checked during plan. This version plans them; it cannot make them yet.",
        )
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        machines::validate(Kind::Controller, config, diagnostics);
    }

    fn plan(&self, draft: &mut PlanDraft<'_>, diagnostics: &mut Diagnostics) {
        if let Err(fault) = plan::plan(Kind::Controller, draft, diagnostics) {
            diagnostics.push(fault.into());
        }
    }

    async fn create(&self, _: Create<'_>, _: &mut Outcome) -> Result<(), Diagnostics> {
        Err(not_built_yet())
    }

    async fn update(&self, _: Update<'_>, _: &mut Outcome) -> Result<(), Diagnostics> {
        Err(not_built_yet())
    }
}
