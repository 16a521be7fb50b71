//! `GetMetadata`, `GetSchema`, `GetResourceIdentitySchemas`, `GetFunctions`: what the provider offers.

use std::collections::{BTreeMap, HashMap};

use super::Server;
use super::catalog::{Catalog, Offer};
use crate::pb::tfplugin5 as pb;
use crate::protocol::to_proto;

pub(super) fn metadata(server: &Server) -> pb::get_metadata::Response {
    use pb::get_metadata::{DataSourceMetadata, FunctionMetadata, ResourceMetadata};
    let catalog = server.catalog();
    let owned = |name: &&str| (*name).to_owned();
    pb::get_metadata::Response {
        server_capabilities: Some(to_proto::capabilities()),
        resources: catalog
            .resources
            .keys()
            .map(|name| ResourceMetadata {
                type_name: owned(name),
            })
            .collect(),
        data_sources: catalog
            .data_sources
            .keys()
            .map(|name| DataSourceMetadata {
                type_name: owned(name),
            })
            .collect(),
        functions: catalog
            .functions
            .keys()
            .map(|name| FunctionMetadata { name: owned(name) })
            .collect(),
        ..pb::get_metadata::Response::default()
    }
}

pub(super) fn schemas(server: &Server) -> pb::get_provider_schema::Response {
    let catalog = server.catalog();
    pb::get_provider_schema::Response {
        provider: Some(to_proto::schema(&catalog.provider.schema)),
        resource_schemas: by_name(&catalog.resources),
        data_source_schemas: by_name(&catalog.data_sources),
        functions: definitions(catalog),
        server_capabilities: Some(to_proto::capabilities()),
        ..pb::get_provider_schema::Response::default()
    }
}

/// No resource has an identity; to say so is friendlier than to leave the call out, which Terraform logs.
pub(super) fn identities(_server: &Server) -> pb::get_resource_identity_schemas::Response {
    pb::get_resource_identity_schemas::Response::default()
}

pub(super) fn functions(server: &Server) -> pb::get_functions::Response {
    pb::get_functions::Response {
        functions: definitions(server.catalog()),
        diagnostics: Vec::new(),
    }
}

fn by_name<T: ?Sized>(offers: &BTreeMap<&str, Offer<T>>) -> HashMap<String, pb::Schema> {
    offers
        .iter()
        .map(|(name, offer)| {
            let schema = to_proto::schema(&offer.described.schema);
            ((*name).to_owned(), schema)
        })
        .collect()
}

fn definitions(catalog: &Catalog) -> HashMap<String, pb::Function> {
    catalog
        .functions
        .iter()
        .map(|(name, (_, definition))| ((*name).to_owned(), to_proto::function(definition)))
        .collect()
}
