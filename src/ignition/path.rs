//! When two paths are the same.

/// The path without doubled or trailing slashes, `.` and `..`, as Go's `path.Clean` gives it.
pub(super) fn clean(path: &str) -> String {
    let is_absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_absolute => {}
            part => parts.push(part),
        }
    }
    let root = if is_absolute { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans() {
        for (path, expect) in [
            ("/a/b", "/a/b"),
            ("//a//b/", "/a/b"),
            ("/a/./b/../c", "/a/c"),
            ("/../a", "/a"),
            ("/", "/"),
            ("a/../../b", "../b"),
            ("", ""),
        ] {
            assert_eq!(clean(path), expect, "{path}");
        }
    }
}
