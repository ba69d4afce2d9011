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
            let hint = if near.is_empty() {
                "zones have IANA names, as in Europe/Rome or UTC".to_owned()
            } else {
                format!("did you mean {}?", near.join(" or "))
            };
            Err(Error::config(format!("there is no time zone {name:?}")).hint(hint))
        }
    }
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
