//! Bytes to values.
//!
//! No length in the bytes is trusted: memory is taken for what was read only, and nesting is bounded.

use rmp::Marker;
use std::collections::BTreeMap;

use super::REFINED_UNKNOWN;
use super::refinements;
use crate::framework::{Number, Step, Type, Value};
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
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(CodecError::new("more bytes follow the value"))
    }
}

/// The bytes not yet read.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

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

/// Parts of values.
impl<'a> Reader<'a> {
    pub(super) fn number(&mut self) -> Result<Number, CodecError> {
        let marker = self.marker()?;
        self.number_after(marker)
    }

    fn number_after(&mut self, marker: Marker) -> Result<Number, CodecError> {
        let float =
            |value| Number::from_float(value).ok_or_else(|| CodecError::new("not a number"));
        Ok(match marker {
            Marker::FixPos(int) => i64::from(int).into(),
            Marker::FixNeg(int) => i64::from(int).into(),
            Marker::U8 => i64::from(u8::from_be_bytes(self.array()?)).into(),
            Marker::U16 => i64::from(u16::from_be_bytes(self.array()?)).into(),
            Marker::U32 => i64::from(u32::from_be_bytes(self.array()?)).into(),
            Marker::U64 => u64::from_be_bytes(self.array()?).into(),
            Marker::I8 => i64::from(i8::from_be_bytes(self.array()?)).into(),
            Marker::I16 => i64::from(i16::from_be_bytes(self.array()?)).into(),
            Marker::I32 => i64::from(i32::from_be_bytes(self.array()?)).into(),
            Marker::I64 => i64::from_be_bytes(self.array()?).into(),
            Marker::F32 => float(f64::from(f32::from_be_bytes(self.array()?)))?,
            Marker::F64 => float(f64::from_be_bytes(self.array()?))?,
            _ => {
                let text = self.text_after(marker)?;
                Number::parse(text).ok_or_else(|| CodecError::new("text that is no number"))?
            }
        })
    }

    pub(super) fn text(&mut self) -> Result<&'a str, CodecError> {
        let marker = self.marker()?;
        self.text_after(marker)
    }

    fn text_after(&mut self, marker: Marker) -> Result<&'a str, CodecError> {
        let length = match marker {
            Marker::FixStr(length) => usize::from(length),
            Marker::Str8 | Marker::Str16 | Marker::Str32 => self.length_after(marker)?,
            _ => return Err(unexpected(&Type::String, marker)),
        };
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| CodecError::new("text that is not UTF-8"))
    }

    pub(super) fn bool(&mut self) -> Result<bool, CodecError> {
        match self.marker()? {
            Marker::True => Ok(true),
            Marker::False => Ok(false),
            marker => Err(unexpected(&Type::Bool, marker)),
        }
    }

    pub(super) fn array_length(&mut self) -> Result<usize, CodecError> {
        let marker = self.marker()?;
        self.array_length_after(marker)
    }

    fn array_length_after(&mut self, marker: Marker) -> Result<usize, CodecError> {
        match marker {
            Marker::FixArray(length) => Ok(usize::from(length)),
            Marker::Array16 | Marker::Array32 => self.length_after(marker),
            _ => Err(CodecError::new(format!(
                "expected an array, found {marker:?}"
            ))),
        }
    }

    pub(super) fn map_length(&mut self) -> Result<usize, CodecError> {
        let marker = self.marker()?;
        self.map_length_after(marker)
    }

    fn map_length_after(&mut self, marker: Marker) -> Result<usize, CodecError> {
        match marker {
            Marker::FixMap(length) => Ok(usize::from(length)),
            Marker::Map16 | Marker::Map32 => self.length_after(marker),
            _ => Err(CodecError::new(format!("expected a map, found {marker:?}"))),
        }
    }

    /// `None` when the marker is not that of an ext value.
    fn ext_length(&mut self, marker: Marker) -> Result<Option<usize>, CodecError> {
        Ok(Some(match marker {
            Marker::FixExt1 => 1,
            Marker::FixExt2 => 2,
            Marker::FixExt4 => 4,
            Marker::FixExt8 => 8,
            Marker::FixExt16 => 16,
            Marker::Ext8 | Marker::Ext16 | Marker::Ext32 => self.length_after(marker)?,
            _ => return Ok(None),
        }))
    }

    /// The length that follows a marker that has one.
    fn length_after(&mut self, marker: Marker) -> Result<usize, CodecError> {
        Ok(match marker {
            Marker::Str8 | Marker::Bin8 | Marker::Ext8 => {
                usize::from(u8::from_be_bytes(self.array()?))
            }
            Marker::Str16 | Marker::Bin16 | Marker::Ext16 | Marker::Array16 | Marker::Map16 => {
                usize::from(u16::from_be_bytes(self.array()?))
            }
            _ => usize::try_from(u32::from_be_bytes(self.array()?)).unwrap_or(usize::MAX),
        })
    }

    fn marker(&mut self) -> Result<Marker, CodecError> {
        let [byte] = self.array()?;
        Ok(Marker::from_u8(byte))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        let (head, rest) = self.rest.split_first_chunk().ok_or_else(too_short)?;
        self.rest = rest;
        Ok(*head)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], CodecError> {
        let (head, rest) = self.rest.split_at_checked(length).ok_or_else(too_short)?;
        self.rest = rest;
        Ok(head)
    }
}

fn too_short() -> CodecError {
    CodecError::new("the bytes end inside the value")
}

fn unexpected(expected: &Type, found: Marker) -> CodecError {
    CodecError::new(format!("expected a {expected}, found {found:?}"))
}
