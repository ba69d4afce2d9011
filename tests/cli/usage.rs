//! Bad usage: exit code 2, in text and as one line of JSON; help and version are no errors.
//! Nothing is printed on stdout that a script could take for data.

use crate::harness::Home;

#[test]
fn what_makes_no_sense_is_told_with_a_way_on() {
    let home = Home::new();
    home.nubo("instanses list").shows(
        "
        --- stderr
        error: unrecognized subcommand 'instanses'
          hint: some similar subcommands exist: 'instances', 'instance'; usage: nubo [OPTIONS] <COMMAND>
        --- exit 2
    ",
    );
    home.nubo("instances lst").shows(
        "
        --- stderr
        error: unrecognized subcommand 'lst'
          hint: some similar subcommands exist: 'stop', 'ls', 'list'; usage: nubo instances [OPTIONS] <COMMAND>
        --- exit 2
    ",
    );
    home.nubo("instances list --filtr a=b").shows(
        "
        --- stderr
        error: unexpected argument '--filtr' found
          hint: a similar argument exists: '--filter'; usage: nubo instances list --filter <EXPR>
        --- exit 2
    ",
    );
    home.nubo("instances show").shows(
        "
        --- stderr
        error: the following required arguments were not provided: <TARGET>...
          hint: usage: nubo instances show <TARGET>...
        --- exit 2
    ",
    );
    home.nubo("instances list -o xml").shows(
        r#"
        --- stderr
        error: there is no format "xml"
          hint: the formats are table, wide, json, ndjson, yaml, csv, tsv, name
        --- exit 2
    "#,
    );
    home.nubo("instances list -o jsn").shows(
        r#"
        --- stderr
        error: there is no format "jsn"
          hint: did you mean json? the formats are table, wide, json, ndjson, yaml, csv, tsv, name
        --- exit 2
    "#,
    );
    home.nubo("instances list --limit many").shows(
        "
        --- stderr
        error: invalid value 'many' for '--limit <N>': invalid digit found in string
        --- exit 2
    ",
    );
    home.nubo("tickets list extra").ends(2);
}

#[test]
fn wrong_usage_in_json_is_one_line_of_json() {
    let home = Home::new();
    home.nubo("instances list --filtr a=b --json").shows(r#"
        --- stderr
        {"error":{"code":"usage","message":"unexpected argument '--filtr' found","hint":"a similar argument exists: '--filter'; usage: nubo instances list --filter <EXPR>","account":null,"provider":null,"operation":null,"target":null,"http_status":null,"provider_message":null,"retryable":false,"exit":2}}
        --- exit 2
    "#);
    for line in [
        "instanses list --json",
        "--json",
        "instances --json",
        "instances list -o json --limit many",
        "instances list --output=ndjson --nope",
        "-ojson instances nope",
        "--output ndjson instances show",
        "instances list --json --sort nope",
        "instances list --json -o table",
    ] {
        let run = home.sandbox(line);
        let error = run.ends(2).error();
        assert_eq!((&error["code"], &error["exit"]), (&"usage".into(), &2.into()), "{line}");
        assert_eq!(run.stdout, "", "{line}");
    }
}

#[test]
fn nothing_typed_shows_the_help_and_is_bad_usage() {
    let run = Home::new().nubo("");
    assert_eq!(run.ends(2).stdout, "");
    run.tells("Usage: nubo").tells("instances").tells("Exit codes:");
    Home::new().nubo("accounts").ends(2).tells("set-secret");
}

#[test]
fn help_says_what_a_command_does_first_and_shows_examples() {
    let home = Home::nowhere();
    for (line, first) in [
        ("--help", "One command line for the machines you have at several small clouds"),
        ("instances --help", "Machines: create, start, stop, resize, attach, delete and more"),
        ("instances stop --help", "Stop machines, cleanly where the provider can"),
        ("accounts add -h", "Add an account and check its secret"),
        ("whoami --help", "Show who your accounts belong to"),
        ("sandbox serve --help", "Serve the simulated clouds on loopback until interrupted, for other programs"),
    ] {
        let run = home.nubo(line);
        assert_eq!(run.ends(0).quietly().stdout.lines().next(), Some(first), "{line}");
        assert!(run.stdout.contains("Usage: nubo"), "{line}");
    }
    assert!(home.nubo("instances list --help").stdout.contains("Examples:\n  nubo instances list\n"));
}

#[test]
fn the_version() {
    Home::nowhere().nubo("--version").shows(concat!("nubo ", env!("CARGO_PKG_VERSION"), "\n--- exit 0"));
}

#[test]
fn an_argument_that_is_no_text_is_bad_usage() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let mut command = home.command("--sandbox instances show");
    let output = command.arg(std::ffi::OsStr::from_bytes(b"web-\xff")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
