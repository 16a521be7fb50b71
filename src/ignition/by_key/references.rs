//! The `ignition` section: references to other configs, certificate authorities, timeouts.

use super::{keyed, notes};
use crate::ignition::v2_3::{Ignition, Reference};
use crate::report::Report;

/// Notes which values that a section has once are replaced by the next document. (The merge itself takes
/// the later value where it is present.)
pub(super) fn note_replaced(base: &Ignition, next: &Ignition, report: &mut Report) {
    if let (Some(earlier), Some(later)) = (&base.config.replace, &next.config.replace)
        && earlier.value != later.value
    {
        notes::replaced(
            "ignition.config.replace",
            later.origin,
            earlier.origin,
            report,
        );
    }
    let timeouts = |ignition: &Ignition| {
        let timeouts = &ignition.timeouts;
        [timeouts.http_response_headers, timeouts.http_total]
    };
    let keys = [
        "ignition.timeouts.http_response_headers",
        "ignition.timeouts.http_total",
    ];
    for ((key, earlier), later) in keys.iter().zip(timeouts(base)).zip(timeouts(next)) {
        if earlier.is_some() && later.is_some() && earlier != later {
            notes::replaced_scalar(key, report);
        }
    }
}

/// Folds references of equal source. Their URLs may hold secrets, so notes do not name them.
pub(super) fn fold(ignition: &mut Ignition, report: &mut Report) {
    let key = |reference: &Reference| keyed::name_key(&reference.source);
    keyed::fold_to_last(
        &mut ignition.config.append,
        key,
        |_| "hash of a source in ignition.config.append".to_owned(),
        report,
    );
    keyed::fold_to_last(
        &mut ignition.security.tls.certificate_authorities,
        key,
        |_| "hash of a source in ignition.security.tls.certificate_authorities".to_owned(),
        report,
    );
}
