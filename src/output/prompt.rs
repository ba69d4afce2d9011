//! Questions on stderr, answers from stdin: consent, a word to type, a secret without echo.
//! Nothing is asked off a terminal: the errors name the flag that answers instead.

use std::{
    io::{self, BufRead, Read},
    thread,
};

use tokio::sync::oneshot;

use super::{
    clean::clean,
    console::{Console, put},
};
use crate::error::{Error, Kind, Result};

/// No secret is longer; a file piped in by mistake is.
const LONGEST_SECRET: u64 = 64 * 1024;

impl Console {
    /// Shows one line of the plan that a question is about.
    pub(crate) fn ask_about(&self, line: &str) {
        self.to_stderr(|err| writeln!(err, "{}", clean(line)));
    }

    /// Asks a question that only `y` or `yes` answers in the affirmative.
    pub(crate) async fn confirm(&self, question: &str) -> Result<bool> {
        self.ask(&format!("{} [y/N] ", clean(question)), |answer| {
            answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes")
        })
        .await
    }

    /// Asks for a word to be typed, as consent to a change that cannot be undone.
    pub(crate) async fn ask_word(&self, expected: &str) -> Result<bool> {
        let expected = clean(expected);
        self.ask(&format!("type {expected} to go on: "), |answer| answer == expected.trim()).await
    }

    /// Asks one question and judges the answer.
    async fn ask(&self, question: &str, agreed: impl Fn(&str) -> bool) -> Result<bool> {
        if !self.can_ask() {
            return Err(
                Error::new(Kind::Refused, "this needs consent, and there is no terminal to ask on").hint("give --yes")
            );
        }
        self.status_line.aside(|| put(question.as_bytes()));
        // A thread of its own reads, so that a signal ends the wait at once.
        let (sender, receiver) = oneshot::channel();
        thread::spawn(move || sender.send(line(&mut io::stdin().lock())));
        let typed = receiver.await.unwrap_or(Ok(None))?;
        Ok(typed.is_some_and(|typed| agreed(typed.trim())))
    }

    /// Asks for a secret without showing it.
    pub(crate) fn ask_secret(&self, label: &str) -> Result<String> {
        if !self.can_ask() {
            return Err(Error::usage("a secret is needed, and there is no terminal to ask on")
                .hint("pipe it in with --secret-stdin"));
        }
        match self.status_line.aside(|| rpassword::prompt_password(format!("{}: ", clean(label)))) {
            Ok(secret) => one_line(&secret),
            Err(failure) if failure.kind() == io::ErrorKind::Interrupted => {
                Err(Error::new(Kind::Interrupted, "interrupted while asking for a secret"))
            }
            Err(failure) if failure.kind() == io::ErrorKind::UnexpectedEof => Err(no_secret()),
            Err(failure) => Err(Error::new(Kind::Failed, format!("cannot ask for a secret: {failure}"))),
        }
    }

    /// Reads a secret from a pipe; on a terminal it would be shown, so that is refused.
    pub(crate) fn read_secret_stdin(&self) -> Result<String> {
        if self.stdin_is_terminal {
            return Err(Error::usage("--secret-stdin reads a pipe, but stdin is a terminal")
                .hint("leave the flag away to be asked without echo"));
        }
        secret_from(&mut io::stdin().lock())
    }
}

/// Reads one line; none where the input has ended.
fn line(input: &mut dyn BufRead) -> Result<Option<String>> {
    let mut line = String::new();
    match input.read_line(&mut line) {
        Ok(read) => Ok((read > 0).then_some(line)),
        Err(failure) => Err(Error::new(Kind::Failed, format!("cannot read the answer: {failure}"))),
    }
}

/// Reads a secret to the end of a stream.
fn secret_from(input: &mut dyn Read) -> Result<String> {
    let mut bytes = Vec::new();
    let read = input.take(LONGEST_SECRET + 1).read_to_end(&mut bytes);
    read.map_err(|failure| Error::new(Kind::Failed, format!("cannot read the secret from stdin: {failure}")))?;
    if bytes.len() as u64 > LONGEST_SECRET {
        return Err(Error::usage("what was piped in is too long for a secret"));
    }
    one_line(str::from_utf8(&bytes).map_err(|_| Error::usage("the secret is not UTF-8 text"))?)
}

/// A secret without the line end after it; nothing, or several lines, is none.
fn one_line(text: &str) -> Result<String> {
    let secret = text.strip_suffix('\n').unwrap_or(text);
    let secret = secret.strip_suffix('\r').unwrap_or(secret);
    if secret.contains(['\n', '\r', '\0']) {
        return Err(Error::usage("a secret is one line, and this is more"));
    }
    if secret.trim().is_empty() { Err(no_secret()) } else { Ok(secret.to_owned()) }
}

/// The error of an empty secret.
fn no_secret() -> Error {
    Error::usage("no secret was given")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn judged(typed: &str) -> bool {
        line(&mut typed.as_bytes()).unwrap().is_some_and(|typed| typed.trim() == "web-1")
    }

    #[test]
    fn only_the_expected_word_agrees() {
        assert!(judged("web-1\n") && judged("  web-1 \r\n") && judged("web-1"));
        assert!(!judged("") && !judged("\n") && !judged("web-2\n") && !judged("Web-1\n"));
    }

    #[test]
    fn an_answer_that_is_no_text_is_an_error() {
        assert_eq!(line(&mut &b"\xff\n"[..]).unwrap_err().kind(), Kind::Failed);
    }

    #[test]
    fn a_secret_is_one_line() {
        for (piped, secret) in
            [("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n", "s3cret"), (" a b \n", " a b ")]
        {
            assert_eq!(secret_from(&mut piped.as_bytes()).unwrap(), secret);
        }
        for (piped, message) in [
            (&b""[..], "no secret was given"),
            (b"\n", "no secret was given"),
            (b"  \n", "no secret was given"),
            (b"one\ntwo\n", "a secret is one line, and this is more"),
            (b"\xff", "the secret is not UTF-8 text"),
        ] {
            let error = secret_from(&mut &*piped).unwrap_err();
            assert_eq!((error.kind(), error.details().message.as_str()), (Kind::Usage, message));
        }
        assert_eq!(secret_from(&mut io::repeat(b'x')).unwrap_err().kind(), Kind::Usage);
    }
}
