//! Words as shells, cron, systemd and YAML read them back as they were.
//! A word without special characters stays bare, so that people can read the line.

use std::fmt::Write;

/// A word for `sh` inside a line of a crontab.
///
/// cron ends the command at a bare `%`. Some crons take the backslash before one away, some leave it, and some take one
/// of two backslashes away. So each backslash and each `%` stands outside the quotes or before one, which all of them
/// leave as it is.
pub(crate) fn cron(word: &str) -> String {
    if is_bare(word) {
        return word.to_owned();
    }
    let mut quoted = "'".to_owned();
    for sign in word.chars() {
        match sign {
            '\'' => quoted.push_str(r"'\''"),
            '%' => quoted.push_str(r"'\%'"),
            '\\' => quoted.push_str(r"\''"),
            sign => quoted.push(sign),
        }
    }
    quoted + "'"
}

/// A word of a systemd unit, whose specifiers begin with `%`.
pub(crate) fn unit(word: &str) -> String {
    let word = word.replace('%', "%%");
    if is_bare(&word.replace('%', "")) {
        return word;
    }
    format!("\"{}\"", word.replace('\\', r"\\").replace('"', "\\\""))
}

/// A word of a command of a systemd unit, where `$` names a variable too.
pub(crate) fn argument(word: &str) -> String {
    unit(&word.replace('$', "$$"))
}

/// A text in double quotes, as YAML 1.1 and 1.2 read it.
pub(crate) fn yaml(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for sign in text.chars() {
        // Writing to a text cannot fail.
        let _ = match sign {
            '"' | '\\' => write!(quoted, "\\{sign}"),
            '\n' => write!(quoted, "\\n"),
            sign if is_printable(sign) => write!(quoted, "{sign}"),
            sign => write!(quoted, "\\U{:08X}", u32::from(sign)),
        };
    }
    quoted + "\""
}

/// A text as a block of YAML with this indent where it can be one, else in double quotes.
pub(crate) fn yaml_block(text: &str, indent: &str) -> String {
    let lines = text.strip_suffix('\n').filter(|rest| {
        let blank_edge = rest.starts_with([' ', '\t', '\n']) || rest.ends_with('\n') || rest.is_empty();
        !blank_edge && rest.chars().all(|sign| matches!(sign, '\n' | '\t') || is_printable(sign))
    });
    let Some(lines) = lines else { return yaml(text) };
    let indented = |line: &str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
    format!("|\n{}", lines.split('\n').map(indented).collect::<Vec<_>>().join("\n"))
}

/// True when no character of a word is special to any reader.
fn is_bare(word: &str) -> bool {
    let harmless = |sign: char| sign.is_ascii_alphanumeric() || "/._-:,@+=".contains(sign);
    !word.is_empty() && word.chars().all(harmless)
}

/// True when YAML takes a character as it is; line breaks of Unicode and byte order marks are excluded.
fn is_printable(sign: char) -> bool {
    let broken = matches!(sign, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !sign.is_control() && !broken
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::schedule::install::testing::ODD;

    /// The line a cron hands to the shell: some leave all, some drop a backslash before `%`, some before one too.
    fn cron_reads(line: &str, taken: &str) -> String {
        let mut out = String::new();
        let mut signs = line.chars().peekable();
        while let Some(sign) = signs.next() {
            assert_ne!(sign, '%', "a bare % in {line}");
            let Some(next) = signs.next_if(|_| sign == '\\') else {
                out.push(sign);
                continue;
            };
            if !taken.contains(next) {
                out.push('\\');
            }
            out.push(next);
        }
        out
    }

    /// The word that a shell reads from the line.
    fn shell_reads(line: &str) -> String {
        let printed = std::process::Command::new("/bin/sh").args(["-c", &format!("printf %s {line}")]).output();
        String::from_utf8(printed.unwrap().stdout).unwrap()
    }

    #[test]
    fn a_word_comes_through_every_cron_and_the_shell() {
        for word in ODD.into_iter().chain(["/usr/bin/nubo", "it's 5% \\% \\\\% of '%'"]) {
            for taken in ["", "%", "%\\"] {
                assert_eq!(shell_reads(&cron_reads(&cron(word), taken)), word, "{}", cron(word));
            }
        }
        assert_eq!(cron("/usr/bin/nubo"), "/usr/bin/nubo");
        assert_eq!(cron("/a b/50%"), r"'/a b/50'\%''");
    }

    #[test]
    fn words_of_units_escape_what_systemd_reads() {
        for (word, quoted, in_a_command) in [
            ("/usr/bin/nubo", "/usr/bin/nubo", "/usr/bin/nubo"),
            ("/a b", "\"/a b\"", "\"/a b\""),
            ("50%h", "50%%h", "50%%h"),
            ("$HOME", "\"$HOME\"", "\"$$HOME\""),
            ("a\\\"b'", r#""a\\\"b'""#, r#""a\\\"b'""#),
            ("é", "\"é\"", "\"é\""),
            ("", "\"\"", "\"\""),
        ] {
            assert_eq!((unit(word), argument(word)), (quoted.to_owned(), in_a_command.to_owned()), "{word}");
        }
    }

    #[test]
    fn texts_of_yaml_read_back() {
        let odd = ["", "\n", "a", "a\n", "a\n\n", " a\n", "\ta\n", "\na\n", "a\r\nb\r\n", "a\n  b\n\n\tc: # d\n"];
        let odd = odd.into_iter().chain(["a\u{85}b\n", "a\u{2028}b\u{feff}\u{1b}\u{7f}\n", "---\n...\n", "null\n"]);
        for text in odd.chain(ODD) {
            for written in [yaml(text), yaml_block(text, "    ")] {
                let document = format!("a:\n  b: {written}\n  c: 1\n");
                let read: serde_json::Value = serde_saphyr::from_str(&document).unwrap();
                assert_eq!((&read["a"]["b"], &read["a"]["c"]), (&text.into(), &1.into()), "{document}");
            }
        }
        assert_eq!(yaml_block("a\n\n b\n", "  "), "|\n  a\n\n   b");
    }
}
