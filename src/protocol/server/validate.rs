//! `PrepareProviderConfig`, `ValidateResourceTypeConfig`, `ValidateDataSourceConfig`: faults that a
//! configuration alone shows.

use super::Server;
use crate::framework::Diagnostics;
use crate::pb::tfplugin5 as pb;
use crate::protocol::{from_proto, to_proto};

/// The configuration goes back as it came; Terraform uses nothing but the diagnostics.
pub(super) fn provider(
    server: &Server,
    request: &pb::prepare_provider_config::Request,
) -> Result<pb::prepare_provider_config::Response, Diagnostics> {
    let described = &server.catalog().provider;
    let block = &described.schema.block;
    let config = from_proto::config(request.config.as_ref(), block, &described.ty)?;
    let mut diagnostics = Diagnostics::new();
    block.check_rules(&config, &mut diagnostics);
    server.provider.validate(&config, &mut diagnostics);
    Ok(pb::prepare_provider_config::Response {
        prepared_config: request.config.clone(),
        diagnostics: to_proto::diagnostics(diagnostics),
    })
}

pub(super) fn resource(
    server: &Server,
    request: &pb::validate_resource_type_config::Request,
) -> Result<pb::validate_resource_type_config::Response, Diagnostics> {
    let offer = server.catalog().resource(&request.type_name)?;
    let block = &offer.described.schema.block;
    let config = from_proto::config(request.config.as_ref(), block, &offer.described.ty)?;
    let mut diagnostics = Diagnostics::new();
    block.check_rules(&config, &mut diagnostics);
    offer.subject.validate(&config, &mut diagnostics);
    Ok(pb::validate_resource_type_config::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    })
}

pub(super) fn data_source(
    server: &Server,
    request: &pb::validate_data_source_config::Request,
) -> Result<pb::validate_data_source_config::Response, Diagnostics> {
    let offer = server.catalog().data_source(&request.type_name)?;
    let block = &offer.described.schema.block;
    let config = from_proto::config(request.config.as_ref(), block, &offer.described.ty)?;
    let mut diagnostics = Diagnostics::new();
    block.check_rules(&config, &mut diagnostics);
    offer.subject.validate(&config, &mut diagnostics);
    Ok(pb::validate_data_source_config::Response {
        diagnostics: to_proto::diagnostics(diagnostics),
    })
}
