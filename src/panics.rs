//! Panics: what is told of one, and how a call survives it.
//!
//! The message of a panic may quote a value, values may be secrets, and logs are made to be posted in bug
//! reports. So only the place in the source is told: to the user by whoever catches the panic, else as a
//! line on stderr that begins with `panic: `, Terraform's mark of a crash.

use std::cell::{Cell, RefCell};
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe, Location};

thread_local! {
    /// Whether a panic of this thread would be caught by [`catch`].
    static CATCHING: Cell<bool> = const { Cell::new(false) };
    /// Where the panic that is being caught happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Replaces the standard report, which quotes the message.
pub fn report_place_only() {
    panic::set_hook(Box::new(|info| {
        let place = place(info.location());
        if CATCHING.get() {
            tracing::error!(place, "a call panicked");
            PLACE.set(Some(place));
        } else {
            // Nothing can be done about a stderr that is closed.
            let _ = writeln!(io::stderr(), "panic: at {place}");
        }
    }));
}

/// Runs something to its end, or to its panic.
///
/// # Errors
/// It panicked: the place, `file:line`.
pub fn catch<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    let outer = CATCHING.replace(true);
    // What a panic leaves half done is not used again: the caller gets an error instead of a result.
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    CATCHING.set(outer);
    outcome.map_err(|_message| PLACE.take().unwrap_or_else(|| place(None)))
}

fn place(location: Option<&Location<'_>>) -> String {
    location.map_or_else(
        || "an unknown place".to_owned(),
        |location| format!("{}:{}", location.file(), location.line()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_told() {
        let place = place(Some(Location::caller()));
        let line = place.strip_prefix("src/panics.rs:");
        assert!(
            line.is_some_and(|line| line.parse::<u32>().is_ok()),
            "{place}"
        );
    }

    #[test]
    fn results_pass_and_panics_are_caught() {
        assert_eq!(catch(|| 1), Ok(1));
        assert!(catch(|| panic!("with a secret")).is_err_and(|place| !place.contains("secret")));
        assert!(!CATCHING.get());
    }
}
