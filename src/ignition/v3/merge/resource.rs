//! Merging of what is fetched.

use std::collections::HashSet;

use super::Merge;
use super::lists::scalar;
use crate::ignition::at::At;
use crate::ignition::v3::resource::{HttpHeader, Resource, Verification};

impl Merge for Resource {
    fn merge(self, child: Self) -> Self {
        Self {
            compression: scalar(self.compression, child.compression),
            http_headers: headers(self.http_headers, child.http_headers),
            source: scalar(self.source, child.source),
            verification: Verification {
                hash: scalar(self.verification.hash, child.verification.hash),
            },
        }
    }
}

impl Merge for HttpHeader {
    fn merge(self, child: Self) -> Self {
        Self {
            name: child.name,
            value: scalar(self.value, child.value),
        }
    }
}

/// A header of the child without a value removes the parent's, and goes with it. Where the parent has no
/// such header it stays, for a config further up.
fn headers(parent: Vec<At<HttpHeader>>, child: Vec<At<HttpHeader>>) -> Vec<At<HttpHeader>> {
    let known: HashSet<String> = parent.iter().map(|header| header.name.clone()).collect();
    let removed: HashSet<String> = child
        .iter()
        .filter(|header| header.value.value.is_none() && known.contains(&header.name))
        .map(|header| header.name.clone())
        .collect();
    let mut merged = parent.merge(child);
    merged.retain(|header| !removed.contains(&header.name));
    merged
}
