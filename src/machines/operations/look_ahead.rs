//! What the cloud knows while Terraform plans. It can only tell: the plan is made without it.

use tokio_util::sync::CancellationToken;

use super::site::Visit;
use super::stored::machines_of;
use crate::cloud::{Connections, Fault, Finding, Kind as Why};
use crate::framework::{AttributePath, ConvertError, Diagnostic, Diagnostics, Field, Value};
use crate::machines::arguments::{Arguments, Kind};

/// Looks for mistakes that only the cloud sees, when the plan makes machines. Where it cannot look, that is no mistake:
/// at most a warning.
///
/// # Errors
/// When the plan is not of the resource's schema.
pub async fn look_ahead(
    kind: Kind,
    connections: &Connections,
    planned: &Value,
    stop: &CancellationToken,
    diagnostics: &mut Diagnostics,
) -> Result<(), ConvertError> {
    let arguments = Arguments::read(kind, planned)?;
    let machines = machines_of(planned)?;
    let new_machines = machines
        .iter()
        .filter(|machine| machine.id.is_unknown())
        .count();
    let block = match (&arguments.common.aws, &arguments.common.equinix_metal) {
        (Field::Known(_), _) => "aws",
        (_, Field::Known(_)) => "equinix_metal",
        _ => return Ok(()),
    };
    if new_machines == 0 {
        return Ok(());
    }
    let visit = Visit {
        connections,
        stop,
        arguments: &arguments,
        value: planned,
        former: None,
        uid: "",
    };
    // what is not known, or not configured, apply will tell
    let Ok(cloud) = visit.open().await else {
        return Ok(());
    };
    match cloud.check(new_machines).await {
        Ok(findings) => {
            diagnostics.extend(findings.into_iter().map(|finding| told(block, finding)));
        }
        Err(fault) if fault.kind == Why::Unconfigured => {}
        Err(fault) => diagnostics.push(unchecked(&fault)),
    }
    Ok(())
}

fn told(block: &str, finding: Finding) -> Diagnostic {
    let block = AttributePath::of(block);
    let path = match (finding.argument, finding.index) {
        (argument @ ("os_channel" | "os_version"), _) => AttributePath::of(argument),
        (argument, None) => block.attribute(argument),
        (argument, Some(index)) => block.attribute(argument).index(index),
    };
    Diagnostic::error(finding.summary, finding.detail).at(path)
}

fn unchecked(fault: &Fault) -> Diagnostic {
    Diagnostic::warning(
        "The cloud could not be asked while planning",
        format!(
            "{fault} The plan stands; whether its names exist in the cloud will be seen during apply."
        ),
    )
}
