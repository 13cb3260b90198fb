//! One machine's share of a run that several do.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Share `number` of `of`, written `3/16`: which of a run's shards one process makes.
///
/// ```
/// use copydesk_export::Share;
/// let share: Share = "3/16".parse()?;
/// assert_eq!((share.number(), share.of()), (3, 16));
/// assert!("17/16".parse::<Share>().is_err());
/// # Ok::<(), copydesk_export::ShareError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share {
    of: u32,
    number: u32,
}

/// Text that is no share.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is no share like 3/16, a number from 1 and how many there are")]
pub struct ShareError(String);

impl Share {
    /// Which share this is, from 1.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// How many shares there are.
    pub const fn of(self) -> u32 {
        self.of
    }

    /// Whether what is `index`th of its kind, from 0, belongs to this share: they take turns.
    pub const fn takes(self, index: u64) -> bool {
        index % self.of as u64 == self.number as u64 - 1
    }

    /// Every share of a run that `of` processes do.
    pub fn all(of: u32) -> impl Iterator<Item = Self> {
        (1..=of).map(move |number| Self { of, number })
    }
}

impl FromStr for Share {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        let parsed = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parsed {
            Some((number, of)) if 1 <= number && number <= of => Ok(Self { of, number }),
            _ => Err(ShareError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Share {
    type Error = ShareError;

    fn try_from(text: String) -> Result<Self, ShareError> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> Self {
        share.to_string()
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "3", "0/16", "17/16", "1/0", "a/b", "1/2/3", "-1/2", "1 / 2"] {
            assert_eq!(text.parse::<Share>(), Err(ShareError(text.to_owned())));
        }
    }

    #[test]
    fn shares_take_turns_and_leave_nothing_out() {
        for of in 1..5 {
            for index in 0..20 {
                assert_eq!(Share::all(of).filter(|s| s.takes(index)).count(), 1);
            }
        }
    }
}
