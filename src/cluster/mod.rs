//! A whole cluster: certificates, etcd, the control plane and what is applied to it.
//!
//! Controllers bring the cluster up by themselves. What they need beside their base config travels as one bundle in
//! their user data, which a unit unpacks at first boot; each controller makes its own certificates from the cluster's
//! authorities, and controller 0 applies the manifests until they hold.

pub mod bundle;
mod config;
pub mod control_plane;
pub mod encryption;
pub mod kubeconfig;
pub mod leaves;
pub mod manifests;
pub mod pki;
pub mod recovery;
pub mod settings;
pub mod time;
mod yaml;

pub use config::{BUNDLE, config};
pub use settings::ControlPlane;
