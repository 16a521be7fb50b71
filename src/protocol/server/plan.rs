//! `PlanResourceChange`: what will be.

use super::Server;
use crate::framework::{Diagnostics, PlanDraft, Value};
use crate::pb::tfplugin5 as pb;
use crate::protocol::{from_proto, to_proto};

pub(super) async fn plan(
    server: &Server,
    request: &pb::plan_resource_change::Request,
) -> Result<pb::plan_resource_change::Response, Diagnostics> {
    let offer = server.catalog().resource(&request.type_name)?;
    let (block, ty) = (&offer.described.schema.block, &offer.described.ty);
    let prior = from_proto::value(request.prior_state.as_ref(), ty)?;
    let proposed = from_proto::value(request.proposed_new_state.as_ref(), ty)?;
    let mut diagnostics = Diagnostics::new();
    if proposed.is_null() {
        let private = &request.prior_private;
        offer.subject.plan_delete(&prior, private, &mut diagnostics);
        return Ok(pb::plan_resource_change::Response {
            planned_state: Some(to_proto::value(&Value::Null, ty)?),
            planned_private: private.clone(),
            diagnostics: to_proto::diagnostics(diagnostics),
            ..pb::plan_resource_change::Response::default()
        });
    }
    let config = from_proto::config(request.config.as_ref(), block, ty)?;
    let mut draft = PlanDraft::new(block, &config, &prior, &proposed, &request.prior_private);
    offer.subject.plan(&mut draft, &mut diagnostics);
    let plan = draft.finish();
    if !diagnostics.has_errors() {
        let stop = server.stopper.token();
        offer
            .subject
            .look_ahead(&plan.planned, &stop, &mut diagnostics)
            .await;
    }
    Ok(pb::plan_resource_change::Response {
        planned_state: Some(to_proto::value(&plan.planned, ty)?),
        requires_replace: plan.requires_replace.iter().map(to_proto::path).collect(),
        planned_private: plan.private,
        diagnostics: to_proto::diagnostics(diagnostics),
        ..pb::plan_resource_change::Response::default()
    })
}
