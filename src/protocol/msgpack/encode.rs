//! Values to bytes.

use std::collections::BTreeMap;

use super::REFINED_UNKNOWN;
use super::refinements;
use super::writer::Writer;
use crate::framework::{Refinements, Step, Type, Value};
use crate::protocol::CodecError;

/// Writes a value of a type. Attributes that an object lacks are written as null.
///
/// # Errors
/// When the value is not of the type.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, CodecError> {
    let mut out = Writer::new();
    out.value(value, ty)?;
    Ok(out.into_bytes())
}

impl Writer {
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
                self.binary(json.as_bytes())?;
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
            self.ext(REFINED_UNKNOWN, length, &payload);
        } else {
            self.ext(0, 1, &[0]);
        }
    }
}
