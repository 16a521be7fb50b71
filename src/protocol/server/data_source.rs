//! `ReadDataSource`: a question and its answer.

use super::Server;
use super::apply::written;
use crate::framework::{Diagnostics, ReadData};
use crate::pb::tfplugin5 as pb;
use crate::protocol::{from_proto, to_proto};

pub(super) async fn read(
    server: &Server,
    request: &pb::read_data_source::Request,
) -> Result<pb::read_data_source::Response, Diagnostics> {
    let offer = server.catalog().data_source(&request.type_name)?;
    let (block, ty) = (&offer.described.schema.block, &offer.described.ty);
    let mut config = from_proto::config(request.config.as_ref(), block, ty)?;
    block.fill_defaults(&mut config);
    let mut diagnostics = Diagnostics::new();
    let question = ReadData {
        config: &config,
        stop: server.stopper.token(),
    };
    let state = match offer.subject.read(question, &mut diagnostics).await {
        Ok(mut answer) => Some(written(&mut answer, &offer.described)?),
        Err(errors) => {
            diagnostics.extend(errors);
            None
        }
    };
    Ok(pb::read_data_source::Response {
        state,
        diagnostics: to_proto::diagnostics(diagnostics),
        ..pb::read_data_source::Response::default()
    })
}
