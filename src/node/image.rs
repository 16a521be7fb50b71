//! Names of images.

/// A name in two parts that a colon joins again: up to the tag or the digits of the digest, and those.
pub(super) fn split(image: &str) -> (&str, &str) {
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, "latest"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_tags() {
        assert_eq!(split("quay.io/a/b:v1"), ("quay.io/a/b", "v1"));
        assert_eq!(split("host:5000/b"), ("host:5000/b", "latest"));
        assert_eq!(split("host:5000/b:v1"), ("host:5000/b", "v1"));
        assert_eq!(split("a@sha256:12"), ("a@sha256", "12"));
    }
}
