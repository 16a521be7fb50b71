//! What a panic tells: where it happened, and nothing it says.
//!
//! The message of a panic may quote a value, and values may be secrets, while Terraform's log is made to be posted in
//! bug reports. `panic: ` at the start of a line is Terraform's mark of a crash: it repeats the line to the user.

use std::io::{self, Write};
use std::panic::{self, Location};

/// Replaces the standard report, which quotes the message.
pub(super) fn report_place_only() {
    panic::set_hook(Box::new(|info| {
        // Nothing can be done about a stderr that is closed.
        let _ = writeln!(io::stderr(), "{}", line(info.location()));
    }));
}

fn line(place: Option<&Location<'_>>) -> String {
    match place {
        Some(place) => format!("panic: at {}:{}", place.file(), place.line()),
        None => "panic: at an unknown place".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_told() {
        let line = line(Some(Location::caller()));
        let number = line.strip_prefix("panic: at src/plugin/panics.rs:");
        assert!(number.is_some_and(|n| n.parse::<u32>().is_ok()), "{line}");
    }
}
