//! References to what Ignition fetches: a source and the hash it must have.

use crate::decode::{Field, Findings, schema};
use crate::ignition::at::At;
use crate::ignition::rules;
use crate::ignition::v2_3;

schema! {
    /// A config or certificate to fetch.
    struct Reference {
        source: String,
        verification: Verification,
    }

    /// `verification`.
    struct Verification {
        hash: Hash,
    }

    /// `verification.hash`.
    struct Hash {
        function: String,
        sum: String,
    }
}

/// Checks and lowers a reference.
pub(super) fn lower(reference: Field<Reference>, findings: &mut Findings) -> At<v2_3::Reference> {
    let Field {
        value: Reference {
            source,
            verification: hash,
        },
        mark,
    } = reference;
    findings.errors(source.mark, rules::sources::source(&source));
    let lowered = v2_3::Reference {
        source: source.value,
        verification: verification(hash, findings),
    };
    findings.at(lowered, mark)
}

/// Checks and lowers a hash, which counts only when both its function and its sum are there.
pub(super) fn verification(
    verification: Field<Verification>,
    findings: &mut Findings,
) -> v2_3::Verification {
    let Hash { function, sum } = verification.value.hash.value;
    let is_set = !function.is_empty() && !sum.is_empty();
    let lowered = v2_3::Verification {
        hash: is_set.then(|| format!("{}-{}", function.value, sum.value)),
    };
    findings.errors(verification.mark, rules::sources::verification(&lowered));
    lowered
}
