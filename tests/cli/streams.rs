//! The streams of output: closed pipes end quietly, full disks are errors, and nothing else is written to stdout.
//! The other ends of the pipes are the shell's own tools.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    process::Stdio,
};

use crate::harness::{Home, Run, Server, plain};

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::new();
    for line in [
        "instances list",
        "instances list --json",
        "providers",
        "instances show lab",
        "completions bash",
        "--help",
        "--version",
    ] {
        let line = if line.starts_with("instances") { format!("--sandbox {line} -q") } else { line.to_owned() };
        let mut command = home.command(&line);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let run = Run::new(&line, &home.path(""), &child.wait_with_output().unwrap());
        run.ends(0).quietly();
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let home = Home::new();
    let mut command = home.command("--sandbox instances list --json --raw -q");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(1, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "[\n");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "");
}

#[test]
fn a_full_disk_is_an_error() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let home = Home::new();
    for line in ["--sandbox instances list", "providers --json", "completions zsh", "--help", "--version"] {
        let output = home.command(line).stdout(full.try_clone().unwrap()).stderr(Stdio::piped()).output().unwrap();
        let run = Run::new(line, &home.path(""), &output);
        run.ends(1).tells("cannot write the output");
    }
}

#[test]
fn a_full_stderr_changes_nothing() {
    let Ok(full) = File::options().write(true).open("/dev/full") else { return };
    let home = Home::new();
    let output = home.command("--sandbox whoami").stderr(full).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 5);
}

#[test]
fn told_to_end_it_says_so() {
    let home = Home::new();
    let mut command = home.command("sandbox serve --json");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    std::process::Command::new("kill").arg(child.id().to_string()).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(Run::new("sandbox serve --json", &home.path(""), &output).ends(143).error()["code"], "terminated");
}

#[test]
fn told_to_end_it_names_what_goes_on_at_the_provider_and_prints_what_ended() {
    // Both machines are listed, one is running already, and the change of the other is never answered.
    let server = Server::new(|_, request| match request.split(' ').nth(1).unwrap_or_default() {
        "/servers/info" => plain(
            "server s1\nname web-1\nstatus stopped\npersistent true\n\nserver s2\nname web-2\nstatus active\npersistent true\n",
        ),
        _ => Vec::new(),
    });
    let home = Home::of("cloudsigma", &server.url(), "");
    for (signal, code, word) in [("INT", 130, "interrupted"), ("TERM", 143, "terminated")] {
        let before = server.asked().len();
        let line = "instances start web-1 web-2 --json";
        let mut child = home.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let sent = || server.lines().iter().skip(before).any(|line| line.contains("/servers/s1/start"));
        while !sent() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let id = child.id().to_string();
        std::process::Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap();
        let run = Run::new(line, &home.path(""), &child.wait_with_output().unwrap());
        let error = run.ends(code).error();
        assert_eq!(error["code"], word);
        let hint = error["hint"].as_str().unwrap_or_default();
        assert!(hint.contains("still going on at the provider: start of lab/web-1"), "{error}");
        let records: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(
            records.iter().map(|record| &record["status"]).collect::<Vec<_>>(),
            ["ok", "unknown"],
            "{records:?}"
        );
        assert_eq!((&records[1]["id"], &records[1]["changed"]), (&"s1".into(), &serde_json::Value::Null));
        assert_eq!(records[1]["error"]["code"], "unknown_outcome");
    }
}
