//! The labels that the name tagger gives to tokens: where in a name, and what sort of name.
//!
//! A name of one token is `Unit`; longer ones open with `Begin`, go on with `Inside` and close with `Last`.

use super::EntityKind;

/// All kinds, in label order.
pub const KINDS: [EntityKind; 6] = [
    EntityKind::Person,
    EntityKind::Organization,
    EntityKind::Place,
    EntityKind::Group,
    EntityKind::Event,
    EntityKind::Misc,
];

/// Number of labels: outside, and four positions for each kind.
pub const LABELS: usize = 1 + 4 * KINDS.len();

/// The label of tokens that belong to no name.
pub const OUTSIDE: usize = 0;

/// Where in a name a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// First of several.
    Begin,
    /// Neither first nor last.
    Inside,
    /// Last of several.
    Last,
    /// The only one.
    Unit,
}

/// The label of a position in a name of this kind (a position in [`KINDS`]).
pub const fn label(position: Position, kind: usize) -> usize {
    1 + 4 * kind + position as usize
}

/// Position and kind of a label; `None` for [`OUTSIDE`].
pub const fn parts(label: usize) -> Option<(Position, usize)> {
    if label == OUTSIDE {
        return None;
    }
    let position = match (label - 1) % 4 {
        0 => Position::Begin,
        1 => Position::Inside,
        2 => Position::Last,
        _ => Position::Unit,
    };
    Some((position, (label - 1) / 4))
}

/// The label of the `index`-th of `len` tokens of a name.
pub const fn label_at(kind: usize, index: usize, len: usize) -> usize {
    let position = if len == 1 {
        Position::Unit
    } else if index == 0 {
        Position::Begin
    } else if index + 1 == len {
        Position::Last
    } else {
        Position::Inside
    };
    label(position, kind)
}

/// Whether `next` may follow `previous`.
pub const fn may_follow(previous: usize, next: usize) -> bool {
    let open = match parts(previous) {
        Some((Position::Begin | Position::Inside, kind)) => Some(kind),
        _ => None,
    };
    match (open, parts(next)) {
        (None, None | Some((Position::Begin | Position::Unit, _))) => true,
        (Some(kind), Some((Position::Inside | Position::Last, same))) => kind == same,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_open_and_close() {
        let (begin, last) = (label(Position::Begin, 1), label(Position::Last, 1));
        assert!(may_follow(OUTSIDE, begin) && may_follow(begin, last) && may_follow(last, OUTSIDE));
        assert!(
            !may_follow(begin, OUTSIDE) && !may_follow(OUTSIDE, last) && !may_follow(begin, label(Position::Last, 2))
        );
        for l in 1..LABELS {
            let (position, kind) = parts(l).expect("a name's label");
            assert_eq!(label(position, kind), l);
        }
    }
}
