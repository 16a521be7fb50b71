//! Any message of Terraform's is answered, with diagnostics where it is nonsense; a panic that the server caught is one
//! all the same.
//!
//! The first byte chooses the call, the rest is its request in protobuf. The provider is configured with blocks whose
//! values are not known yet, so that it reaches the machine resources and no cloud.

use std::sync::Arc;

use lokomotive::framework::{Provider as _, Value};
use lokomotive::pb::tfplugin5::provider_client::ProviderClient;
use lokomotive::pb::tfplugin5::{self as pb, Diagnostic};
use lokomotive::protocol::{msgpack, service};
use lokomotive::provider::Lokomotive;
use prost::Message;
use tokio_util::sync::CancellationToken;

/// What the server says of a panic.
const CAUGHT: &str = "The provider failed while";

/// Tries one input.
pub(crate) fn run(input: &[u8]) {
    let Some((call, request)) = input.split_first() else {
        return;
    };
    // local files are another's matter, and a tree may be as large as a disk
    if request.windows(5).any(|word| word == b"local") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime needs nothing");
    runtime.block_on(asked(*call, request));
}

/// Makes a call: decodes its request, has it answered, and looks at the diagnostics.
macro_rules! ask {
    ($calls:ident, $request:ident, $method:ident) => {{
        let Ok(request) = pb::$method::Request::decode($request) else {
            return;
        };
        match $calls.$method(request).await {
            Ok(answer) => judge(&answer.into_inner().diagnostics),
            Err(status) => panic!("the call failed: {status}"),
        }
    }};
}

async fn asked(call: u8, request: &[u8]) {
    let service = service(Arc::new(Lokomotive::default()), CancellationToken::new());
    let mut calls = ProviderClient::new(service);
    let configured = calls.configure(configuration()).await;
    judge(
        &configured
            .expect("it is configured")
            .into_inner()
            .diagnostics,
    );
    match call % 10 {
        0 => ask!(calls, request, prepare_provider_config),
        1 => ask!(calls, request, validate_resource_type_config),
        2 => ask!(calls, request, validate_data_source_config),
        3 => ask!(calls, request, upgrade_resource_state),
        4 => ask!(calls, request, plan_resource_change),
        5 => ask!(calls, request, apply_resource_change),
        6 => ask!(calls, request, read_resource),
        7 => ask!(calls, request, import_resource_state),
        8 => ask!(calls, request, read_data_source),
        _ => {
            let Ok(request) = pb::call_function::Request::decode(request) else {
                return;
            };
            let answer = calls.call_function(request).await.expect("it is answered");
            let error = answer.into_inner().error.unwrap_or_default();
            assert!(!error.text.contains(CAUGHT), "{error:?}");
        }
    }
}

fn judge(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let text = [&diagnostic.summary, &diagnostic.detail];
        assert!(text.iter().all(|text| is_printable(text)), "{diagnostic:?}");
        assert!(!diagnostic.summary.contains(CAUGHT), "{diagnostic:?}");
    }
}

/// Whether a terminal shows a text as it is.
fn is_printable(text: &str) -> bool {
    let mut characters = text.chars();
    characters.all(|character| !character.is_control() || matches!(character, '\n' | '\t'))
}

/// A configuration of both clouds, with tokens that are not known before apply.
fn configuration() -> pb::configure::Request {
    let schema = Lokomotive::default().schema().block;

    let mut config = Value::object([
        ("aws", Value::object([("token", Value::UNKNOWN)])),
        (
            "equinix_metal",
            Value::object([("auth_token", Value::UNKNOWN)]),
        ),
    ]);
    schema.complete(&mut config);
    let config = msgpack::encode(&config, &schema.ty()).expect("it is of the schema's type");
    pb::configure::Request {
        config: Some(pb::DynamicValue {
            msgpack: config,
            json: Vec::new(),
        }),
        ..pb::configure::Request::default()
    }
}
