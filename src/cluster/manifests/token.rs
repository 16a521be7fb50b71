//! The token with which machines ask for their first certificate, as the API server knows it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::node::template::fill;
use crate::secret::Secret;

/// A bootstrap token.
#[derive(Debug, Clone, Copy)]
pub struct Token<'a> {
    /// The half that names it.
    pub id: &'a str,
    /// The half that only those know who may use it.
    pub secret: &'a Secret,
    /// When it ends, in the form of RFC 3339; it does not, when none.
    pub expiration: Option<&'a str>,
}

impl Token<'_> {
    pub(super) fn manifest(&self) -> String {
        let expiration = self.expiration.map(|time| {
            let time = STANDARD.encode(time);
            format!("  expiration: {time}\n")
        });
        // Encoded here: who applies `stringData` again has the server compare it with nothing.
        fill(
            include_str!("../files/token.yaml"),
            &[
                ("NAME", self.id),
                ("ID", &STANDARD.encode(self.id)),
                ("SECRET", &STANDARD.encode(self.secret.reveal())),
                ("EXPIRATION", &expiration.unwrap_or_default()),
            ],
        )
    }
}
