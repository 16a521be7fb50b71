//! Bytes to values.
//!
//! Memory is taken for what was read only, and nesting is bounded.

use rmp::Marker;
use std::collections::BTreeMap;

use super::REFINED_UNKNOWN;
use super::reader::{Reader, unexpected};
use super::refinements;
use crate::framework::{Step, Type, Value};
use crate::protocol::CodecError;

/// The deepest nesting; a value is as deep as its type, but where that is dynamic the bytes decide.
const MAX_DEPTH: usize = 128;

/// Reads one value of a type, which the bytes must be to the end.
///
/// # Errors
/// When the bytes are not such a value.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, CodecError> {
    let mut reader = Reader::new(bytes);
    let value = reader.value(ty, MAX_DEPTH)?;
    if reader.is_at_end() {
        Ok(value)
    } else {
        Err(CodecError::new("more bytes follow the value"))
    }
}

impl Reader<'_> {
    fn value(&mut self, ty: &Type, depth: usize) -> Result<Value, CodecError> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(CodecError::new("nested too deeply"));
        };
        let marker = self.marker()?;
        if marker == Marker::Null {
            return Ok(Value::Null);
        }
        if let Some(length) = self.ext_length(marker)? {
            return self.unknown(length);
        }
        match ty {
            Type::Bool => match marker {
                Marker::True => Ok(Value::Bool(true)),
                Marker::False => Ok(Value::Bool(false)),
                _ => Err(unexpected(ty, marker)),
            },
            Type::Number => self.number_after(marker).map(Value::Number),
            Type::String => self.text_after(marker).map(|s| Value::String(s.to_owned())),
            Type::List(element) => self.elements(marker, element, depth).map(Value::List),
            Type::Set(element) => self.elements(marker, element, depth).map(Value::Set),
            Type::Map(element) => self.map(marker, element, depth).map(Value::Map),
            Type::Object(attributes) => self.object(marker, attributes, depth).map(Value::Object),
            Type::Tuple(types) => self.tuple(marker, types, depth).map(Value::Tuple),
            Type::Dynamic => self.dynamic(marker, depth),
        }
    }

    fn elements(
        &mut self,
        marker: Marker,
        element: &Type,
        depth: usize,
    ) -> Result<Vec<Value>, CodecError> {
        let length = self.array_length_after(marker)?;
        let mut elements = Vec::new();
        for index in 0..length {
            let value = self.value(element, depth);
            elements.push(value.map_err(|error| error.within(Step::Index(index)))?);
        }
        Ok(elements)
    }

    fn tuple(
        &mut self,
        marker: Marker,
        types: &[Type],
        depth: usize,
    ) -> Result<Vec<Value>, CodecError> {
        if self.array_length_after(marker)? != types.len() {
            return Err(CodecError::new("tuple of another length"));
        }
        types
            .iter()
            .enumerate()
            .map(|(index, ty)| {
                self.value(ty, depth)
                    .map_err(|error| error.within(Step::Index(index)))
            })
            .collect()
    }

    fn map(
        &mut self,
        marker: Marker,
        element: &Type,
        depth: usize,
    ) -> Result<BTreeMap<String, Value>, CodecError> {
        let mut elements = BTreeMap::new();
        for _ in 0..self.map_length_after(marker)? {
            let key = self.text()?.to_owned();
            let value = self
                .value(element, depth)
                .map_err(|error| error.within(Step::Key(key.clone())))?;
            elements.insert(key, value);
        }
        Ok(elements)
    }

    fn object(
        &mut self,
        marker: Marker,
        attributes: &BTreeMap<String, Type>,
        depth: usize,
    ) -> Result<BTreeMap<String, Value>, CodecError> {
        let mut object = BTreeMap::new();
        for _ in 0..self.map_length_after(marker)? {
            let name = self.text()?;
            let Some(ty) = attributes.get(name) else {
                return Err(CodecError::new("unexpected attribute").in_attribute(name));
            };
            let value = self
                .value(ty, depth)
                .map_err(|error| error.in_attribute(name))?;
            object.insert(name.to_owned(), value);
        }
        match attributes.keys().find(|name| !object.contains_key(*name)) {
            Some(name) => Err(CodecError::new("missing attribute").in_attribute(name)),
            None => Ok(object),
        }
    }

    /// An array of the type's JSON and the value.
    fn dynamic(&mut self, marker: Marker, depth: usize) -> Result<Value, CodecError> {
        if self.array_length_after(marker)? != 2 {
            return Err(CodecError::new("expected a type and a value"));
        }
        let marker = self.marker()?;
        let json = match marker {
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => {
                let length = self.length_after(marker)?;
                self.take(length)?
            }
            _ => self.text_after(marker)?.as_bytes(),
        };
        let ty = serde_json::from_slice(json)
            .ok()
            .and_then(|json| Type::from_json(&json).ok())
            .ok_or_else(|| CodecError::new("the value brings something that is no type"))?;
        let value = self.value(&ty, depth)?;
        Ok(Value::Dynamic(ty, Box::new(value)))
    }

    /// The rest of an ext value.
    fn unknown(&mut self, length: usize) -> Result<Value, CodecError> {
        let [kind] = self.array()?;
        let payload = self.take(length)?;
        let refinements = if kind.cast_signed() == REFINED_UNKNOWN {
            refinements::decode(payload)
        } else {
            None
        };
        Ok(Value::Unknown(refinements.map(Box::new)))
    }
}
