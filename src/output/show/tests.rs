//! Whole records, with small tables and messages.

use super::super::{
    samples::{Wish, instances, invoice, print, print_as, terminal, ticket},
    stream::Stream,
};
use crate::model::Shape;

#[test]
fn a_record_is_a_line_a_field() {
    let expected = "\
ACCOUNT         zurich
PROVIDER        cloudsigma
ID              4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21
NAME            web-1
STATE           running
PROVIDER STATE  RUNNING
CREATED AT      2026-03-05T10:00:00+02:00
CPUS            4
MEMORY          8 GiB
DISK            -
IPS             10.0.0.1, 2001:db8::1
REGION          zrh
FLAVOR          -
IMAGE           -
TAGS            -
LOCKED          -
PERSISTENT      yes
";
    assert_eq!(print(&instances(Shape::Object), |_| ()), expected);
}

#[test]
fn an_invoice_has_its_lines_as_a_table() {
    let expected = "\
ACCOUNT         seflow
PROVIDER        seflow
ID              71
STATE           overdue
PROVIDER STATE  -
CREATED AT      -
NUMBER          2026-0071
ISSUED AT       -
DUE AT          -
PAID AT         -
CURRENCY        CHF
TOTAL           112.10
DUE             -
CREDIT          -
SUBTOTAL        -
TAX             -

TAXES
  none

LINES
  DESCRIPTION      AMOUNT
  Cloud server M    12.10
  Cloud server XL  100.00

TRANSACTIONS
  none
";
    assert_eq!(print(&invoice(), |_| ()), expected);
}

#[test]
fn a_ticket_has_its_messages_as_paragraphs() {
    let wish = Wish { stream: terminal(44), columns: Some(vec![8, 13]), ..Wish::default() };
    let expected = "\
NUMBER  884211

MESSAGES
  Ada, 2026-03-05 10:00:00
    Hello,

    the disk is slow.
    attached: photo.png, log.txt

  Bo, staff, 2026-03-05 11:30:00
    We looked at the host and found another
    machine that was busy.
";
    assert_eq!(print_as(&ticket(), &wish), expected);
}

#[test]
fn a_pipe_gets_messages_unbroken() {
    let wish = Wish { columns: Some(vec![13]), ..Wish::default() };
    assert!(
        print_as(&ticket(), &wish).ends_with("\n    We looked at the host and found another machine that was busy.\n")
    );
}

#[test]
fn the_state_has_colour_where_colour_is_on() {
    let stream = Stream { color: true, ..terminal(80) };
    let text = print_as(&invoice(), &Wish { stream, columns: Some(vec![3, 5]), ..Wish::default() });
    assert_eq!(text, "ID     71\nSTATE  \u{1b}[31moverdue\u{1b}[0m\n");
}
