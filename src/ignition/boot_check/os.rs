//! What is known of Flatcar's own tree and users.

/// Directories that are links, and what they point to. Entries below them meet those below the target.
const LINKS: [(&str, &str); 3] = [
    ("/etc/coreos/", "/etc/flatcar/"),
    ("/var/run/", "/run/"),
    ("/usr/share/oem/", "/oem/"),
];

/// Trees of the read-only partition, and the links into it.
const READ_ONLY: [&str; 6] = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"];

/// Users that each Flatcar has, with a home directory and a group of their name, and their id.
const ID_OF: [(&str, i64); 2] = [("root", 0), ("core", 500)];

/// Directories that are there, or that Flatcar makes itself, before Ignition writes.
const DIRECTORIES: [&str; 33] = [
    "/",
    "/etc",
    "/etc/coreos",
    "/etc/flatcar",
    "/etc/modules-load.d",
    "/etc/profile.d",
    "/etc/ssh",
    "/etc/ssl",
    "/etc/ssl/certs",
    "/etc/sudoers.d",
    "/etc/sysctl.d",
    "/etc/systemd",
    "/etc/systemd/network",
    "/etc/systemd/system",
    "/etc/tmpfiles.d",
    "/etc/udev",
    "/etc/udev/rules.d",
    "/home",
    "/home/core",
    "/media",
    "/mnt",
    "/oem",
    "/opt",
    "/root",
    "/run",
    "/srv",
    "/tmp",
    "/var",
    "/var/cache",
    "/var/lib",
    "/var/log",
    "/var/spool",
    "/var/tmp",
];

/// The path behind Flatcar's links.
pub(super) fn resolve(path: &str) -> String {
    for (link, target) in LINKS {
        if let Some(below) = path.strip_prefix(link) {
            return format!("{target}{below}");
        }
    }
    path.to_owned()
}

/// Whether nothing can be written at a path, given as [`resolve`] gives it.
pub(super) fn is_read_only(path: &str) -> bool {
    READ_ONLY.iter().any(|tree| {
        path.strip_prefix(tree)
            .is_some_and(|below| below.is_empty() || below.starts_with('/'))
    })
}

/// Whether each Flatcar has this user.
pub(super) fn has_user(name: &str) -> bool {
    ID_OF.iter().any(|(user, _)| *user == name)
}

/// Whether each Flatcar has this id, for a user or group of another name.
pub(super) fn is_other_id(name: &str, id: Option<i64>) -> bool {
    ID_OF
        .iter()
        .any(|(user, taken)| id == Some(*taken) && *user != name)
}

/// Whether each Flatcar has this directory.
pub(super) fn has_directory(path: &str) -> bool {
    DIRECTORIES.contains(&path)
}
