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
use super::pki::BootstrapToken;
use super::settings::{ControlPlane, Networking};
pub use check::check;

/// Where the manifests are.
const FOLDER: &str = "/etc/kubernetes/cluster-manifests";

/// The manifests.
#[must_use]
pub fn files(control_plane: &ControlPlane, token: &BootstrapToken) -> Vec<File> {
    let path = |name: &str| format!("{FOLDER}/{name}.yaml");
    let mut files = vec![
        File::public(path("10-access"), access::manifest()),
        File::secret(path("10-token"), token::manifest(token)),
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
