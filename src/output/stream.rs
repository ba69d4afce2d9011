//! The properties of stdout and stderr, each decided by itself: terminal or not, width, colour.
//! The environment comes as a lookup, so that tests need not touch the process.

use std::{
    io::{IsTerminal, stderr, stdout},
    str::FromStr,
};

use terminal_size::{Width, terminal_size_of};

use crate::error::{Error, Result};

/// The choice of colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ColorWhen {
    /// Colour on a terminal that has it, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl FromStr for ColorWhen {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "auto" => Ok(Self::Auto),
            "always" => Ok(Self::Always),
            "never" => Ok(Self::Never),
            _ => Err(Error::usage(format!("there is no colour setting {word:?}")).hint("write auto, always or never")),
        }
    }
}

/// The properties of one stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stream {
    /// True when a person may be looking.
    pub terminal: bool,
    /// The width in columns, where a terminal tells it.
    pub width: Option<usize>,
    /// True when colour is on.
    pub color: bool,
    /// True when a line can be written over, which a dumb terminal cannot.
    pub rewrites: bool,
}

/// Looks up a variable of the environment.
pub(crate) type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Stream {
    /// The properties of stdout.
    pub(crate) fn stdout(when: ColorWhen, env: Env<'_>) -> Self {
        Self::decide(stdout().is_terminal(), terminal_size_of(stdout()).map(|(Width(width), _)| width), when, env)
    }

    /// The properties of stderr.
    pub(crate) fn stderr(when: ColorWhen, env: Env<'_>) -> Self {
        Self::decide(stderr().is_terminal(), terminal_size_of(stderr()).map(|(Width(width), _)| width), when, env)
    }

    /// The properties from the stream itself, the flags and the environment.
    fn decide(terminal: bool, width: Option<u16>, when: ColorWhen, env: Env<'_>) -> Self {
        let dumb = env("TERM").is_some_and(|term| term == "dumb");
        let set = |name| env(name).is_some_and(|value| !value.is_empty());
        let color = match when {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto if set("NO_COLOR") => false,
            ColorWhen::Auto if set("CLICOLOR_FORCE") && env("CLICOLOR_FORCE").as_deref() != Some("0") => true,
            ColorWhen::Auto => terminal && !dumb,
        };
        let width = width.filter(|width| terminal && *width > 0).map(usize::from);
        Self { terminal, width, color, rewrites: terminal && !dumb }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colored(terminal: bool, when: ColorWhen, env: &[(&str, &str)]) -> bool {
        let lookup = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Stream::decide(terminal, Some(80), when, &lookup).color
    }

    #[test]
    fn colour_follows_flag_then_environment_then_terminal() {
        use ColorWhen::{Always, Auto, Never};
        for (terminal, when, env, expected) in [
            (true, Auto, &[][..], true),
            (false, Auto, &[], false),
            (false, Always, &[("NO_COLOR", "1")], true),
            (true, Never, &[("CLICOLOR_FORCE", "1")], false),
            (true, Auto, &[("NO_COLOR", "1")], false),
            (true, Auto, &[("NO_COLOR", "")], true),
            (true, Auto, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
            (false, Auto, &[("CLICOLOR_FORCE", "1")], true),
            (false, Auto, &[("CLICOLOR_FORCE", "0")], false),
            (true, Auto, &[("TERM", "dumb")], false),
            (true, Auto, &[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], true),
            (true, Auto, &[("TERM", "xterm-256color")], true),
        ] {
            assert_eq!(colored(terminal, when, env), expected, "{terminal} {when:?} {env:?}");
        }
    }

    #[test]
    fn only_a_terminal_has_a_width() {
        let width = |terminal, width| Stream::decide(terminal, width, ColorWhen::Auto, &|_| None).width;
        assert_eq!((width(true, Some(80)), width(true, Some(0)), width(false, Some(80))), (Some(80), None, None));
    }

    #[test]
    fn a_dumb_terminal_is_never_written_over() {
        let dumb = |name: &str| (name == "TERM").then(|| "dumb".to_owned());
        assert!(!Stream::decide(true, Some(80), ColorWhen::Always, &dumb).rewrites);
        assert!(!Stream::decide(false, None, ColorWhen::Always, &|_| None).rewrites);
    }

    #[test]
    fn colour_words() {
        assert_eq!("never".parse::<ColorWhen>().map_err(|e| e.kind()), Ok(ColorWhen::Never));
        assert!("sometimes".parse::<ColorWhen>().is_err());
    }
}
