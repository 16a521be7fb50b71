//! TCP on the loopback address, within the ports the host allows.

use std::io;
use std::net::Ipv4Addr;

use tokio::net::{TcpListener, TcpStream};

use super::{Address, Place};

/// A listening TCP port of 127.0.0.1.
pub(in crate::plugin) struct Listener {
    inner: TcpListener,
    address: Address,
}

impl Listener {
    /// Takes the first free port of `place`.
    ///
    /// # Errors
    /// The last port's error when none is free.
    pub(in crate::plugin) async fn bind(place: &Place) -> io::Result<Self> {
        let (lowest, highest) = place.ports.unwrap_or((0, 0));
        let mut outcome = Err(io::Error::from(io::ErrorKind::AddrNotAvailable));
        for port in lowest..=highest {
            outcome = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
            if outcome.is_ok() {
                break;
            }
        }
        let inner = outcome?;
        let address = Address::Tcp(inner.local_addr()?);
        Ok(Self { inner, address })
    }

    /// Where the host reaches it.
    pub(in crate::plugin) fn address(&self) -> &Address {
        &self.address
    }

    /// Waits for a connection.
    pub(in crate::plugin) async fn accept(&self) -> io::Result<TcpStream> {
        let (stream, _) = self.inner.accept().await?;
        // Without it each call waits for a delayed acknowledgement, about 40 ms.
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_passed_over() {
        let first = Listener::bind(&Place::default()).await.unwrap();
        let Address::Tcp(taken) = first.address() else {
            panic!("{}", first.address());
        };
        let only_that = Place {
            ports: Some((taken.port(), taken.port())),
            ..Place::default()
        };
        assert!(Listener::bind(&only_that).await.is_err());
        let and_some_more = Place {
            ports: Some((taken.port(), taken.port().saturating_add(50))),
            ..Place::default()
        };
        let second = Listener::bind(&and_some_more).await.unwrap();
        assert_ne!(first.address(), second.address());
    }

    #[tokio::test]
    async fn answers_are_not_delayed() {
        let listener = Listener::bind(&Place::default()).await.unwrap();
        let Address::Tcp(address) = listener.address() else {
            panic!("{}", listener.address());
        };
        let (host, ours) = tokio::join!(TcpStream::connect(address), listener.accept());
        assert!(host.is_ok());
        assert!(ours.unwrap().nodelay().unwrap());
    }

    #[tokio::test]
    async fn no_port_in_an_empty_range() {
        let place = Place {
            ports: Some((2, 1)),
            ..Place::default()
        };
        assert!(Listener::bind(&place).await.is_err());
    }
}
