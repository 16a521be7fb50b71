//! "Did you mean": the known name closest to a mistyped one.

/// How alike names must be, of 1, to be suggested: one slip in five letters.
const ALIKE: f64 = 0.8;

/// Longer names are not mistyped ones, and comparing takes time and memory by their length.
const LONGEST: usize = 64;

/// The known name that was probably meant: the same but for case, else one that is much alike.
pub(crate) fn closest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let same = |known: &&&str| known.eq_ignore_ascii_case(name);
    if let Some(same) = known.iter().find(same) {
        return Some(same);
    }
    if name.len() > LONGEST {
        return None;
    }
    known
        .iter()
        .map(|known| {
            (
                strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase()),
                known,
            )
        })
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| *known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expect: Option<&str>) {
        let known = ["enable", "enabled", "contents", "PRIVATE_IPV4", "name"];
        assert_eq!(closest(name, &known), expect, "{name}");
    }

    #[test]
    fn names() {
        check("Enable", Some("enable"));
        check("enbale", Some("enable"));
        check("content", Some("contents"));
        check("private_ipv4", Some("PRIVATE_IPV4"));
        check("nmae", None);
        check("", None);
        check("zzz", None);
    }
}
