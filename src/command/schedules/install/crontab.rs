//! The crontab of the present user, read and written by the program `crontab` alone.
//! One that cannot be read is never written.

use crate::{
    error::{Error, Kind, Result},
    schedule::install::{Realm, crontab::replace},
};

use super::{
    program::{self, Ran},
    set::Set,
};

/// The program.
const PROGRAM: &str = "crontab";

/// Puts a block into the crontab, or takes it out where none is given.
///
/// # Errors
/// `unsupported` where there is no cron, `conflict` where the marked lines are not one block; nothing was written then.
pub(crate) async fn set(realm: Realm, block: Option<&str>) -> Result<Set> {
    let before = read().await?;
    let after = replace(&before, realm, block)?;
    let there = replace(&before, realm, None)? != before;
    let changed = after != before;
    if changed {
        // An empty crontab is removed: most crons tell it from none, and nobody needs it.
        let args: &[&str] = if after.is_empty() { &["-r"] } else { &["-"] };
        let ran = crontab(args, &after).await?;
        if !ran.well {
            return Err(failed("write", &ran));
        }
    }
    Ok(Set { there, changed, failed: None })
}

/// The crontab; nothing where the user has none.
pub(crate) async fn read() -> Result<Vec<u8>> {
    let ran = crontab(&["-l"], b"").await?;
    match ran.well {
        true => Ok(ran.stdout),
        false if ran.stdout.is_empty() && is_none(&ran.said) => Ok(Vec::new()),
        false => Err(failed("read", &ran)),
    }
}

/// True when a complaint says that the user has no crontab, in the words of Vixie's cron or of busybox.
fn is_none(said: &str) -> bool {
    said.contains("no crontab for") || (said.contains("can't open") && said.contains("No such file"))
}

async fn crontab(args: &[&str], stdin: &[u8]) -> Result<Ran> {
    program::run(PROGRAM, args, stdin).await?.ok_or_else(missing)
}

/// The error where there is no cron.
fn missing() -> Error {
    Error::new(Kind::Unsupported, "there is no program `crontab` here")
        .hint("install a cron, such as the package cron, or use --systemd-user")
}

fn failed(what: &str, ran: &Ran) -> Error {
    Error::new(Kind::Failed, format!("cannot {what} the crontab: {}", ran.said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn having_no_crontab_is_told_from_failing() {
        for said in ["no crontab for ops", "crontab: can't open 'ops': No such file or directory"] {
            assert!(is_none(said), "{said}");
        }
        for said in [
            "You (ops) are not allowed to use this program (crontab)",
            "crontab: can't change directory to '/var/spool/cron/crontabs': No such file or directory",
            "/var/spool/cron/: mkstemp: Permission denied",
            "it ended with exit status: 1",
        ] {
            assert!(!is_none(said), "{said}");
        }
    }
}
