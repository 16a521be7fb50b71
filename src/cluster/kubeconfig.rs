//! Kubeconfigs: how clients find the API server and show who they are.
//!
//! The kubelet's unit takes the authority out of the line `certificate-authority-data`, so there is exactly one.
//! Those of a controller's own clients are written on the machine, from certificates that only it has.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::pki::{Admin, Pki};
use crate::secret::Secret;

/// What a client needs to reach a cluster as its administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The API server's URL.
    pub host: String,
    /// The cluster's authority, in PEM.
    pub ca_certificate: String,
    /// The client's certificate, in PEM.
    pub client_certificate: String,
    /// Its key, in PEM.
    pub client_key: Secret,
}

impl Access {
    /// The administrator's, for an API server at a name or address.
    #[must_use]
    pub fn of_admin(host: &str, pki: &Pki, admin: &Admin) -> Self {
        Self {
            host: url(host),
            ca_certificate: pki.cluster.certificate().to_owned(),
            client_certificate: admin.certificate().to_owned(),
            client_key: admin.key().clone(),
        }
    }

    /// The same as a kubeconfig.
    #[must_use]
    pub fn kubeconfig(&self, cluster: &str) -> Secret {
        let user = format!(
            "client-certificate-data: {}\n    client-key-data: {}",
            STANDARD.encode(&self.client_certificate),
            STANDARD.encode(self.client_key.reveal())
        );
        written(cluster, &self.host, &self.ca_certificate, "admin", &user)
    }
}

/// The kubeconfig with which workers ask for their first certificate, of an API server at a name or address.
#[must_use]
pub fn worker(cluster: &str, host: &str, pki: &Pki) -> Secret {
    written(
        cluster,
        &url(host),
        pki.cluster.certificate(),
        "kubelet",
        &format!("token: {}", pki.bootstrap_token.bearer().reveal()),
    )
}

/// The URL of the API server at a name or address.
fn url(host: &str) -> String {
    if host.contains(':') {
        format!("https://[{host}]:6443")
    } else {
        format!("https://{host}:6443")
    }
}

fn written(cluster: &str, host: &str, ca_certificate: &str, name: &str, user: &str) -> Secret {
    let authority = STANDARD.encode(ca_certificate);
    Secret::new(format!(
        "\
apiVersion: v1
kind: Config
clusters:
- name: {cluster}
  cluster:
    server: {host}
    certificate-authority-data: {authority}
users:
- name: {name}
  user:
    {user}
contexts:
- name: {cluster}
  context:
    cluster: {cluster}
    user: {name}
current-context: {cluster}
"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_api_server_is() {
        for (host, expected) in [
            ("example.example.com", "https://example.example.com:6443"),
            ("10.0.0.4", "https://10.0.0.4:6443"),
            ("fd00::4", "https://[fd00::4]:6443"),
        ] {
            assert_eq!(url(host), expected);
        }
    }
}
