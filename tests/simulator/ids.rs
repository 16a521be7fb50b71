//! Ids: AWS's have 17 hexadecimal digits, Equinix Metal's are UUIDs; without an order that one could rely on.

/// A source of ids, the same at every start.
#[derive(Debug, Default)]
pub(crate) struct Ids(u64);

impl Ids {
    /// A new one, such as `i-0123456789abcdef0`.
    pub(crate) fn next(&mut self, kind: &str) -> String {
        self.0 += 1;
        format!("{kind}-0{:016x}", scatter(self.0))
    }

    /// A UUID, as requests have it.
    pub(crate) fn uuid(&mut self) -> String {
        self.0 += 1;
        uuid(scatter(self.0), scatter(!self.0))
    }
}

/// The UUID of a thing that always has the same.
pub(crate) fn named_uuid(kind: &str, name: &str) -> String {
    uuid(number(kind), number(name))
}

fn uuid(high: u64, low: u64) -> String {
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

/// The id of a thing that always has the same.
pub(crate) fn named_id(kind: &str, name: &str) -> String {
    format!("{kind}-0{:016x}", number(name))
}

/// A number that always belongs to a name (FNV-1a, scattered).
pub(crate) fn number(name: &str) -> u64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    scatter(hash)
}

/// A step of the generator `SplitMix64`.
fn scatter(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Whether a text is a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Whether a text is an id of this kind.
pub(crate) fn is_id(kind: &str, text: &str) -> bool {
    let digits = text
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('-'));
    digits.is_some_and(|digits| {
        matches!(digits.len(), 8 | 17) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let mut ids = Ids::default();
        let (one, other) = (ids.next("i"), ids.next("i"));
        assert!(is_id("i", &one) && one != other, "{one} {other}");
        assert!(is_uuid(&ids.uuid()) && is_uuid(&named_uuid("metro", "am")));
        assert!(!is_uuid("12345678-1234-1234-1234-12345678901g") && !is_uuid(&one));
        for (text, expected) in [
            ("i-01234567", true),
            ("i-0123456", false),
            ("i-0123456789abcdefg", false),
            ("vol-01234567", false),
            ("", false),
        ] {
            assert_eq!(is_id("i", text), expected, "{text}");
        }
    }
}
