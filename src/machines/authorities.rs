//! What users bring along of a cluster's PKI: the block `certificate_authorities`.

use super::arguments::{Arguments, CertificateAuthorities};
use crate::cluster::pki::{Authority, Fault, Own, Pair, Pki, Which};
use crate::framework::Field;
use crate::secret::Secret;

/// The block.
pub(super) const BLOCK: &str = "certificate_authorities";

/// The attribute of the key that signs tokens.
pub(super) const SERVICE_ACCOUNT_KEY: &str = "service_account_key";

/// An authority, as far as it is given.
pub(super) struct Given<'a> {
    which: Which,
    /// The attributes of certificate and key.
    pub(super) names: [&'static str; 2],
    /// Certificate and key.
    pub(super) halves: [&'a Field<String>; 2],
}

impl Given<'_> {
    /// The authority; `None` while half of it is not known, or not there.
    pub(super) fn authority(&self) -> Option<Result<Authority, Fault>> {
        Some(Authority::from_pem(self.which, &self.pair()?))
    }

    fn pair(&self) -> Option<Pair> {
        let [certificate, key] = self.halves;
        Some(Pair {
            certificate: certificate.known()?.clone(),
            key: Secret::new(key.known()?.as_str()),
        })
    }

    fn is_unknown(&self) -> bool {
        self.halves.iter().any(|half| half.is_unknown())
    }
}

/// The three authorities, as far as they are given; none while the block is not known, or not there.
pub(super) fn given(arguments: &Arguments) -> Vec<Given<'_>> {
    let block = arguments.controller.certificate_authorities.known();
    block.map(three).unwrap_or_default()
}

fn three(block: &CertificateAuthorities) -> Vec<Given<'_>> {
    vec![
        Given {
            which: Which::Cluster,
            names: ["cluster_certificate", "cluster_key"],
            halves: [&block.cluster_certificate, &block.cluster_key],
        },
        Given {
            which: Which::Etcd,
            names: ["etcd_certificate", "etcd_key"],
            halves: [&block.etcd_certificate, &block.etcd_key],
        },
        Given {
            which: Which::FrontProxy,
            names: ["front_proxy_certificate", "front_proxy_key"],
            halves: [&block.front_proxy_certificate, &block.front_proxy_key],
        },
    ]
}

/// The key that signs tokens, when it is given and known.
pub(super) fn service_account_key(arguments: &Arguments) -> Option<Secret> {
    let block = arguments.controller.certificate_authorities.known()?;
    let key = block.service_account_key.known()?;
    Some(Secret::new(key.as_str()))
}

/// All that is brought along; `None` while something of it is not known.
pub(super) fn own(arguments: &Arguments) -> Option<Own> {
    let block = &arguments.controller.certificate_authorities;
    let is_unknown = block.is_unknown()
        || block
            .known()
            .is_some_and(|block| block.service_account_key.is_unknown());
    if is_unknown || given(arguments).iter().any(Given::is_unknown) {
        return None;
    }
    let mut own = Own {
        service_account_key: service_account_key(arguments),
        ..Own::default()
    };
    for given in given(arguments) {
        let place = match given.which {
            Which::Cluster => &mut own.cluster,
            Which::Etcd => &mut own.etcd,
            Which::FrontProxy => &mut own.front_proxy,
        };
        *place = given.pair();
    }
    Some(own)
}

/// The attributes whose value is not what the cluster was made with.
pub(super) fn others(arguments: &Arguments, pki: &Pki) -> Vec<&'static str> {
    let mut others: Vec<_> = given(arguments)
        .iter()
        .filter(|given| match given.authority() {
            Some(Ok(authority)) => authority != *pki.authority(given.which),
            Some(Err(_)) | None => false,
        })
        .map(|given| given.names[0])
        .collect();
    let key = service_account_key(arguments);
    if key.is_some_and(|key| key.reveal().trim() != pki.service_account_key.reveal().trim()) {
        others.push(SERVICE_ACCOUNT_KEY);
    }
    others
}
