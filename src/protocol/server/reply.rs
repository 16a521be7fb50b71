//! Answers that say only what went wrong.

use crate::framework::{Diagnostics, FunctionError};
use crate::pb::tfplugin5 as pb;
use crate::protocol::to_proto;

/// The answer to a call.
pub(super) trait Reply {
    /// The answer of a call that failed.
    fn refused(diagnostics: Diagnostics) -> Self;
}

macro_rules! replies_with_diagnostics {
    ($($messages:ident),* $(,)?) => {
        $(impl Reply for pb::$messages::Response {
            fn refused(diagnostics: Diagnostics) -> Self {
                let mut reply = Self::default();
                reply.diagnostics = to_proto::diagnostics(diagnostics);
                reply
            }
        })*
    };
}

replies_with_diagnostics![
    get_metadata,
    get_provider_schema,
    get_resource_identity_schemas,
    get_functions,
    prepare_provider_config,
    validate_resource_type_config,
    validate_data_source_config,
    upgrade_resource_state,
    configure,
    read_resource,
    plan_resource_change,
    apply_resource_change,
    import_resource_state,
    read_data_source,
];

impl Reply for pb::call_function::Response {
    fn refused(diagnostics: Diagnostics) -> Self {
        let error = FunctionError::new(in_one_text(diagnostics));
        Self {
            error: Some(to_proto::function_error(error)),
            result: None,
        }
    }
}

impl Reply for pb::stop::Response {
    fn refused(diagnostics: Diagnostics) -> Self {
        Self {
            error: in_one_text(diagnostics),
        }
    }
}

fn in_one_text(diagnostics: Diagnostics) -> String {
    let texts: Vec<String> = diagnostics
        .into_iter()
        .map(|diagnostic| format!("{}. {}", diagnostic.summary, diagnostic.detail))
        .collect();
    texts.join("\n")
}
