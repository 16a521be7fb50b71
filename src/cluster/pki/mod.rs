//! The secrets of a cluster, made once and kept in Terraform's state.
//!
//! Three authorities, because who is trusted by one must not be by another: etcd lets in whoever has a certificate
//! of its authority, and the front proxy's speaks for any user. Certificates are made on the controllers, from the
//! authorities; only the administrator's is made here.

mod admin;
mod authority;
mod certificate;
mod fault;
mod pem;
#[cfg(test)]
mod tests;
mod token;
mod validity;

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::KeyPair;

use super::time::Time;
use crate::secret::Secret;
pub use admin::Admin;
pub(crate) use admin::{GROUP as ADMIN_GROUP, NAME as ADMIN_NAME};
pub use authority::{Authority, Pair};
pub use fault::{Fault, Flaw, Which};
pub use token::BootstrapToken;
pub use validity::Validity;

/// How much longer authorities live than what they sign, unless told otherwise.
pub const AUTHORITY_FACTOR: u32 = 10;

/// The secrets of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pki {
    /// Signs the API server, its clients and the nodes.
    pub cluster: Authority,
    /// Signs etcd's members and clients.
    pub etcd: Authority,
    /// Signs the API server as a client of those that it takes in.
    pub front_proxy: Authority,
    /// Signs the tokens of service accounts; PEM.
    pub service_account_key: Secret,
    /// Encrypts Secrets in etcd: 32 bytes in Base64.
    pub encryption_key: Secret,
    /// Lets machines ask for their first certificate.
    pub bootstrap_token: BootstrapToken,
}

/// What the user brings along; the rest is made.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// An authority of the cluster.
    pub cluster: Option<Pair>,
    /// An authority of etcd.
    pub etcd: Option<Pair>,
    /// An authority of the front proxy.
    pub front_proxy: Option<Pair>,
    /// A key for the tokens of service accounts, in PEM.
    pub service_account_key: Option<Secret>,
}

impl Own {
    /// One of the authorities.
    fn pair(&self, which: Which) -> Option<&Pair> {
        match which {
            Which::Cluster => self.cluster.as_ref(),
            Which::Etcd => self.etcd.as_ref(),
            Which::FrontProxy => self.front_proxy.as_ref(),
        }
    }
}

/// How long what is made lives.
#[derive(Debug, Clone, Copy)]
pub struct Lifetimes {
    /// Of authorities.
    pub authorities: Duration,
    /// Of what they sign. An authority of the user's must last at least so long.
    pub leaves: Duration,
}

impl Lifetimes {
    /// The usual ones, for a validity of certificates.
    #[must_use]
    pub fn of_hours(hours: u32) -> Self {
        let leaves = Duration::from_hours(hours.into());
        Self {
            authorities: leaves * AUTHORITY_FACTOR,
            leaves,
        }
    }
}

impl Pki {
    /// Makes what the user does not bring along.
    ///
    /// # Errors
    ///
    /// When something of the user's cannot be used: which and why.
    pub fn generate(now: Time, lifetimes: Lifetimes, own: &Own) -> Result<Self, Fault> {
        let validity = Validity::from_now(now, lifetimes.authorities);
        let authority = |which| match own.pair(which) {
            None => Authority::generate(which, validity),
            Some(pair) => {
                let authority = Authority::from_pem(which, pair)?;
                let lasts = authority.lasts(now, lifetimes.leaves);
                lasts.map_err(|flaw| Fault::Flaw(which, flaw))?;
                Ok(authority)
            }
        };
        let mut encryption_key = [0; 32];
        getrandom::fill(&mut encryption_key)?;
        let pki = Self {
            cluster: authority(Which::Cluster)?,
            etcd: authority(Which::Etcd)?,
            front_proxy: authority(Which::FrontProxy)?,
            service_account_key: match &own.service_account_key {
                None => Secret::new(KeyPair::generate()?.serialize_pem()),
                Some(key) => service_account_key(key)?,
            },
            encryption_key: Secret::new(STANDARD.encode(encryption_key)),
            bootstrap_token: BootstrapToken::generate()?,
        };
        pki.are_apart()?;
        Ok(pki)
    }

    /// Secrets as large as real ones, made with what the user brings along; whether that lasts is not looked at.
    ///
    /// # Errors
    ///
    /// When something of the user's cannot be used: which and why.
    pub fn stand_in(own: &Own) -> Result<Self, Fault> {
        const ANY_TIME: Time = Time(1_750_000_000);
        let mut now = ANY_TIME;
        for which in Which::ALL {
            if let Some(pair) = own.pair(which) {
                now = now.max(Authority::from_pem(which, pair)?.validity().start);
            }
        }
        let lifetimes = Lifetimes {
            authorities: Duration::from_hours(8760),
            leaves: Duration::ZERO,
        };
        Self::generate(now, lifetimes, own)
    }

    /// One of the authorities.
    #[must_use]
    pub fn authority(&self, which: Which) -> &Authority {
        match which {
            Which::Cluster => &self.cluster,
            Which::Etcd => &self.etcd,
            Which::FrontProxy => &self.front_proxy,
        }
    }

    /// Whether no two authorities are one.
    fn are_apart(&self) -> Result<(), Fault> {
        let [cluster, etcd, front_proxy] = Which::ALL;
        for (one, other) in [(cluster, etcd), (cluster, front_proxy), (etcd, front_proxy)] {
            if self.authority(one).has_key_of(self.authority(other)) {
                return Err(Fault::SameKey(one, other));
            }
        }
        Ok(())
    }
}

/// A key of the user's for tokens, without what stands around it.
///
/// # Errors
///
/// When it is none.
pub fn service_account_key(key: &Secret) -> Result<Secret, Fault> {
    let key = pem::block(key.reveal(), "PRIVATE KEY").ok_or(Fault::ServiceAccountKey)?;
    KeyPair::from_pem(&key).map_err(|_| Fault::ServiceAccountKey)?;
    Ok(Secret::new(key))
}
