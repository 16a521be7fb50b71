//! Values to bytes.

use rmp::encode::{self, ByteBuf, ValueWriteError};
use std::collections::BTreeMap;
use std::convert::Infallible;

use super::REFINED_UNKNOWN;
use super::refinements;
use crate::framework::number::Encoding;
use crate::framework::{Number, Refinements, Step, Type, Value};
use crate::protocol::CodecError;

/// Writes a value of a type. Attributes that an object lacks are written as null.
///
/// # Errors
/// When the value is not of the type.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, CodecError> {
    let mut out = Writer(ByteBuf::new());
    out.value(value, ty)?;
    Ok(out.0.into_vec())
}

pub(super) struct Writer(ByteBuf);

impl Writer {
    pub(super) fn new() -> Self {
        Self(ByteBuf::new())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_vec()
    }

    fn value(&mut self, value: &Value, ty: &Type) -> Result<(), CodecError> {
        match (value, ty) {
            (Value::Null, _) => self.null(),
            (Value::Unknown(refinements), _) => self.unknown(refinements.as_deref()),
            (Value::Bool(value), Type::Bool) => self.bool(*value),
            (Value::Number(number), Type::Number) => self.number(number)?,
            (Value::String(text), Type::String) => self.text(text)?,
            (Value::List(elements), Type::List(element))
            | (Value::Set(elements), Type::Set(element)) => self.elements(elements, element)?,
            (Value::Tuple(elements), Type::Tuple(types)) => self.tuple(elements, types)?,
            (Value::Map(elements), Type::Map(element)) => self.map(elements, element)?,
            (Value::Object(object), Type::Object(attributes)) => self.object(object, attributes)?,
            (Value::Dynamic(ty, value), Type::Dynamic) => {
                self.array_length(2)?;
                let json = ty.to_json().to_string();
                sure(encode::write_bin_len(&mut self.0, length(json.len())?));
                self.bytes(json.as_bytes());
                self.value(value, ty)?;
            }
            _ => return Err(CodecError::new(format!("the value is not of type {ty}"))),
        }
        Ok(())
    }

    fn elements(&mut self, elements: &[Value], ty: &Type) -> Result<(), CodecError> {
        self.array_length(elements.len())?;
        for (index, element) in elements.iter().enumerate() {
            self.value(element, ty)
                .map_err(|error| error.within(Step::Index(index)))?;
        }
        Ok(())
    }

    fn tuple(&mut self, elements: &[Value], types: &[Type]) -> Result<(), CodecError> {
        if elements.len() != types.len() {
            return Err(CodecError::new("tuple of another length"));
        }
        self.array_length(elements.len())?;
        for (index, (element, ty)) in elements.iter().zip(types).enumerate() {
            self.value(element, ty)
                .map_err(|error| error.within(Step::Index(index)))?;
        }
        Ok(())
    }

    fn map(&mut self, elements: &BTreeMap<String, Value>, ty: &Type) -> Result<(), CodecError> {
        self.map_length(elements.len())?;
        for (key, element) in elements {
            self.text(key)?;
            self.value(element, ty)
                .map_err(|error| error.within(Step::Key(key.clone())))?;
        }
        Ok(())
    }

    fn object(
        &mut self,
        object: &BTreeMap<String, Value>,
        attributes: &BTreeMap<String, Type>,
    ) -> Result<(), CodecError> {
        if let Some(name) = object.keys().find(|name| !attributes.contains_key(*name)) {
            return Err(CodecError::new("the schema has no such attribute").in_attribute(name));
        }
        self.map_length(attributes.len())?;
        for (name, ty) in attributes {
            self.text(name)?;
            self.value(object.get(name).unwrap_or(&Value::Null), ty)
                .map_err(|error| error.in_attribute(name))?;
        }
        Ok(())
    }

    fn unknown(&mut self, refinements: Option<&Refinements>) {
        if let Some((payload, length)) = refinements.and_then(refinements::encode) {
            sure(encode::write_ext_meta(&mut self.0, length, REFINED_UNKNOWN));
            self.bytes(&payload);
        } else {
            sure(encode::write_ext_meta(&mut self.0, 1, 0));
            self.bytes(&[0]);
        }
    }
}

/// Parts of values.
impl Writer {
    fn null(&mut self) {
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
