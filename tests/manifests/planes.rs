//! Control planes: each release with each setting.

use lokomotive::cluster::bundle::File;
use lokomotive::cluster::pki::BootstrapToken;
use lokomotive::cluster::settings::{ControlPlane, Networking, Oidc};
use lokomotive::cluster::{control_plane, manifests};
use lokomotive::node::settings::Platform;
use lokomotive::node::versions::{RELEASES, Release};

use crate::nodes;

/// A control plane, where it runs, and a name for messages.
pub(crate) struct Plane {
    pub(crate) name: String,
    pub(crate) settings: ControlPlane,
    pub(crate) platform: Platform,
    pub(crate) token: BootstrapToken,
}

/// Every release with each setting.
pub(crate) fn all() -> Vec<Plane> {
    RELEASES.iter().flat_map(of).collect()
}

/// A release with its defaults.
pub(crate) fn default(release: &'static Release) -> Plane {
    Plane {
        name: format!("{} default", release.kubernetes),
        settings: nodes::cluster::control_plane(release, 3),
        platform: Platform::Aws,
        token: BootstrapToken::parse("abcdef.0123456789abcdef").unwrap(),
    }
}

fn of(release: &'static Release) -> Vec<Plane> {
    let mut planes = vec![default(release)];
    let mut more = |name: &str, change: &dyn Fn(&mut Plane)| {
        let mut plane = default(release);
        plane.name = format!("{} {name}", release.kubernetes);
        change(&mut plane);
        planes.push(plane);
    };
    more("Metal", &|plane| plane.platform = nodes::metal(None, None));
    more("bare", &|plane| {
        plane.settings.aggregation = false;
        plane.settings.networking = Networking::None;
        plane.settings.conntrack_max_per_core = 0;
    });
    more("OIDC", &|plane| plane.settings.oidc = Some(oidc("email")));
    more("OIDC by name", &|plane| {
        plane.settings.oidc = Some(oidc("preferred: 'name' #1"));
        plane.settings.api_server = Some("2001:db8::1".to_owned());
        plane.settings.manifests = vec![USERS.to_owned()];
    });
    planes
}

/// A manifest of a user's.
const USERS: &str = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: example\n";

fn oidc(username_claim: &str) -> Oidc {
    Oidc {
        issuer_url: "https://dex.example.example.com".to_owned(),
        client_id: "clusterauth".to_owned(),
        username_claim: username_claim.to_owned(),
        groups_claim: "groups".to_owned(),
    }
}

impl Plane {
    /// The static pods and manifests of controller 0.
    pub(crate) fn files(&self) -> Vec<File> {
        let mut files = control_plane::files(&self.settings, &self.platform);
        files.extend(manifests::files(&self.settings, &self.token));
        files
    }

    /// The minor version of its release.
    pub(crate) fn minor(&self) -> u32 {
        self.settings.release.minor()
    }
}
