//! `Configure`: the provider's own configuration.

use super::Server;
use crate::framework::{Configure, Diagnostics};
use crate::pb::tfplugin5 as pb;
use crate::protocol::{from_proto, to_proto};

pub(super) async fn configure(
    server: &Server,
    request: &pb::configure::Request,
) -> Result<pb::configure::Response, Diagnostics> {
    let described = &server.catalog().provider;
    let block = &described.schema.block;
    let config = from_proto::config(request.config.as_ref(), block, &described.ty)?;
    let mut diagnostics = Diagnostics::new();
    let configured = server
        .provider
        .configure(
            Configure {
                config: &config,
                terraform_version: &request.terraform_version,
                stop: server.stopper.token(),
            },
            &mut diagnostics,
        )
        .await;
    diagnostics.extend(configured.err().unwrap_or_default());
    Ok(pb::configure::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    })
}
