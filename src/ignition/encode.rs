//! Texts as data URLs, in the shortest of three forms, and gzip both ways.

use std::cell::RefCell;
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compress, Compression, FlushCompress, Status};

use super::data_url;

/// The header of RFC 1952 as Go writes it: deflate, no name, no time, best compression, unknown system.
const GZIP_HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff];

thread_local! {
    /// Making one takes longer than compressing a small file.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::best(), false));
}

/// What is saved by compressing must exceed what `"compression": "gzip"` takes in the config.
const GZIP: &str = "gzip";

/// The most that is unpacked, in bytes: no text of a config is larger.
const LARGEST: u64 = 16 << 20;

/// No gzip has fewer bytes: its header, an empty block and what is behind it. What is as short as the URL of that is not
/// compressed to see.
const SHORTEST: [u8; 20] = [0; 20];

/// A data URL, and whether its bytes are compressed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) url: String,
    pub(crate) is_gzip: bool,
}

/// The shortest data URL of some bytes: escaped, base64, or, when `may_compress`, base64 of their gzip.
pub(crate) fn encode(bytes: &[u8], may_compress: bool) -> Encoded {
    let mut url = data_url::encode(bytes);
    let mut is_gzip = false;
    let plain = base64_url(bytes);
    if plain.len() < url.len() {
        url = plain;
    }
    let shortest = base64_url(&SHORTEST).len() + GZIP.len();
    if may_compress && url.len() > shortest {
        let compressed = base64_url(&gzip(bytes));
        if compressed.len() + GZIP.len() < url.len() {
            url = compressed;
            is_gzip = true;
        }
    }
    Encoded { url, is_gzip }
}

pub(super) fn base64_url(bytes: &[u8]) -> String {
    format!("data:;base64,{}", STANDARD.encode(bytes))
}

/// Compresses at the highest level, with a header that is the same every time and Go's: no name, no time,
/// no system.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let deflated = COMPRESSOR.with_borrow_mut(|compressor| deflate(compressor, bytes));
    with_frame(&deflated, bytes)
}

/// The same, some percent smaller, and much slower.
pub(super) fn gzip_thoroughly(bytes: &[u8]) -> Vec<u8> {
    let mut deflated = Vec::new();
    match zopfli::compress(
        zopfli::Options::default(),
        zopfli::Format::Deflate,
        bytes,
        &mut deflated,
    ) {
        Ok(()) => with_frame(&deflated, bytes),
        // Compressing in memory does not fail.
        Err(_) => gzip(bytes),
    }
}

/// What gzip has before and behind deflated bytes.
fn with_frame(deflated: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut packed = GZIP_HEADER.to_vec();
    packed.extend(deflated);
    packed.extend(crc32fast::hash(bytes).to_le_bytes());
    // The size modulo 2^32, as RFC 1952 has it.
    #[expect(clippy::cast_possible_truncation, reason = "the format wants it so")]
    packed.extend((bytes.len() as u32).to_le_bytes());
    packed
}

/// What gzip has packed, up to [`LARGEST`]; `None` when it is no gzip.
pub(crate) fn gunzip(packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut decoder = flate2::read::GzDecoder::new(packed).take(LARGEST);
    decoder.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn deflate(compressor: &mut Compress, bytes: &[u8]) -> Vec<u8> {
    compressor.reset();
    let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
    loop {
        // A compressor has taken no more than there is.
        let taken = usize::try_from(compressor.total_in()).unwrap_or(bytes.len());
        let rest = bytes.get(taken..).unwrap_or_default();
        match compressor.compress_vec(rest, &mut packed, FlushCompress::Finish) {
            // Compressing in memory does not fail.
            Ok(Status::StreamEnd) | Err(_) => return packed,
            Ok(Status::Ok | Status::BufError) => packed.reserve(packed.capacity()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expect: &str) {
        let expect = Encoded {
            url: expect.to_owned(),
            is_gzip: false,
        };
        assert_eq!(encode(bytes, true), expect, "{bytes:?}");
    }

    #[test]
    fn the_shortest_form_wins() {
        check(b"", "data:,");
        check(b"hi there", "data:,hi%20there");
        check(b"\xff\xff\xff\xff\xff\xff", "data:;base64,////////");
        // Equal lengths: escaped.
        check(b"\xff\xff\xff\xff\xff", "data:,%FF%FF%FF%FF%FF");
    }

    #[test]
    fn long_texts_are_compressed() {
        let text = "a line that repeats\n".repeat(50);
        let encoded = encode(text.as_bytes(), true);
        assert!(encoded.is_gzip);
        let bytes = data_url::decode(&encoded.url).unwrap();
        assert_eq!(bytes[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 0xff]);
        assert_eq!(gunzip(&bytes).unwrap(), text.as_bytes());
        assert!(!encode(text.as_bytes(), false).is_gzip);
    }

    #[test]
    fn more_time_gives_fewer_bytes() {
        let lines: Vec<String> = (0..500).map(|n| format!("{n} {}", n * n % 77)).collect();
        let text = lines.join("\n");
        let packed = gzip_thoroughly(text.as_bytes());
        assert!(packed.len() < gzip(text.as_bytes()).len());
        assert_eq!(gunzip(&packed).unwrap(), text.as_bytes());
    }
}
