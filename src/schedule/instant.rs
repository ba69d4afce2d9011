//! The instants of a civil time in a zone, on the nights the clock changes too.
//! A skipped time happens at the first instant after the gap; a repeated time has a first and a last instant.

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, Offset, TimeZone},
};

/// The first time the clock shows it: where a window begins, and where a one-sided edge is.
pub(crate) fn first(zone: &TimeZone, civil: DateTime) -> Option<Timestamp> {
    match offset(zone, civil) {
        AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => at(offset, civil),
        AmbiguousOffset::Gap { before, after } => jump(zone, civil, before, after),
    }
}

/// The last time the clock shows it: where a window ends.
pub(crate) fn last(zone: &TimeZone, civil: DateTime) -> Option<Timestamp> {
    match offset(zone, civil) {
        AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { after: offset, .. } => at(offset, civil),
        AmbiguousOffset::Gap { before, after } => jump(zone, civil, before, after),
    }
}

fn offset(zone: &TimeZone, civil: DateTime) -> AmbiguousOffset {
    zone.to_ambiguous_timestamp(civil).offset()
}

fn at(offset: Offset, civil: DateTime) -> Option<Timestamp> {
    offset.to_timestamp(civil).ok()
}

/// The instant at which the clock jumped over a civil time.
fn jump(zone: &TimeZone, civil: DateTime, before: Offset, after: Offset) -> Option<Timestamp> {
    // The civil time read with the later offset lies before the jump, read with the earlier one after it.
    let (earlier, later) = (at(after, civil)?, at(before, civil)?);
    let change = zone.following(earlier).take_while(|change| change.timestamp() <= later);
    change.filter(|change| change.offset() == after).map(|change| change.timestamp()).next().or(Some(later))
}
