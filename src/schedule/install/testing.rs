//! Runs for the tests of all that is made from them.
//! One is plain, one has every character that is special to some scheduler or shell.

use super::{Own, Run};

/// A run with ordinary paths.
pub(crate) fn ordinary() -> Run {
    Run {
        binary: "/usr/local/bin/nubo".to_owned(),
        own: Some(Own {
            config: "/home/ops/.config/nubo/config.toml".to_owned(),
            config_dir: "/home/ops/.config/nubo".to_owned(),
        }),
        state_dir: "/home/ops/.local/state/nubo".to_owned(),
        file: None,
        ping: None,
    }
}

/// A run in the sandbox.
pub(crate) fn sandbox() -> Run {
    Run { own: None, ..ordinary() }
}

/// Names that are hard to quote, one at a time and all at once.
pub(crate) const ODD: [&str; 14] = [
    "a b",
    "it's",
    "100%",
    "%h",
    "$HOME",
    "${x}",
    "`id`",
    "a\\b",
    "a\\%b\\",
    "a\\\\b",
    "\"q\"",
    "é☃😀",
    "~;&|<>()*?[]{}#!",
    " %%$$''\\\\\"\" ",
];

/// A run whose every value has one of the odd names; the program's is one that all schedulers can run.
pub(crate) fn odd(name: &str) -> Run {
    let path = |what: &str| format!("/srv/{name}/{what}");
    Run {
        binary: "/opt/my $x %h/nubo".to_owned(),
        own: Some(Own { config: path("config.toml"), config_dir: path("") }),
        state_dir: path("state"),
        file: Some(path("rules.toml")),
        ping: Some(format!("https://ping.example.com/{name}?a=1&b=%20")),
    }
}
