//! The accounts that are asked, and the errors where one cannot be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::{
    fleet::testing::{account, fleet, reply, servers},
    http::stub::Stub,
    model::verbs::STOP_HARD,
    provider::{INSTANCES, INVOICES, supports},
};

fn named(names: &[&str]) -> Choice {
    Choice::Named(names.iter().map(|n| (*n).to_owned()).collect())
}

fn pair() -> [(Rc<Session>, Stub); 2] {
    [servers("zurich", &[]), account("fotbo", "fleio", |_| reply(200, r#"{"objects":[]}"#))]
}

#[test]
fn reads_ask_those_named_else_the_default_else_all() {
    let [a, b] = &pair();
    let (plain, with_default) = (fleet(&[a, b], None), fleet(&[a, b], Some("fotbo")));
    let of = |fleet: &Fleet, choice: Choice| fleet.reading(&choice).map(|s| (s.names, s.named)).map_err(|e| e.kind());
    let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    assert_eq!(of(&plain, Choice::Unsaid), Ok((names(&["zurich", "fotbo"]), false)));
    assert_eq!(of(&plain, Choice::All), Ok((names(&["zurich", "fotbo"]), false)));
    assert_eq!(of(&with_default, Choice::Unsaid), Ok((names(&["fotbo"]), false)));
    assert_eq!(of(&with_default, Choice::All), Ok((names(&["zurich", "fotbo"]), false)));
    assert_eq!(of(&with_default, named(&["zurich"])), Ok((names(&["zurich"]), true)));
    assert_eq!(of(&plain, named(&["fotbo", "zurich", "fotbo"])), Ok((names(&["fotbo", "zurich"]), true)));
    assert_eq!(of(&plain, named(&["nowhere"])), Err(Kind::Usage));
    assert_eq!(of(&fleet(&[], None), Choice::Unsaid), Err(Kind::Usage));
}

#[test]
fn a_change_must_say_which_account_it_means() {
    let [a, b] = &pair();
    let of = |fleet: &Fleet, choice: Choice| fleet.changing(&choice).map(|s| s.names.len());
    let error = of(&fleet(&[a, b], None), Choice::Unsaid).unwrap_err();
    assert_eq!(error.kind(), Kind::Usage);
    assert!(error.details().hint.as_deref().unwrap().contains("zurich fotbo"), "{:?}", error.details().hint);
    assert_eq!(of(&fleet(&[a, b], None), Choice::All).unwrap(), 2);
    assert_eq!(of(&fleet(&[a, b], None), named(&["zurich", "fotbo"])).unwrap(), 2);
    assert_eq!(of(&fleet(&[a, b], Some("zurich")), Choice::Unsaid).unwrap(), 1);
    assert_eq!(of(&fleet(&[a], None), Choice::Unsaid).unwrap(), 1);
}

#[test]
fn an_account_that_lacks_the_verb_is_passed_over_unless_it_was_named() {
    let [a, b] = &pair();
    let fleet = fleet(&[a, b], None);
    let hard = |account: &Account| supports(account.provider, &INSTANCES, &STOP_HARD.name());
    let able = |choice: Choice| fleet.able(&INSTANCES, &fleet.reading(&choice).unwrap(), "stop --hard", hard);
    assert_eq!(able(Choice::All).unwrap(), (vec!["zurich".to_owned()], vec!["fotbo".to_owned()]));
    for choice in [named(&["fotbo"]), named(&["zurich", "fotbo"])] {
        let error = able(choice).unwrap_err();
        assert_eq!((error.kind(), error.details().account.as_deref()), (Kind::Unsupported, Some("fotbo")));
        let hint = error.details().hint.clone().unwrap();
        assert!(hint.contains("CloudSigma") && hint.contains("ui-vmm") && !hint.contains("SeFlow"), "{hint}");
    }
}

#[test]
fn what_nobody_in_scope_can_is_unsupported_and_says_what_there_is_instead() {
    let [a, _] = &pair();
    let fleet = fleet(&[a], None);
    let scope = fleet.reading(&Choice::All).unwrap();
    let error =
        fleet.able(&INVOICES, &scope, "list", |account| supports(account.provider, &INVOICES, "list")).unwrap_err();
    assert_eq!(error.kind(), Kind::Unsupported);
    let hint = error.details().hint.clone().unwrap();
    assert!(hint.contains("ledger") && hint.contains("Fleio") && hint.contains("SeFlow"), "{hint}");
}

#[test]
fn an_account_that_is_unusable_fails_when_it_is_used() {
    let broken = || Err(Error::config("its url is malformed"));
    let fleet = Fleet::of(vec![("bad".to_owned(), broken())], None);
    let scope = fleet.reading(&Choice::Unsaid).unwrap();
    assert_eq!(fleet.able(&INSTANCES, &scope, "list", |_| false).unwrap().0, ["bad"], "nobody knows what it can");
    assert_eq!(fleet.session("bad").map(drop).unwrap_err().kind(), Kind::Config);
    assert_eq!(fleet.session("other").map(drop).unwrap_err().kind(), Kind::Usage);
}

#[test]
fn a_pattern_means_every_account_that_fits_it() {
    let [a, b] = &pair();
    let fleet = fleet(&[a, b], Some("zurich"));
    let of = |names: &[&str]| fleet.reading(&named(names)).map(|s| (s.names.join(" "), s.named)).map_err(|e| e.kind());
    assert_eq!(of(&["*"]), Ok(("zurich fotbo".to_owned(), false)));
    assert_eq!(of(&["f*", "zurich"]), Ok(("fotbo zurich".to_owned(), false)));
    assert_eq!(of(&["x*"]), Err(Kind::Usage));
    assert!(named(&["zurich"]).is_one() && !named(&["z*"]).is_one());
}

#[test]
fn filters_on_what_tells_accounts_apart_say_where() {
    let [a, b] = &pair();
    let fleet = fleet(&[a, b], Some("zurich"));
    let of = |choice: &Choice, filters: &[&str]| {
        let filters: Vec<String> = filters.iter().map(|f| (*f).to_owned()).collect();
        let fields = INSTANCES.record.all_fields();
        let selection = Selection::parse(&filters, None, None, None, &fields).unwrap();
        fleet.chosen(choice, &selection).map_err(|error| error.kind())
    };
    let filtered = |names: &[&str]| Ok(Choice::Filtered(names.iter().map(|n| (*n).to_owned()).collect()));
    assert_eq!(of(&Choice::Unsaid, &["state=running"]), Ok(Choice::Unsaid));
    assert_eq!(of(&Choice::Unsaid, &["account~f*"]), filtered(&["fotbo"]), "whatever the default account");
    assert_eq!(of(&Choice::All, &["provider=cloudsigma"]), filtered(&["zurich"]));
    assert_eq!(of(&named(&["zurich"]), &["account=fotbo"]), Err(Kind::Usage));
    assert_eq!(of(&Choice::Unsaid, &["account!=fotbo", "provider=fleio"]), Err(Kind::Usage));
}
