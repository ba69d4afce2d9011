//! The lines at the foot of the terminal while a command works: other writes go above them, and none of them stays.
//! indicatif draws it; its thread is never started, so that nothing outlives the run.

use std::{cell::RefCell, io::stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use terminal_size::{Width, terminal_size_of};

/// The most times a second that it is drawn.
const HERTZ: u8 = 10;
/// The width of a terminal that does not tell it.
const USUAL: usize = 80;

/// The foot of the terminal on stderr; nothing is set up before its first line.
pub(crate) struct StatusLine {
    /// The function that opens the terminal to draw on.
    target: Box<dyn Fn() -> ProgressDrawTarget>,
    standing: RefCell<Option<Standing>>,
}

/// Lines that are on the terminal.
struct Standing {
    bar: ProgressBar,
    /// True when the lines come back after another write.
    stays: bool,
}

impl StatusLine {
    /// The foot of the terminal on stderr.
    pub(crate) fn stderr() -> Self {
        Self::of(|| ProgressDrawTarget::stderr_with_hz(HERTZ))
    }

    /// The foot on a terminal that a function opens.
    pub(crate) fn of(target: impl Fn() -> ProgressDrawTarget + 'static) -> Self {
        Self { target: Box::new(target), standing: RefCell::new(None) }
    }

    /// The number of columns that a line may take here and now: all but the last, which would move the cursor on.
    pub(crate) fn room() -> usize {
        terminal_size_of(stderr()).map_or(USUAL, |(Width(width), _)| width.into()).saturating_sub(1)
    }

    /// Shows clean lines in place of the former ones; passing lines give way to lasting ones.
    pub(crate) fn put(&self, lines: String, stays: bool) {
        let mut standing = self.standing.borrow_mut();
        match &mut *standing {
            Some(before) if before.stays && !stays => {}
            Some(before) => {
                before.stays = stays;
                before.bar.set_message(lines);
            }
            None => {
                let bar = ProgressBar::with_draw_target(None, (self.target)());
                if let Ok(style) = ProgressStyle::with_template("{msg}") {
                    bar.set_style(style);
                }
                bar.set_message(lines);
                *standing = Some(Standing { bar, stays });
            }
        }
    }

    /// Removes the lines.
    pub(crate) fn clear(&self) {
        if let Some(standing) = self.standing.take() {
            standing.bar.finish_and_clear();
        }
    }

    /// Writes elsewhere on the terminal; lasting lines return afterwards, passing ones are gone.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        let staying = self.standing.borrow().as_ref().filter(|standing| standing.stays).map(|s| s.bar.clone());
        if let Some(bar) = staying {
            return bar.suspend(write);
        }
        self.clear();
        write()
    }
}

#[cfg(test)]
mod tests;
