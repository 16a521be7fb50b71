//! Manifests of the user's.

use crate::cluster::manifests;
use crate::diagnose::{self, Disclosure};
use crate::framework::Diagnostics;
use crate::machines::arguments::Arguments;

/// Each document is an object of Kubernetes. It is never quoted, since it may be a Secret.
pub(crate) fn objects(arguments: &Arguments, found: &mut Diagnostics) {
    for source in arguments.manifests() {
        let report = manifests::check(source.text, source.document);
        found.extend(diagnose::diagnostics(&report, |_| None, Disclosure::None));
    }
}
