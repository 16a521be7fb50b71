//! Client tokens: they make `RunInstances` safe to repeat, also by another process that knows nothing of this one.
//!
//! A token is made of what the machines *are*, not of chance: account, region, names, ordinals and subnet. Two applies
//! of one cluster therefore use the same token, and AWS gives the second one no second machine. AWS remembers tokens
//! of machines that have ended, so a generation tells a machine from those that were there before it.

use crate::cloud::{Ordinals, Set};
use crate::digest;

/// What a token is made of.
#[derive(Debug, Clone)]
pub(super) struct Seed<'a> {
    pub(super) account: &'a str,
    pub(super) region: &'a str,
    pub(super) set: &'a Set,
    pub(super) ordinals: &'a Ordinals,
    pub(super) subnet: &'a str,
    /// Ids of the machines whose place is taken.
    pub(super) predecessors: &'a [String],
}

impl Seed<'_> {
    /// The token of a generation: 64 characters, the most that AWS takes.
    pub(super) fn token(&self, generation: u32) -> String {
        let names = self
            .set
            .tags()
            .into_iter()
            .map(|(_, value)| value.to_owned());
        let mut parts = vec![self.account.to_owned(), self.region.to_owned()];
        parts.extend(names);
        parts.extend([
            self.ordinals.to_string(),
            self.subnet.to_owned(),
            generation.to_string(),
        ]);
        parts.extend_from_slice(self.predecessors);
        digest::sha256(parts.join("\0"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::Role;

    #[test]
    fn a_token_is_of_what_a_machine_is() {
        let set = Set {
            cluster: "c".to_owned(),
            role: Role::Controller,
        };
        let ordinals = Ordinals::parse("0-2").unwrap();
        let seed = Seed {
            account: "1",
            region: "r",
            set: &set,
            ordinals: &ordinals,
            subnet: "s",
            predecessors: &[],
        };
        let token = seed.token(0);
        assert_eq!(token.len(), 64);
        assert_eq!(seed.clone().token(0), token);
        let others = [
            seed.token(1),
            Seed {
                account: "2",
                ..seed.clone()
            }
            .token(0),
            Seed {
                predecessors: &["i-1".to_owned()],
                ..seed.clone()
            }
            .token(0),
        ];
        assert!(!others.contains(&token));
    }
}
