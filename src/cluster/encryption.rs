//! How the API server encrypts Secrets in etcd.

use super::bundle::File;
use super::pki::Pki;

/// Where the API server is told so: `--encryption-provider-config`.
pub const PATH: &str = "/etc/kubernetes/pki/encryption.yaml";

/// The file. Secrets from before there was a key can be read, too.
#[must_use]
pub fn file(pki: &Pki) -> File {
    let key = pki.encryption_key.reveal();
    let text = format!(
        "\
apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers:
  - secretbox:
      keys:
      - name: key
        secret: {key}
  - identity: {{}}
"
    );
    File::secret(PATH, text)
}
