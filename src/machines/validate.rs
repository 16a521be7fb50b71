//! What the configuration alone shows.

use super::arguments::{Arguments, Kind};
use super::settled::{Settled, choose_release};
use super::{documents, rules, schema};
use crate::framework::{Diagnostics, Value};

/// Finds errors in a configuration, and in its documents. Warnings are left to the plan, since Terraform
/// validates twice for each.
pub fn validate(kind: Kind, config: &Value, diagnostics: &mut Diagnostics) {
    let mut found = Diagnostics::new();
    match Arguments::read(kind, config) {
        Ok(arguments) => rules::check(&arguments, &mut found),
        Err(fault) => found.push(fault.into()),
    }
    if !found.has_errors() {
        check_documents(kind, config, &mut found);
    }
    diagnostics.extend(found.errors());
}

/// Renders with defaults where nothing is set: what is stored may be otherwise, but the user's documents are
/// the same.
fn check_documents(kind: Kind, config: &Value, found: &mut Diagnostics) {
    let mut filled = config.clone();
    schema::arguments(kind).fill_defaults(&mut filled);
    let Ok(mut arguments) = Arguments::read(kind, &filled) else {
        return;
    };
    choose_release(&mut arguments, None);
    match Settled::of(&arguments) {
        Some(settled) => {
            documents::user_data(&arguments, &settled, None, found);
        }
        None => documents::check(&arguments, found),
    }
}
