//! Sizes and durations as people type them, and sizes as people read them.
//! `20G` is 10^9 and `20GiB` is 2^30.

use std::time::Duration;

use crate::error::{Error, Result};

/// The binary units of tables, largest first.
const BINARY: [(&str, u64); 4] = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

/// The units of durations in seconds, largest first.
const SECONDS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

/// Reads a size in bytes: `20G`, `20GiB`, `1.5 TB`, `512`; a fraction of a byte is dropped.
pub(crate) fn parse_size(text: &str) -> Result<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    scaled(number, unit.trim_start()).ok_or_else(|| {
        Error::usage(format!("{text:?} is not a size")).hint("write bytes, 20G (10^9) or 20GiB (2^30), up to 16 EiB")
    })
}

/// The size of the blocks in which drives are written.
const BLOCK: u64 = 512;

/// Reads an offset in a drive in bytes: `0`, `4194304`, `4MiB`. A single letter is refused, since the one who types
/// `4M` may mean 4,000,000 or 4,194,304.
pub(crate) fn parse_offset(text: &str) -> Result<u64> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = text.len() - digits.len();
    let example = if digits.is_empty() { "4" } else { digits.trim_end() };
    let hint = format!("write bytes, or a binary unit as in {example}MiB");
    if letters == 1 {
        return Err(Error::usage(format!("{text:?} is no offset: the letter may mean one of two units")).hint(hint));
    }
    let bytes = parse_size(text)?;
    if bytes % BLOCK != 0 {
        return Err(Error::usage(format!("{text:?} is no offset: it is not a multiple of {BLOCK} bytes")).hint(hint));
    }
    Ok(bytes)
}

/// The product of a decimal number and a unit, when both can be read and the product fits.
fn scaled(number: &str, unit: &str) -> Option<u64> {
    let unit = u128::from(size_unit(unit)?);
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (number, ""),
    };
    // More decimals than these make no byte of difference, but they could overflow.
    let fraction = fraction.get(..fraction.len().min(18)).filter(|f| f.bytes().all(|b| b.is_ascii_digit()))?;
    let tens = 10_u128.pow(u32::try_from(fraction.len()).ok()?);
    let part = if fraction.is_empty() { 0 } else { fraction.parse::<u128>().ok()? };
    let whole = u128::from(whole.parse::<u64>().ok()?);
    u64::try_from(whole.checked_mul(unit)? + part * unit / tens).ok()
}

/// The number of bytes in a unit.
fn size_unit(unit: &str) -> Option<u64> {
    let unit = unit.to_ascii_lowercase();
    Some(match unit.strip_suffix('b').unwrap_or(&unit) {
        "" => 1,
        "k" => 1_000,
        "m" => 1_000_000,
        "g" => 1_000_000_000,
        "t" => 1_000_000_000_000,
        "ki" => 1 << 10,
        "mi" => 1 << 20,
        "gi" => 1 << 30,
        "ti" => 1 << 40,
        _ => return None,
    })
}

/// The longest time that is waited, ten years, so that a clock can always count to its end.
const LONGEST_SECONDS: u64 = 3_650 * 86_400;

/// Reads a duration: `90s`, `10m`, `2h`, `1d`, or several from large to small as in `1h30m`.
pub(crate) fn parse_duration(text: &str) -> Result<Duration> {
    total_seconds(text.trim()).map(Duration::from_secs).ok_or_else(|| {
        Error::usage(format!("{text:?} is not a duration")).hint("write 90s, 10m, 2h, 1d, or several as in 1h30m")
    })
}

/// Reads a duration that something is waited for, ten years at most.
pub(crate) fn parse_patience(text: &str) -> Result<Duration> {
    let patience = parse_duration(text)?;
    if patience.as_secs() > LONGEST_SECONDS {
        return Err(Error::usage(format!("{text:?} is longer than ten years")).hint("the longest is 3650d"));
    }
    Ok(patience)
}

/// A date, a time, or how long ago, as a time in UTC that sorts as text.
///
/// # Errors
/// `usage` when it is none of them.
pub(crate) fn moment_before(text: &str) -> Result<String> {
    let text = text.trim();
    let instant = match (total_seconds(text), text.parse::<jiff::civil::Date>()) {
        (Some(seconds), _) => {
            let ago = jiff::SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
            jiff::Timestamp::now().checked_sub(ago).ok()
        }
        (None, Ok(date)) if text.len() == "YYYY-MM-DD".len() => {
            format!("{date}T00:00:00Z").parse::<jiff::Timestamp>().ok()
        }
        _ => text.parse::<jiff::Timestamp>().ok(),
    };
    let told = instant.map(|instant| instant.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
    told.ok_or_else(|| {
        Error::usage(format!("{text:?} is no time")).hint(
            "write 2h or 7d for how long ago, a date as in 2026-11-21 (UTC), or a time as in 2026-11-21T10:00:00Z",
        )
    })
}

/// The seconds of a duration whose units go from large to small.
fn total_seconds(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total = 0_u64;
    for (unit, seconds) in SECONDS {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        if let Some(after) = after.strip_prefix(unit) {
            total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(seconds)?)?;
            rest = after;
        }
    }
    (rest.is_empty() && !text.is_empty()).then_some(total)
}

/// A size for people: binary units with at most one decimal, as in `20 GiB` and `1.5 TiB`.
pub(crate) fn show_bytes(bytes: i64) -> String {
    let sign = if bytes < 0 { "-" } else { "" };
    let size = u128::from(bytes.unsigned_abs());
    for (unit, one) in BINARY {
        let (one, smaller) = (u128::from(one), u128::from(one >> 10));
        let tenths = (size * 10 + one / 2) / one;
        // The size 1023.99 MiB would read 1024 MiB, so a number that rounds up to the next unit is shown in it.
        if (size * 10 + smaller / 2) / smaller >= 10_240 {
            return match tenths % 10 {
                0 => format!("{sign}{} {unit}", tenths / 10),
                tenth => format!("{sign}{}.{tenth} {unit}", tenths / 10),
            };
        }
    }
    format!("{sign}{size} B")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::error::Kind;

    #[test]
    fn an_offset_is_whole_blocks_and_has_no_single_letter() {
        for (text, bytes) in [("0", 0), ("512", 512), ("4MiB", 4 << 20), (" 1 GiB ", 1 << 30)] {
            assert_eq!(parse_offset(text).unwrap(), bytes, "{text}");
        }
        for text in ["", "4M", "4k", "4 M", "B", "100", "4MB", "-512", "1.5KiB7"] {
            assert_eq!(parse_offset(text).unwrap_err().kind(), Kind::Usage, "{text}");
        }
    }

    #[test]
    fn sizes_are_decimal_or_binary_as_written() {
        for (text, bytes) in [
            ("0", 0),
            ("512", 512),
            ("512B", 512),
            ("20G", 20_000_000_000),
            ("20GB", 20_000_000_000),
            ("20GiB", 20 << 30),
            ("20 gib", 20 << 30),
            ("1.5G", 1_500_000_000),
            ("1.5Ti", 3 << 39),
            ("0.3KiB", 307),
            ("4k", 4_000),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(parse_size(text).unwrap(), bytes, "{text}");
        }
    }

    #[test]
    fn junk_and_overflow_are_no_sizes() {
        for text in [
            "",
            " ",
            "G",
            "-1",
            "+1",
            "1.G",
            ".5G",
            "1.2.3",
            "20X",
            "20Gi B",
            "1e9",
            "20000000T",
            "18446744073709551616",
            "٣G",
        ] {
            assert_eq!(parse_size(text).unwrap_err().kind(), Kind::Usage, "{text}");
        }
    }

    #[test]
    fn durations_go_from_large_to_small() {
        for (text, seconds) in
            [("90s", 90), ("10m", 600), ("2h", 7_200), ("1d", 86_400), ("1h30m", 5_400), ("1d1s", 86_401)]
        {
            assert_eq!(parse_duration(text).unwrap().as_secs(), seconds, "{text}");
        }
        assert_eq!(parse_patience("3650d").unwrap().as_secs(), LONGEST_SECONDS);
        for text in ["3651d", "106751991167300d"] {
            assert_eq!(parse_patience(text).unwrap_err().kind(), Kind::Usage, "{text}");
            assert!(parse_duration(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "5",
            "s",
            "m",
            "30m1h",
            "1h1h",
            "1.5h",
            "-1s",
            "1 h",
            "1w",
            "99999999999999999999s",
            "999999999999999999d",
        ] {
            assert_eq!(parse_duration(text).unwrap_err().kind(), Kind::Usage, "{text}");
        }
    }

    #[test]
    fn sizes_read_well() {
        for (bytes, text) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (990 << 20, "990 MiB"),
            (512, "512 B"),
            (20 << 30, "20 GiB"),
            (512 << 20, "512 MiB"),
            (3 << 39, "1.5 TiB"),
            (10_000_000_000, "9.3 GiB"),
            ((1 << 40) - 1, "1 TiB"),
            (-(1 << 30), "-1 GiB"),
            (i64::MIN, "-8388608 TiB"),
        ] {
            assert_eq!(show_bytes(bytes), text, "{bytes}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_size_or_an_error(text in "[0-9.]{0,24}[ kKmMgGtTiIbBx]{0,4}") {
            let _ = parse_size(&text);
            let _ = parse_duration(&text);
        }

        #[test]
        fn a_shown_size_reads_back_within_its_rounding(bytes in 0_i64..i64::MAX / 2) {
            let again = parse_size(&show_bytes(bytes)).unwrap();
            let difference = again.abs_diff(u64::try_from(bytes).unwrap());
            prop_assert!(difference <= u64::try_from(bytes).unwrap() / 20 + 1, "{bytes} {again}");
        }
    }
}
