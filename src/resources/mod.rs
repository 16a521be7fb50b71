//! The resources, a file each.

pub mod controller;
pub mod flatcar_config;
pub mod worker_pool;

use crate::framework::{Diagnostic, Diagnostics};

/// Machines can be planned; making them is not built yet.
fn not_built_yet() -> Diagnostics {
    Diagnostic::error(
        "Machines are not built yet",
        "This version of the provider checks and plans machines, but cannot make or change them. Nothing was done. \
         The output user_data of the plan, or lokomotive_flatcar_config, can be used with machines of other \
         resources.",
    )
    .into()
}
