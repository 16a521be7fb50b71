//! A value with the place in the user's documents that it comes from.

use serde::{Serialize, Serializer};
use std::ops::{Deref, DerefMut};

use super::Origin;

/// An entry of an Ignition config and its origin. Serializes as the value alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The entry.
    pub value: T,
    /// The YAML node it was made from; for entries that a sugar section makes, that section.
    pub origin: Origin,
}

impl<T> At<T> {
    /// Ties a value to its origin.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for At<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
