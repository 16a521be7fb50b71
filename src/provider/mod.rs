//! The provider: what it offers, and its configuration.

mod schema;
mod settings;

use std::sync::Arc;

use crate::cloud::Connections;
use crate::data_sources;
use crate::framework::{
    Configure, DataSource, Diagnostics, Function, Provider, Resource, Schema, Value, async_trait,
};
use crate::functions;
use crate::machines::Kind;
use crate::resources;

/// The provider `lokomotive`.
#[derive(Debug, Default)]
pub struct Lokomotive {
    connections: Arc<Connections>,
}

#[async_trait]
impl Provider for Lokomotive {
    fn schema(&self) -> Schema {
        schema::schema()
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        settings::validate(config, diagnostics);
    }

    async fn configure(
        &self,
        request: Configure<'_>,
        _diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostics> {
        let aws = settings::aws(request.config)?;
        let metal = settings::metal(request.config, |name| std::env::var(name).ok())?;
        self.connections.configure(aws, metal);
        Ok(())
    }

    fn resources(&self) -> Vec<Arc<dyn Resource>> {
        let machines = |kind| resources::machines::Machines {
            kind,
            connections: Arc::clone(&self.connections),
        };
        vec![
            Arc::new(machines(Kind::Controller)),
            Arc::new(resources::flatcar_config::FlatcarConfig),
            Arc::new(machines(Kind::WorkerPool)),
        ]
    }

    fn data_sources(&self) -> Vec<Arc<dyn DataSource>> {
        vec![Arc::new(data_sources::flatcar_config::FlatcarConfig)]
    }

    fn functions(&self) -> Vec<Arc<dyn Function>> {
        vec![
            Arc::new(functions::clc_to_butane::ClcToButane),
            Arc::new(functions::render::Render),
        ]
    }
}
