//! `lokomotive_controller` and `lokomotive_worker_pool`: the controllers of a cluster, and workers that are alike.

use crate::framework::{
    Create, Diagnostic, Diagnostics, Outcome, PlanDraft, Resource, Schema, Update, Value,
    async_trait,
};
use crate::machines::{self, Kind, plan};

/// One of the two resources.
#[derive(Debug)]
pub struct Machines(pub Kind);

#[async_trait]
impl Resource for Machines {
    fn type_name(&self) -> &'static str {
        match self.0 {
            Kind::Controller => "lokomotive_controller",
            Kind::WorkerPool => "lokomotive_worker_pool",
        }
    }

    fn schema(&self) -> Schema {
        let description = match self.0 {
            Kind::Controller => {
                "Runs the controllers of a Kubernetes cluster on Flatcar Container Linux. Their config is rendered and \
                 checked during plan. This version plans them; it cannot make them yet."
            }
            Kind::WorkerPool => {
                "Runs workers of a Kubernetes cluster on Flatcar Container Linux. Their config is rendered and checked \
                 during plan. This version plans them; it cannot make them yet."
            }
        };
        machines::schema_of(self.0, description)
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        machines::validate(self.0, config, diagnostics);
    }

    fn plan(&self, draft: &mut PlanDraft<'_>, diagnostics: &mut Diagnostics) {
        if let Err(fault) = plan::plan(self.0, draft, diagnostics) {
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

/// Machines can be planned; making them is not built yet.
fn not_built_yet() -> Diagnostics {
    Diagnostic::error(
        "Machines are not built yet",
        "This version of the provider checks and plans machines, but cannot make or change them. Nothing was done. To \
         render configs for machines of other resources, use lokomotive_flatcar_config.",
    )
    .into()
}
