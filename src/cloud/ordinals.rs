//! The ordinals of a batch of machines, short enough for a tag.
//!
//! Machines of a batch share their tags, so a tag names the ordinals of all of them, and each machine knows by its
//! place in the batch which one is its own. Written as runs: `0-99` for a hundred, `1-7/3` for 1, 4 and 7, with commas
//! between runs.

use std::fmt::{self, Write as _};

/// Ordinals in the order of the batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ordinals(Vec<u32>);

/// How long the text of a tag may be: AWS's limit of a tag's value, in characters.
const LONGEST: usize = 256;

/// How many ordinals a tag from elsewhere may stand for: a machine's place in its batch is never beyond it.
const MOST: usize = 10_000;

/// Ordinals of equal distance.
struct Run {
    first: u32,
    last: u32,
    step: u32,
}

impl Ordinals {
    /// Splits ordinals into as few batches as the length of a tag allows.
    #[must_use]
    pub fn batches(ordinals: &[u32]) -> Vec<Self> {
        let mut batches: Vec<Self> = Vec::new();
        for ordinal in ordinals {
            if let Some(batch) = batches.last_mut() {
                batch.0.push(*ordinal);
                if batch.to_string().len() <= LONGEST {
                    continue;
                }
                batch.0.pop();
            }
            batches.push(Self(vec![*ordinal]));
        }
        batches
    }

    /// Reads a tag; `None` when it is not one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut ordinals = Vec::new();
        for run in text.split(',') {
            let Run { first, last, step } = Run::parse(run)?;
            let step = usize::try_from(step).ok().filter(|step| *step > 0)?;
            ordinals.extend((first..=last).step_by(step).take(MOST + 1));
            if ordinals.len() > MOST {
                return None;
            }
        }
        Some(Self(ordinals))
    }

    /// The ordinal at a place of the batch.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<u32> {
        self.0.get(index).copied()
    }

    /// The ordinals.
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }

    fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for ordinal in &self.0 {
            if let Some(run) = runs.last_mut()
                && run.take(*ordinal)
            {
                continue;
            }
            runs.push(Run {
                first: *ordinal,
                last: *ordinal,
                step: 0,
            });
        }
        runs
    }
}

impl Run {
    fn parse(text: &str) -> Option<Self> {
        let (range, step) = text.split_once('/').unwrap_or((text, "1"));
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        Some(Self {
            first: first.parse().ok()?,
            last: last.parse().ok()?,
            step: step.parse().ok()?,
        })
    }

    /// Takes an ordinal in if it goes on at the same distance.
    fn take(&mut self, ordinal: u32) -> bool {
        let distance = ordinal.saturating_sub(self.last);
        let fits = distance > 0 && (self.step == 0 || self.step == distance);
        if fits {
            self.last = ordinal;
            self.step = distance;
        }
        fits
    }
}

impl fmt::Display for Ordinals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Run { first, last, step }) in self.runs().into_iter().enumerate() {
            if index > 0 {
                f.write_char(',')?;
            }
            match step {
                0 => write!(f, "{first}")?,
                1 => write!(f, "{first}-{last}")?,
                step => write!(f, "{first}-{last}/{step}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_are_read_as_they_are_written() {
        let check = |ordinals: &[u32], text: &str| {
            let written = Ordinals(ordinals.to_vec());
            assert_eq!(written.to_string(), text);
            assert_eq!(Ordinals::parse(text), Some(written), "{text}");
        };
        check(&[0], "0");
        check(&[0, 1, 2, 3], "0-3");
        check(&[1, 4, 7], "1-7/3");
        check(&[1, 2, 9], "1-2,9");
        check(&[5, 2], "5,2");
    }

    #[test]
    fn a_machine_knows_its_own_by_its_place() {
        let batch = Ordinals::parse("1-7/3,20").unwrap();
        let ordinals: Vec<_> = (0..5).map(|index| batch.at(index)).collect();
        assert_eq!(ordinals, [Some(1), Some(4), Some(7), Some(20), None]);
    }

    #[test]
    fn foreign_tags_are_no_ordinals() {
        for text in ["", "x", "1-", "-1", "1-2/0", "3,", "0-4000000000", "1/2/3"] {
            assert_eq!(Ordinals::parse(text), None, "{text}");
        }
    }

    #[test]
    fn batches_fit_a_tag() {
        let regular: Vec<u32> = (0..5000).map(|i| i * 3).collect();
        assert_eq!(Ordinals::batches(&regular).len(), 1);
        let squares: Vec<u32> = (0..300).map(|i| i * i).collect();
        let batches = Ordinals::batches(&squares);
        assert!(batches.len() > 1);
        assert!(
            batches
                .iter()
                .all(|batch| batch.to_string().len() <= LONGEST)
        );
        let together: Vec<u32> = batches.iter().flat_map(|batch| batch.0.clone()).collect();
        assert_eq!(together, squares);
        assert!(Ordinals::batches(&[]).is_empty());
    }
}
