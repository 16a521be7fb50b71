//! An authority: a certificate that signs others, and its key.

use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_ED25519, PublicKeyData, SerialNumber, date_time_ymd,
};

use super::certificate::{Facts, facts};
use super::pem;
use super::validity::Validity;
use super::{Fault, Flaw, Which};
use crate::cluster::time::Time;
use crate::secret::Secret;

/// An authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    pub(super) certificate: String,
    pub(super) key: Secret,
    pub(super) validity: Validity,
}

/// A certificate and its key, in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The certificate.
    pub certificate: String,
    /// Its key.
    pub key: Secret,
}

impl Authority {
    /// A new one.
    pub(super) fn generate(which: Which, validity: Validity) -> Result<Self, Fault> {
        let mut params = params(validity)?;
        let name = which.common_name();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyCertSign,
            KeyUsagePurpose::CrlSign,
        ];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        Ok(Self {
            certificate: certificate.pem(),
            key: Secret::new(key.serialize_pem()),
            validity,
        })
    }

    /// One from PEM, the user's or from the state. Whatever stands around the blocks is dropped.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn from_pem(which: Which, pair: &Pair) -> Result<Self, Fault> {
        let flaw = |flaw| Fault::Flaw(which, flaw);
        let (certificate, facts) = only_certificate(&pair.certificate).map_err(flaw)?;
        let key = pem::block(pair.key.reveal(), "PRIVATE KEY").ok_or(flaw(Flaw::NoKey))?;
        let public = KeyPair::from_pem(&key).map_err(|_| flaw(Flaw::NoKey))?;
        if public.algorithm() == &PKCS_ED25519 {
            return Err(flaw(Flaw::KindOfKey));
        }
        if public.subject_public_key_info() != facts.public_key {
            return Err(flaw(Flaw::OtherKey));
        }
        Ok(Self {
            certificate,
            key: Secret::new(key),
            validity: facts.validity,
        })
    }

    /// Its certificate, in PEM.
    #[must_use]
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Its key, in PEM.
    #[must_use]
    pub fn key(&self) -> &Secret {
        &self.key
    }

    /// Both, as they are stored.
    #[must_use]
    pub fn to_pem(&self) -> Pair {
        Pair {
            certificate: self.certificate.clone(),
            key: self.key.clone(),
        }
    }

    /// When it is valid.
    #[must_use]
    pub fn validity(&self) -> Validity {
        self.validity
    }

    /// Whether it is valid from now on, for a while at least.
    pub(super) fn lasts(&self, now: Time, needed: Duration) -> Result<(), Flaw> {
        let Validity { start, end } = self.validity;
        if now < start {
            Err(Flaw::NotYet)
        } else if end < now + needed {
            Err(Flaw::TooShort { needed })
        } else {
            Ok(())
        }
    }

    /// Whether two are the same key.
    pub(super) fn has_key_of(&self, other: &Self) -> bool {
        let key = |authority: &Self| facts(&authority.certificate).map(|facts| facts.public_key);
        key(self) == key(other)
    }

    /// A new client certificate that it signs, no longer valid than itself.
    pub(super) fn issue_client(
        &self,
        common_name: &str,
        organization: &str,
        validity: Validity,
    ) -> Result<Pair, Fault> {
        let mut params = params(validity.up_to(self.validity.end))?;
        let name = &mut params.distinguished_name;
        name.push(DnType::OrganizationName, organization);
        name.push(DnType::CommonName, common_name);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.use_authority_key_identifier_extension = true;
        let issuer = KeyPair::from_pem(self.key.reveal())?;
        let issuer = Issuer::from_ca_cert_pem(&self.certificate, issuer)?;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &issuer)?;
        Ok(Pair {
            certificate: certificate.pem(),
            key: Secret::new(key.serialize_pem()),
        })
    }
}

/// The text's only certificate, which must be an authority's.
fn only_certificate(text: &str) -> Result<(String, Facts), Flaw> {
    let facts = facts(text).ok_or(Flaw::NoCertificate)?;
    if !facts.is_authority {
        return Err(Flaw::NoAuthority);
    }
    let certificate = pem::block(text, "CERTIFICATE").ok_or(Flaw::NoCertificate)?;
    Ok((certificate, facts))
}

/// Parameters without a name.
fn params(validity: Validity) -> Result<CertificateParams, Fault> {
    let mut params = CertificateParams::default();
    let at = |time: Time| date_time_ymd(1970, 1, 1) + Duration::from_secs(time.0);
    params.not_before = at(validity.start);
    params.not_after = at(validity.end);
    params.distinguished_name = DistinguishedName::new();
    // 62 bits of chance, always of one length.
    let serial = getrandom::u64()? >> 2 | 1 << 62;
    params.serial_number = Some(SerialNumber::from(serial));
    Ok(params)
}
