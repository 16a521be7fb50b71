//! A unix socket in a directory of its own, which only the user (and the host's group, if any) can enter.
//!
//! A directory rather than the socket's mode keeps others out: it is right from the moment it exists, and not every
//! system honours the mode of a socket. Socket and directory are removed with the listener.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};

use super::{Address, Place};

/// Longest path of a socket, in bytes: `sun_path` of the smallest system (104 on macOS, 108 on Linux) less the
/// final zero.
const PATH_LIMIT: usize = 103;

/// Directory for sockets when the temporary one has too long a name.
const SHORT_DIRECTORY: &str = "/tmp";

/// A listening unix socket.
pub(in crate::plugin) struct Listener {
    inner: UnixListener,
    address: Address,
    /// Declared after `inner`: removed once it is closed.
    _directory: PrivateDirectory,
}

impl Listener {
    /// Listens in a new directory at `place`.
    ///
    /// # Errors
    /// The directory cannot be made, its path is too long for a socket, or the group is unknown.
    #[expect(
        clippy::unused_async,
        reason = "the same call as on systems with TCP; needs a runtime anyway"
    )]
    pub(in crate::plugin) async fn bind(place: &Place) -> io::Result<Self> {
        let directory = match &place.directory {
            Some(parent) => PrivateDirectory::new_in(parent)?,
            None => PrivateDirectory::new_in(&short_temporary_directory())?,
        };
        let path = directory.0.join("socket");
        let inner = UnixListener::bind(&path)?;
        if let Some(group) = &place.group {
            let id = group_id(group)?;
            chown(&path, None, Some(id))?;
            fs::set_permissions(&path, Permissions::from_mode(0o660))?;
            chown(&directory.0, None, Some(id))?;
            fs::set_permissions(&directory.0, Permissions::from_mode(0o710))?;
        }
        Ok(Self {
            inner,
            address: Address::Unix(path),
            _directory: directory,
        })
    }

    /// Where the host reaches it.
    pub(in crate::plugin) fn address(&self) -> &Address {
        &self.address
    }

    /// Waits for a connection.
    pub(in crate::plugin) async fn accept(&self) -> io::Result<UnixStream> {
        let (stream, _) = self.inner.accept().await?;
        Ok(stream)
    }
}

/// A directory of mode 0700 that is removed, with the socket in it, when dropped.
struct PrivateDirectory(PathBuf);

impl PrivateDirectory {
    fn new_in(parent: &Path) -> io::Result<Self> {
        let process = std::process::id();
        // A killed process of the same number may have left its directory behind.
        for attempt in 0..100 {
            let path = parent.join(format!("plugin-{process}-{attempt}"));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }
}

impl Drop for PrivateDirectory {
    fn drop(&mut self) {
        // Someone else may have tidied up already; there is nobody left to tell.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The temporary directory, or `/tmp` if a socket in it would have too long a path.
fn short_temporary_directory() -> PathBuf {
    let name = "/plugin-4294967295-99/socket".len();
    let directory = std::env::temp_dir();
    if directory.as_os_str().len() + name > PATH_LIMIT {
        SHORT_DIRECTORY.into()
    } else {
        directory
    }
}

/// The number of a group given by number or by its name in `/etc/group`.
fn group_id(group: &str) -> io::Result<u32> {
    if let Ok(id) = group.parse() {
        return Ok(id);
    }
    let groups = fs::read_to_string("/etc/group")?;
    named_group(&groups, group).ok_or_else(|| {
        let message = format!("PLUGIN_UNIX_SOCKET_GROUP: no group {group:?} on this system");
        io::Error::new(io::ErrorKind::NotFound, message)
    })
}

/// Looks a name up in the text of a group file, `name:password:id:members` a line.
fn named_group(groups: &str, name: &str) -> Option<u32> {
    groups.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name))
            .then(|| fields.nth(1)?.parse().ok())
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_user_enters_and_nothing_stays() {
        let listener = Listener::bind(&Place::default()).await.unwrap();
        let Address::Unix(path) = listener.address().clone() else {
            panic!("{}", listener.address());
        };
        assert!(path.as_os_str().len() <= PATH_LIMIT, "{}", path.display());
        let directory = path.parent().unwrap();
        let mode = fs::metadata(directory).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert!(UnixStream::connect(&path).await.is_ok());
        drop(listener);
        assert!(!directory.exists());
    }

    #[tokio::test]
    async fn the_hosts_directory_and_group() {
        let parent = PrivateDirectory::new_in(&std::env::temp_dir()).unwrap();
        let own_group = std::os::unix::fs::MetadataExt::gid(&fs::metadata(&parent.0).unwrap());
        let place = Place {
            directory: Some(parent.0.clone()),
            group: Some(own_group.to_string()),
            ports: None,
        };
        let listener = Listener::bind(&place).await.unwrap();
        let Address::Unix(path) = listener.address() else {
            panic!("{}", listener.address());
        };
        assert!(path.starts_with(&parent.0), "{}", path.display());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path), 0o660);
        assert_eq!(mode(path.parent().unwrap()), 0o710);
    }

    #[tokio::test]
    async fn an_unknown_group_is_named() {
        let place = Place {
            group: Some("no-such-group".into()),
            ..Place::default()
        };
        let fault = Listener::bind(&place).await.err().unwrap().to_string();
        assert!(fault.contains("\"no-such-group\""), "{fault}");
    }

    #[test]
    fn groups_by_name() {
        let groups = "root:x:0:\ncore:x:500:a,b\nbroken\nodd:x:y:\n";
        let check = |name, expect| assert_eq!(named_group(groups, name), expect, "{name}");
        check("root", Some(0));
        check("core", Some(500));
        check("cor", None);
        check("broken", None);
        check("odd", None);
    }
}
