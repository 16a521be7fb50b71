//! Authorities that users bring along.

use crate::cluster::pki::{self, Fault, Flaw};
use crate::diagnose::capitalised;
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Field};
use crate::machines::arguments::Arguments;
use crate::machines::authorities::{BLOCK, Given, SERVICE_ACCOUNT_KEY, given, service_account_key};

/// Each is a certificate that may sign others, and its key. Nothing of them is ever quoted.
pub(crate) fn pairs(arguments: &Arguments, found: &mut Diagnostics) {
    for given in given(arguments) {
        let [certificate, key] = given.names;
        match given.halves {
            [Field::Known(_), Field::Null] => found.push(half(key, certificate)),
            [Field::Null, Field::Known(_)] => found.push(half(certificate, key)),
            _ => {
                if let Some(Err(fault)) = given.authority() {
                    found.push(unusable(&fault, name(&fault, &given)));
                }
            }
        }
    }
    if let Some(key) = service_account_key(arguments)
        && let Err(fault) = pki::service_account_key(&key)
    {
        found.push(unusable(&fault, SERVICE_ACCOUNT_KEY));
    }
}

fn half(missing: &'static str, given: &'static str) -> Diagnostic {
    Diagnostic::error(
        "Half an authority",
        format!(
            "There is {given}, but no {missing}. Set both, or neither to have an authority made."
        ),
    )
    .at(AttributePath::of(BLOCK).attribute(missing))
}

fn unusable(fault: &Fault, name: &'static str) -> Diagnostic {
    Diagnostic::error(
        "The cluster's certificates cannot be made with this",
        format!("{}.", capitalised(&fault.to_string())),
    )
    .at(AttributePath::of(BLOCK).attribute(name))
}

/// The attribute that a fault is in.
fn name(fault: &Fault, given: &Given<'_>) -> &'static str {
    let [certificate, key] = given.names;
    match fault {
        Fault::Flaw(_, Flaw::NoKey | Flaw::KindOfKey | Flaw::OtherKey) => key,
        _ => certificate,
    }
}
