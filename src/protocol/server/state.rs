//! `UpgradeResourceState`, `ReadResource`, `ImportResourceState`: where states come from.

use super::Server;
use super::apply::written;
use crate::framework::{Diagnostic, Diagnostics, Import, Outcome, Read, Value};
use crate::pb::tfplugin5 as pb;
use crate::protocol::{CodecError, from_proto, state_json, to_proto};

/// Brings a stored state into today's form; Terraform asks for every state, also one that is in it.
pub(super) fn upgrade(
    server: &Server,
    request: &pb::upgrade_resource_state::Request,
) -> Result<pb::upgrade_resource_state::Response, Diagnostics> {
    let offer = server.catalog().resource(&request.type_name)?;
    let described = &offer.described;
    let raw = request.raw_state.as_ref().map(|raw| raw.json.as_slice());
    let json = raw.filter(|json| !json.is_empty()).ok_or_else(|| {
        CodecError::new("the stored state is not JSON, as it was before Terraform 0.12")
    })?;
    let mut state = if request.version == described.schema.version {
        from_proto::state(json, &described.ty)?
    } else {
        let json = from_proto::json(json)?;
        let json = offer.subject.upgrade(request.version, json)?;
        state_json::decode(&json, &described.ty)?
    };
    described.schema.block.complete(&mut state);
    Ok(pb::upgrade_resource_state::Response {
        upgraded_state: Some(to_proto::value(&state, &described.ty)?),
        diagnostics: Vec::new(),
    })
}

pub(super) async fn read(
    server: &Server,
    request: &pb::read_resource::Request,
) -> Result<pb::read_resource::Response, Diagnostics> {
    let offer = server.catalog().resource(&request.type_name)?;
    let described = &offer.described;
    let state = from_proto::value(request.current_state.as_ref(), &described.ty)?;
    let mut outcome = Outcome::new(state.clone(), &request.private);
    let read = Read {
        state: &state,
        private: &request.private,
        stop: server.stopper.token(),
    };
    if let Err(errors) = offer.subject.read(read, &mut outcome).await {
        outcome.state = state; // Terraform keeps it
        outcome.diagnostics.extend(errors);
    }
    Ok(pb::read_resource::Response {
        new_state: Some(written(&mut outcome.state, described)?),
        diagnostics: to_proto::diagnostics(outcome.diagnostics),
        private: outcome.private,
        ..pb::read_resource::Response::default()
    })
}

pub(super) async fn import(
    server: &Server,
    request: &pb::import_resource_state::Request,
) -> Result<pb::import_resource_state::Response, Diagnostics> {
    let offer = server.catalog().resource(&request.type_name)?;
    let described = &offer.described;
    let mut outcome = Outcome::new(Value::Null, &[]);
    let import = Import {
        id: &request.id,
        stop: server.stopper.token(),
    };
    offer.subject.import(import, &mut outcome).await?;
    if outcome.state.is_null() {
        let detail = format!(
            "There is no {} of the id {:?}.",
            request.type_name, request.id
        );
        return Err(Diagnostic::error("Nothing to import", detail).into());
    }
    Ok(pb::import_resource_state::Response {
        imported_resources: vec![pb::import_resource_state::ImportedResource {
            type_name: request.type_name.clone(),
            state: Some(written(&mut outcome.state, described)?),
            private: outcome.private,
            identity: None,
        }],
        diagnostics: to_proto::diagnostics(outcome.diagnostics),
        ..pb::import_resource_state::Response::default()
    })
}
