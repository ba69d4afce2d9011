//! The two streams of a run: data to stdout, words for people to stderr.
//! Built once from the settings; every write of the program goes through it.

use std::{
    cell::RefCell,
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

use super::{
    Caption, Page, Settings,
    clean::{clean, clean_lines, cut},
    json,
    report::{error_text, indented, warning_text},
    status_line::StatusLine,
    stream::{Env, Stream},
};
use crate::{
    conceal::without_all,
    config::files,
    error::{Error, Kind, Result},
    model::Selected,
};

/// The choice of the warnings that are written.
type WarningFilter = Box<dyn Fn(&str) -> bool>;

/// The console of a run: stdout, stderr, questions and progress.
pub(crate) struct Console {
    settings: Settings,
    out: Stream,
    pub(super) err: Stream,
    /// True when stdin is a terminal.
    pub(super) stdin_is_terminal: bool,
    /// The line on a terminal that shows the present step, below everything else.
    pub(super) status_line: StatusLine,
    /// The choice of the warnings that are written.
    chosen: RefCell<Option<WarningFilter>>,
    /// The texts that are removed from what is written to stderr, the longest first.
    concealed: RefCell<Vec<String>>,
}

impl Console {
    /// Looks at the streams once; the environment is asked for colour only.
    pub(crate) fn new(settings: Settings, env: Env<'_>) -> Self {
        let out = Stream::stdout(settings.color, env);
        let err = Stream::stderr(settings.color, env);
        let stdin_is_terminal = io::stdin().is_terminal();
        let (status_line, chosen, concealed) = (StatusLine::stderr(), RefCell::default(), RefCell::default());
        Self { settings, out, err, stdin_is_terminal, status_line, chosen, concealed }
    }

    /// Writes only those warnings from now on that are chosen.
    pub(crate) fn choose_warnings(&self, chosen: impl Fn(&str) -> bool + 'static) {
        *self.chosen.borrow_mut() = Some(Box::new(chosen));
    }

    /// The settings of formats, colour and quiet.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Writes an answer to stdout in the chosen format, and notices about it to stderr.
    pub(crate) fn print(&self, answer: &Selected, caption: Caption<'_>) -> Result<()> {
        let page = Page {
            rows: &answer.rows,
            others: &answer.others,
            short_ids: answer.short_ids,
            named_columns: answer.named_columns,
            columns: answer.columns.as_deref(),
            caption,
            settings: &self.settings,
            stream: self.out,
        };
        self.to_stdout(|out| self.settings.format.writer()(&page, out))?;
        let shown = answer.rows.rows.len();
        if shown == 0 && answer.cut == 0 && caption.complete && self.settings.format.is_table() {
            self.notice(&format!("no {}", caption.noun));
        }
        if answer.cut > 0 {
            self.notice(&format!("showing {shown} of {} {}", shown + answer.cut, caption.noun));
        }
        Ok(())
    }

    /// Writes a script or a document to stdout as it is.
    pub(crate) fn text(&self, text: &str) -> Result<()> {
        self.to_stdout(|out| out.write_all(text.as_bytes()))
    }

    /// Writes bytes to a file, or to stdout; a terminal gets them only when they are text, and cleaned.
    pub(crate) fn bytes(&self, bytes: &[u8], to: Option<&str>) -> Result<()> {
        match to {
            Some(file) if file != "-" => {
                let unwritten = |e| Error::new(Kind::Failed, format!("cannot write {file}: {e}"));
                files::write_output(Path::new(file), bytes, true).map_err(unwritten)?;
                self.notice(&format!("{} bytes are in {file}", bytes.len()));
                Ok(())
            }
            None if self.out.terminal && is_text(bytes) => self.text(&clean_lines(&String::from_utf8_lossy(bytes))),
            None if self.out.terminal => {
                Err(Error::usage("these are bytes, and stdout is a terminal")
                    .hint("name a file with --to, or pipe them"))
            }
            _ => self.to_stdout(|out| out.write_all(bytes)),
        }
    }

    /// Prints a notice, except with `--quiet` and where a program reads JSON.
    pub(crate) fn notice(&self, text: &str) {
        if self.wants_notices() {
            self.to_stderr(|err| writeln!(err, "{}", indented(text, "  ")));
        }
    }

    /// Prints a warning, except where a program reads JSON.
    pub(crate) fn warning(&self, text: &str) {
        let chosen = || self.chosen.borrow().as_ref().is_none_or(|chosen| chosen(text));
        if !self.settings.format.is_json() && chosen() {
            self.to_stderr(|err| err.write_all(warning_text(text, self.err.color).as_bytes()));
        }
    }

    /// Prints a warning that must reach programs, too: one line of JSON beside JSON, else text.
    pub(crate) fn alarm(&self, text: &str) {
        if self.settings.format.is_json() {
            self.to_stderr(|err| json::write_warning(text, err));
        }
        self.warning(text);
    }

    /// Tells the details that were asked for by that many `--verbose`.
    pub(crate) fn verbose(&self, level: u8, text: &str) {
        if self.settings.verbose >= level {
            self.to_stderr(|err| writeln!(err, "{}", indented(text, "  ")));
        }
    }

    /// Prints an error: one line of JSON beside JSON, else text.
    pub(crate) fn error(&self, error: &Error) {
        self.to_stderr(|err| {
            if self.settings.format.is_json() {
                return json::write_error(error, err);
            }
            err.write_all(error_text(error, self.err.color).as_bytes())
        });
    }

    /// Shows the present step in a line that the next write removes; off a terminal nothing is shown.
    pub(crate) fn progress(&self, text: &str) {
        if self.wants_progress() {
            self.status_line.put(cut(&clean(text), StatusLine::room()).into_owned(), false);
        }
    }

    /// True when notices are told.
    pub(super) fn wants_notices(&self) -> bool {
        !self.settings.quiet && !self.settings.format.is_json()
    }

    /// True when someone watches a terminal on which nothing else is printed meanwhile.
    fn wants_progress(&self) -> bool {
        self.wants_notices() && self.settings.verbose == 0 && self.err.rewrites
    }

    /// True when someone can be asked: stdin and stderr are terminals, and asking is not forbidden.
    pub(crate) fn can_ask(&self) -> bool {
        self.stdin_is_terminal && self.err.terminal && !self.settings.no_input
    }

    /// Keeps texts from being written to stderr from now on, in any surroundings.
    pub(crate) fn conceal(&self, texts: Vec<String>) {
        let mut all = self.concealed.borrow_mut();
        all.extend(texts);
        all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        all.dedup();
    }

    /// The bytes with the concealed texts removed.
    fn without_secrets(&self, bytes: Vec<u8>) -> Vec<u8> {
        let all = self.concealed.borrow();
        if !all.iter().any(|text| memchr::memmem::find(&bytes, text.as_bytes()).is_some()) {
            return bytes;
        }
        without_all(&String::from_utf8_lossy(&bytes), &all).into_bytes()
    }

    /// Writes to stderr in one piece; a failure cannot be reported anywhere.
    pub(super) fn to_stderr(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        let mut bytes = Vec::new();
        if write(&mut bytes).is_ok() {
            let bytes = self.without_secrets(bytes);
            self.status_line.aside(|| put(&bytes));
        }
    }

    /// Writes to stdout through a buffer that is flushed once.
    fn to_stdout(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        self.status_line.aside(|| written(write, io::stdout().lock()))
    }
}

/// Writes to stderr at once.
pub(super) fn put(bytes: &[u8]) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(bytes).and_then(|()| err.flush());
}

/// Writes through a buffer; a reader that has seen enough is no failure, all else is.
fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>, out: impl Write) -> Result<()> {
    let mut buffer = BufWriter::with_capacity(1 << 16, out);
    match write(&mut buffer).and_then(|()| buffer.flush()) {
        Err(failure) if failure.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::Failed, format!("cannot write the output: {failure}")))
        }
        _ => Ok(()),
    }
}

/// True for bytes that are text.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

#[cfg(test)]
pub(super) mod tests;
