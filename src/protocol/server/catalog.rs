//! What the provider offers, asked for once in the life of the process.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::framework::{
    DataSource, Definition, Diagnostic, Diagnostics, Function, Provider, Resource, Schema, Type,
};

/// All schemas and what they belong to, by name.
pub(super) struct Catalog {
    pub(super) provider: Described,
    pub(super) resources: BTreeMap<&'static str, Offer<dyn Resource>>,
    pub(super) data_sources: BTreeMap<&'static str, Offer<dyn DataSource>>,
    pub(super) functions: BTreeMap<&'static str, (Arc<dyn Function>, Definition)>,
}

/// A schema and the type of its values.
pub(super) struct Described {
    pub(super) schema: Schema,
    pub(super) ty: Type,
}

/// A resource or data source with its schema.
pub(super) struct Offer<T: ?Sized> {
    pub(super) subject: Arc<T>,
    pub(super) described: Described,
}

impl Described {
    fn new(schema: Schema) -> Self {
        let ty = schema.block.ty();
        Self { schema, ty }
    }
}

impl Catalog {
    pub(super) fn new(provider: &dyn Provider) -> Self {
        let resource = |subject: Arc<dyn Resource>| {
            let described = Described::new(subject.schema());
            (subject.type_name(), Offer { subject, described })
        };
        let data_source = |subject: Arc<dyn DataSource>| {
            let described = Described::new(subject.schema());
            (subject.type_name(), Offer { subject, described })
        };
        let function = |subject: Arc<dyn Function>| {
            let definition = subject.definition();
            (subject.name(), (subject, definition))
        };
        Self {
            provider: Described::new(provider.schema()),
            resources: provider.resources().into_iter().map(resource).collect(),
            data_sources: provider
                .data_sources()
                .into_iter()
                .map(data_source)
                .collect(),
            functions: provider.functions().into_iter().map(function).collect(),
        }
    }

    pub(super) fn resource(&self, name: &str) -> Result<&Offer<dyn Resource>, Diagnostics> {
        find(&self.resources, "resource", name)
    }

    pub(super) fn data_source(&self, name: &str) -> Result<&Offer<dyn DataSource>, Diagnostics> {
        find(&self.data_sources, "data source", name)
    }
}

fn find<'a, T>(
    offers: &'a BTreeMap<&'static str, T>,
    kind: &str,
    name: &str,
) -> Result<&'a T, Diagnostics> {
    offers.get(name).ok_or_else(|| {
        let names: Vec<_> = offers.keys().copied().collect();
        let detail = format!(
            "This version of the provider has no {kind} {name:?}; it has: {}.",
            names.join(", ")
        );
        Diagnostic::error(format!("Unknown {kind}"), detail).into()
    })
}
