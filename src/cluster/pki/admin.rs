//! The administrator's certificate.

use std::time::Duration;

use super::authority::{Authority, Pair};
use super::certificate::facts;
use super::validity::Validity;
use super::{Fault, Pki};
use crate::cluster::time::Time;
use crate::secret::Secret;

/// The name by which the API server's log knows the administrator.
pub(crate) const NAME: &str = "kubernetes-admin";

/// The group that may do everything, before there are any roles. Only the administrator is in it.
pub(crate) const GROUP: &str = "system:masters";

/// The administrator's client certificate. It is renewed by issuing another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admin {
    pair: Pair,
    validity: Validity,
}

impl Admin {
    /// A new one of a cluster.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn issue(pki: &Pki, now: Time, lifetime: Duration) -> Result<Self, Fault> {
        let validity = Validity::from_now(now, lifetime).up_to(pki.cluster.validity().end);
        let pair = Authority::issue_client(&pki.cluster, NAME, GROUP, validity)?;
        Ok(Self { pair, validity })
    }

    /// One as it is stored.
    #[must_use]
    pub fn from_pem(pair: Pair) -> Option<Self> {
        let validity = facts(&pair.certificate)?.validity;
        Some(Self { pair, validity })
    }

    /// Its certificate, in PEM.
    #[must_use]
    pub fn certificate(&self) -> &str {
        &self.pair.certificate
    }

    /// Its key, in PEM.
    #[must_use]
    pub fn key(&self) -> &Secret {
        &self.pair.key
    }

    /// When it ends.
    #[must_use]
    pub fn expires(&self) -> Time {
        self.validity.end
    }

    /// Whether less than a third of its life is left.
    #[must_use]
    pub fn needs_renewal(&self, now: Time) -> bool {
        self.validity.is_ending(now)
    }
}
