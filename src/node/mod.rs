//! What runs on a machine: the base config of controllers and workers, and the user's snippets merged in.
//!
//! [`Node`](crate::node::Node) says what a machine is to be. Each concern has a file here that adds its files and units to the base
//! config; texts of units and scripts are in `files`. The base config is a Container Linux Config like the
//! user's, so that snippets merge into it by the same rules; what comes out is Ignition 3.
//!
//! The config makes explicit what Lokomotive promised of Flatcar: Docker's drivers, three directories, and
//! thirteen mounts of the kubelet (`docker`, `kubelet`, `kubelet::mounts`).
//!
//! No text depends on the architecture: the images of the version table are for amd64 and arm64.
//!
//! To add a setting: a field in [`settings`](crate::node::settings), and the text in the concern's file. A change of what existing
//! settings give is a new [`Recipe`](crate::node::Recipe).

pub(crate) mod base;
mod dns;
mod docker;
mod docker_flags;
mod docker_option;
mod etcd;
mod image;
mod inline;
mod installer;
pub mod kubelet;
mod metal;
mod mode;
mod raid;
mod recipe;
mod runtime;
pub(crate) mod script;
pub mod settings;
mod system;
pub(crate) mod template;
pub mod versions;

pub use mode::Mode;
pub use recipe::Recipe;
pub use runtime::Runtime;
pub use settings::Node;

use crate::butane::Files;
use crate::clc::platform::Platform;
use crate::render::{self, Options, Source};
use crate::report::{Document, Report};
use base::Base;
use settings::Role;

/// The base config of a machine, a Container Linux Config. A worker's holds its kubeconfig.
#[must_use]
pub fn base(node: &Node) -> String {
    let mut base = Base::new(&node.ssh_pubkeys);
    docker::add(node, &mut base);
    kubelet::add(node, &mut base);
    if let Role::Controller(controller) = &node.role {
        etcd::add(node, controller, &mut base);
    }
    dns::add(node, &mut base);
    metal::add(node, &mut base);
    raid::add(node, &mut base);
    system::add(node, &mut base);
    base.to_clc()
}

/// Renders a machine's config with the user's snippets merged in, in order; `None` when the report has errors.
/// `additions` are documents of ours that come between the base config and the snippets, `files` the local files that
/// Butane snippets may name.
///
/// For a machine that iPXE starts this is the config of the installation, which holds the machine's.
#[must_use]
pub fn render(
    node: &Node,
    additions: &[String],
    snippets: &[Source<'_>],
    files: &dyn Files,
) -> (Option<String>, Report) {
    let text = base(node);
    let ours = std::iter::once(&text).chain(additions).map(|text| Source {
        document: Document::Base,
        text,
    });
    let sources: Vec<Source<'_>> = ours.chain(snippets.iter().copied()).collect();
    let (config, mut report) = render::compose(&sources, options(node), files, |config, report| {
        docker_flags::settle(config, report);
        inline::write_tersely(config);
    });
    let installer = node.metal().and_then(|metal| metal.installer.as_ref());
    match (config, installer) {
        (Some(config), Some(installer)) => {
            let text = installer::base(node, installer, &config);
            let source = Source {
                document: Document::Base,
                text: &text,
            };
            let (config, findings) = render::compose(&[source], options(node), files, |_, _| {});
            report.extend(findings);
            (config, report)
        }
        (config, _) => (config, report),
    }
}

/// Checks snippets on their own, for while it is not known what machine they are for.
#[must_use]
pub fn check(platform: Platform, snippets: &[Source<'_>], files: &dyn Files) -> Report {
    let options = Options {
        platform,
        ..Options::default()
    };
    render::check(snippets, options, files)
}

fn options(node: &Node) -> Options {
    Options {
        platform: node.platform.of_dynamic_data(),
        ..Options::default()
    }
}
