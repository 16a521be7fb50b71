//! The token with which machines ask for their first certificate, as the API server knows it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::cluster::pki::BootstrapToken;
use crate::node::template::fill;

pub(super) fn manifest(token: &BootstrapToken) -> String {
    // Encoded here: who applies `stringData` again has the server compare it with nothing.
    fill(
        include_str!("../files/token.yaml"),
        &[
            ("NAME", token.id()),
            ("ID", &STANDARD.encode(token.id())),
            ("SECRET", &STANDARD.encode(token.secret().reveal())),
        ],
    )
}
