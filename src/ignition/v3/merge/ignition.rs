//! Merging of the `ignition` section.

use super::Merge;
use super::lists::scalar;
use crate::ignition::v3::ignition::{ConfigReferences, Ignition, Proxy, Security, Timeouts, Tls};

impl Merge for Ignition {
    fn merge(self, child: Self) -> Self {
        Self {
            config: self.config.merge(child.config),
            proxy: self.proxy.merge(child.proxy),
            security: self.security.merge(child.security),
            timeouts: self.timeouts.merge(child.timeouts),
            version: self.version.max(child.version),
        }
    }
}

impl Merge for ConfigReferences {
    fn merge(self, child: Self) -> Self {
        Self {
            merge: self.merge.merge(child.merge),
            replace: self.replace.merge(child.replace),
        }
    }
}

impl Merge for Proxy {
    fn merge(self, child: Self) -> Self {
        Self {
            http_proxy: scalar(self.http_proxy, child.http_proxy),
            https_proxy: scalar(self.https_proxy, child.https_proxy),
            no_proxy: self.no_proxy.merge(child.no_proxy),
        }
    }
}

impl Merge for Security {
    fn merge(self, child: Self) -> Self {
        Self {
            tls: Tls {
                certificate_authorities: self
                    .tls
                    .certificate_authorities
                    .merge(child.tls.certificate_authorities),
            },
        }
    }
}

impl Merge for Timeouts {
    fn merge(self, child: Self) -> Self {
        Self {
            http_response_headers: scalar(self.http_response_headers, child.http_response_headers),
            http_total: scalar(self.http_total, child.http_total),
        }
    }
}
