//! Shell patterns: `*`, `?`, `[a-z]`, `[!a-z]`, and `\` before a special character that is meant literally.
//! Filters and targets share them; matching takes at most text times pattern steps.

use std::iter::Peekable;
use std::str::Chars;

/// A pattern ready to be matched against whole texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glob(Vec<Token>);

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// A literal character.
    Char(char),
    /// Any one character.
    One,
    /// Any number of characters.
    Many,
    /// One character inside these ranges, or outside them when negated.
    Set { negated: bool, ranges: Vec<(char, char)> },
}

impl Token {
    /// True when a character fits this element.
    fn fits(&self, c: char) -> bool {
        match self {
            Self::Char(own) => *own == c,
            Self::One => true,
            Self::Many => false,
            Self::Set { negated, ranges } => ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *negated,
        }
    }
}

impl Glob {
    /// Reads a pattern; a bracket that is never closed stands for itself, as in a shell.
    pub(crate) fn new(pattern: &str) -> Self {
        let mut tokens = Vec::new();
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            let token = match c {
                '*' => Token::Many,
                '?' => Token::One,
                '[' => set(&mut chars).unwrap_or(Token::Char('[')),
                '\\' => Token::Char(chars.next().unwrap_or('\\')),
                other => Token::Char(other),
            };
            if token != Token::Many || tokens.last() != Some(&Token::Many) {
                tokens.push(token);
            }
        }
        Self(tokens)
    }

    /// True when a text has signs that make it a pattern rather than a literal name.
    pub(crate) fn is_pattern(text: &str) -> bool {
        text.contains(['*', '?', '['])
    }

    /// True when the whole text fits the pattern; upper and lower case differ.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let mut tokens = self.0.as_slice();
        let mut rest = text.chars();
        // Only the last star ever needs another try: an earlier one could not reach further.
        let mut retry: Option<(&[Token], Chars<'_>)> = None;
        loop {
            if let Some((Token::Many, after)) = tokens.split_first() {
                tokens = after;
                retry = Some((after, rest.clone()));
                continue;
            }
            let mut ahead = rest.clone();
            match (ahead.next(), tokens.split_first()) {
                (None, None) => return true,
                (Some(c), Some((token, after))) if token.fits(c) => (tokens, rest) = (after, ahead),
                _ => {
                    let Some((after, from)) = &mut retry else { return false };
                    if from.next().is_none() {
                        return false;
                    }
                    (tokens, rest) = (after, from.clone());
                }
            }
        }
    }
}

/// Reads the text after `[`, or leaves the characters alone when no `]` closes it.
fn set(chars: &mut Peekable<Chars<'_>>) -> Option<Token> {
    let mut ahead = chars.clone();
    let negated = ahead.next_if(|c| matches!(c, '!' | '^')).is_some();
    let mut ranges = Vec::new();
    loop {
        let low = match ahead.next()? {
            ']' if !ranges.is_empty() => break,
            '\\' => ahead.next()?,
            c => c,
        };
        let mut range = ahead.clone();
        let high = match (range.next(), range.next()) {
            (Some('-'), Some(high)) if high != ']' => {
                ahead = range;
                high
            }
            _ => low,
        };
        ranges.push((low, high));
    }
    *chars = ahead;
    Some(Token::Set { negated, ranges })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of matching, written without regard to speed.
    fn naive(tokens: &[Token], text: &[char]) -> bool {
        match tokens.split_first() {
            None => text.is_empty(),
            Some((Token::Many, after)) => (0..=text.len()).any(|skip| naive(after, &text[skip..])),
            Some((token, after)) => text.split_first().is_some_and(|(c, rest)| token.fits(*c) && naive(after, rest)),
        }
    }

    #[test]
    fn patterns_of_every_sort() {
        for (pattern, text, fits) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("web-*", "web-1", true),
            ("web-*", "Web-1", false),
            ("*-db", "prod-db", true),
            ("*-db", "prod-db2", false),
            ("web-?", "web-12", false),
            ("web-[0-9]", "web-7", true),
            ("web-[!0-9]", "web-7", false),
            ("web-[^0-9]", "web-x", true),
            ("[]a]", "]", true),
            ("[a-]", "-", true),
            ("[a", "[a", true),
            ("a\\*", "a*", true),
            ("a\\*", "ab", false),
            ("[\\]]", "]", true),
            ("a\\", "a\\", true),
            ("zü?ich", "zürich", true),
        ] {
            assert_eq!(Glob::new(pattern).matches(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_take_no_longer_than_their_product() {
        let glob = Glob::new(&"a*".repeat(200));
        assert!(!glob.matches(&format!("{}b", "ba".repeat(5_000))));
        assert!(!Glob::new(&format!("{}c", "*a".repeat(100))).matches(&"a".repeat(5_000)));
    }

    #[test]
    fn only_signs_make_a_pattern() {
        assert!(Glob::is_pattern("web-*") && Glob::is_pattern("[ab]") && !Glob::is_pattern("web-1"));
    }

    proptest! {
        #[test]
        fn agrees_with_the_definition(pattern in r"[ab*?\[\]!\\-]{0,9}", text in r"[ab\]-]{0,9}") {
            let glob = Glob::new(&pattern);
            let chars: Vec<char> = text.chars().collect();
            prop_assert_eq!(glob.matches(&text), naive(&glob.0, &chars));
        }

        #[test]
        fn plain_text_fits_itself_alone(text in "[a-z0-9 .:/ü]{0,12}", other in "[a-z0-9 .:/ü]{0,12}") {
            prop_assert!(Glob::new(&text).matches(&text));
            prop_assert_eq!(Glob::new(&text).matches(&other), text == other);
        }
    }
}
