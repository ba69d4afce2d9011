//! Answers to questions about one machine, as rows in the fields of the question.
//! Source: fotbo.txt, the operations of the same names; rows as Fotbo's OpenAPI file has them.

use crate::{
    model::{Cell, Line},
    provider::{Node, read},
};

/// The address of a machine's screen.
pub(crate) fn console(n: &Node<'_>, lines: &mut Vec<Line>) {
    let url = n.at("remote_console").at("url").text().or_else(|| n.at("url").text());
    lines.push(Line(vec![Cell::from("url"), url.into(), Cell::Null]));
}

/// The last output of a machine, a row for each line; if Fleio could not get it, its message takes the place.
pub(crate) fn log(n: &Node<'_>, lines: &mut Vec<Line>) {
    let text = n.at("console_text").str().unwrap_or_default();
    lines.extend(text.lines().map(|line| Line(vec![Cell::from(line)])));
}

/// The traffic of each billing cycle and month.
pub(crate) fn traffic(n: &Node<'_>, lines: &mut Vec<Line>) {
    for (key, period) in [("cycle_traffic", "cycle"), ("month_traffic", "month")] {
        for (_, row) in n.at(key).items() {
            lines.push(Line(vec![
                Cell::from(period),
                row.at("start_dt").time().into(),
                row.at("end_dt").time().into(),
                row.at("in").integer().into(),
                row.at("out").integer().into(),
            ]));
        }
    }
}

/// The actions that were carried out on a machine.
pub(crate) fn action(n: &Node<'_>, lines: &mut Vec<Line>) {
    lines.push(Line(vec![
        n.at("start_time").time().into(),
        n.at("action").text().into(),
        n.at("message").text().into(),
    ]));
}

/// One measure: every number beside its date is a metric of its own; a lone value is named after the metric asked for.
pub(crate) fn measure(n: &Node<'_>, metric: &str, lines: &mut Vec<Line>) {
    for (key, value) in n.items().filter(|(key, _)| *key != Some("date")) {
        let name = match key {
            None | Some("value") => metric,
            Some(key) => key,
        };
        lines.push(Line(vec![n.at("date").time().into(), Cell::from(name), value.text().into()]));
    }
}

/// A price on one line, without tags of HTML.
pub(crate) fn price(of: &str, n: &Node<'_>) -> Line {
    Line(vec![Cell::from(of), price_words(n).into()])
}

/// The words of a price on one line, without tags of HTML.
pub(crate) fn price_words(n: &Node<'_>) -> Option<String> {
    let words = n.at("estimated_cost_display").str().map(read::plain)?;
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}
