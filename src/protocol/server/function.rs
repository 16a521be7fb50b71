//! `CallFunction`: arguments and a result.

use super::Server;
use crate::framework::{Definition, Diagnostics, FunctionError, Type, Value};
use crate::pb::tfplugin5 as pb;
use crate::protocol::{from_proto, to_proto};

#[expect(clippy::unnecessary_wraps, reason = "the shape of all calls")]
pub(super) fn call(
    server: &Server,
    request: &pb::call_function::Request,
) -> Result<pb::call_function::Response, Diagnostics> {
    let (result, error) = match result(server, request) {
        Ok(result) => (Some(result), None),
        Err(error) => (None, Some(to_proto::function_error(error))),
    };
    Ok(pb::call_function::Response { result, error })
}

fn result(
    server: &Server,
    request: &pb::call_function::Request,
) -> Result<pb::DynamicValue, FunctionError> {
    let name = &request.name;
    let Some((function, definition)) = server.catalog().functions.get(name.as_str()) else {
        let text = format!("This version of the provider has no function {name:?}.");
        return Err(FunctionError::new(text));
    };
    let arguments = arguments(definition, &request.arguments)?;
    let result = function.call(&arguments)?;
    to_proto::value(&result, &definition.returns)
        .map_err(|error| FunctionError::new(error.to_string()))
}

fn arguments(
    definition: &Definition,
    messages: &[pb::DynamicValue],
) -> Result<Vec<Value>, FunctionError> {
    if messages.len() < definition.parameters.len() {
        return Err(FunctionError::new("Not enough arguments."));
    }
    messages
        .iter()
        .enumerate()
        .map(|(position, message)| {
            let ty = parameter_type(definition, position)
                .ok_or_else(|| FunctionError::new("Too many arguments.").at(position))?;
            from_proto::value(Some(message), ty)
                .map_err(|error| FunctionError::new(error.to_string()).at(position))
        })
        .collect()
}

fn parameter_type(definition: &Definition, position: usize) -> Option<&Type> {
    let parameter = definition.parameters.get(position);
    parameter
        .or(definition.variadic.as_ref())
        .map(|parameter| &parameter.ty)
}
