//! Whole tables, as a pipe and as a terminal get them.

use super::super::{
    Settings,
    samples::{Wish, instances, print, print_as, terminal},
    stream::Stream,
};
use super::*;
use crate::model::Rows;

#[test]
fn a_piped_table_is_whole_and_plain() {
    let expected = "\
ACCOUNT  ID                                    NAME     STATE    CPUS   MEMORY  IPS                    REGION
zurich   4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21  web-1    running     4    8 GiB  10.0.0.1, 2001:db8::1  zrh
fotbo    33301/12                              db 東京  stopped    16  512 MiB  -                      -
home     9                                     -        error       -        -  -                      -
";
    assert_eq!(print(&instances(Shape::Array), |_| ()), expected);
}

#[test]
fn a_piped_table_begins_with_the_account_whatever_was_chosen() {
    let wish = Wish { columns: Some(vec![4, 8, 0]), one_account: true, ..Wish::default() };
    let expected = "\
ACCOUNT  NAME     CPUS
zurich   web-1       4
fotbo    db 東京    16
home     -           -
";
    assert_eq!(print_as(&instances(Shape::Array), &wish), expected);
}

#[test]
fn wide_has_more_and_no_header_has_no_heading() {
    let text = print(&instances(Shape::Array), |settings| {
        settings.format = Format::Wide;
        settings.no_header = true;
        settings.utc = true;
    });
    let expected = "\
zurich  cloudsigma  4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21  web-1    running  RUNNING  2026-03-05T08:00:00Z   4    8 GiB  -  10.0.0.1, 2001:db8::1  zrh  -  -  -  -
fotbo   fleio       33301/12                              db 東京  stopped  STOPPED  2026-03-05T08:00:00Z  16  512 MiB  -  -                      -    -  -  -  yes
home    uivmm       9                                     -        error    ERROR    2026-03-05T08:00:00Z   -        -  -  -                      -    -  -  -  -
";
    assert_eq!(text, expected);
}

#[test]
fn a_terminal_gets_what_fits() {
    let wish = |width| Wish { stream: terminal(width), ..Wish::default() };
    let expected = "\
ACCOUNT  ID       NAME     STATE    CPUS  IPS
zurich   4b2f     web-1    running     4  10.0.0.1, 2001:db8::1
fotbo    33301/1  db 東京  stopped    16  -
home     9        -        error       -  -
not shown: MEMORY, REGION; -o wide shows all
";
    assert_eq!(print_as(&instances(Shape::Array), &wish(70)), expected);
    let roomy = print_as(&instances(Shape::Array), &wish(200));
    assert_eq!(roomy, print(&instances(Shape::Array), |_| ()));
    let whole = Wish { settings: Settings { no_trunc: true, ..Settings::default() }, ..wish(70) };
    assert_eq!(print_as(&instances(Shape::Array), &whole), roomy);
}

#[test]
fn no_line_is_wider_than_the_terminal_unless_records_stand_by_themselves() {
    for width in [58, 68, 70, 80, 100, 132] {
        let text = print_as(&instances(Shape::Array), &Wish { stream: terminal(width), ..Wish::default() });
        for line in text.lines() {
            assert!(super::super::clean::width(line) <= width, "{width}: {line}");
        }
    }
    let narrow = Wish { stream: terminal(40), ..Wish::default() };
    let expected = "\
ACCOUNT  zurich
ID       4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21
NAME     web-1
STATE    running
CPUS     4
MEMORY   8 GiB
IPS      10.0.0.1, 2001:db8::1
REGION   zrh

ACCOUNT  fotbo
ID       33301/12
NAME     db 東京
STATE    stopped
CPUS     16
MEMORY   512 MiB

ACCOUNT  home
ID       9
STATE    error
";
    assert_eq!(print_as(&instances(Shape::Array), &narrow), expected);
}

#[test]
fn one_account_need_not_be_repeated_on_a_terminal() {
    let mut rows = instances(Shape::Array);
    rows.rows.truncate(1);
    let begins = |wish: &Wish, rows: &Rows| print_as(rows, wish).split(' ').next().map(str::to_owned);
    let alone = Wish { stream: terminal(200), one_account: true, ..Wish::default() };
    assert_eq!(begins(&alone, &rows).as_deref(), Some("ID"));
    assert_eq!(begins(&alone, &instances(Shape::Array)).as_deref(), Some("ACCOUNT"));
    assert_eq!(begins(&Wish { one_account: false, ..alone }, &rows).as_deref(), Some("ACCOUNT"));
    assert_eq!(begins(&Wish { one_account: true, ..Wish::default() }, &rows).as_deref(), Some("ACCOUNT"));
}

#[test]
fn states_have_colour_where_colour_is_on() {
    let stream = Stream { color: true, ..terminal(200) };
    let text = print_as(&instances(Shape::Array), &Wish { stream, columns: Some(vec![5]), ..Wish::default() });
    let expected = "STATE\n\u{1b}[38;5;2mrunning\u{1b}[39m\n\u{1b}[2mstopped\u{1b}[0m\n\u{1b}[38;5;1merror\u{1b}[39m\n";
    assert_eq!(text, expected);
    let piped = Stream { color: true, ..Stream::default() };
    let text = print_as(&instances(Shape::Array), &Wish { stream: piped, columns: Some(vec![5]), ..Wish::default() });
    assert!(text.starts_with("ACCOUNT  STATE\nzurich   \u{1b}["), "{text:?}");
}

#[test]
fn nothing_is_written_for_nothing() {
    let mut rows = instances(Shape::Array);
    rows.rows.clear();
    assert_eq!(print(&rows, |_| ()), "");
}
