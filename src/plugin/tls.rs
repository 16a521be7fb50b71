//! `AutoMTLS`: both sides make a certificate at start and accept exactly the other's.
//!
//! Ours goes out with the handshake line, the host's came with the environment. The host's is self-signed, P-521 and
//! marked as a CA, hence two choices: aws-lc-rs, because ring cannot verify P-521 signatures, and a verifier of our
//! own, because webpki refuses a CA as the peer. Comparing the certificates is also stricter: nobody else gets in.

use std::sync::Arc;

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, UnixTime};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{
    WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    ALL_VERSIONS, CertificateError, DigitallySignedStruct, DistinguishedName, Error, ServerConfig,
    SignatureScheme,
};

/// The name hosts connect to, whatever the socket is.
const SERVER_NAME: &str = "localhost";

/// What can go wrong before the first byte.
#[derive(Debug, thiserror::Error)]
pub(super) enum TlsError {
    /// The environment does not hold a certificate.
    #[error("PLUGIN_CLIENT_CERT is not a certificate in PEM: {0}")]
    ClientCertificate(#[from] rustls_pki_types::pem::Error),
    /// Our certificate cannot be made.
    #[error("cannot make a certificate for the connection to Terraform: {0}")]
    OwnCertificate(#[from] rcgen::Error),
    /// The TLS library refuses the configuration.
    #[error("cannot set up TLS: {0}")]
    Config(#[from] Error),
}

/// Our end of the encrypted connection.
pub(super) struct Tls {
    /// Accepts connections of the host.
    pub(super) acceptor: TlsAcceptor,
    /// Our certificate in DER, for the host to pin.
    pub(super) certificate: CertificateDer<'static>,
}

impl Tls {
    /// Makes our certificate and accepts only the peer that owns `client_certificate` (PEM).
    pub(super) fn with_client(client_certificate: &str) -> Result<Self, TlsError> {
        let pinned = CertificateDer::from_pem_slice(client_certificate.as_bytes())?;

        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut params = CertificateParams::new([SERVER_NAME.to_owned()])?;
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.self_signed(&key)?.der().clone();

        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = Arc::new(Pinned {
            certificate: pinned,
            algorithms: provider.signature_verification_algorithms,
        });
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(ALL_VERSIONS)?
            .with_client_cert_verifier(verifier)
            .with_single_cert(vec![certificate.clone()], key)?;
        config.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Self {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            certificate,
        })
    }
}

/// Accepts one certificate and no other.
///
/// The signatures of the TLS handshake are verified as always, so showing the certificate is not enough: the peer
/// must own its key. A peer without a certificate is refused by the trait's default.
#[derive(Debug)]
struct Pinned {
    certificate: CertificateDer<'static>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for Pinned {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if end_entity == &self.certificate {
            Ok(ClientCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_client_certificate_is_named() {
        for pem in [
            "",
            "hello",
            "-----BEGIN CERTIFICATE-----\n%%\n-----END CERTIFICATE-----\n",
        ] {
            let fault = Tls::with_client(pem).err().expect(pem).to_string();
            assert!(fault.starts_with("PLUGIN_CLIENT_CERT is not"), "{fault}");
        }
    }

    #[test]
    fn terraforms_signature_scheme_is_offered() {
        let algorithms = aws_lc_rs::default_provider().signature_verification_algorithms;
        let schemes = algorithms.supported_schemes();
        assert!(schemes.contains(&SignatureScheme::ECDSA_NISTP521_SHA512));
    }
}
