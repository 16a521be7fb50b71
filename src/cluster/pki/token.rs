//! The token with which machines ask for their first certificate.

use super::Fault;
use crate::secret::Secret;

/// What a token's characters are: 32 of the 36 that Kubernetes allows, so that each is five bits of chance.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Length of the half that may be known.
const ID: usize = 6;

/// Length of the half that may not.
const SECRET: usize = 16;

/// A bootstrap token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootstrapToken {
    id: String,
    secret: Secret,
}

impl BootstrapToken {
    /// A new one.
    pub(super) fn generate() -> Result<Self, Fault> {
        let mut chance = [0; ID + SECRET];
        getrandom::fill(&mut chance)?;
        let text: String = chance
            .iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
            .collect();
        let (id, secret) = text.split_at(ID);
        Ok(Self {
            id: id.to_owned(),
            secret: Secret::new(secret),
        })
    }

    /// One as it is written, `id.secret`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.split_once('.')?;
        let is = |part: &str, length| {
            let valid = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            part.len() == length && part.bytes().all(valid)
        };
        (is(id, ID) && is(secret, SECRET)).then(|| Self {
            id: id.to_owned(),
            secret: Secret::new(secret),
        })
    }

    /// The half that names it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The half that only those know who may use it.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Both, as it is shown to the API server.
    #[must_use]
    pub fn bearer(&self) -> Secret {
        Secret::new(format!("{}.{}", self.id, self.secret.reveal()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        let token = BootstrapToken::generate().unwrap();
        let text = token.bearer();
        assert_eq!(BootstrapToken::parse(text.reveal()).unwrap(), token);
        assert_ne!(BootstrapToken::generate().unwrap(), token);
        assert!(!format!("{token:?}").contains(token.secret().reveal()));
    }

    #[test]
    fn what_is_no_token() {
        for text in ["", "abcdef", "abcdef.0123", "ABCDEF.0123456789abcdef"] {
            assert_eq!(BootstrapToken::parse(text), None, "{text}");
        }
    }
}
