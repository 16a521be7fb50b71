//! Editions of the config's text.

/// An edition of the text of node configs. A machine keeps the one that it was made with, so that a new
/// version of the provider does not change what runs. A change of the text is a new edition; the tests hold
/// the bytes of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe(i64);

impl Recipe {
    /// The newest edition.
    pub const NEWEST: Self = Self(1);

    /// The edition of a number, if this version of the provider has it.
    #[must_use]
    pub fn parse(number: i64) -> Option<Self> {
        (1..=Self::NEWEST.0)
            .contains(&number)
            .then_some(Self(number))
    }

    /// Its number.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_count_from_one() {
        assert_eq!(Recipe::parse(1), Some(Recipe::NEWEST));
        assert_eq!(Recipe::parse(0), None);
        assert_eq!(Recipe::parse(2), None);
    }
}
