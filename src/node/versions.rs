//! Kubernetes releases and what goes with each: one table.

use super::runtime::Runtime;

/// A Kubernetes release.
#[derive(Debug, PartialEq, Eq)]
pub struct Release {
    /// Its version, without a `v`.
    pub kubernetes: &'static str,
    /// What can run its pods. The dockershim left the kubelet with 1.24.
    pub runtimes: &'static [Runtime],
    /// An image that has the kubelet and what it calls, for amd64 and arm64.
    pub kubelet_image: &'static str,
    /// etcd, for amd64 and arm64.
    pub etcd_image: &'static str,
    /// What holds a pod's namespaces, under dockershim; containerd has its own setting.
    pub pause_image: &'static str,
    /// The cluster's DNS.
    pub coredns_image: &'static str,
    /// The pod network that is the default.
    pub flannel_image: &'static str,
    /// Plugins of CNI that it needs on a machine, and what puts them there.
    pub flannel_cni_image: &'static str,
    /// Key of the taint that keeps pods off controllers. Kubernetes renamed it in 1.24 and has manifests
    /// tolerate the new one alone since 1.25.
    pub controller_taint: &'static str,
    /// Whether its project has stopped mending it.
    pub end_of_life: bool,
}

const ETCD: &str = "quay.io/coreos/etcd:v3.5.13";
const FLANNEL: &str = "docker.io/flannel/flannel:v0.26.7";
const FLANNEL_CNI: &str = "quay.io/poseidon/flannel-cni:v0.4.2"; // the last with the plugin `flannel`; Typhoon's
const MASTER: &str = "node-role.kubernetes.io/master";
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

/// The releases, oldest first.
///
/// Images of the kubelet: Kubermatic publishes one for each release up to 1.27 that it lists in the README of
/// kubermatic/kubelet; Poseidon's goes with Typhoon v1.36.1. Pause and `CoreDNS` are those of kubeadm for the
/// release.
///
/// To add a release: a row here, the flags that its kubelet has no more in `kubelet`, and those of its control plane
/// in `cluster::control_plane::flags`.
pub const RELEASES: &[Release] = &[
    Release {
        kubernetes: "1.23.17",
        runtimes: &[Runtime::Docker, Runtime::Containerd],
        kubelet_image: "quay.io/kubermatic/kubelet:v1.23.17",
        etcd_image: ETCD,
        pause_image: "registry.k8s.io/pause:3.6",
        coredns_image: "registry.k8s.io/coredns/coredns:v1.8.6",
        flannel_image: FLANNEL,
        flannel_cni_image: FLANNEL_CNI,
        controller_taint: MASTER,
        end_of_life: true,
    },
    Release {
        kubernetes: "1.24.12",
        runtimes: &[Runtime::Containerd],
        kubelet_image: "quay.io/kubermatic/kubelet:v1.24.12",
        etcd_image: ETCD,
        pause_image: "registry.k8s.io/pause:3.7",
        coredns_image: "registry.k8s.io/coredns/coredns:v1.8.6",
        flannel_image: FLANNEL,
        flannel_cni_image: FLANNEL_CNI,
        controller_taint: MASTER,
        end_of_life: true,
    },
    Release {
        kubernetes: "1.26.4",
        runtimes: &[Runtime::Containerd],
        kubelet_image: "quay.io/kubermatic/kubelet:v1.26.4",
        etcd_image: ETCD,
        pause_image: "registry.k8s.io/pause:3.9",
        coredns_image: "registry.k8s.io/coredns/coredns:v1.9.3",
        flannel_image: FLANNEL,
        flannel_cni_image: FLANNEL_CNI,
        controller_taint: CONTROL_PLANE,
        end_of_life: true,
    },
    Release {
        kubernetes: "1.36.1",
        runtimes: &[Runtime::Containerd],
        kubelet_image: "quay.io/poseidon/kubelet:v1.36.1",
        etcd_image: ETCD,
        pause_image: "registry.k8s.io/pause:3.10",
        coredns_image: "registry.k8s.io/coredns/coredns:v1.12.1",
        flannel_image: FLANNEL,
        flannel_cni_image: FLANNEL_CNI,
        controller_taint: CONTROL_PLANE,
        end_of_life: false,
    },
];

/// The release of a version.
#[must_use]
pub fn release(kubernetes: &str) -> Option<&'static Release> {
    RELEASES
        .iter()
        .find(|release| release.kubernetes == kubernetes)
}

/// The newest release whose pods a runtime can run.
#[must_use]
pub fn newest(runtime: Runtime) -> Option<&'static Release> {
    RELEASES
        .iter()
        .rfind(|release| release.runtimes.contains(&runtime))
}

impl Release {
    /// The second number of the version, by which kubelets differ.
    #[must_use]
    pub fn minor(&self) -> u32 {
        let minor = self.kubernetes.split('.').nth(1);
        minor.and_then(|minor| minor.parse().ok()).unwrap_or(0)
    }

    /// The image of a program of Kubernetes' own, such as `kube-apiserver`.
    #[must_use]
    pub fn image(&self, program: &str) -> String {
        format!("registry.k8s.io/{program}:v{}", self.kubernetes)
    }
}

/// The newest Flatcar release of a channel that has an image for Equinix Metal; 4698 was the first without.
/// For other channels users name the release.
#[must_use]
pub fn newest_for_metal(channel: &str) -> Option<&'static str> {
    // As announced on 2025-10-14. Later ones below 4698 can be named with os_version.
    match channel {
        "stable" => Some("4230.2.4"),
        "beta" => Some("4459.1.0"),
        "alpha" => Some("4487.0.0"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docker_ends_with_the_dockershim() {
        assert_eq!(newest(Runtime::Docker).unwrap().kubernetes, "1.23.17");
        for release in RELEASES {
            let docker = release.runtimes.contains(&Runtime::Docker);
            assert_eq!(docker, release.minor() < 24, "{}", release.kubernetes);
        }
    }

    #[test]
    fn the_table_is_in_order_and_complete() {
        assert!(RELEASES.is_sorted_by_key(Release::minor));
        for release in RELEASES {
            let version = format!(":v{}", release.kubernetes);
            assert!(release.kubelet_image.ends_with(&version), "{release:?}");
        }
        assert!(!newest(Runtime::Containerd).unwrap().end_of_life);
    }
}
