//! Subscriptions as common records, and the state that their dates give.
//! No list has their ids: the caller adds those it kept from purchases.

use jiff::{Span, civil::Date};

use crate::{
    error::Result,
    model::{Head, Subscription},
    provider::Node,
};

/// A subscription. Source: manual 11.8, whose list has no id, so that type and beginning serve as one.
#[expect(clippy::unnecessary_wraps, reason = "readers of lists may fail")]
pub(crate) fn subscription(_: Option<&str>, n: &Node<'_>) -> Result<Subscription> {
    let (starts_at, expires_at) = (n.at("start_time").time(), n.at("end_time").time());
    let kind = n.at("type").text();
    let id = n.at("subscription").text().unwrap_or_else(|| {
        let begun = starts_at.as_deref().map_or_else(|| "undated".to_owned(), |start| start.replace(' ', "T"));
        format!("{}@{begun}", kind.as_deref().unwrap_or("unknown"))
    });
    let state = standing(starts_at.as_deref(), expires_at.as_deref(), jiff::Timestamp::now());
    Ok(Subscription {
        head: Head { id, name: n.at("type_str").text(), state, ..Head::default() },
        kind,
        quantity: n.at("quantity").money(),
        unit: n.at("unit").text(),
        resource: n.at("resource").text(),
        starts_at,
        expires_at,
        ..Subscription::default()
    })
}

/// Returns whether an id was made here, because the list has none.
pub(crate) fn nameless(id: &str) -> bool {
    id.contains('@')
}

/// The state by the days of beginning and end. The manual names no time zone, so only what holds in all zones counts.
fn standing(starts: Option<&str>, ends: Option<&str>, now: jiff::Timestamp) -> &'static str {
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let day = |time: Option<&str>| time.and_then(|time| time.get(..10)?.parse::<Date>().ok());
    let near = |days: i64| today.saturating_add(Span::new().days(days));
    match (day(starts), day(ends)) {
        (_, Some(end)) if end < near(-1) => "expired",
        (Some(start), _) if start > near(1) => "pending",
        (None, None) => "unknown",
        _ => "active",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::standing;

    #[test]
    fn the_state_is_what_is_true_in_every_zone() {
        let now = "2026-11-21T15:00:00Z".parse().unwrap();
        for (starts, ends, state) in [
            (Some("2026-11-01 10:00"), Some("2026-11-30 20:58"), "active"),
            (Some("2026-11-21 15:30:18"), Some("2026-12-21 15:30:18"), "active"),
            (Some("2026-11-23 00:00"), Some("2026-12-23 00:00"), "pending"),
            (Some("2026-10-01 10:00"), Some("2026-11-19 23:59"), "expired"),
            (Some("2026-10-01 10:00"), Some("2026-11-20 23:59"), "active"),
            (None, Some("2026-11-30 20:58"), "active"),
            (None, Some("someday"), "unknown"),
            (None, None, "unknown"),
        ] {
            assert_eq!(standing(starts, ends, now), state, "{starts:?} {ends:?}");
        }
    }
}
