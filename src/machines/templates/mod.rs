//! What clouds are asked for beside the config, from the arguments: a file per cloud.
//!
//! What is not set, as after an import, is not asked for; what is not known makes no template. Outputs of the resource
//! are kept: the image that was found, and all tags.

#[cfg(feature = "aws")]
pub(super) mod aws;
pub(super) mod equinix_metal;
