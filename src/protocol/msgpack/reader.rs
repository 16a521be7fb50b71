//! The parts that msgpack values are made of, read from bytes.
//!
//! No length in the bytes is trusted: what they do not hold is an error before memory is taken for it.

use rmp::Marker;

use crate::framework::{Number, Type};
use crate::protocol::CodecError;

/// The bytes not yet read.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn number(&mut self) -> Result<Number, CodecError> {
        let marker = self.marker()?;
        self.number_after(marker)
    }

    pub(super) fn number_after(&mut self, marker: Marker) -> Result<Number, CodecError> {
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

    pub(super) fn text_after(&mut self, marker: Marker) -> Result<&'a str, CodecError> {
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

    pub(super) fn array_length_after(&mut self, marker: Marker) -> Result<usize, CodecError> {
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

    pub(super) fn map_length_after(&mut self, marker: Marker) -> Result<usize, CodecError> {
        match marker {
            Marker::FixMap(length) => Ok(usize::from(length)),
            Marker::Map16 | Marker::Map32 => self.length_after(marker),
            _ => Err(CodecError::new(format!("expected a map, found {marker:?}"))),
        }
    }

    /// `None` when the marker is not that of an ext value.
    pub(super) fn ext_length(&mut self, marker: Marker) -> Result<Option<usize>, CodecError> {
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
    pub(super) fn length_after(&mut self, marker: Marker) -> Result<usize, CodecError> {
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

    pub(super) fn marker(&mut self) -> Result<Marker, CodecError> {
        let [byte] = self.array()?;
        Ok(Marker::from_u8(byte))
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], CodecError> {
        let (head, rest) = self.rest.split_first_chunk().ok_or_else(too_short)?;
        self.rest = rest;
        Ok(*head)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], CodecError> {
        let (head, rest) = self.rest.split_at_checked(length).ok_or_else(too_short)?;
        self.rest = rest;
        Ok(head)
    }
}

fn too_short() -> CodecError {
    CodecError::new("the bytes end inside the value")
}

pub(super) fn unexpected(expected: &Type, found: Marker) -> CodecError {
    CodecError::new(format!("expected a {expected}, found {found:?}"))
}
