//! The arguments of both resources.
//!
//! Defaults that reach a machine are pinned: another default, in another version of the provider, changes no
//! machine that exists.

mod aws;
mod common;
mod controller;
mod equinix_metal;
mod pool;

use super::arguments::Kind;
use super::rules::counts;
use crate::framework::{Attribute, Block, NestedBlock, Type};

/// The arguments and blocks of a resource; its outputs come after them.
#[must_use]
pub fn arguments(kind: Kind) -> Block {
    let own = match kind {
        Kind::Controller => controller::arguments(),
        Kind::WorkerPool => pool::arguments(),
    };
    let attributes = own
        .into_iter()
        .chain(common::cluster())
        .chain(common::system())
        .chain(common::changes(kind));
    let block = attributes.fold(Block::new(), Block::attribute);
    let block = block
        .block(NestedBlock::single("aws", aws::block(kind)).describe(
            "The machines run on AWS. Exactly one of this block and `equinix_metal`.",
        ))
        .block(NestedBlock::single("equinix_metal", equinix_metal::block(kind)).describe(
            "The machines run on Equinix Metal, which closed on 2026-06-30, or on a service with its API.",
        ));
    let block = match kind {
        Kind::Controller => block
            .block(
                NestedBlock::single("oidc", controller::oidc())
                    .describe("Whom the API server trusts to name users."),
            )
            .block(
                NestedBlock::single("certificate_authorities", controller::authorities()).describe(
                    "Authorities of your own, in PEM: each a certificate that may sign others, without a chain, and \
                     its key, ECDSA or RSA. What is left out is made. They are taken when the cluster is made, and \
                     cannot be others later. The keys are in the state and in the user data of controllers.",
                ),
            ),
        Kind::WorkerPool => block,
    };
    block.block(
        NestedBlock::single("timeouts", timeouts())
            .describe("How long operations may take, e.g. `30m`."),
    )
}

fn timeouts() -> Block {
    let timeout = |name, description| {
        Attribute::optional(name, Type::String, description).check(counts::duration)
    };
    Block::new()
        .attribute(timeout(
            "create",
            "Making all machines. Default `15m` on AWS, `30m` on Equinix Metal.",
        ))
        .attribute(timeout(
            "update",
            "Changing machines. By default the time for a create, for each turn of replacements.",
        ))
        .attribute(timeout(
            "delete",
            "Ending all machines. Default `15m` on AWS, `30m` on Equinix Metal.",
        ))
}
