//! Programs of the system that keep crontabs and units: run with their input, within a limit of time.
//! They have the environment of nubo itself, and never its terminal.

use std::{io, process::Stdio, time::Duration};

use tokio::{io::AsyncWriteExt, process::Command, time::timeout};

use crate::error::{Error, Kind, Result};

/// The time limit of a program.
const LIMIT: Duration = Duration::from_secs(10);

/// The longest part of a program's complaint that is repeated.
const MAX_COMPLAINT: usize = 300;

/// The output and the end of a program.
#[derive(Debug)]
pub(crate) struct Ran {
    /// True when the program ended with success.
    pub well: bool,
    /// The program's stdout.
    pub stdout: Vec<u8>,
    /// The program's complaint, as one line.
    pub said: String,
}

/// Runs a program; `None` where there is none of that name.
///
/// # Errors
/// `failed` when it cannot be started or does not end in time.
pub(crate) async fn run(program: &str, args: &[&str], stdin: &[u8]) -> Result<Option<Ran>> {
    within(LIMIT, program, args, stdin).await
}

async fn within(limit: Duration, program: &str, args: &[&str], stdin: &[u8]) -> Result<Option<Ran>> {
    let line = line(program, args);
    let failed = |why: String| Error::new(Kind::Failed, format!("`{line}` {why}"));
    let mut command = Command::new(program);
    // The program's complaints are read too, and they are in English only in this locale.
    command.args(args).env("LC_ALL", "C").kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(format!("cannot be started: {error}"))),
    };
    let input = child.stdin.take();
    let feeding = async {
        if let Some(mut input) = input {
            // One that does not want its input may be gone already, and says by its end how that went.
            let _ = input.write_all(stdin).await;
        }
    };
    let ended = timeout(limit, async { tokio::join!(feeding, child.wait_with_output()).1 }).await;
    let output = ended.map_err(|_| failed(format!("did not end within {} seconds", limit.as_secs())))?;
    let output = output.map_err(|error| failed(format!("cannot be read: {error}")))?;
    let said = readable(&output.stderr);
    let said = if said.is_empty() { format!("it ended with {}", output.status) } else { said };
    Ok(Some(Ran { well: output.status.success(), stdout: output.stdout, said }))
}

/// A command as it can be typed.
pub(crate) fn line(program: &str, args: &[&str]) -> String {
    [&[program], args].concat().join(" ")
}

/// A complaint as one line without control characters.
fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<_> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().take(MAX_COMPLAINT).collect()
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    async fn sh(line: &str, stdin: &[u8]) -> Ran {
        run("/bin/sh", &["-c", line], stdin).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn what_it_reads_and_writes_may_be_long() {
        let long = vec![b'x'; 1 << 20];
        let ran = sh("cat; echo bye >&2", &long).await;
        assert!(ran.well && ran.stdout == long && ran.said == "bye", "{}", ran.said);
    }

    #[tokio::test]
    async fn a_failure_is_told_in_its_own_words() {
        let ran = sh("printf 'no\\n \\033[1mway' >&2; exit 3", b"unread").await;
        assert_eq!((ran.well, &*ran.said), (false, "no [1mway"));
        assert!(sh("exit 3", b"").await.said.contains('3'));
    }

    #[tokio::test]
    async fn one_that_is_not_there_is_none() {
        assert!(run("nubo-no-such-program", &[], b"").await.unwrap().is_none());
    }

    #[tokio::test]
    async fn its_time_is_limited() {
        let error = within(Duration::ZERO, "/bin/sh", &["-c", "exec tail -f /dev/null"], b"").await.unwrap_err();
        assert!(error.to_string().contains("did not end within"), "{error}");
    }
}
