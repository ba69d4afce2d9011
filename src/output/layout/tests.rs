//! What gives way when a table is too wide, and what never does.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::{collection::vec, prelude::*};

use super::super::grid::Column;
use super::*;

const ROLES: [(&str, Role); 9] = [
    ("ACCOUNT", Role::Account),
    ("ID", Role::Id),
    ("NAME", Role::Name),
    ("STATE", Role::State),
    ("IPS", Role::Address),
    ("AT", Role::Time),
    ("SUBJECT", Role::Free),
    ("TOTAL", Role::Amount),
    ("REGION", Role::Plain),
];

fn grid(rows: &[[&'static str; 9]]) -> Grid<'static> {
    let column = |(heading, role): (&str, Role)| Column {
        heading: heading.to_owned(),
        right: role == Role::Amount,
        state: role == Role::State,
        role,
    };
    let cells = |row: &[&'static str; 9]| row.iter().map(|cell| Cow::Borrowed(*cell)).collect();
    Grid { columns: ROLES.map(column).into(), rows: rows.iter().map(cells).collect(), header: true }
}

/// Two machines whose ids differ in the fifth sign.
fn two() -> Grid<'static> {
    let subject = "a long subject that nobody needs to read whole";
    grid(&[
        [
            "acme-production-1",
            "4b2f1a1e-7c1d",
            "web-1",
            "running",
            "10.0.0.1",
            "2026-03-05T10:00:00Z",
            subject,
            "1.00",
            "de",
        ],
        [
            "acme-production-2",
            "4b2f2a1e-7c1d",
            "web-2",
            "running",
            "10.0.0.2",
            "2026-03-06T10:00:00Z",
            "-",
            "999999.5",
            "de",
        ],
    ])
}

fn ids() -> Vec<ShortId<'static>> {
    ["4b2f1", "4b2f2"].map(|text| ShortId { text: Cow::Borrowed(text), named: true }).into()
}

fn headings(laid: &Laid<'_>) -> String {
    laid.grid.columns.iter().map(|column| column.heading.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_too_wide_goes_in_order() {
    let at = |room: usize| Laid::fitting(two(), room, false, ids);
    let whole = at(200);
    assert_eq!(
        (headings(&whole).as_str(), whole.above.len()),
        ("ACCOUNT ID NAME STATE IPS AT SUBJECT TOTAL REGION", 0)
    );
    // A column that is alike goes above, beginning at the right; the state never does.
    let alike = at(143);
    assert_eq!(alike.above, [("REGION".to_owned(), "de".to_owned())]);
    assert_eq!(
        (alike.grid.rows[0][1].as_ref(), alike.grid.rows[0][5].as_ref()),
        ("4b2f1a1e-7c1d", "2026-03-05T10:00:00Z")
    );
    let ids = at(135);
    assert_eq!((ids.grid.rows[0][1].as_ref(), ids.grid.rows[0][5].as_ref()), ("4b2f1", "2026-03-05T10:00:00Z"));
    let seconds = at(127);
    assert_eq!((seconds.grid.rows[0][5].as_ref(), seconds.widths[6]), ("2026-03-05T10:00Z", 46));
    let cut = at(110);
    assert!((24..46).contains(&cut.widths[6]) && cut.left_out.is_empty(), "{:?}", cut.widths);
    assert_eq!(
        (headings(&at(80)).as_str(), at(80).left_out),
        ("ACCOUNT ID NAME STATE IPS TOTAL", vec!["AT".to_owned(), "SUBJECT".to_owned()])
    );
    assert_eq!(headings(&at(56)), "ACCOUNT ID NAME STATE IPS");
    assert_eq!(headings(&at(49)), "ACCOUNT NAME STATE IPS", "its name tells each machine");
    assert!(at(30).one_by_one);
}

#[test]
fn a_record_that_only_its_id_tells_shows_the_whole_id() {
    let ids = || {
        vec![
            ShortId { text: Cow::Borrowed("4b2f1a1e-7c1d"), named: false },
            ShortId { text: Cow::Borrowed("4b2f2"), named: true },
        ]
    };
    let laid = Laid::fitting(two(), 64, false, ids);
    assert_eq!((laid.grid.rows[0][1].as_ref(), laid.grid.rows[1][1].as_ref()), ("4b2f1a1e-7c1d", "4b2f2"));
    assert!(Laid::fitting(two(), 49, false, ids).one_by_one, "the id cannot go");
}

#[test]
fn a_column_that_was_named_is_never_left_out() {
    let cut = Laid::fitting(two(), 110, true, ids);
    assert!(cut.left_out.is_empty() && !cut.one_by_one && cut.fits(110));
    let upright = Laid::fitting(two(), 80, true, ids);
    assert!(upright.left_out.is_empty() && upright.one_by_one);
}

#[test]
fn seconds_go_and_nothing_else_of_a_time() {
    for (time, shown) in [
        ("2026-03-05T10:00:59+02:00", "2026-03-05T10:00+02:00"),
        ("2026-03-05T10:00:59.123Z", "2026-03-05T10:00Z"),
        ("2026-03-05 10:00:59", "2026-03-05 10:00"),
        ("2026-03-05 10:00", "2026-03-05 10:00"),
        ("2026-03-05", "2026-03-05"),
        ("-", "-"),
        ("soon, at 10:00:59", "soon, at 10:00:59"),
    ] {
        assert_eq!(without_seconds(time), shown);
    }
}

/// Short and long texts, of one and of two columns a sign, and some from right to left.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9.:-]{1,40}",
        "[東京都]{1,12}",
        "[א-ת]{1,12}",
        Just("-".to_owned()),
        Just("9999999999.99".to_owned()),
        Just("2001:db8:85a3:8d3:1319:8a2e:370:7348".to_owned()),
    ]
}

proptest! {
    #[test]
    fn what_must_not_be_cut_is_shown_whole_or_not_at_all(
        rows in vec(vec(text(), 9), 1..6), room in 20..200_usize, named in any::<bool>(),
    ) {
        let columns = two().columns;
        let cells = |row: &Vec<String>| row.iter().cloned().map(Cow::Owned).collect();
        let table = Grid { columns, rows: rows.iter().map(cells).collect(), header: true };
        let ids = || rows.iter().map(|row| ShortId { text: Cow::Owned(row[1].clone()), named }).collect();
        let laid = Laid::fitting(table, room, false, ids);
        for (place, column) in laid.grid.columns.iter().enumerate() {
            let at = ROLES.iter().position(|(heading, _)| *heading == column.heading).unwrap();
            if matches!(column.role, Role::Free | Role::Time) {
                continue;
            }
            for (row, given) in laid.grid.rows.iter().zip(&rows) {
                prop_assert_eq!(row[place].as_ref(), given[at].as_str());
                prop_assert!(width(&row[place]) <= laid.widths[place]);
            }
        }
        prop_assert!(laid.one_by_one || laid.total() <= room, "{} in {room}", laid.total());
        let told: Vec<&str> = laid.grid.columns.iter().map(|column| column.heading.as_str())
            .chain(laid.above.iter().map(|(heading, _)| heading.as_str()))
            .collect();
        prop_assert!(told.contains(&"NAME") && told.contains(&"STATE"));
        let account_is_told = told.contains(&"ACCOUNT") || rows.iter().all(|row| row[0] == "-");
        prop_assert!(account_is_told, "{told:?}");
    }
}
