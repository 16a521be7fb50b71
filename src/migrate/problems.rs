//! What is said about what Butane cannot say. All wording of this module is here.

use crate::report::Problem;

pub(super) fn butane() -> Problem {
    Problem::new(
        "butane-already",
        "the document is Butane already, since it has a variant",
        "Use it as it is.",
    )
}

pub(super) fn root_filesystem() -> Problem {
    Problem::new(
        "root-filesystem-left-out",
        "the filesystem named root is not in the Butane config, since Flatcar leaves it as it is",
        "To have it made anew, add it to storage.filesystems without a path, with wipe_filesystem: true and label: ROOT.",
    )
}
