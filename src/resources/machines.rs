//! `lokomotive_controller` and `lokomotive_worker_pool`: the controllers of a cluster, and workers that are alike.

use std::sync::Arc;

use crate::cloud::{Connections, Setting};
use crate::framework::{
    CancellationToken, Create, Delete, Diagnostics, Field, Import, Outcome, PlanDraft, Read,
    Resource, Schema, Update, Value, async_trait,
};
use crate::machines::{self, Kind, operations, plan};

/// One of the two resources.
#[derive(Debug)]
pub struct Machines {
    /// Which.
    pub kind: Kind,
    /// The ways to the clouds.
    pub connections: Arc<Connections>,
}

#[async_trait]
impl Resource for Machines {
    fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Controller => "lokomotive_controller",
            Kind::WorkerPool => "lokomotive_worker_pool",
        }
    }

    fn schema(&self) -> Schema {
        let description = match self.kind {
            Kind::Controller => {
                "Runs the controllers of a Kubernetes cluster on Flatcar Container Linux. Their config is rendered and \
                 checked during plan. They run on AWS, or on a service with the API of Equinix Metal, which closed on \
                 2026-06-30."
            }
            Kind::WorkerPool => {
                "Runs workers of a Kubernetes cluster on Flatcar Container Linux. Their config is rendered and checked \
                 during plan. They run on AWS, or on a service with the API of Equinix Metal, which closed on \
                 2026-06-30."
            }
        };
        machines::schema_of(self.kind, description)
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        machines::validate(self.kind, config, diagnostics);
    }

    fn plan(&self, draft: &mut PlanDraft<'_>, diagnostics: &mut Diagnostics) {
        let default_tags = match self.connections.aws_settings() {
            Setting::Absent => Field::Null,
            Setting::Unknown => Field::Unknown,
            Setting::Known(settings) => Field::Known(settings.default_tags),
        };
        if let Err(fault) = plan::plan(self.kind, &default_tags, draft, diagnostics) {
            diagnostics.push(fault.into());
        }
    }

    async fn look_ahead(
        &self,
        planned: &Value,
        stop: &CancellationToken,
        diagnostics: &mut Diagnostics,
    ) {
        let (kind, connections) = (self.kind, &self.connections);
        let looked = operations::look_ahead(kind, connections, planned, stop, diagnostics).await;
        if let Err(fault) = looked {
            diagnostics.push(fault.into());
        }
    }

    async fn create(&self, request: Create<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        operations::create(self.kind, &self.connections, request, outcome).await
    }

    async fn read(&self, request: Read<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        operations::read(self.kind, &self.connections, request, outcome).await
    }

    async fn update(&self, request: Update<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        Box::pin(operations::update(
            self.kind,
            &self.connections,
            request,
            outcome,
        ))
        .await
    }

    async fn delete(&self, request: Delete<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        operations::delete(self.kind, &self.connections, request, outcome).await
    }

    async fn import(&self, request: Import<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        operations::import(self.kind, &self.connections, request, outcome).await
    }
}
