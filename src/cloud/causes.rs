//! What lies below errors of clients.

use std::error::Error;
use std::io;

use tokio_rustls::rustls::Error as TlsError;

/// Why the certificate that a cloud has shown is not accepted; `None` when that is not what failed.
pub(super) fn certificate(error: &(dyn Error + 'static)) -> Option<String> {
    let refused = chain(error).into_iter().find_map(|mut cause| {
        // an error of a socket does not count what it carries among its sources
        while let Some(carried) = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            cause = carried;
        }
        cause.downcast_ref::<TlsError>()
    })?;
    matches!(refused, TlsError::InvalidCertificate(_)).then(|| {
        format!(
            "The certificate that was shown is not accepted: {refused}. Where a proxy opens TLS, name a file with its \
             authority's certificate in the environment variable SSL_CERT_FILE"
        )
    })
}

/// What caused an error in the end.
#[cfg(feature = "aws")]
pub(super) fn root(error: &(dyn Error + 'static)) -> String {
    chain(error)
        .last()
        .map_or_else(String::new, ToString::to_string)
}

/// An error and what caused it, outermost first.
pub(super) fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = vec![error];
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        next = cause.source();
    }
    causes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificates_are_found_below_what_carries_them() {
        use tokio_rustls::rustls::CertificateError;

        let carried = |error: TlsError| io::Error::other(io::Error::other(error));
        let refused = carried(TlsError::InvalidCertificate(
            CertificateError::UnknownIssuer,
        ));
        let message = certificate(&refused).unwrap();
        assert!(message.contains("UnknownIssuer"), "{message}");
        assert_eq!(certificate(&carried(TlsError::DecryptError)), None);
        assert_eq!(certificate(&io::Error::other("reset")), None);
    }
}
