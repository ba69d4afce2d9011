//! The rule in a table of the file: each field with its allowed values and its default.
//! A wrong value is added to the complaints, and the reading goes on.

use jiff::{civil::Date, tz::TimeZone};

use super::{
    calendar::{Calendar, Times},
    date_file,
    dates::{Dates, date},
    field::{Fields, TextSpan},
    file_wide::FileWide,
    rule::{Enforce, How, LATE, NEW_MACHINE_GRACE, Order, Rule, Stop, Then},
    shield::Shield,
    window::{Moment, Window},
    zone,
};
use crate::{
    error::{Error, Result},
    model::{Filter, Instance, Selection},
};

/// The fields of a rule.
pub(super) const KEYS: [&str; 22] = [
    "accounts",
    "select",
    "zone",
    "up",
    "up_at",
    "down_at",
    "except",
    "also",
    "from",
    "until",
    "enforce",
    "late",
    "stop",
    "new_machine_grace",
    "max_targets",
    "order",
    "after",
    "ready",
    "stagger",
    "max_run",
    "warn",
    "notify",
];

/// The rule of a table; whatever could not be read is among the complaints.
pub(crate) fn rule(name: &str, wide: &FileWide, fields: &mut Fields<'_>) -> Option<Rule> {
    let only_named = wide.tag.is_some() && !fields.has("select");
    let required = ["accounts", "zone", "select"];
    fields.check_keys(&KEYS, if only_named { &required[..2] } else { &required });
    let accounts = accounts(fields);
    let account_lines = accounts.iter().map(|(_, place)| fields.line(place)).collect();
    let known = Instance::KIND.all_fields();
    let all = "name a field and a value, as in \"name~dev-*\"; for all machines \"name~*\"";
    let filters = fields.some("select", all, |typed| Filter::parse(typed, &known));
    let zone = fields.one("zone", zone::find);
    let times = times(fields);
    let (except, also) = (dates(fields, "except", zone.as_ref()), dates(fields, "also", zone.as_ref()));
    let (from, until) = span(fields);
    let enforce = fields.word("enforce", &[("once", Enforce::Once), ("always", Enforce::Always)]);
    let late = fields.duration("late");
    let stop = stop(fields);
    let new_machine_grace = fields.duration("new_machine_grace");
    let max_targets = fields.count("max_targets");
    let order = order(fields);
    let telling = wide.telling(fields);
    let max_run = fields.duration("max_run");
    if let (Some(_), Some(Enforce::Always)) = (max_run, enforce) {
        let wrong = Error::config("a rule that is always enforced would start again what it stops");
        fields.complain(
            "max_run",
            fields.place("max_run"),
            &wrong.hint("write enforce = \"once\", or leave out one of them"),
        );
    }
    Some(Rule {
        name: name.to_owned(),
        accounts: without_places(accounts),
        account_lines,
        select: Selection { filters: without_places(filters), ..Selection::default() },
        calendar: Calendar { zone: zone?, times, except, also, from, until },
        enforce: enforce.unwrap_or_default(),
        late: late.unwrap_or(LATE),
        stop,
        new_machine_grace: new_machine_grace.unwrap_or(NEW_MACHINE_GRACE),
        max_targets,
        order,
        telling,
        max_run,
        tag: wide.tag.clone(),
        only_named,
    })
}

/// The readable parts of a rule that cannot be read as a whole: the machines that it may keep up.
pub(crate) fn shield(name: &str, fields: &Fields<'_>) -> Shield {
    let mut quiet = Fields { head: None, bad: Vec::new(), ..*fields };
    let accounts = without_places(accounts(&mut quiet));
    let accounts = Some(accounts).filter(|accounts| quiet.bad.is_empty() && !accounts.is_empty());
    quiet.bad.clear();
    let known = Instance::KIND.all_fields();
    let filters = without_places(quiet.some("select", "", |typed| Filter::parse(typed, &known)));
    let select = Some(filters).filter(|filters| quiet.bad.is_empty() && !filters.is_empty());
    let select = select.map(|filters| Selection { filters, ..Selection::default() });
    Shield { rule: name.to_owned(), accounts, select }
}

/// Dates as they are typed, and the files of dates that are named among them.
fn dates(fields: &mut Fields<'_>, key: &str, zone: Option<&TimeZone>) -> Vec<Dates> {
    let (rules, copies) = (fields.file, fields.copies);
    let one = |typed: &str| match zone {
        _ if !date_file::is_file(typed) => Dates::parse(typed),
        zone => date_file::read(typed, rules, copies, zone.unwrap_or(&TimeZone::UTC)),
    };
    without_places(fields.list(key, one).unwrap_or_default())
}

/// The accounts with their places, each named once.
fn accounts(fields: &mut Fields<'_>) -> Vec<(String, TextSpan)> {
    let accounts = fields.some("accounts", "name one or more of `nubo accounts list`", |typed| match typed.trim() {
        "" => Err(Error::config("a name is blank").hint("name one of `nubo accounts list`")),
        name => Ok(name.to_owned()),
    });
    for (at, (account, place)) in accounts.iter().enumerate() {
        if accounts.iter().take(at).any(|(earlier, _)| earlier == account) {
            let twice = Error::config(format!("{account:?} is named twice")).hint("name each account once");
            fields.complain("accounts", place.clone(), &twice);
        }
    }
    accounts
}

/// Windows, or one-sided times.
fn times(fields: &mut Fields<'_>) -> Times {
    let one_sided = one_sided(fields);
    let empty = "for a rule that only stops or only starts write down_at or up_at instead";
    let windows = fields.some("up", empty, Window::parse);
    let empty = "write a day and a time, as in \"mon-fri 19:30\"";
    let up = fields.some("up_at", empty, Moment::parse);
    let down = fields.some("down_at", empty, Moment::parse);
    for (moment, place) in &down {
        if let Some((other, _)) = up.iter().find(|(other, _)| other.meets(moment)) {
            let both = Error::config(format!("{:?} is also among up_at, as {:?}", moment.text, other.text));
            fields.complain("down_at", place.clone(), &both.hint("leave a minute between them, or remove one"));
        }
    }
    if one_sided {
        Times::OneSided { up: without_places(up), down: without_places(down) }
    } else {
        Times::Windows(without_places(windows))
    }
}

/// True when the rule has one-sided times; both these and windows, or neither, is wrong.
fn one_sided(fields: &mut Fields<'_>) -> bool {
    let one_sided = ["up_at", "down_at"].into_iter().find(|key| fields.has(key));
    match (fields.has("up"), one_sided) {
        (true, Some(key)) => {
            let both = Error::config("it cannot stand beside up");
            let hint = "up says when machines run and stops them outside; a rule with up_at or down_at does without it";
            fields.complain(key, fields.place(key), &both.hint(hint));
        }
        (false, None) if fields.has("max_run") => return true,
        (false, None) => {
            let hint = "write up = [\"mon-fri 08:00-19:30\"], or up_at or down_at for a rule that only starts or stops";
            fields.complain("up", fields.head.clone(), &Error::config("it is missing").hint(hint));
        }
        _ => {}
    }
    one_sided.is_some()
}

/// The first and the last date.
fn span(fields: &mut Fields<'_>) -> (Option<Date>, Option<Date>) {
    let (from, until) = (fields.one("from", date), fields.one("until", date));
    if let (Some(first), Some(last)) = (from, until)
        && last < first
    {
        let wrong = Error::config(format!("{last} is before from, which is {first}"));
        fields.complain("until", fields.place("until"), &wrong.hint("write the earlier date as from"));
    }
    (from, until)
}

/// The relation of its machines to others.
fn order(fields: &mut Fields<'_>) -> Order {
    let known = Instance::KIND.all_fields();
    let groups = fields.some("order", "name two or more groups of machines", |typed| Filter::parse(typed, &known));
    let group = |filter: Filter| Selection { filters: vec![filter], ..Selection::default() };
    let after = fields.some("after", "name one or more other rules", |typed| Ok(typed.trim().to_owned()));
    Order {
        groups: without_places(groups).into_iter().map(group).collect(),
        after: without_places(after),
        ready: fields.one("ready", port),
        stagger: fields.duration("stagger"),
    }
}

/// The port of `tcp:5432`.
fn port(typed: &str) -> Result<u16> {
    let found = typed.trim().strip_prefix("tcp:").and_then(|port| port.parse().ok()).filter(|port| *port > 0);
    found
        .ok_or_else(|| Error::config(format!("{typed:?} is nothing that can be asked")).hint("write it as in tcp:5432"))
}

fn without_places<T>(list: Vec<(T, TextSpan)>) -> Vec<T> {
    list.into_iter().map(|(one, _)| one).collect()
}

/// The way the rule's machines are stopped.
fn stop(fields: &mut Fields<'_>) -> Stop {
    let usual = Stop::default();
    let Some(item) = fields.item("stop") else { return usual };
    let Some(table) = item.as_table_like() else {
        let wrong = Error::config("expected a table with how, grace and then")
            .hint("write stop = { how = \"clean\", grace = \"5m\", then = \"leave\" }");
        fields.complain("stop", item.span(), &wrong);
        return usual;
    };
    let mut inner = Fields { within: "stop.", head: fields.place("stop"), table, bad: Vec::new(), ..*fields };
    inner.check_keys(&["how", "grace", "then"], &[]);
    let how = inner.word("how", &[("clean", How::Clean), ("hard", How::Hard), ("provider", How::Provider)]);
    let grace = inner.duration("grace");
    let then = inner.word("then", &[("leave", Then::Leave), ("hard", Then::Hard)]);
    if let (Some(How::Hard), Some(key)) = (how, ["grace", "then"].into_iter().find(|key| inner.has(key))) {
        let idle = Error::config("nothing follows a hard stop").hint(format!("remove {key}, or write how = \"clean\""));
        inner.complain(key, inner.place(key), &idle);
    }
    fields.bad.append(&mut inner.bad);
    Stop { how: how.unwrap_or(usual.how), grace: grace.unwrap_or(usual.grace), then: then.unwrap_or(usual.then) }
}
