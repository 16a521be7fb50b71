//! Where the host reaches us: a unix socket, or loopback TCP where there are none (Windows).

#[cfg(any(windows, test))]
mod tcp;
#[cfg(unix)]
mod unix;

use std::fmt;
#[cfg(any(windows, test))]
use std::net::SocketAddr;
use std::path::PathBuf;

#[cfg(windows)]
pub(super) use self::tcp::Listener;
#[cfg(unix)]
pub(super) use self::unix::Listener;

/// The host's wishes about where to listen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place {
    /// Directory for the unix socket; the system's temporary one if not given.
    pub(super) directory: Option<PathBuf>,
    /// Group, by name or number, that may connect to the unix socket besides the user.
    pub(super) group: Option<String>,
    /// Lowest and highest TCP port; any free one if not given.
    pub(super) ports: Option<(u16, u16)>,
}

/// Where we listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// Path of a unix socket.
    #[cfg(unix)]
    Unix(PathBuf),
    /// IP address and port.
    #[cfg(any(windows, test))]
    Tcp(SocketAddr),
}

impl Address {
    /// Go's name of the network.
    pub(super) fn network(&self) -> &'static str {
        match self {
            #[cfg(unix)]
            Self::Unix(_) => "unix",
            #[cfg(any(windows, test))]
            Self::Tcp(_) => "tcp",
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(unix)]
            Self::Unix(path) => path.display().fmt(f),
            #[cfg(any(windows, test))]
            Self::Tcp(address) => address.fmt(f),
        }
    }
}
