//! `nubo doctor --as-cron`: the same checks made by another run of this program, with as little as cron gives it.
//! A failure that occurs under cron alone is told with the difference that causes it.

use std::{
    ffi::OsString,
    path::{Path, PathBuf, absolute},
    process::{Output, Stdio},
    time::Duration,
};

use clap::ArgMatches;
use tokio::{process::Command, time::timeout};

use crate::{
    cli::Requests,
    command::flags,
    error::{Error, Kind, Result},
};

use super::{
    accounts,
    compare::{self, PATH},
    finding::{Check, Finding},
    ground::Ground,
};

/// The time that a run may take on top of its accounts' limit: for commands that print secrets, and a keyring.
const BESIDE: Duration = Duration::from_secs(60);

/// Makes the checks as cron would run them.
///
/// # Errors
/// `usage` for rules from stdin, which cron has not.
pub(crate) async fn check(ground: &Ground<'_>, args: &ArgMatches) -> Result<Vec<Finding>> {
    let mut there = missing(ground);
    let names: Vec<&str> = ground.scope.iter().map(String::as_str).filter(|name| !is_made(ground, name)).collect();
    if ground.named && names.is_empty() {
        return Ok(there);
    }
    let words = words(ground, args, &names)?;
    ground.start.console.progress("checking as cron would");
    match heard(program(ground, &words)?, ground.limit.saturating_add(BESIDE)).await {
        Ok(findings) => there.extend(findings),
        Err(error) => there.push(Finding::failed(Check::Config, error)),
    }
    let troubled = compare::troubled(&there);
    let here = accounts::check(ground, &troubled, |name| compare::may_ask(&there, name)).await;
    Ok(compare::explained(there, &here))
}

/// True for an account that variables of this environment make.
fn is_made(ground: &Ground<'_>, name: &str) -> bool {
    name == "env" && ground.start.env.var("NUBO_PROVIDER").is_some()
}

/// The accounts that cron will not have.
fn missing(ground: &Ground<'_>) -> Vec<Finding> {
    let made = ground.scope.iter().filter(|name| is_made(ground, name));
    let told = made.map(|name| {
        let error = Error::config("variables make this account, and cron does not set them").account(name);
        Finding::failed(Check::Config, error.hint("nubo accounts add NAME --provider PRESET"))
    });
    told.collect()
}

/// The arguments of the other run: this run's own flags, with absolute paths.
fn words(ground: &Ground<'_>, args: &ArgMatches, names: &[&str]) -> Result<Vec<OsString>> {
    let mut words: Vec<OsString> = Vec::new();
    let mut say = |flag: &str, value: OsString| words.extend([flag.into(), value]);
    let there = |file: &&Path| !ground.sandbox && (file.exists() || ground.paths.config_named);
    if let Some(file) = ground.paths.config_file.as_deref().filter(there) {
        say("--config", whole(file).into());
    }
    if let Some(file) = args.get_one::<String>("file") {
        if file == "-" {
            return Err(Error::usage("cron has no stdin to read rules from").hint("name a file with --file"));
        }
        say("--file", whole(Path::new(file)).into());
    }
    if ground.named {
        say("--account", names.join(",").into());
    }
    let requests: Requests = flags(args)?;
    let timeout = requests.timeout.map(|limit| format!("{}s", limit.as_secs()));
    let parallel = requests.parallel.map(|count| count.to_string());
    let retries = requests.retries.map(|count| count.to_string());
    for (flag, value) in [("--timeout", timeout), ("--parallel", parallel), ("--retries", retries)] {
        if let Some(value) = value {
            say(flag, value.into());
        }
    }
    let first = ["doctor", "--json"].into_iter().chain(ground.sandbox.then_some("--sandbox"));
    Ok(first.map(OsString::from).chain(words).collect())
}

/// A path that means the same in any folder.
fn whole(path: &Path) -> PathBuf {
    absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// This program with the arguments of the other run, and none of this run's environment.
fn program(ground: &Ground<'_>, words: &[OsString]) -> Result<Command> {
    let program = std::env::current_exe().map_err(|error| broken(&format!("has no program: {error}")))?;
    let folders = [("NUBO_CONFIG_DIR", &ground.paths.config_dir), ("NUBO_STATE_DIR", &ground.paths.state_dir)];
    let folders = folders.into_iter().filter_map(|(name, folder)| Some((name, whole(folder.as_deref()?))));
    let mut command = Command::new(program);
    command.args(words).env_clear().env("PATH", PATH).envs(folders).current_dir("/");
    // A group of its own keeps the program from the terminal: a question is stopped instead of answered.
    #[cfg(unix)]
    command.process_group(0);
    Ok(command)
}

/// Runs a program to its end and reads the findings it prints.
async fn heard(mut command: Command, limit: Duration) -> Result<Vec<Finding>> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let child = command.spawn().map_err(|error| broken(&format!("cannot be started: {error}")))?;
    let output = match timeout(limit, child.wait_with_output()).await {
        Err(_) => return Err(broken(&format!("did not end within {} s", limit.as_secs()))),
        Ok(output) => output.map_err(|error| broken(&format!("cannot be heard: {error}")))?,
    };
    Finding::read(&output.stdout).ok_or_else(|| complaint(&output))
}

/// The error of a run that told nothing.
fn broken(what: &str) -> Error {
    Error::new(Kind::Failed, format!("the run as cron {what}"))
}

/// The reason why a run found nothing: its own error, or its first words.
fn complaint(output: &Output) -> Error {
    let text = String::from_utf8_lossy(&output.stderr);
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("nothing");
    let told = serde_json::from_str::<serde_json::Value>(first).ok();
    let told = |key: &str| told.as_ref()?.get("error")?.get(key)?.as_str().map(str::to_owned);
    let kind = told("code").and_then(|code| Kind::ALL.into_iter().find(|kind| kind.word() == code));
    let words = told("message").unwrap_or_else(|| first.to_owned());
    let error = broken(&format!("ended with {} and told only: {words}", output.status));
    let message = error.details().message.clone();
    told("hint").into_iter().fold(error.replaced(kind.unwrap_or(Kind::Failed), message), Error::hint)
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    async fn shell(line: &str, limit: Duration) -> Result<Vec<Finding>> {
        let mut command = Command::new("sh");
        command.args(["-c", line]);
        heard(command, limit).await
    }

    #[tokio::test]
    async fn a_run_that_tells_nothing_is_told_by_its_own_words() {
        let usage = r#"echo '{"error":{"code":"config","message":"no folder","hint":"set HOME"}}' >&2; exit 12"#;
        for (line, kind, message, hint) in [
            (usage, Kind::Config, "ended with exit status: 12 and told only: no folder", Some("set HOME")),
            ("echo; echo 'killed: memory' >&2; kill -9 $$", Kind::Failed, "and told only: killed: memory", None),
            ("echo '{}'", Kind::Failed, "ended with exit status: 0 and told only: nothing", None),
        ] {
            let error = shell(line, BESIDE).await.unwrap_err();
            assert!(error.kind() == kind && error.to_string().contains(message), "{error:?}");
            assert_eq!(error.details().hint.as_deref(), hint);
        }
        let error = heard(Command::new("/no/such/program"), BESIDE).await.unwrap_err();
        assert!(error.to_string().contains("cannot be started"), "{error}");
    }

    #[tokio::test]
    async fn its_time_is_limited() {
        let error = shell("exec tail -f /dev/null", Duration::ZERO).await.unwrap_err();
        assert_eq!(error.to_string(), "the run as cron did not end within 0 s");
    }

    #[tokio::test]
    async fn what_it_found_counts_whatever_its_exit_code() {
        let line = r#"echo '[{"check":"clock","status":"ok","message":"fine"}]'; exit 6"#;
        assert_eq!(shell(line, BESIDE).await.unwrap().len(), 1);
    }
}
