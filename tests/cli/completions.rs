//! The completion scripts: the folder `completions` holds the scripts that the program prints.
//! A script asks the program itself, so that it never grows old.

use std::{fs, path::Path};

use crate::harness::Home;

#[test]
fn the_folder_holds_what_is_printed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let scripts = [("bash", "bash"), ("zsh", "zsh"), ("fish", "fish"), ("powershell", "ps1"), ("elvish", "elv")];
    for (shell, suffix) in scripts {
        let run = Home::nowhere().nubo(&format!("completions {shell}"));
        run.ends(0).quietly();
        let file = folder.join(format!("nubo.{suffix}"));
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == run.stdout, "nubo completions {shell} > completions/nubo.{suffix}");
        assert!(run.stdout.contains("NUBO_COMPLETE"), "{shell}");
    }
}

#[test]
fn another_shell_is_bad_usage() {
    Home::new().nubo("completions tcsh").shows(
        "
        --- stderr
        error: invalid value 'tcsh' for '<SHELL>' [possible values: bash, elvish, fish, powershell, zsh]
          hint: a similar value exists: 'zsh'
        --- exit 2
    ",
    );
}

#[test]
fn the_program_answers_the_scripts() {
    let home = Home::nowhere().with("NUBO_COMPLETE", "bash").with("_CLAP_COMPLETE_INDEX", "2");
    let home = home.with("_CLAP_IFS", "\n").with("_CLAP_COMPLETE_COMP_TYPE", "9");
    let run = home.nubo("-- nubo instances st");
    assert_eq!((run.ends(0).stdout.as_str(), run.stderr.as_str()), ("start\nstop", ""));
}
