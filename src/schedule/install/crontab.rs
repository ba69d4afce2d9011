//! The block of a crontab and its place there: between two lines that mark it, so that it can be found again.
//! All other bytes of a crontab are somebody else's and stay as they are.

use super::{Every, Realm, Run, quoted};
use crate::error::{Error, Kind, Result};

/// The number of seconds over which the runs of different machines are spread.
const SPREAD: u64 = 30;

/// The block with its marking lines; `seed` differs from machine to machine and from user to user.
pub(crate) fn block(run: &Run, every: Every, seed: &str) -> String {
    let realm = run.realm().words();
    let variables = run.variables().into_iter().map(|(name, value)| format!("{name}={}", quoted::cron(value)));
    let words = std::iter::once(run.binary.as_str()).chain(run.arguments()).map(quoted::cron);
    let command = variables.chain(words).collect::<Vec<_>>().join(" ");
    format!(
        "{begin}written by nubo schedules install; changes here are lost)\n{when} sleep {seconds}; {command}\n# END {realm}\n",
        begin = begin(run.realm()),
        when = every.cron(),
        seconds = spread(seed),
    )
}

/// The delay of a machine before each run, in seconds: always the same, so that installing again changes nothing.
fn spread(seed: &str) -> u64 {
    // FNV-1a: the standard library's hash may be another one in its next version.
    let hash = seed
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash >> 32) % SPREAD
}

/// The beginning of the line before the block.
fn begin(realm: Realm) -> String {
    format!("# BEGIN {} (", realm.words())
}

/// A crontab with a new block in place of the old one, else at its end; without any block where none is given.
///
/// # Errors
/// `conflict` where the marked lines are not one block.
pub(crate) fn replace(crontab: &[u8], realm: Realm, block: Option<&str>) -> Result<Vec<u8>> {
    let lines: Vec<&[u8]> = crontab.split_inclusive(|byte| *byte == b'\n').collect();
    let found = find(&lines, realm)?;
    let (before, after) = match &found {
        Some((first, last)) => (lines.get(..*first), lines.get(last + 1..)),
        None => (Some(&*lines), None),
    };
    let mut changed = before.unwrap_or_default().concat();
    if block.is_some() && !changed.is_empty() && !changed.ends_with(b"\n") {
        changed.push(b'\n');
    }
    changed.extend_from_slice(block.unwrap_or_default().as_bytes());
    changed.extend(after.unwrap_or_default().concat());
    Ok(changed)
}

/// The block that a crontab has, if it has one.
pub(crate) fn block_of(crontab: &[u8], realm: Realm) -> Option<String> {
    let lines: Vec<&[u8]> = crontab.split_inclusive(|byte| *byte == b'\n').collect();
    let (first, last) = find(&lines, realm).ok()??;
    Some(String::from_utf8_lossy(&lines.get(first..=last)?.concat()).into_owned())
}

/// The interval of a block, where nubo wrote it.
pub(crate) fn every(block: &str) -> Option<Every> {
    let line = block.lines().map(str::trim).find(|line| !line.starts_with('#') && !line.is_empty())?;
    let fields: Vec<&str> = line.split_whitespace().take(5).collect();
    Every::of(|every| every.cron() == fields.join(" "))
}

/// The numbers of the first and the last line of the block.
fn find(lines: &[&[u8]], realm: Realm) -> Result<Option<(usize, usize)>> {
    let (begin, end) = (begin(realm), format!("# END {}", realm.words()));
    let all = |fits: &dyn Fn(&[u8]) -> bool| -> Vec<usize> {
        lines.iter().enumerate().filter(|(_, line)| fits(line.trim_ascii())).map(|(at, _)| at).collect()
    };
    let begins = all(&|line| line.starts_with(begin.as_bytes()));
    let ends = all(&|line| line == end.as_bytes());
    let what = match (&*begins, &*ends) {
        ([], []) => return Ok(None),
        ([first], [last]) if first < last => return Ok(Some((*first, *last))),
        ([first], []) => format!("the line \"{begin}...\" (line {}) has no line \"{end}\" after it", first + 1),
        ([], [last]) => format!("the line \"{end}\" (line {}) has no line \"{begin}...\" before it", last + 1),
        ([first], [last]) => format!("\"{end}\" (line {}) stands before \"{begin}...\" (line {})", last + 1, first + 1),
        _ => {
            format!("{} lines \"{begin}...\" and {} lines \"{end}\" are more than one block", begins.len(), ends.len())
        }
    };
    Err(Error::new(Kind::Conflict, format!("in the crontab {what}"))
        .hint("mend it with crontab -e; nothing was changed"))
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::schedule::install::testing::{ODD, odd, ordinary, sandbox};

    const EVERY: &str = "5m";

    fn of(run: &Run) -> String {
        block(run, Every::parse(EVERY).unwrap(), "here")
    }

    #[test]
    fn a_block_is_one_command_between_marks() {
        assert_eq!(
            of(&ordinary()),
            format!(
                "# BEGIN nubo schedules (written by nubo schedules install; changes here are lost)\n\
                 */5 * * * * sleep {}; NUBO_CONFIG_DIR=/home/ops/.config/nubo NUBO_STATE_DIR=/home/ops/.local/state/nubo \
                 /usr/local/bin/nubo --config /home/ops/.config/nubo/config.toml schedules apply --yes\n\
                 # END nubo schedules\n",
                spread("here")
            )
        );
        let text = of(&sandbox());
        assert!(text.contains("; NUBO_STATE_DIR=/home/ops/.local/state/nubo /usr/local/bin/nubo --sandbox schedules"));
        assert!(text.starts_with("# BEGIN nubo schedules of the sandbox (") && !text.contains("CONFIG"), "{text}");
    }

    #[test]
    fn a_machine_always_waits_as_long_and_another_differs() {
        let all: std::collections::BTreeSet<u64> = (0..200).map(|n| spread(&format!("host-{n}"))).collect();
        assert_eq!((all.len(), all.last()), (30, Some(&29)));
        assert_eq!((spread(""), spread("a")), (4, 0));
    }

    #[test]
    fn the_command_means_what_the_run_says() {
        for name in ODD {
            let run = odd(name);
            let text = of(&run);
            let line = text.lines().nth(1).unwrap().strip_prefix("*/5 * * * * ").unwrap();
            let line = line.split_once("; ").unwrap().1.replace("\\%", "%");
            // The program is replaced by one that prints its arguments.
            let line = line.replacen(&quoted::cron(&run.binary).replace("\\%", "%"), "told", 1);
            let told = r#"told() { printf '%s\n' "$NUBO_CONFIG_DIR" "$NUBO_STATE_DIR" "$@"; }; "#;
            let printed =
                std::process::Command::new("/bin/sh").args(["-c", &format!("{told}{line}")]).output().unwrap();
            let own = run.own.as_ref().unwrap();
            let expected = [&own.config_dir, &run.state_dir].map(String::as_str).into_iter().chain(run.arguments());
            let printed = String::from_utf8(printed.stdout).unwrap();
            assert_eq!(printed.lines().collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{text}");
            assert_eq!(text.lines().count(), 3);
        }
    }

    /// Crontabs of other people: empty, ordinary, from Windows, with another block, blank, and not text.
    const OTHERS: [&[u8]; 6] = [
        b"",
        b"MAILTO=ops\n\n0 1 * * * backup\n",
        b"0 1 * * * a\r\n# b\r\n",
        b"# BEGIN other\n# END other\n",
        b"\n",
        b"0 1 * * * \xff\xfe\n",
    ];

    #[test]
    fn a_block_comes_and_goes_and_the_rest_stays() {
        let (one, other) = (of(&ordinary()), of(&odd("x y")));
        for crontab in OTHERS {
            let first = replace(crontab, Realm::Own, Some(&one)).unwrap();
            assert_eq!(first, [crontab, one.as_bytes()].concat());
            assert_eq!(replace(&first, Realm::Own, Some(&one)).unwrap(), first);
            assert_eq!(replace(&first, Realm::Own, None).unwrap(), crontab);
            let more = [&first, crontab].concat();
            let changed = replace(&more, Realm::Own, Some(&other)).unwrap();
            assert_eq!(changed, [crontab, other.as_bytes(), crontab].concat());
            assert_eq!(replace(crontab, Realm::Own, None).unwrap(), crontab);
        }
        // cron wants a line break at the end, so that one that was missing is there afterwards.
        let first = replace(b"0 1 * * * a", Realm::Own, Some(&one)).unwrap();
        assert_eq!(first, [b"0 1 * * * a\n", one.as_bytes()].concat());
        assert_eq!(replace(&first, Realm::Own, None).unwrap(), b"0 1 * * * a\n");
        assert_eq!(replace(b"0 1 * * * a", Realm::Own, None).unwrap(), b"0 1 * * * a");
    }

    #[test]
    fn the_sandbox_has_a_block_of_its_own() {
        let both = replace(of(&ordinary()).as_bytes(), Realm::Sandbox, Some(&of(&sandbox()))).unwrap();
        assert_eq!(both, [of(&ordinary()), of(&sandbox())].concat().as_bytes());
        assert_eq!(replace(&both, Realm::Own, None).unwrap(), of(&sandbox()).as_bytes());
        assert_eq!(replace(&both, Realm::Sandbox, None).unwrap(), of(&ordinary()).as_bytes());
    }

    #[test]
    fn a_block_of_another_version_or_editor_is_found() {
        let crontab = b"a\n # BEGIN nubo schedules (by a later nubo)\r\nx\ny\n# END nubo schedules \r\nb\n";
        assert_eq!(replace(crontab, Realm::Own, None).unwrap(), b"a\nb\n");
        let cut = b"# BEGIN nubo schedules (x)\ny\n# END nubo schedules";
        assert_eq!(replace(cut, Realm::Own, None).unwrap(), b"");
    }

    #[test]
    fn marks_that_are_no_block_are_told_and_nothing_is_guessed() {
        let (begin, end) = ("# BEGIN nubo schedules (x)\n", "# END nubo schedules\n");
        for (crontab, words) in [
            (format!("a\n{begin}b\n"), "(line 2) has no line"),
            (format!("a\n{end}"), "before it"),
            (format!("{end}{begin}"), "stands before"),
            (format!("{begin}{end}{begin}{end}"), "2 lines"),
            (format!("{begin}{begin}{end}"), "more than one block"),
        ] {
            for block in [None, Some("x\n")] {
                let error = replace(crontab.as_bytes(), Realm::Own, block).unwrap_err();
                assert_eq!(error.kind(), Kind::Conflict);
                assert!(error.to_string().contains(words), "{error}");
            }
        }
    }
}
