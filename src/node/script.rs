//! Scripts as they travel.

/// A script without lines that are comments. User data are small, and whoever reads scripts finds them here.
#[must_use]
pub(crate) fn without_comments(script: &str) -> String {
    let is_comment = |line: &&str| {
        let line = line.trim_start();
        line.starts_with('#') && !line.starts_with("#!")
    };
    script
        .split_inclusive('\n')
        .filter(|line| !is_comment(line))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_here() {
        assert_eq!(
            without_comments("#!/bin/bash\n# a\nb # c\n  # d\necho '#'\n"),
            "#!/bin/bash\nb # c\necho '#'\n"
        );
    }
}
