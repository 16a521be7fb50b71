//! `lokomotive_flatcar_config`: a config, rendered while Terraform plans.

use crate::flatcar_config::{
    Arguments, Evaluation, argument_attributes, evaluate, output_attributes, validate,
};
use crate::framework::{
    Block, ConvertError, Create, Diagnostic, Diagnostics, FromValue, Import, Outcome, PlanDraft,
    Resource, Schema, Update, Value, async_trait,
};

/// The resource. It exists in the state alone, so there is nothing to read or to delete.
#[derive(Debug)]
pub struct FlatcarConfig;

#[async_trait]
impl Resource for FlatcarConfig {
    fn type_name(&self) -> &'static str {
        "lokomotive_flatcar_config"
    }

    fn schema(&self) -> Schema {
        let attributes = argument_attributes().into_iter().chain(output_attributes());
        Schema::new(
            "Renders a Container Linux Config, with snippets merged in, to an Ignition config. It is \
             rendered during plan: `rendered` is known there as soon as the arguments are, faults stop the \
             plan, and a change of a snippet shows what it does to the result.",
            attributes.fold(Block::new(), Block::attribute),
        )
    }

    fn validate(&self, config: &Value, diagnostics: &mut Diagnostics) {
        match Arguments::from_value(config) {
            Ok(arguments) => diagnostics.extend(validate(&arguments)),
            Err(fault) => diagnostics.push(fault.into()),
        }
    }

    fn plan(&self, draft: &mut PlanDraft<'_>, diagnostics: &mut Diagnostics) {
        match evaluation(draft.config()) {
            Ok(evaluation) => {
                evaluation.outputs.plan(draft);
                diagnostics.extend(evaluation.diagnostics);
            }
            Err(fault) => diagnostics.push(fault.into()),
        }
    }

    async fn create(&self, request: Create<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        outcome.state = rendered(request.config)?;
        Ok(())
    }

    async fn update(&self, request: Update<'_>, outcome: &mut Outcome) -> Result<(), Diagnostics> {
        outcome.state = rendered(request.config)?;
        Ok(())
    }

    async fn import(&self, _: Import<'_>, _: &mut Outcome) -> Result<(), Diagnostics> {
        Err(Diagnostic::error(
            "A rendered config has nothing to import",
            "A lokomotive_flatcar_config exists in the Terraform state alone: it is rendered from its \
             arguments. Write the resource block with the content and snippets you have and run \
             terraform apply; coming from data.ct_config, the same arguments give the same result with \
             merge = \"append\".",
        )
        .into())
    }
}

fn evaluation(config: &Value) -> Result<Evaluation, ConvertError> {
    Arguments::from_value(config).map(|arguments| evaluate(&arguments))
}

/// What is stored for a wholly known configuration.
fn rendered(config: &Value) -> Result<Value, Diagnostics> {
    let evaluation = evaluation(config)?;
    if evaluation.diagnostics.has_errors() {
        return Err(evaluation.diagnostics.errors());
    }
    Ok(evaluation.outputs.beside(config))
}
