//! Text from a provider made harmless for a terminal: no control characters, no escape sequences.
//! A machine's name must not be able to move the cursor of the person who lists it.

use std::{borrow::Cow, iter::Peekable, str::Chars};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// One line: line ends and tabs become spaces, other control characters go.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(harmful) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(clean_lines(text).replace('\n', " "))
}

/// Several lines: line ends stay, all else is cleaned as in [`clean`].
pub(crate) fn clean_lines(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_sequence(&mut chars),
            '\u{9b}' => skip_parameters(&mut chars),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => kept.push('\n'),
            '\t' | '\u{2028}' | '\u{2029}' => kept.push(' '),
            c if harmful(c) => {}
            c => kept.push(c),
        }
    }
    kept
}

/// True for a character that must not reach a terminal: marks of writing direction and invisible characters can fake a
/// name as well as a control can.
fn harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Skips the sequence that an escape character begins.
fn skip_sequence(chars: &mut Peekable<Chars<'_>>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_parameters(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => skip_string(chars),
        Some(' '..='~') => {
            chars.next();
        }
        _ => {}
    }
}

/// Skips the parameters of a control sequence and the letter that ends it.
fn skip_parameters(chars: &mut Peekable<Chars<'_>>) {
    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    chars.next_if(|c| matches!(c, '@'..='~'));
}

/// Skips a string such as a window title up to its end, or only its first sign when it never ends.
fn skip_string(chars: &mut Peekable<Chars<'_>>) {
    chars.next();
    let mut ahead = chars.clone();
    while let Some(c) = ahead.next() {
        let ended = match c {
            '\u{7}' | '\u{9c}' => true,
            '\u{1b}' => ahead.next_if_eq(&'\\').is_some(),
            _ => false,
        };
        if ended {
            *chars = ahead;
            return;
        }
    }
}

/// The number of terminal columns that a clean text takes.
pub(crate) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.width() }
}

/// The text cut to a number of columns, with `…` where something is missing.
pub(crate) fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let room = columns.saturating_sub(1);
    let mut left = room;
    let fits = |c: &char| {
        let needed = c.width().unwrap_or(0);
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    // A sequence of signs, such as an emoji with its variation, may take more columns than its signs one by one.
    while width(&kept) > room && kept.pop().is_some() {}
    kept.push('…');
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sequences_and_controls_go() {
        for (dirty, expected) in [
            ("web-1", "web-1"),
            ("zürich 東京", "zürich 東京"),
            ("a\tb\nc\r\nd\re", "a b c d e"),
            ("\u{1b}[31mred\u{1b}[0m", "red"),
            ("\u{1b}[2J\u{1b}[1;1Hgone", "gone"),
            ("\u{9b}31mred", "red"),
            ("\u{1b}]0;title\u{7}text", "text"),
            ("\u{1b}]8;;http://x\u{1b}\\link", "link"),
            ("\u{1b}]0;never ends", "0;never ends"),
            ("\u{1b}cbell\u{7} del\u{7f} nul\0 c1\u{85}", "bell del nul c1"),
            ("end\u{1b}", "end"),
            ("\u{202e}drow", "drow"),
            ("we\u{200b}b\u{200d}-\u{feff}1", "web-1"),
            ("\u{200e}so\u{ad}ft\u{200f}", "soft"),
            ("a\u{e0041}\u{e007f}b\u{2060}\u{34f}c", "abc"),
        ] {
            assert_eq!(clean(dirty), expected, "{dirty:?}");
        }
        assert_eq!(clean_lines("one\r\ntwo\n\u{1b}[1mthree\tx"), "one\ntwo\nthree x");
    }

    #[test]
    fn cutting_counts_columns() {
        assert_eq!(cut("web-server", 10), "web-server");
        assert_eq!(cut("web-server", 5), "web-…");
        assert_eq!(cut("東京都", 4), "東…");
        assert_eq!(cut("ab", 0), "…");
    }

    proptest! {
        #[test]
        fn nothing_harmful_is_left(text in "(\\PC|[\0-\x1f\x7f\u{80}-\u{9f}\u{202e}\u{1b}\\[\\]]){0,40}") {
            prop_assert!(!clean(&text).chars().any(harmful));
            prop_assert!(!clean_lines(&text).chars().any(|c| harmful(c) && c != '\n'));
        }

        #[test]
        fn plain_text_is_left_alone(text in "[ -~äöü東]{0,40}") {
            prop_assert_eq!(clean(&text), text.as_str());
        }
    }
}
