//! `data.lokomotive_flatcar_config`: a config, rendered whenever Terraform reads it, as `data.ct_config`.

use crate::flatcar_config::{
    Arguments, argument_attributes, evaluate, output_attributes, validate,
};
use crate::framework::{
    Block, DataSource, Diagnostics, FromValue, ReadData, Schema, Value, async_trait,
};

/// The data source.
#[derive(Debug)]
pub struct FlatcarConfig;

#[async_trait]
impl DataSource for FlatcarConfig {
    fn type_name(&self) -> &'static str {
        "lokomotive_flatcar_config"
    }

    fn schema(&self) -> Schema {
        let attributes = argument_attributes().into_iter().chain(output_attributes());
        Schema::new(
            "Renders a Container Linux Config, with snippets merged in, to an Ignition config. Takes the \
             arguments of `data.ct_config`. The resource of the same name shows in a plan what a change \
             does; prefer it for machines.",
            attributes.fold(Block::new(), Block::attribute),
        )
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        match Arguments::from_value(config) {
            Ok(arguments) => diagnostics.extend(validate(&arguments)),
            Err(fault) => diagnostics.push(fault.into()),
        }
    }

    async fn read(
        &self,
        request: ReadData<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Value, Diagnostics> {
        let arguments = Arguments::from_value(request.config)?;
        let evaluation = evaluate(&arguments);
        if evaluation.diagnostics.has_errors() {
            return Err(evaluation.diagnostics);
        }
        diagnostics.extend(evaluation.diagnostics);
        Ok(evaluation.outputs.beside(request.config))
    }
}
