//! One run of the binary: its output and its exit code.
//! No run may show a secret.

use std::{path::Path, process::Output};

use serde_json::Value;

use super::{SECRETS, block};

/// The output of one run, and its exit code.
pub(crate) struct Run {
    /// The words that were typed, for messages.
    pub line: String,
    /// The data.
    pub stdout: String,
    /// The words for people.
    pub stderr: String,
    /// The exit code; a signal has none.
    pub code: Option<i32>,
    home: String,
}

impl Run {
    /// The output of a process, searched for secrets.
    #[track_caller]
    pub(crate) fn new(line: &str, home: &Path, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let run = Self {
            line: line.to_owned(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
            code: output.status.code(),
            home: home.display().to_string(),
        };
        for secret in SECRETS {
            let shown = [&run.stdout, &run.stderr].iter().any(|text| text.contains(secret));
            assert!(!shown, "nubo {line} shows the secret {secret}:\n{}\n{}", run.stdout, run.stderr);
        }
        run
    }

    /// Compares the whole run with a block of text.
    #[track_caller]
    pub(crate) fn shows(&self, expected: &str) -> &Self {
        block::same(&self.line, &self.block(), expected);
        self
    }

    /// Compares the exit code.
    #[track_caller]
    pub(crate) fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "nubo {}\n{}", self.line, self.block());
        self
    }

    /// Looks for words on stderr.
    #[track_caller]
    pub(crate) fn tells(&self, words: &str) -> &Self {
        assert!(self.stderr.contains(words), "{words:?} is not told by nubo {}\n{}", self.line, self.block());
        self
    }

    /// Expects silence on stderr.
    #[track_caller]
    pub(crate) fn quietly(&self) -> &Self {
        assert_eq!(self.stderr, "", "nubo {}", self.line);
        self
    }

    /// The JSON document on stdout.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let told = |why| panic!("no JSON from nubo {}: {why}\n{}", self.line, self.block());
        serde_json::from_str(&self.stdout).unwrap_or_else(told)
    }

    /// The error that is the only thing on stderr, one line of JSON; its exit code is the run's.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        assert_eq!(self.stderr.lines().count(), 1, "nubo {}\n{}", self.line, self.block());
        let whole: Value = serde_json::from_str(&self.stderr).unwrap();
        let error = whole.get("error").cloned().unwrap();
        let keys: Vec<&String> = error.as_object().unwrap().keys().collect();
        assert_eq!(keys, ERROR_KEYS, "nubo {}", self.line);
        error
    }

    /// The run as one text of stdout, stderr and exit code, with the parts that differ from run to run replaced.
    fn block(&self) -> String {
        let code = self.code.map_or_else(|| "signal".to_owned(), |code| code.to_string());
        let stderr = match self.stderr.strip_prefix(NOTICE).unwrap_or(&self.stderr) {
            "" => String::new(),
            text => format!("--- stderr\n{text}"),
        };
        block::normal(&format!("{}{stderr}--- exit {code}", self.stdout), &self.home)
    }
}

/// The first line of every run in the sandbox; one test looks for it, the others do without.
pub(crate) const NOTICE: &str = "sandbox: these clouds are simulated, and so is what happens to them\n";

/// The keys of an error in JSON.
const ERROR_KEYS: [&str; 11] = [
    "code",
    "message",
    "hint",
    "account",
    "provider",
    "operation",
    "target",
    "http_status",
    "provider_message",
    "retryable",
    "exit",
];
