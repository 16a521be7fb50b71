//! What a certificate in PEM says of itself.

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_parser::certificate::X509Certificate;
use x509_parser::parse_x509_certificate;

use super::validity::Validity;
use crate::cluster::time::Time;

/// The facts about a certificate that authorities are held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// When it is valid.
    pub(super) validity: Validity,
    /// Whether it may sign others.
    pub(super) is_authority: bool,
    /// Its public key, in DER.
    pub(super) public_key: Vec<u8>,
}

/// The facts, if the text holds exactly one certificate.
pub(super) fn facts(pem: &str) -> Option<Facts> {
    let mut certificates = CertificateDer::pem_slice_iter(pem.as_bytes());
    let certificate = certificates.next()?.ok()?;
    if certificates.next().is_some() {
        return None;
    }
    let (_, certificate) = parse_x509_certificate(&certificate).ok()?;
    let validity = certificate.validity();
    Some(Facts {
        validity: Validity {
            start: time(validity.not_before.timestamp()),
            end: time(validity.not_after.timestamp()),
        },
        is_authority: certificate.is_ca() && may_sign(&certificate),
        public_key: certificate.public_key().raw.to_vec(),
    })
}

/// Whether its usages, where it names any, have the one of signing.
fn may_sign(certificate: &X509Certificate<'_>) -> bool {
    match certificate.key_usage() {
        Ok(Some(usage)) => usage.value.key_cert_sign(),
        Ok(None) => true,
        Err(_) => false,
    }
}

fn time(timestamp: i64) -> Time {
    Time(u64::try_from(timestamp).unwrap_or(0))
}
