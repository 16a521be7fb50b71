//! Modes that were meant to be octal.

use super::problems;
use crate::decode::{Field, Findings};
use crate::report::Severity;

/// What a mode is the mode of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    File,
    Directory,
}

const SETUID_OR_SETGID: i64 = 0o6000;
const SETUID: i64 = 0o4000;
const SETGID_OR_STICKY: i64 = 0o3000;
const STICKY: i64 = 0o1000;

/// Warns of a mode that is odd as it is, but sensible when its decimal digits are read as octal ones: 644
/// is 01204, and was meant to be 0644.
pub(super) fn check(mode: &Field<Option<i64>>, of: Of, findings: &mut Findings) {
    let Some(value) = mode.value else { return };
    let is_decimal =
        octal_digits(value).is_some_and(|meant| !is_typical(value, of) && is_typical(meant, of));
    if is_decimal {
        findings.parse(Severity::Warning, mode.mark, problems::mode_decimal(value));
    }
}

/// The number whose octal digits are the decimal digits of `mode`, of which there are four at most.
fn octal_digits(mode: i64) -> Option<i64> {
    if !(0..=7777).contains(&mode) {
        return None;
    }
    i64::from_str_radix(&mode.to_string(), 8).ok()
}

/// Whether a mode surprises nobody.
fn is_typical(mode: i64, of: Of) -> bool {
    let user = mode >> 6 & 7;
    let group = mode >> 3 & 7;
    let others = mode & 7;
    if mode == 0 {
        return true;
    }
    let is_descending = user & group == group && group & others == others;
    let is_readable = |class: i64| class == 0 || class & 4 != 0;
    let executes_like = |above: i64, below: i64| above & 1 == 0 || below & 4 == 0 || below & 1 != 0;
    let is_sound = is_descending
        && [user, group, others].into_iter().all(is_readable)
        && executes_like(user, group)
        && executes_like(user, others)
        && executes_like(group, others)
        && user & 4 != 0;
    is_sound
        && match of {
            Of::File => {
                let runs_as_another = mode & SETUID_OR_SETGID != 0;
                mode & STICKY == 0 && (!runs_as_another || user & 1 != 0 && others & 2 == 0)
            }
            Of::Directory => {
                let is_shared = mode & SETGID_OR_STICKY != 0;
                user & 1 != 0 && mode & SETUID == 0 && (!is_shared || user & 2 != 0)
            }
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Document, Mark};

    fn check_mode(value: i64, of: Of, warns: bool) {
        let mut findings = Findings::new(Document::Content, false);
        let mark = Mark { line: 1, column: 1 };
        let value = Some(value);
        check(&Field { value, mark }, of, &mut findings);
        let found = !findings.into_report().findings().is_empty();
        assert_eq!(found, warns, "{value:?} {of:?}");
    }

    #[test]
    fn decimal_modes() {
        for (mode, of) in [
            (644, Of::File),
            (600, Of::File),
            (755, Of::File),
            (755, Of::Directory),
            (700, Of::Directory),
            (1777, Of::Directory),
            (4755, Of::File),
        ] {
            check_mode(mode, of, true);
        }
        for (mode, of) in [
            (0, Of::File),
            (0o644, Of::File),
            (0o600, Of::File),
            (0o755, Of::Directory),
            (0o4755, Of::File),
            (0o1777, Of::Directory),
            // No octal digits, or not sensible as octal either.
            (489, Of::File),
            (888, Of::File),
            (123, Of::File),
            (10000, Of::File),
            (-1, Of::File),
            // A directory that nobody may enter is odd either way.
            (644, Of::Directory),
        ] {
            check_mode(mode, of, false);
        }
    }
}
