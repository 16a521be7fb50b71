//! Terraform's provider protocol 5: gRPC calls in, a [`framework::Provider`](crate::framework::Provider)
//! asked, answers out.
//!
//! Of the whole crate only this module and `plugin` know protobuf. Requests become framework values in
//! `from_proto`, answers become messages in `to_proto`; between the two, in `server`, there is a short
//! function for every call. Values travel as `msgpack`, stored states as JSON (`state_json`).

mod codec_error;
mod from_proto;
pub mod msgpack;
mod server;
mod state_json;
mod to_proto;

pub use codec_error::CodecError;
pub use server::service;
