//! Headings, quoting, and that nothing in a value can begin another line or column.

#![allow(clippy::unwrap_used)]

use super::super::{
    Format,
    samples::{Pair, Wish, instances, invoice, print, print_as},
};
use crate::model::{FieldKind, Line, Rows, Shape, Shown, field};

fn of(rows: &Rows, format: Format, columns: Option<&[usize]>, change: fn(&mut super::super::Settings)) -> String {
    let mut wish = Wish { columns: columns.map(<[usize]>::to_vec), ..Wish::default() };
    wish.settings.format = format;
    change(&mut wish.settings);
    print_as(rows, &wish)
}

#[test]
fn the_account_comes_first_and_values_are_plain() {
    let columns = Some(&[4, 9, 11, 16, 0][..]);
    let expected = "\
account,name,memory_bytes,ips,locked
zurich,web-1,8589934592,10.0.0.1;2001:db8::1,
fotbo,db 東京,536870912,,true
home,,,,
";
    assert_eq!(of(&instances(Shape::Array), Format::Csv, columns, |_| {}), expected);
    assert_eq!(of(&instances(Shape::Array), Format::Tsv, columns, |_| {}), expected.replace(',', "\t"));
    assert_eq!(of(&instances(Shape::Array), Format::Csv, Some(&[3]), |s| s.no_header = true).lines().next(), {
        Some("zurich,4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21")
    });
}

#[test]
fn the_fields_are_those_of_json() {
    let header = |rows: &Rows| of(rows, Format::Csv, None, |_| {}).lines().next().unwrap().to_owned();
    let keys = |rows: &Rows| {
        let text = print(rows, |settings| settings.format = Format::Json);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let one = if value.is_array() { &value[0] } else { &value };
        one.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(",")
    };
    for rows in [instances(Shape::Array), instances(Shape::Object), invoice()] {
        assert_eq!(header(&rows), keys(&rows));
    }
}

#[test]
fn nested_values_are_json() {
    let text = of(&invoice(), Format::Csv, Some(&[8, 19]), |_| {});
    let expected = "account,number,lines\nseflow,2026-0071,\"[{\"\"description\"\":\"\"Cloud server M\"\",\"\"amount\"\":\"\"12.10\"\"},\
                    {\"\"description\"\":\"\"Cloud\\tserver XL\"\",\"\"amount\"\":\"\"100.00\"\"}]\"\n";
    assert_eq!(text, expected);
    let text = of(&invoice(), Format::Tsv, Some(&[19]), |s| s.no_header = true);
    assert!(text.starts_with("seflow\t[{\"description\":\"Cloud server M\""), "{text}");
}

#[test]
fn replies_stand_last_in_one_line() {
    let text = of(&instances(Shape::Array), Format::Tsv, Some(&[3]), |s| s.raw = true);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (4, "account\tid\traw"));
    assert_eq!(lines[3], "home\t9\t{   \"id\": \"as it came\",   \"n\": 12.10 }");
}

#[test]
fn a_hostile_value_stays_in_its_place() {
    let b = vec!["x\ty".to_owned(), "\u{1b}[2Jz\u{85}".to_owned()];
    let row = Pair { a: "one,\"two\"\r\nthree\u{2028}\u{1b}]0;t\u{7}".to_owned(), b };
    let rows = Rows::typed(vec![row], Shape::Array);
    assert_eq!(of(&rows, Format::Csv, None, |_| {}), "a,b\n\"one,\"\"two\"\" three \",x y;z\n");
    assert_eq!(of(&rows, Format::Tsv, None, |_| {}), "a\tb\none,\"two\" three \tx y;z\n");
}

#[test]
fn nothing_is_one_heading_or_nothing() {
    let mut rows = instances(Shape::Array);
    rows.rows.clear();
    assert_eq!(of(&rows, Format::Csv, Some(&[3]), |_| {}), "account,id\n");
    assert_eq!(of(&rows, Format::Csv, Some(&[3]), |s| s.no_header = true), "");
    assert_eq!(of(&Rows::lines(&[], vec![], Shape::Array), Format::Csv, None, |_| {}), "");
    let nothing = Rows::lines(&[field("a", FieldKind::Text, Shown::Table, "")], vec![Line(vec![])], Shape::Array);
    assert_eq!(of(&nothing, Format::Csv, None, |_| {}), "a\n\"\"\n");
    assert_eq!(of(&nothing, Format::Tsv, None, |_| {}), "a\n\n");
}
