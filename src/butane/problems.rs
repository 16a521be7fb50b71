//! All wording of this module: one function for each problem.
//!
//! A message says what is wrong, a help what to write instead. Neither holds a value of the user, which
//! may be secret; values go into `found`.

use super::files_dir::FileProblem;
use crate::report::Problem;

// The format

pub(super) fn variant_missing() -> Problem {
    Problem::new(
        "variant-missing",
        "the document does not say which variant of Butane it is",
        "Write variant: flatcar and version: 1.1.0 at its top.",
    )
}

pub(super) fn variant_unknown(variant: &str) -> Problem {
    Problem::new(
        "variant-unknown",
        "this variant of Butane is not supported",
        "Write variant: flatcar, or fcos.",
    )
    .found(variant)
}

pub(super) fn version_missing(supported: &[&str]) -> Problem {
    Problem::new(
        "version-missing",
        "the document does not say which version of its variant it is",
        format!("Add version, one of {}.", supported.join(", ")),
    )
}

pub(super) fn version_unsupported(version: &str, supported: &[&str]) -> Problem {
    Problem::new(
        "version-unsupported",
        "this version of the variant is not supported",
        format!(
            "Write one of {}. Later ones need a later Ignition than 3.4.0.",
            supported.join(", ")
        ),
    )
    .found(version)
}

/// The way out for a key that other versions or variants know.
pub(super) fn other_version(variant: &str) -> &'static str {
    if variant == "flatcar" {
        "Write version: 1.1.0 if that is where it comes from. Keys for Fedora CoreOS alone, boot_device and \
         grub, mean nothing on Flatcar."
    } else {
        "Write version: 1.5.0."
    }
}

// Local files

/// The rule of local files without a files directory.
pub(super) const FILES_DIR_MISSING: &str = "files-dir-missing";

pub(super) fn local_file(problem: &FileProblem, path: &str) -> Problem {
    match problem {
        FileProblem::NoFilesDirectory => Problem::new(
            FILES_DIR_MISSING,
            "local files are relative to a files directory, and there is none",
            "Set the argument files_dir, or pass the text in with Terraform and use inline.",
        ),
        FileProblem::NotFound => Problem::new(
            "local-file-missing",
            "the files directory has no such file",
            "Check the path: it is relative to files_dir.",
        ),
        FileProblem::NotADirectory => Problem::new(
            "tree-not-directory",
            "the root of a tree must be a directory",
            "Name a directory, or use storage.files with contents.local for a single file.",
        ),
        FileProblem::Unreadable(reason) => Problem::new(
            "local-file-unreadable",
            format!("the local file cannot be read: {reason}"),
            "Make it a file that Terraform may read.",
        ),
    }
    .found(path)
}

pub(super) fn local_file_outside(path: &str) -> Problem {
    Problem::new(
        "local-file-outside",
        "the path leaves the files directory",
        "Move the file into files_dir, or set files_dir to a directory above.",
    )
    .found(path)
}

pub(super) fn tree_without_local() -> Problem {
    Problem::new(
        "tree-without-local",
        "the tree does not say where it is",
        "Add local: with a directory below files_dir.",
    )
}

pub(super) fn tree_special(path: &str) -> Problem {
    Problem::new(
        "tree-special-file",
        "the tree has something that is neither file, directory nor symbolic link",
        "Remove the device, socket or pipe from the directory.",
    )
    .found(path)
}

pub(super) fn tree_collision(path: &str) -> Problem {
    Problem::new(
        "tree-collision",
        "the tree has a path that is already taken, by other contents or another kind of node",
        "Remove one of them; to set owner or mode of a file of the tree, name it in storage.files without contents.",
    )
    .found(path)
}

// Resources

pub(super) fn resource_sources() -> Problem {
    Problem::new(
        "contents-sources",
        "the contents come from more than one place",
        "Keep one of inline, local and source.",
    )
}

pub(super) fn unit_sources() -> Problem {
    Problem::new(
        "contents-sources",
        "the contents come from more than one place",
        "Keep one of contents and contents_local.",
    )
}

pub(super) fn nested_json() -> Problem {
    Problem::new(
        "nested-config-json",
        "the other config is not a JSON object",
        "Write an Ignition config; Butane text goes into a snippet of its own.",
    )
}

pub(super) fn nested_version_missing() -> Problem {
    Problem::new(
        "nested-config-version",
        "a config in merge or replace does not say its version",
        "Begin it with {\"ignition\": {\"version\": \"3.4.0\"}}.",
    )
}

pub(super) fn nested_version_unknown(version: &str, readable: &[&str]) -> Problem {
    Problem::new(
        "nested-config-version",
        "Ignition 3.4.0 does not read a config of this version",
        format!("Write one of {}.", readable.join(", ")),
    )
    .found(version)
}

// Storage

pub(super) fn mode_decimal(mode: i64) -> Problem {
    Problem::new(
        "mode-decimal",
        "this mode is odd, but would be sensible if its digits were octal",
        "Put a 0 in front, e.g. 0644.",
    )
    .found(mode.to_string())
}

pub(super) fn mount_unit_format() -> Problem {
    Problem::new(
        "mount-unit-format",
        "a mount unit needs the format of the filesystem",
        "Add format, e.g. ext4, or remove with_mount_unit.",
    )
}

pub(super) fn mount_unit_path() -> Problem {
    Problem::new(
        "mount-unit-path",
        "a mount unit needs the path to mount at, unless the format is swap",
        "Add path, or remove with_mount_unit.",
    )
}

pub(super) fn clevis() -> Problem {
    Problem::new(
        "clevis-unsupported",
        "Flatcar does not have Clevis in the versions this variant is for",
        "Remove clevis and give the key with key_file.",
    )
}

// What is for Fedora CoreOS alone

pub(super) fn boot_layout(layout: &str, known: &[&str]) -> Problem {
    Problem::new(
        "boot-layout-unknown",
        "the layout of the boot device is not known",
        format!("Write one of {}.", known.join(", ")),
    )
    .found(layout)
}

pub(super) fn mirror_of_one() -> Problem {
    Problem::new(
        "mirror-of-one",
        "a mirror takes two devices at least",
        "Add another device, or remove mirror.",
    )
}

pub(super) fn mirror_layout() -> Problem {
    Problem::new(
        "mirror-layout-unset",
        "the mirror gets the layout of x86_64, since none is set",
        "Add layout: x86_64, aarch64 or ppc64le.",
    )
}

pub(super) fn grub_name() -> Problem {
    Problem::new(
        "grub-user-name",
        "a user of the boot menu needs a name",
        "Add name.",
    )
}

pub(super) fn grub_password() -> Problem {
    Problem::new(
        "grub-user-password",
        "a user of the boot menu needs a password hash",
        "Add password_hash, as grub2-mkpasswd-pbkdf2 prints it.",
    )
}

pub(super) fn boot_partition_number() -> Problem {
    Problem::new(
        "boot-partition-number",
        "this label is that of a partition of the image which has another number there",
        "Use the number of the image (BIOS-BOOT 1, EFI-SYSTEM 2, boot 3, root 4), or another label.",
    )
}

pub(super) fn root_small() -> Problem {
    Problem::new(
        "root-small",
        "the root partition has less than 8 GiB, which updates may need",
        "Set size_mib to 8192 or more.",
    )
}
