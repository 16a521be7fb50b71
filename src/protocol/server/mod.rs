//! The gRPC service `tfplugin5.Provider`, a short function for every call.
//!
//! A call finds its resource in the catalog, reads the request, asks the framework, and writes the answer.
//! What goes wrong, a panic included, becomes a diagnostic: gRPC errors tell users nothing.
//!
//! Calls of features that this provider does not have are answered as unimplemented, which Terraform does
//! not take amiss since nothing in the schema announces them: ephemeral resources, list resources,
//! actions, identities, moves from other resource types, generated configurations.

mod apply;
mod catalog;
mod caught;
mod configure;
mod data_source;
mod function;
mod offers;
mod plan;
mod reply;
mod state;
mod stop;
#[cfg(test)]
mod tests;
mod validate;

use std::sync::{Arc, OnceLock};

use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};

use crate::framework::{Diagnostics, Provider};
use crate::pb::tfplugin5 as pb;
use crate::pb::tfplugin5::provider_server::{Provider as Rpcs, ProviderServer};
use catalog::Catalog;
use caught::{Operation, caught};
use reply::Reply;
use stop::Stopper;

/// Terraform itself has no limit, its Go framework this one; a stored state may be large.
const MAX_MESSAGE_BYTES: usize = 256 << 20;

/// The provider as a gRPC service. Operations are told to stop when Terraform asks for it, and when `stop`
/// is cancelled; the service itself never cancels `stop`.
pub fn service(provider: Arc<dyn Provider>, stop: CancellationToken) -> ProviderServer<impl Rpcs> {
    let server = Server {
        provider,
        catalog: OnceLock::new(),
        stopper: Stopper::new(stop),
    };
    ProviderServer::new(server)
        .max_decoding_message_size(MAX_MESSAGE_BYTES)
        .max_encoding_message_size(MAX_MESSAGE_BYTES)
}

struct Server {
    provider: Arc<dyn Provider>,
    catalog: OnceLock<Catalog>,
    stopper: Stopper,
}

impl Server {
    fn catalog(&self) -> &Catalog {
        self.catalog
            .get_or_init(|| Catalog::new(self.provider.as_ref()))
    }

    /// The answer that an operation comes to.
    async fn answer<T: Reply>(
        operation: Operation,
        future: impl Future<Output = Result<T, Diagnostics>>,
    ) -> Result<Response<T>, Status> {
        let answer = caught(&operation, future).await;
        Ok(Response::new(answer.unwrap_or_else(T::refused)))
    }
}

/// Writes the methods of the service from a table: a method's name, the module of its messages, its
/// function, and for messages about panics what it does and the request's field that says with what.
/// The groups differ in their functions: whether they need the request, whether they are asynchronous.
macro_rules! calls {
    (
        told { $($call0:ident($messages0:ident) => $function0:path, $activity0:literal;)* }
        at_once { $($call:ident($messages:ident) => $function:path, $activity:literal $(of $name:ident)?;)* }
        awaited { $($call2:ident($messages2:ident) => $function2:path, $activity2:literal $(of $name2:ident)?;)* }
        unimplemented { $($absent:ident($absent_messages:ident);)* }
    ) => {
        #[tonic::async_trait]
        impl Rpcs for Server {
            $(async fn $call0(
                &self,
                _request: Request<pb::$messages0::Request>,
            ) -> Result<Response<pb::$messages0::Response>, Status> {
                let operation = Operation {
                    activity: $activity0,
                    subject: String::new(),
                };
                Self::answer(operation, async { Ok($function0(self)) }).await
            })*

            $(async fn $call(
                &self,
                request: Request<pb::$messages::Request>,
            ) -> Result<Response<pb::$messages::Response>, Status> {
                let request = request.into_inner();
                let operation = Operation {
                    activity: $activity,
                    subject: String::new() $(+ &request.$name)?,
                };
                Self::answer(operation, async { $function(self, &request) }).await
            })*

            $(async fn $call2(
                &self,
                request: Request<pb::$messages2::Request>,
            ) -> Result<Response<pb::$messages2::Response>, Status> {
                let request = request.into_inner();
                let operation = Operation {
                    activity: $activity2,
                    subject: String::new() $(+ &request.$name2)?,
                };
                Self::answer(operation, $function2(self, &request)).await
            })*

            $(async fn $absent(
                &self,
                _request: Request<pb::$absent_messages::Request>,
            ) -> Result<Response<pb::$absent_messages::Response>, Status> {
                Err(Status::unimplemented(stringify!($absent)))
            })*

            type ListResourceStream = tokio_stream::Empty<Result<pb::list_resource::Event, Status>>;

            async fn list_resource(
                &self,
                _request: Request<pb::list_resource::Request>,
            ) -> Result<Response<Self::ListResourceStream>, Status> {
                Err(Status::unimplemented("list_resource"))
            }

            type InvokeActionStream = tokio_stream::Empty<Result<pb::invoke_action::Event, Status>>;

            async fn invoke_action(
                &self,
                _request: Request<pb::invoke_action::Request>,
            ) -> Result<Response<Self::InvokeActionStream>, Status> {
                Err(Status::unimplemented("invoke_action"))
            }
        }
    };
}

calls! {
    told {
        get_metadata(get_metadata) => offers::metadata, "listing its resources";
        get_schema(get_provider_schema) => offers::schemas, "describing its resources";
        get_resource_identity_schemas(get_resource_identity_schemas) => offers::identities, "describing identities";
        get_functions(get_functions) => offers::functions, "describing its functions";
        stop(stop) => stop::stop, "stopping";
    }
    at_once {
        prepare_provider_config(prepare_provider_config) => validate::provider, "validating its configuration";
        validate_resource_type_config(validate_resource_type_config) => validate::resource, "validating" of type_name;
        validate_data_source_config(validate_data_source_config) => validate::data_source, "validating" of type_name;
        upgrade_resource_state(upgrade_resource_state) => state::upgrade, "reading the stored state of" of type_name;
        call_function(call_function) => function::call, "calling the function" of name;
    }
    awaited {
        configure(configure) => configure::configure, "taking over its configuration";
        plan_resource_change(plan_resource_change) => plan::plan, "planning" of type_name;
        read_resource(read_resource) => state::read, "reading" of type_name;
        import_resource_state(import_resource_state) => state::import, "importing" of type_name;
        apply_resource_change(apply_resource_change) => apply::apply, "applying" of type_name;
        read_data_source(read_data_source) => data_source::read, "reading" of type_name;
    }
    unimplemented {
        upgrade_resource_identity(upgrade_resource_identity);
        move_resource_state(move_resource_state);
        generate_resource_config(generate_resource_config);
        validate_ephemeral_resource_config(validate_ephemeral_resource_config);
        open_ephemeral_resource(open_ephemeral_resource);
        renew_ephemeral_resource(renew_ephemeral_resource);
        close_ephemeral_resource(close_ephemeral_resource);
        validate_list_resource_config(validate_list_resource_config);
        validate_action_config(validate_action_config);
        plan_action(plan_action);
    }
}
