//! The provider: what it offers, and its configuration.

use std::sync::Arc;

use crate::data_sources;
use crate::framework::{
    Block, Configure, DataSource, Diagnostics, Function, Provider, Resource, Schema, async_trait,
};
use crate::functions;
use crate::machines::Kind;
use crate::resources;

/// The provider `lokomotive`.
#[derive(Debug)]
pub struct Lokomotive;

#[async_trait]
impl Provider for Lokomotive {
    fn schema(&self) -> Schema {
        Schema::new(
            "Renders Flatcar Container Linux configs, and plans machines that boot with them. It has nothing to configure \
             yet.",
            Block::new(),
        )
    }

    async fn configure(
        &self,
        _request: Configure<'_>,
        _diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn resources(&self) -> Vec<Arc<dyn Resource>> {
        vec![
            Arc::new(resources::machines::Machines(Kind::Controller)),
            Arc::new(resources::flatcar_config::FlatcarConfig),
            Arc::new(resources::machines::Machines(Kind::WorkerPool)),
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
