//! What can be wrong with authorities.

use std::fmt;
use std::time::Duration;

/// One of a cluster's authorities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one of the API server, its clients and the nodes.
    Cluster,
    /// The one of etcd's members and clients.
    Etcd,
    /// The one of the API server as a client of API servers that it takes in.
    FrontProxy,
}

impl Which {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cluster, Self::Etcd, Self::FrontProxy];

    /// The name that a certificate of ours has.
    ///
    /// Lengths are alike modulo 3: in Base64 the three certificates then look alike where they are, and so do they and
    /// their keys. That makes user data 250 bytes smaller.
    pub(super) fn common_name(self) -> &'static str {
        match self {
            Self::Cluster => "kubernetes-ca",
            Self::Etcd => "etcd-ca",
            Self::FrontProxy => "aggregator-ca",
        }
    }
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cluster => "cluster",
            Self::Etcd => "etcd",
            Self::FrontProxy => "front proxy",
        })
    }
}

/// Why there is no PKI.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// An authority of the user's, or of the state, cannot be used.
    #[error("the {0} authority cannot be used: {1}")]
    Flaw(Which, Flaw),
    /// The key that signs service accounts' tokens cannot be read.
    #[error("the key of service accounts is not a private key in PEM, without a password")]
    ServiceAccountKey,
    /// Two authorities are one.
    #[error(
        "the {0} and {1} authorities have the same key: whoever has a certificate of one would be let in by the \
         other. Use one for each"
    )]
    SameKey(Which, Which),
    /// What makes keys and certificates has failed.
    #[error("cannot make a certificate: {0}")]
    Making(#[from] rcgen::Error),
    /// There is no chance to be had of the system.
    #[error("no random numbers: {0}")]
    Chance(#[from] getrandom::Error),
}

/// What is wrong with an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// No certificate, or several.
    #[error("its certificate is not one certificate in PEM")]
    NoCertificate,
    /// It may not sign.
    #[error(
        "its certificate may not sign others: it needs the basic constraint CA, and the usage keyCertSign if it names \
         any"
    )]
    NoAuthority,
    /// No key that can be read.
    #[error("its key is not a private key in PEM, without a password")]
    NoKey,
    /// The key is of a kind that not all programs take which sign with it.
    #[error("its key is neither ECDSA nor RSA")]
    KindOfKey,
    /// The key is another's.
    #[error("its key does not belong to its certificate")]
    OtherKey,
    /// Its time has not come.
    #[error("it is not valid yet")]
    NotYet,
    /// It ends too early.
    #[error("it is not valid for as long as the certificates that it is to sign, {} hours", needed.as_secs() / 3600)]
    TooShort {
        /// How long it must be valid.
        needed: Duration,
    },
}
