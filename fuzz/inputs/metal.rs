//! Any answer of Equinix Metal's API is understood or becomes a fault.
//!
//! The first two bytes are the status; a line of headers' values and the body follow.

use lokomotive::cloud::equinix_metal::probe;

/// Tries one input.
pub(crate) fn run(input: &[u8]) {
    let Some((status, rest)) = input.split_first_chunk() else {
        return;
    };
    let status = u16::from_be_bytes(*status);
    let mut parts = rest.splitn(2, |byte| *byte == b'\n');
    let (wait, body) = (parts.next(), parts.next());
    probe(status, wait.unwrap_or_default(), body.unwrap_or_default());
}
