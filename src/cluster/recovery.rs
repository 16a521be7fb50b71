//! The secrets of a cluster, read back from a controller's bundle when its machines are imported.

use super::bundle::{self, File};
use super::encryption;
use super::leaves::{PKI, authority_path};
use super::pki::{Authority, BootstrapToken, Pair, Pki, Which};
use crate::secret::Secret;

/// The secrets in a bundle; none when one is missing or damaged.
#[must_use]
pub fn pki(text: &str) -> Option<Pki> {
    let files = bundle::read(text)?;
    let authority = |which| {
        let path = authority_path(which);
        let pair = Pair {
            certificate: file(&files, &format!("{path}.crt"))?.to_owned(),
            key: Secret::new(file(&files, &format!("{path}.key"))?),
        };
        Authority::from_pem(which, &pair).ok()
    };
    let token = file(&files, &format!("{PKI}/bootstrap-token"))?;
    let encryption = file(&files, encryption::PATH)?.lines();
    let mut keys = encryption.filter_map(|line| line.trim().strip_prefix("secret: "));
    Some(Pki {
        cluster: authority(Which::Cluster)?,
        etcd: authority(Which::Etcd)?,
        front_proxy: authority(Which::FrontProxy)?,
        service_account_key: Secret::new(file(&files, &format!("{PKI}/sa.key"))?),
        encryption_key: Secret::new(keys.next()?),
        bootstrap_token: BootstrapToken::parse(token.trim_end())?,
    })
}

fn file<'a>(files: &'a [File], path: &str) -> Option<&'a str> {
    let file = files.iter().find(|file| file.path == path)?;
    Some(file.text())
}
