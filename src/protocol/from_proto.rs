//! Messages to framework values.

use super::codec_error::CodecError;
use super::msgpack;
use super::state_json;
use crate::framework::{Block, Type, Value};
use crate::pb::tfplugin5::DynamicValue;

/// The value in a message; null when there is none.
pub(super) fn value(message: Option<&DynamicValue>, ty: &Type) -> Result<Value, CodecError> {
    match message {
        Some(DynamicValue { msgpack, .. }) if !msgpack.is_empty() => msgpack::decode(msgpack, ty),
        Some(DynamicValue { json, .. }) if !json.is_empty() => state(json, ty),
        _ => Ok(Value::Null),
    }
}

/// The value in a stored state.
pub(super) fn state(stored: &[u8], ty: &Type) -> Result<Value, CodecError> {
    state_json::decode(&json(stored)?, ty)
}

/// A stored state as JSON; its nesting is bounded, its numbers are exact.
pub(super) fn json(stored: &[u8]) -> Result<serde_json::Value, CodecError> {
    serde_json::from_slice(stored).map_err(|_| CodecError::new("the stored state is not JSON"))
}

/// The configuration in a message: always an object, even when the user wrote no block at all.
pub(super) fn config(
    message: Option<&DynamicValue>,
    block: &Block,
    ty: &Type,
) -> Result<Value, CodecError> {
    let mut config = value(message, ty)?;
    if config.is_null() {
        config = Value::Object(std::collections::BTreeMap::new());
        block.complete(&mut config);
    }
    Ok(config)
}
