//! What clouds are asked for beside the config, from the arguments: a file per cloud.
//!
//! What is not set, as after an import, is not asked for; what is not known makes no template. Outputs of the resource
//! are kept: the image that was found, and all tags.

#[cfg(feature = "aws")]
pub(super) mod aws;
pub(super) mod equinix_metal;

use std::collections::BTreeMap;

use crate::framework::{FromValue as _, Value};

/// All tags of the user's in a resource; `None` while they are not known.
fn tags(value: &Value) -> Option<BTreeMap<String, String>> {
    let tags = Option::<BTreeMap<String, String>>::from_value(value.attribute("tags_all"));
    tags.ok().map(Option::unwrap_or_default)
}
