//! What is known about unknown values: a map from numbers to facts.

use super::reader::Reader;
use super::writer::Writer;
use crate::framework::{Number, Refinements};
use crate::protocol::CodecError;

/// Terraform reads no more than this.
const MAX_BYTES: u32 = 1024;

const NULL: i64 = 1;
const PREFIX: i64 = 2;
const MIN: i64 = 3;
const MAX: i64 = 4;
const MIN_LENGTH: i64 = 5;
const MAX_LENGTH: i64 = 6;

/// Reads refinements as far as they can be understood: what is left out is merely not known.
pub(super) fn decode(payload: &[u8]) -> Option<Refinements> {
    let mut found = Refinements::default();
    // Stops at the first thing it does not understand, with what was found before.
    let _ = read(&mut Reader::new(payload), &mut found);
    (found != Refinements::default()).then_some(found)
}

fn read(reader: &mut Reader<'_>, found: &mut Refinements) -> Result<(), CodecError> {
    for _ in 0..reader.map_length()? {
        match reader.number()?.as_i64() {
            Some(NULL) => found.null = Some(reader.bool()?),
            Some(PREFIX) => found.prefix = Some(reader.text()?.to_owned()),
            Some(MIN) => found.min = Some(bound(reader)?),
            Some(MAX) => found.max = Some(bound(reader)?),
            Some(MIN_LENGTH) => found.min_length = Some(length(reader)?),
            Some(MAX_LENGTH) => found.max_length = Some(length(reader)?),
            _ => return Err(CodecError::new("a refinement that is not known here")),
        }
    }
    Ok(())
}

fn bound(reader: &mut Reader<'_>) -> Result<(Number, bool), CodecError> {
    if reader.array_length()? != 2 {
        return Err(CodecError::new(
            "expected a number and whether it is included",
        ));
    }
    Ok((reader.number()?, reader.bool()?))
}

fn length(reader: &mut Reader<'_>) -> Result<i64, CodecError> {
    reader
        .number()?
        .as_i64()
        .ok_or_else(|| CodecError::new("expected a length"))
}

/// Writes refinements, with their length; `None` when there are none or more than Terraform reads, for
/// then nothing is to be said.
pub(super) fn encode(refinements: &Refinements) -> Option<(Vec<u8>, u32)> {
    if *refinements == Refinements::default() {
        return None;
    }
    let payload = write(refinements).ok()?;
    let length = u32::try_from(payload.len()).ok()?;
    (length <= MAX_BYTES).then_some((payload, length))
}

fn write(refinements: &Refinements) -> Result<Vec<u8>, CodecError> {
    let Refinements {
        null,
        prefix,
        min,
        max,
        min_length,
        max_length,
    } = refinements;
    let facts = [
        null.is_some(),
        prefix.is_some(),
        min.is_some(),
        max.is_some(),
        min_length.is_some(),
        max_length.is_some(),
    ];
    let mut out = Writer::new();
    out.map_length(facts.into_iter().filter(|known| *known).count())?;
    if let Some(null) = null {
        out.int(NULL);
        out.bool(*null);
    }
    if let Some(prefix) = prefix {
        out.int(PREFIX);
        out.text(prefix)?;
    }
    for (key, bound) in [(MIN, min), (MAX, max)] {
        if let Some((number, included)) = bound {
            out.int(key);
            out.array_length(2)?;
            out.number(number)?;
            out.bool(*included);
        }
    }
    for (key, length) in [(MIN_LENGTH, min_length), (MAX_LENGTH, max_length)] {
        if let Some(length) = length {
            out.int(key);
            out.int(*length);
        }
    }
    Ok(out.into_bytes())
}
