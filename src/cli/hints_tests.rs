//! Every command that a text of the program names is one, with the flags it is named with.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use clap::Command;

use super::root;

/// The words behind a noun that are prose and no verb.
const PROSE: [&str; 1] = ["of"];

/// The files of the program.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("hints_tests.rs") {
            found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The fault of a command as it is written, if it has one; nothing for prose that is about nubo.
fn fault(root: &Command, written: &str, strict: bool) -> Option<String> {
    let written = written.split(['"', '`', ';', ',', '(', ')', '\\']).next().unwrap_or_default();
    let mut words = written.split_whitespace().skip_while(|word| *word == "--sandbox").peekable();
    let first = words.next()?;
    let Some(mut command) = root.find_subcommand(first) else {
        let plain = first.chars().all(|c| c.is_ascii_lowercase());
        return (strict && plain).then(|| format!("there is no {first}"));
    };
    while let Some(word) = words.peek().filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-')) {
        if !command.has_subcommands() || word.starts_with('-') || PROSE.contains(word) {
            break;
        }
        let Some(below) = command.find_subcommand(word) else {
            return Some(format!("{} has no {word}", command.get_name()));
        };
        command = below;
        words.next();
    }
    let known = |flag: &str| {
        let named = |arg: &clap::Arg| {
            arg.get_long() == Some(flag) || arg.get_all_aliases().is_some_and(|others| others.contains(&flag))
        };
        flag == "help" || command.get_arguments().any(named)
    };
    let flag = words.filter_map(|word| word.strip_prefix("--")).find(|flag| !known(flag.split('=').next().unwrap()))?;
    Some(format!("{} has no --{flag}", command.get_name()))
}

#[test]
fn every_command_that_is_named_is_one() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut root = root();
    root.build();
    let (mut faults, mut count) = (Vec::new(), 0);
    for (path, text) in &files {
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (start, _) in line.match_indices("nubo ").filter(|(start, _)| !line[..*start].ends_with('/')) {
                count += 1;
                let found = fault(&root, &line[start + 5..], line[..start].ends_with('`'));
                faults.extend(found.map(|fault| format!("{path}:{}: {fault}: {}", at + 1, line.trim())));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 50, "only {count} commands");
}

#[test]
fn a_command_that_is_none_is_found() {
    let mut root = root();
    root.build();
    let told = |written: &str| fault(&root, written, true);
    for wrong in ["instances lst", "instance-s", "instances list --colums x", "nothing"] {
        assert_eq!(told(wrong).is_some(), wrong != "instance-s", "{wrong}");
    }
    for right in ["instances list --columns id", "--sandbox instances list", "accounts add NAME --provider X, --no"] {
        assert_eq!(told(right), None, "{right}");
    }
}
