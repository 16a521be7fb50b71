//! `ApplyResourceChange`: create, update, delete.

use super::Server;
use super::catalog::Described;
use super::caught::{Operation, caught};
use crate::framework::{Create, Delete, Diagnostic, Diagnostics, Outcome, Update, Value};
use crate::pb::tfplugin5 as pb;
use crate::protocol::{CodecError, from_proto, to_proto};

/// Whatever happens in between, the answer holds what the resource has recorded: Terraform stores it.
pub(super) async fn apply(
    server: &Server,
    request: &pb::apply_resource_change::Request,
) -> Result<pb::apply_resource_change::Response, Diagnostics> {
    let described = &server.catalog().resource(&request.type_name)?.described;
    let prior = from_proto::value(request.prior_state.as_ref(), &described.ty)?;
    let mut outcome = Outcome::new(prior.clone(), &request.planned_private);
    if let Err(errors) = change(server, request, &prior, &mut outcome).await {
        // what was not known when it failed is not known to be anything
        outcome.state = std::mem::replace(&mut outcome.state, Value::Null).without_unknown();
        outcome.diagnostics.extend(errors);
    }
    Ok(pb::apply_resource_change::Response {
        new_state: Some(written(&mut outcome.state, described)?),
        private: outcome.private,
        diagnostics: to_proto::diagnostics(outcome.diagnostics),
        ..pb::apply_resource_change::Response::default()
    })
}

async fn change(
    server: &Server,
    request: &pb::apply_resource_change::Request,
    prior: &Value,
    outcome: &mut Outcome,
) -> Result<(), Diagnostics> {
    let offer = server.catalog().resource(&request.type_name)?;
    let (block, ty) = (&offer.described.schema.block, &offer.described.ty);
    let planned = &from_proto::value(request.planned_state.as_ref(), ty)?;
    let config = &from_proto::config(request.config.as_ref(), block, ty)?;
    let private = &request.planned_private;
    let stop = server.stopper.token();
    let operation = |activity| Operation {
        activity,
        subject: request.type_name.clone(),
    };
    if planned.is_null() {
        let delete = Delete {
            prior,
            private,
            stop,
        };
        caught(
            &operation("deleting"),
            offer.subject.delete(delete, outcome),
        )
        .await?;
        outcome.state = Value::Null;
        return Ok(());
    }
    if prior.is_null() {
        let create = Create {
            config,
            planned,
            private,
            stop,
        };
        caught(
            &operation("creating"),
            offer.subject.create(create, outcome),
        )
        .await?;
    } else {
        let update = Update {
            config,
            prior,
            planned,
            private,
            stop,
        };
        caught(
            &operation("updating"),
            offer.subject.update(update, outcome),
        )
        .await?;
    }
    if outcome.state.is_null() {
        return Err(Diagnostic::error(
            "Nothing was made",
            format!(
                "The provider reported success for {} but no state. This is a bug in the provider; \
                 please report it.",
                request.type_name
            ),
        )
        .into());
    }
    Ok(())
}

/// A state as a message, with what the resource left out filled in.
pub(super) fn written(
    state: &mut Value,
    described: &Described,
) -> Result<pb::DynamicValue, CodecError> {
    described.schema.block.complete(state);
    to_proto::value(state, &described.ty)
}
