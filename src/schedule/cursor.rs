//! A place in a typed text that is read from left to right, for errors that name it.
//! Blanks mean nothing and letters may be small or large.

use jiff::civil::Time;

use crate::error::{Error, Result};

/// The rest of a text that is being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A time of day as typed; `24:00` is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    /// A time that a clock shows.
    At(Time),
    /// `24:00`.
    EndOfDay,
}

impl<'a> Cursor<'a> {
    /// A cursor before the first character.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// The next characters that satisfy a test, possibly none.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = rest.get(..rest.find(|c| !wanted(c)).unwrap_or(rest.len())).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    /// The next word of letters, possibly empty.
    pub(crate) fn word(&mut self) -> &'a str {
        self.skip_blanks();
        self.take(char::is_alphabetic)
    }

    /// Consumes a sign if it is next.
    pub(crate) fn sign(&mut self, sign: char) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len_utf8() } else { 0 };
        found
    }

    /// True when a letter is next.
    pub(crate) fn before_word(mut self) -> bool {
        self.skip_blanks();
        self.rest().starts_with(char::is_alphabetic)
    }

    /// True when nothing is left.
    pub(crate) fn at_end(mut self) -> bool {
        self.skip_blanks();
        self.rest().is_empty()
    }

    /// The start of the next token.
    pub(crate) fn next(mut self) -> Self {
        self.skip_blanks();
        self
    }

    /// Reads `8:00`, `08:00` or `24:00`.
    pub(crate) fn clock(&mut self) -> Result<Clock> {
        let start = self.next();
        *self = start;
        let hour = self.take(|c| c.is_ascii_digit());
        let colon = self.sign(':');
        let minute = self.take(|c| c.is_ascii_digit());
        let hint = "write hours and minutes, 00:00 to 23:59, or 24:00 for the end of a day";
        if !colon || !matches!(hour.len(), 1 | 2) || minute.len() != 2 {
            return Err(start.wrong(&format!("expected a time, found {}", start.found()), hint));
        }
        let time = match (hour.parse(), minute.parse()) {
            (Ok(24), Ok(0)) => return Ok(Clock::EndOfDay),
            (Ok(hour), Ok(minute)) => Time::new(hour, minute, 0, 0).ok(),
            _ => None,
        };
        time.map(Clock::At).ok_or_else(|| start.wrong(&format!("{hour}:{minute} is no time of day"), hint))
    }

    /// The next token, for an error.
    pub(crate) fn found(self) -> String {
        match self.next().rest().split_whitespace().next() {
            Some(word) => format!("`{}`", word.escape_debug()),
            None => "the end".to_owned(),
        }
    }

    /// An error at this place, with a hint at the right form.
    pub(crate) fn wrong(self, what: &str, right: &str) -> Error {
        let place = self.text.get(..self.at).unwrap_or_default().chars().count() + 1;
        Error::config(format!("{:?}, character {place}: {what}", self.text)).hint(right)
    }
}
