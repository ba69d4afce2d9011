//! The time zone of a rule by its IANA name, from the system's data, or from nubo's own where the system lacks it.
//! No other file of the schedules asks for zone data, and nothing is read before a rule names its zone.

use jiff::tz::{self, TimeZone, TimeZoneDatabase};

use crate::{
    error::{Error, Result},
    model::nearest,
};

/// The most names an error suggests.
const SUGGESTED: usize = 3;

/// The zone of a name.
pub(crate) fn find(name: &str) -> Result<TimeZone> {
    let bundled = TimeZoneDatabase::bundled();
    match tz::db().get(name).or_else(|_| bundled.get(name)) {
        Ok(zone) if !zone.is_unknown() => Ok(zone),
        _ => {
            let names: Vec<String> = bundled.available().map(|name| name.as_str().to_owned()).collect();
            let near = near(name, &names);
            let hint = match meant(name, &names) {
                Some(hint) => hint,
                None if near.is_empty() => "zones have IANA names, as in Europe/Rome or UTC".to_owned(),
                None => format!("did you mean {}?", near.join(" or ")),
            };
            Err(Error::config(format!("there is no time zone {name:?}")).hint(hint))
        }
    }
}

/// The hint on an offset that was typed as a zone: the IANA names of offsets turn the sign around.
fn meant(typed: &str, names: &[String]) -> Option<String> {
    let upper = typed.trim().to_ascii_uppercase();
    let bare = upper.trim_start_matches("ETC/");
    let bare = ["GMT", "UTC", "UT", "Z"].iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare).trim();
    let (sign, turned) = match bare.chars().next()? {
        '+' => ('+', '-'),
        '-' => ('-', '+'),
        _ => return None,
    };
    let (hours, minutes) = clock(&bare[1..])?;
    let name = format!("Etc/GMT{turned}{hours}");
    if minutes != 0 || !names.contains(&name) {
        return Some("zones are those of places, as in Europe/Rome, which know their summer time".to_owned());
    }
    Some(format!("write the zone of a place, as in Europe/Rome; UTC{sign}{hours} without summer time is {name}"))
}

/// The hours and minutes of an offset, as in `2`, `02`, `0200` or `02:00`.
fn clock(typed: &str) -> Option<(u32, u32)> {
    let (hours, minutes) = match typed.split_once(':') {
        Some(parts) => parts,
        None if typed.len() == 4 => typed.split_at_checked(2)?,
        None => (typed, "0"),
    };
    let number = |text: &str| Some(text).filter(|text| text.chars().all(|c| c.is_ascii_digit()))?.parse().ok();
    Some((number(hours)?, number(minutes)?))
}

/// The sentence on a zone that is an offset and no place.
pub(crate) fn remark(zone: &TimeZone) -> Option<String> {
    let name = zone.iana_name()?;
    let offset = name.strip_prefix("Etc/GMT").filter(|offset| offset.starts_with(['+', '-']));
    let sign = |offset: &str| if offset.starts_with('+') { '-' } else { '+' };
    let is = match offset {
        Some(offset) => format!("is UTC{}{} and ", sign(offset), &offset[1..]),
        None if ["GMT", "Etc/GMT", "EST", "MST", "HST"].contains(&name) => String::new(),
        None => return None,
    };
    Some(format!("the zone {name} {is}has no summer time; the zone of a place has, as in Europe/Rome"))
}

/// The zone of this machine; UTC where nothing tells it.
pub(crate) fn system() -> TimeZone {
    TimeZone::try_system().ok().filter(|zone| !zone.is_unknown()).unwrap_or(TimeZone::UTC)
}

/// True when zones come from the data in this program, because the system has none.
pub(crate) fn zones_are_bundled() -> bool {
    is_bundled(tz::db())
}

/// The crate tells the source of its data in this way only.
fn is_bundled(data: &TimeZoneDatabase) -> bool {
    format!("{data:?}").contains("Bundled")
}

/// The names of zones most like a mistyped one: those of a city, when it was typed alone.
fn near<'a>(typed: &str, names: &'a [String]) -> Vec<&'a str> {
    let city = typed.trim().replace(' ', "_");
    let of_city = |name: &&String| name.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city));
    let mut found: Vec<&str> = names.iter().filter(of_city).map(String::as_str).take(SUGGESTED).collect();
    if !found.is_empty() {
        return found;
    }
    while found.len() < SUGGESTED {
        let left = names.iter().map(String::as_str).filter(|name| !found.contains(name));
        let Some(next) = nearest(typed, left) else { break };
        found.push(next);
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_zone_is_found_by_its_name_in_any_case() {
        for name in ["Europe/Rome", "europe/rome", "UTC", "US/Eastern", "Pacific/Apia"] {
            assert!(find(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn an_unknown_zone_names_near_ones() {
        let city = find("Rome").unwrap_err();
        assert_eq!(city.details().hint.as_deref(), Some("did you mean Europe/Rome?"));
        for (typed, near) in [
            ("Europe/Roma", "Europe/Rome"),
            ("Rome", "Europe/Rome"),
            ("new york", "America/New_York"),
            ("America/NewYork", "America/New_York"),
        ] {
            let error = find(typed).unwrap_err();
            assert_eq!(error.to_string(), format!("there is no time zone {typed:?}"));
            assert!(error.details().hint.as_ref().unwrap().contains(near), "{typed}: {error:?}");
        }
    }

    #[test]
    fn an_offset_is_not_answered_with_the_opposite_one() {
        for (typed, said) in [
            ("GMT+2", "UTC+2 without summer time is Etc/GMT-2"),
            ("utc-05:00", "UTC-5 without summer time is Etc/GMT+5"),
            ("+0200", "UTC+2 without summer time is Etc/GMT-2"),
            ("UTC+5:30", "zones are those of places"),
            ("GMT+15", "zones are those of places"),
        ] {
            let error = find(typed).unwrap_err();
            let hint = error.details().hint.as_deref().unwrap();
            assert!(hint.contains(said) && hint.contains("Europe/Rome"), "{typed}: {hint}");
        }
    }

    #[test]
    fn a_zone_that_is_an_offset_is_told() {
        let told = |name: &str| remark(&find(name).unwrap());
        let said = "the zone Etc/GMT+2 is UTC-2 and has no summer time; the zone of a place has, as in Europe/Rome";
        assert_eq!(told("Etc/GMT+2").as_deref(), Some(said));
        assert!(told("etc/gmt-3").unwrap().starts_with("the zone Etc/GMT-3 is UTC+3 and"));
        assert!(told("EST").unwrap().starts_with("the zone EST has no summer time"));
        assert_eq!((told("UTC"), told("Europe/Rome"), told("Asia/Tokyo")), (None, None, None));
    }

    #[test]
    fn what_is_no_name_is_no_zone() {
        for typed in ["", "Etc/Unknown", "../../etc/passwd", "CET-1CEST,M3.5.0,M10.5.0/3", "+02:00"] {
            assert!(find(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn the_bundled_data_is_told_from_other_data() {
        assert!(is_bundled(&TimeZoneDatabase::bundled()));
        assert!(!is_bundled(&TimeZoneDatabase::none()));
    }

    #[test]
    fn the_bundled_data_knows_the_zones_the_tests_stand_on() {
        for name in ["Europe/Rome", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Beirut"] {
            assert!(TimeZoneDatabase::bundled().get(name).is_ok(), "{name}");
        }
    }
}
