//! A `secret_command`: the first line it prints is the secret.
//! The command gets no stdin and has limited time; its output never reaches an error.

use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use super::Secret;
use crate::error::{Error, Kind, Result};

/// The time limit of a command.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// The longest part of a command's complaint that is repeated.
const MAX_COMPLAINT: usize = 300;

/// Runs the command of an account and takes its secret.
pub(crate) async fn secret(account: &str, line: &str, limit: Duration) -> Result<Secret> {
    let failed = |why: String| {
        Error::new(Kind::Denied, format!("the secret_command of account `{account}` {why}"))
            .hint(format!("run it by hand, or `nubo accounts set-secret {account}` without a secret_command"))
    };
    let mut command = shell(line);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let child = command.spawn().map_err(|error| failed(format!("cannot be started: {error}")))?;
    let output = match timeout(limit, child.wait_with_output()).await {
        Err(_) => return Err(failed(format!("did not end within {} seconds", limit.as_secs()))),
        Ok(output) => output.map_err(|error| failed(format!("cannot be read: {error}")))?,
    };
    if !output.status.success() {
        let complaint = readable(&output.stderr);
        let colon = if complaint.is_empty() { "" } else { ": " };
        return Err(failed(format!("failed ({}){colon}{complaint}", output.status)));
    }
    let first = output.stdout.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let text = String::from_utf8(first.to_vec()).map_err(|_| failed("printed bytes that are no text".to_owned()))?;
    Secret::parse(text).map_err(|why| failed(format!("printed a secret that {why}")))
}

/// A command line as the system's shell runs it.
pub(crate) fn shell(line: &str) -> Command {
    let (program, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command = Command::new(program);
    command.arg(flag).arg(line);
    command
}

/// A command's complaint as one line without control characters.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let words: Vec<_> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    words.join(" ").chars().take(MAX_COMPLAINT).collect()
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    async fn run(line: &str) -> Result<String> {
        secret("zurich", line, LIMIT).await.map(|secret| secret.expose().to_owned())
    }

    #[tokio::test]
    async fn the_first_line_is_the_secret() {
        assert_eq!(run("printf 'hunter2\\r\\nuser: me\\n'").await.unwrap(), "hunter2");
        assert_eq!(run("printf hunter2").await.unwrap(), "hunter2");
    }

    #[tokio::test]
    async fn it_has_no_stdin() {
        assert_eq!(run("cat; echo end").await.unwrap(), "end");
    }

    #[tokio::test]
    async fn a_failure_repeats_stderr_and_never_stdout() {
        let error = run("echo hunter2; printf 'gpg: \\033[1mno\\nkey' >&2; exit 3").await.unwrap_err();
        assert_eq!(error.kind(), Kind::Denied);
        let text = error.to_string();
        assert!(text.contains("`zurich`") && text.contains("3)") && text.contains("gpg: [1mno key"), "{text}");
        assert!(!text.contains("hunter2") && error.details().hint.is_some());
    }

    #[tokio::test]
    async fn no_secret_is_a_failure() {
        for line in ["true", "echo", "printf '\\t\\n'", "printf '\\377'"] {
            assert_eq!(run(line).await.unwrap_err().kind(), Kind::Denied, "{line}");
        }
    }

    #[tokio::test]
    async fn its_time_is_limited() {
        let error = secret("zurich", "exec tail -f /dev/null", Duration::ZERO).await.unwrap_err();
        assert!(error.to_string().contains("did not end within"), "{error}");
    }
}
