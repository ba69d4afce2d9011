//! Messages that people wrote in a portal, as plain text: they may be HTML, or text in which a `<` is just a character.
//! A library reads the HTML; a text without tags and entities stays unchanged.

use std::borrow::Cow;

use crate::model::clean::clean_lines;

/// No wrapping here: lines are wrapped when they are shown.
const NO_WRAPPING: usize = 100_000;

/// The most tags that are parsed: with more the library takes too long, so the text is shown unchanged.
const MOST_TAGS: usize = 2_000;

/// Tags that begin a line, so that line breaks beside them mean nothing.
const BLOCKS: [&str; 11] = ["br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "blockquote"];

/// Text that may be HTML as plain text.
pub(crate) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // The library would take the character that begins an escape sequence and leave its rest.
    let text = if is_html(&text) { clean_lines(&text) } else { text };
    if !is_html(&text) || tags(&text).nth(MOST_TAGS).is_some() {
        return text.trim().to_owned();
    }
    let blocks = tags(&text).any(|name| BLOCKS.contains(&name.to_ascii_lowercase().as_str()));
    let html: Cow<'_, str> = if blocks { Cow::Borrowed(&text) } else { text.replace('\n', "<br>").into() };
    let config = html2text::config::plain_no_decorate().link_footnotes(true).no_table_borders().allow_width_overflow();
    match config.string_from_read(html.as_bytes(), NO_WRAPPING) {
        Ok(plain) => lines(&plain),
        // The text is shown unchanged rather than not at all.
        Err(_) => text.trim().to_owned(),
    }
}

/// Lines without spaces at their ends, and no more than one empty line in a row.
fn lines(text: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !line.is_empty() || out.last().is_some_and(|last| !last.is_empty()) {
            out.push(line);
        }
    }
    out.join("\n").trim().to_owned()
}

/// Returns whether a text has a tag or an entity in it.
fn is_html(text: &str) -> bool {
    tags(text).next().is_some() || text.split('&').skip(1).any(is_entity)
}

/// The names of the parts that look like tags.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).filter_map(|rest| {
        let inside = rest.split_once('>')?.0.trim_start_matches('/');
        let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        let known = inside.starts_with("!--") || KNOWN.contains(&name.to_ascii_lowercase().as_str());
        known.then_some(name)
    })
}

/// The tags that occur in messages; `<host>` in a sentence is not one of them.
const KNOWN: [&str; 37] = [
    "a",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "hr",
    "html",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];

/// Returns whether an entity begins after the `&`.
fn is_entity(rest: &str) -> bool {
    let Some((name, _)) = rest.split_once(';') else { return false };
    let digits = name.strip_prefix('#').is_some_and(|digits| !digits.is_empty());
    digits || (name.len() > 1 && name.len() < 9 && name.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain;

    #[test]
    fn html_becomes_text() {
        assert_eq!(plain("a<br>b <b>c</b> 1 &lt; 2 &amp; 3&nbsp;<p class=x>d</p>"), "a\nb c 1 < 2 & 3\n\nd");
        assert_eq!(plain("<p>One</p><ul><li>a</li><li>b</li></ul><script>x()</script>"), "One\n* a\n* b");
        assert_eq!(plain("See <a href=\"https://x.example/y\">this</a>"), "See [this][1]\n\n[1]: https://x.example/y");
        assert_eq!(plain("&euro; 5 &#8211; it&#039;s &amp;lt; AT&T;"), "€ 5 – it's &lt; AT&T;");
        assert_eq!(plain("<p>\u{1b}[31mred\u{1b}[0m</p>"), "red");
        assert_eq!(plain("Hello,<br />\r\nall is well.<br />\r\n"), "Hello,\nall is well.");
    }

    #[test]
    fn what_is_nested_without_end_is_read_too() {
        for tag in ["<div>", "<ul><li>", "<b>", "<blockquote>", "<table><tr><td>"] {
            for depth in [500, 20_000] {
                let text = format!("{}deep", tag.repeat(depth));
                assert!(plain(&text).contains("deep"), "{tag} {depth}");
            }
        }
    }

    #[test]
    fn text_stays_text() {
        for text in ["1 < 2 and 3 > 2", "if a<b then", "mail <host> & co; more", "a\nb\n\n  c", "AT&T"] {
            assert_eq!(plain(text), text);
        }
        assert_eq!(plain("one\ntwo <b>bold</b>"), "one\ntwo bold", "its own line breaks count where no tag makes any");
    }

    proptest! {
        #[test]
        fn nothing_that_a_portal_sends_is_too_much(
            parts in proptest::collection::vec("<(/)?(p|div|table|tr|td|li|ul|ol|a|b|pre|img|style|h1|x|!--)( [a-z]{1,5}=\"[^\"]{0,6}\")?(/)?>|[ -~\\n\\t\u{a0}-\u{200f}]{0,12}|&[a-z#0-9]{0,6};", 0..24),
        ) {
            let _ = plain(&parts.concat());
        }
    }
}
