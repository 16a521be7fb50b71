//! What controller 0 applies to the cluster, until it holds and again at each boot.
//!
//! Names of files give the order: what machines need to join comes first, the user's last. What the user changes in an
//! object that is ours is changed back at the next boot; the user's own manifests, which come later, may change it for
//! good.
//!
//! To add a manifest: a text in `cluster/files` and a line in [`files`].

mod access;
pub mod apply;
mod check;
mod coredns;
mod flannel;
mod kube_proxy;
mod token;

use super::bundle::File;
use super::settings::{ControlPlane, Networking};
pub use access::Subject;
pub use check::check;
pub use token::Token;

/// Where the manifests are.
const FOLDER: &str = "/etc/kubernetes/cluster-manifests";

/// What the manifests are made of besides the control plane's settings.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The token with which machines ask for their first certificate.
    pub token: Token<'a>,
    /// Whom the API server's certificate for kubelets names.
    pub kubelet_client: Subject<'a>,
}

/// The manifests.
#[must_use]
pub fn files(control_plane: &ControlPlane, inputs: &Inputs<'_>) -> Vec<File> {
    let path = |name: &str| format!("{FOLDER}/{name}.yaml");
    let mut files = vec![
        File::public(path("10-access"), access::manifest(inputs.kubelet_client)),
        File::secret(path("10-token"), inputs.token.manifest()),
        File::public(path("20-kube-proxy"), kube_proxy::manifest(control_plane)),
        File::public(path("30-coredns"), coredns::manifest(control_plane)),
    ];
    match control_plane.networking {
        Networking::Flannel => {
            let manifest = flannel::manifest(control_plane);
            files.push(File::public(path("20-flannel"), manifest));
        }
        Networking::None => {}
    }
    // They may hold secrets.
    let users = control_plane.manifests.iter().enumerate();
    files.extend(
        users.map(|(index, text)| File::secret(path(&format!("90-user-{index:03}")), text)),
    );
    files
}
