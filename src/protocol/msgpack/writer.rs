//! The parts that msgpack values are made of, written to bytes.

use rmp::encode::{self, ByteBuf, ValueWriteError};
use std::convert::Infallible;

use crate::framework::Number;
use crate::framework::number::Encoding;
use crate::protocol::CodecError;

/// The bytes written so far.
pub(super) struct Writer(ByteBuf);

impl Writer {
    pub(super) fn new() -> Self {
        Self(ByteBuf::new())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_vec()
    }

    pub(super) fn null(&mut self) {
        match encode::write_nil(&mut self.0) {
            Ok(()) => {}
        }
    }

    pub(super) fn bool(&mut self, value: bool) {
        match encode::write_bool(&mut self.0, value) {
            Ok(()) => {}
        }
    }

    pub(super) fn number(&mut self, number: &Number) -> Result<(), CodecError> {
        match number.encoding() {
            Encoding::Int(int) => self.int(*int),
            Encoding::Float(float) => sure(encode::write_f64(&mut self.0, *float)),
            Encoding::Decimal(text) => self.text(text)?,
        }
        Ok(())
    }

    pub(super) fn int(&mut self, int: i64) {
        sure(encode::write_sint(&mut self.0, int));
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), CodecError> {
        sure(encode::write_str_len(&mut self.0, length(text.len())?));
        self.bytes(text.as_bytes());
        Ok(())
    }

    pub(super) fn binary(&mut self, bytes: &[u8]) -> Result<(), CodecError> {
        sure(encode::write_bin_len(&mut self.0, length(bytes.len())?));
        self.bytes(bytes);
        Ok(())
    }

    /// An ext value; `length` is the length of the payload.
    pub(super) fn ext(&mut self, kind: i8, length: u32, payload: &[u8]) {
        sure(encode::write_ext_meta(&mut self.0, length, kind));
        self.bytes(payload);
    }

    pub(super) fn array_length(&mut self, elements: usize) -> Result<(), CodecError> {
        sure(encode::write_array_len(&mut self.0, length(elements)?));
        Ok(())
    }

    pub(super) fn map_length(&mut self, elements: usize) -> Result<(), CodecError> {
        sure(encode::write_map_len(&mut self.0, length(elements)?));
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.0.as_mut_vec().extend_from_slice(bytes);
    }
}

fn length(length: usize) -> Result<u32, CodecError> {
    u32::try_from(length).map_err(|_| CodecError::new("longer than 4 GiB"))
}

/// Writing to memory does not fail.
fn sure<T>(result: Result<T, ValueWriteError<Infallible>>) -> T {
    match result {
        Ok(value) => value,
        Err(
            ValueWriteError::InvalidMarkerWrite(never) | ValueWriteError::InvalidDataWrite(never),
        ) => match never {},
    }
}
