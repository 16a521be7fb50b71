//! What is Equinix Metal's own of a scene: the token, the project, and the provider's block.

/// The token of tests. No part of it may be printed anywhere.
pub(crate) const TOKEN: &str = "c0ffee-PLANTED-METAL-TOKEN";
/// The project of tests.
pub(crate) const PROJECT: &str = crate::simulator::metal::PROJECT;

/// The provider's configuration for a stand-in at a URL.
pub(crate) fn provider(url: &str) -> String {
    format!("provider \"lokomotive\" {{\n{}}}\n", block(url))
}

/// Its block `equinix_metal`.
pub(crate) fn block(url: &str) -> String {
    format!(
        r#"  equinix_metal {{
    auth_token = "{TOKEN}"
    endpoint   = "{url}/metal/v1"
  }}
"#
    )
}
