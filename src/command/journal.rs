//! The journal of a run: its folder, and who types what.
//! A command line is kept without the values of keys that mean a secret.

use std::rc::Rc;

use crate::{
    config::Paths,
    history::Journal,
    http::{HIDDEN, is_secret},
};

use super::context::{Invocation, state_folder};

/// The journal of this run.
pub(super) fn journal(start: &Invocation, paths: &Paths, sandbox: bool) -> Journal {
    let named = |name: &str| start.env.text(name).ok().flatten().filter(|user| !user.is_empty());
    let console = Rc::clone(&start.console);
    let warn = Box::new(move |words: &str| console.alarm(words));
    let who = named("LOGNAME").or_else(|| named("USER")).or_else(uid);
    Journal::new(state_folder(paths, sandbox, "history"), who, typed(std::env::args()), warn)
}

/// The command line as it may be kept.
fn typed(words: impl Iterator<Item = String>) -> String {
    let mut line = "nubo".to_owned();
    for word in words.skip(1).map(|word| shown(&word)) {
        let quoted = word.is_empty() || word.contains(|c: char| c.is_whitespace() || "'\"$*?;&|<>()".contains(c));
        line.push(' ');
        line.push_str(&if quoted { format!("'{}'", word.replace('\'', r"'\''")) } else { word });
    }
    line
}

/// A word without the value of a key that means a secret, as in `password=…` and `X-Api-Key: …`.
fn shown(word: &str) -> String {
    let ends = word.match_indices(['=', ':']).map(|(end, _)| end);
    let mut begin = 0;
    for end in ends {
        if is_secret(word[begin..end].trim_matches(['-', ' '])) {
            return format!("{}{HIDDEN}", &word[..=end]);
        }
        begin = end + 1;
    }
    word.to_owned()
}

/// The user's number, where the system tells it in a file: cron may set no name.
#[cfg(unix)]
fn uid() -> Option<String> {
    let process = std::fs::metadata("/proc/self").ok()?;
    Some(format!("uid {}", std::os::unix::fs::MetadataExt::uid(&process)))
}

/// Users are numbered on Unix only.
#[cfg(not(unix))]
fn uid() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_kept_without_secrets() {
        let words = [
            "/bin/nubo",
            "api",
            "lab",
            "-f",
            "password=hunter2",
            "--field=api_key=hunter2",
            "--header",
            "X-Auth-Token: hunter2",
            "it's",
            "db-*",
        ];
        let line = typed(words.iter().map(ToString::to_string));
        assert!(!line.contains("hunter2"), "{line}");
        assert!(line.ends_with(r"'it'\''s' 'db-*'"), "{line}");
        assert!(line.starts_with("nubo api lab -f 'password=***'"), "{line}");
    }
}
