//! Targets as they are typed, and their meaning in accounts that answer, answer in part, or do not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::{find::is_prefix, *};
use crate::{
    fleet::testing::{account, down, fleet, reply, servers},
    http::stub::Stub,
    provider::{Account, INSTANCES, Session},
};

type Cloud = (Rc<Session>, Stub);

fn zurich() -> Cloud {
    servers("zurich", &[("aaaa1111", "web"), ("aaaa2222", "db"), ("bbbb3333", "aaaa1111x"), ("web-id", "mail")])
}

fn vegas() -> Cloud {
    servers("vegas", &[("cccc1111", "web"), ("cccc2222", "cache"), ("db", "odd")])
}

/// The terms of a resolution: for a change or not, with prefixes or not.
fn terms(change: bool, prefixes: bool, choice: &Choice) -> Terms<'_> {
    Terms { change, prefixes, limit: Duration::from_secs(60), choice }
}

/// The ids found, and the kinds of the misses; an error where nothing was asked at all.
async fn found(fleet: &Fleet, typed: &[&str], terms: &Terms<'_>) -> Result<(Vec<String>, Vec<Error>)> {
    let specs: Vec<Spec> = typed.iter().map(|text| parse(text, fleet)).collect::<Result<_>>()?;
    let can = |_: &Account| true;
    let resolved = resolve(fleet, &INSTANCES, &specs, terms, &can, "show").await?;
    let place = |hit: &Match| format!("{}/{}", hit.entry.origin.account, hit.record().head().id);
    let misses = resolved.misses.into_iter().map(|(_, error)| error).collect();
    Ok((resolved.hits.iter().map(place).collect(), misses))
}

/// The one thing a target means in a read over all accounts, or why it means none.
async fn one(fleet: &Fleet, typed: &str, terms: &Terms<'_>) -> Result<String> {
    let (mut hits, misses) = found(fleet, &[typed], terms).await?;
    if let Some(error) = misses.into_iter().next() {
        assert!(hits.is_empty());
        assert_eq!(error.details().target.as_deref(), Some(typed));
        return Err(error);
    }
    assert_eq!(hits.len(), 1, "{hits:?}");
    Ok(hits.remove(0))
}

#[test]
fn what_was_typed_is_understood() {
    let fleet = fleet(&[&zurich(), &vegas()], None);
    let text = |t: &str| t.to_owned();
    for (typed, account, sought) in [
        ("web", None, Sought::Either(text("web"))),
        ("zurich/web", Some("zurich"), Sought::Either(text("web"))),
        ("z*/web", Some("z*"), Sought::Either(text("web"))),
        ("x*/web", None, Sought::LiteralOrGlob(text("x*/web"))),
        ("Elsewhere/web", None, Sought::Either(text("Elsewhere/web"))),
        ("name:elsewhere/web", None, Sought::Name(text("elsewhere/web"))),
        ("33301/12", None, Sought::Either(text("33301/12"))),
        ("zurich/id:33301/12", Some("zurich"), Sought::Id(text("33301/12"))),
        ("zurich/33301/12", Some("zurich"), Sought::Either(text("33301/12"))),
        ("id:a:b", None, Sought::Id(text("a:b"))),
        ("name:web-*", None, Sought::Name(text("web-*"))),
        ("ip:2001:db8::1", None, Sought::Ip(text("2001:db8::1"))),
        ("web-*", None, Sought::LiteralOrGlob(text("web-*"))),
        ("glob:web-*", None, Sought::Glob(text("web-*"))),
        ("zurich/glob:web", Some("zurich"), Sought::Glob(text("web"))),
        ("vegas/[ab]", Some("vegas"), Sought::LiteralOrGlob(text("[ab]"))),
        ("a:b", None, Sought::Either(text("a:b"))),
        (" web ", None, Sought::Either(text(" web "))),
    ] {
        let spec = parse(typed, &fleet).unwrap();
        assert_eq!((spec.account.as_deref(), &spec.sought), (account, &sought), "{typed}");
        let pattern = matches!(sought, Sought::Glob(_) | Sought::LiteralOrGlob(_)) || account == Some("z*");
        assert_eq!(spec.literal(), !pattern);
    }
    for typed in ["", " ", "\t", "zurich/", "zurich/ ", "id:", "name:", "ip:", "zurich/id:", "id: ", "name:\t", "glob:"]
    {
        assert_eq!(parse(typed, &fleet).unwrap_err().kind(), Kind::Usage, "{typed:?}");
    }
}

#[tokio::test]
async fn a_thing_that_is_literally_so_named_is_meant_and_not_what_fits() {
    let signs = servers("signs", &[("s1", "web[1]"), ("s2", "web1"), ("s3", "a*b"), ("s4", "aXb"), ("s5", "*")]);
    let both = fleet(&[&signs], None);
    let change = terms(true, false, &Choice::All);
    for (typed, ids) in [
        ("web[1]", &["signs/s1"][..]),
        ("signs/a*b", &["signs/s3"]),
        ("*", &["signs/s5"]),
        ("glob:web[1]", &["signs/s2"]),
        ("glob:a*b", &["signs/s3", "signs/s4"]),
        ("web?", &["signs/s2"]),
        ("name:web[1]", &["signs/s1"]),
    ] {
        assert_eq!(found(&both, &[typed], &change).await.unwrap().0, ids, "{typed}");
    }
    // The account that did not answer may have it: a change is refused, and the unambiguous forms are named.
    let torn = fleet(&[&signs, &down("ruin")], None);
    let (hits, misses) = found(&torn, &["web[1]"], &change).await.unwrap();
    let hint = misses[0].details().hint.clone().unwrap();
    assert_eq!((hits.len(), misses[0].kind()), (0, Kind::Unavailable));
    assert!(hint.contains("name:web[1]") && hint.contains("glob:web[1]"), "{hint}");
    assert_eq!(found(&torn, &["glob:web?"], &change).await.unwrap().0, ["signs/s2"]);
    assert_eq!(found(&torn, &["web[1]"], &terms(false, false, &Choice::All)).await.unwrap().0, ["signs/s1"]);
}

#[tokio::test]
async fn ids_and_names_are_tried_together_and_two_hits_are_ambiguous() {
    let fleet = fleet(&[&zurich(), &vegas()], None);
    let read = terms(false, false, &Choice::Unsaid);
    assert_eq!(one(&fleet, "cache", &read).await.unwrap(), "vegas/cccc2222");
    assert_eq!(one(&fleet, "aaaa2222", &read).await.unwrap(), "zurich/aaaa2222");
    assert_eq!(one(&fleet, "name:db", &read).await.unwrap(), "zurich/aaaa2222");
    assert_eq!(one(&fleet, "id:db", &read).await.unwrap(), "vegas/db");
    assert_eq!(one(&fleet, "vegas/web", &read).await.unwrap(), "vegas/cccc1111");
    for (typed, forms) in
        [("web", ["zurich/id:aaaa1111", "vegas/id:cccc1111"]), ("db", ["zurich/id:aaaa2222", "vegas/id:db"])]
    {
        let error = one(&fleet, typed, &read).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Conflict, "{error}");
        assert!(forms.iter().all(|form| error.to_string().contains(form)), "{error}");
    }
}

#[tokio::test]
async fn beginnings_of_ids_count_only_where_allowed_and_after_everything_else() {
    let fleet = fleet(&[&zurich(), &vegas()], None);
    let (exact, prefixes) = (terms(false, false, &Choice::Unsaid), terms(false, true, &Choice::Unsaid));
    assert_eq!(one(&fleet, "bbbb", &prefixes).await.unwrap(), "zurich/bbbb3333");
    assert_eq!(one(&fleet, "zurich/aaaa2", &prefixes).await.unwrap(), "zurich/aaaa2222");
    assert_eq!(one(&fleet, "bbbb", &exact).await.unwrap_err().kind(), Kind::NotFound);
    assert_eq!(one(&fleet, "bbb", &prefixes).await.unwrap_err().kind(), Kind::NotFound, "too short");
    assert_eq!(one(&fleet, "aaaa", &prefixes).await.unwrap_err().kind(), Kind::Conflict);
    assert_eq!(one(&fleet, "aaaa1111", &prefixes).await.unwrap(), "zurich/aaaa1111", "a whole id is not a beginning");
    assert_eq!(one(&fleet, "id:bbbb", &terms(false, true, &Choice::All)).await.unwrap_err().kind(), Kind::NotFound);
    let specs = [parse("bbbb", &fleet).unwrap(), parse("cache", &fleet).unwrap()];
    let hits = resolve(&fleet, &INSTANCES, &specs, &prefixes, &|_| true, "show").await.unwrap().hits;
    assert_eq!(hits.iter().map(|hit| hit.by_prefix).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_beginning_stays_within_one_segment() {
    assert!(is_prefix("33301/49", "33301/4965") && is_prefix("aaaa", "aaaa") && is_prefix("aaaa", "aaaab"));
    assert!(!is_prefix("3330", "33301/4965") && !is_prefix("33301", "33301/4965") && !is_prefix("333", "3334"));
}

#[tokio::test]
async fn globs_and_addresses_find_what_they_match() {
    let fleet = fleet(&[&zurich(), &vegas()], None);
    let read = terms(false, false, &Choice::Unsaid);
    let (hits, misses) = found(&fleet, &["web*", "vegas/c*", "web*"], &read).await.unwrap();
    assert_eq!(
        (hits, misses.len()),
        (["zurich/aaaa1111", "vegas/cccc1111", "vegas/cccc2222"].map(str::to_owned).to_vec(), 0)
    );
    let (hits, misses) = found(&fleet, &["nothing-*"], &read).await.unwrap();
    assert_eq!((hits.len(), misses[0].kind()), (0, Kind::NotFound));
    assert_eq!(one(&fleet, "ip:192.0.2.6", &read).await.unwrap(), "zurich/web-id");
    assert_eq!(one(&fleet, "ip:192.0.2.8", &read).await.unwrap_err().kind(), Kind::Conflict);
    assert_eq!(one(&fleet, "ip:192.0.2.99", &read).await.unwrap_err().kind(), Kind::NotFound);
}

#[tokio::test]
async fn the_same_thing_named_twice_is_one() {
    let fleet = fleet(&[&zurich()], None);
    let read = terms(false, false, &Choice::Unsaid);
    let (hits, _) = found(&fleet, &["web", "aaaa1111", "id:aaaa1111", "name:web", "zurich/web"], &read).await.unwrap();
    assert_eq!(hits, ["zurich/aaaa1111"]);
}

#[tokio::test]
async fn an_exact_id_in_one_account_is_one_request() {
    let (zurich, vegas) = (zurich(), vegas());
    let fleet = fleet(&[&zurich, &vegas], None);
    let read = terms(false, false, &Choice::Unsaid);
    assert_eq!(one(&fleet, "zurich/id:web-id", &read).await.unwrap(), "zurich/web-id");
    assert_eq!(zurich.1.asked(), ["GET https://cloud.example.com/servers/web-id/info"]);
    assert_eq!(vegas.1.count(), 0);
    let error = one(&fleet, "zurich/id:nothing", &read).await.unwrap_err();
    assert_eq!((error.kind(), zurich.1.count()), (Kind::NotFound, 2));
    let named = Choice::Named(vec!["vegas".to_owned()]);
    assert_eq!(one(&fleet, "id:db", &terms(true, false, &named)).await.unwrap(), "vegas/db");
    assert_eq!((zurich.1.count(), vegas.1.count()), (2, 1));
}

#[tokio::test]
async fn every_account_is_listed_once_whatever_number_of_targets() {
    let (zurich, vegas) = (zurich(), vegas());
    let fleet = fleet(&[&zurich, &vegas], None);
    found(&fleet, &["cache", "mail", "no-such", "vegas/web", "c*"], &terms(false, false, &Choice::Unsaid))
        .await
        .unwrap();
    assert_eq!((zurich.1.count(), vegas.1.count()), (1, 1));
}

#[tokio::test]
async fn what_is_absent_says_what_is_near() {
    let fleet = fleet(&[&zurich()], None);
    let read = terms(false, false, &Choice::Unsaid);
    let error = one(&fleet, "zurich/wen", &read).await.unwrap_err();
    assert_eq!((error.kind(), error.details().hint.as_deref()), (Kind::NotFound, Some("did you mean \"web\"?")));
    let error = one(&fleet, "something-else-entirely", &read).await.unwrap_err();
    assert!(error.details().hint.as_deref().unwrap().contains("nubo instances list"));
}

#[tokio::test]
async fn absence_is_only_told_when_every_account_answered() {
    let fleet = fleet(&[&zurich(), &down("ruin")], None);
    for prefixes in [false, true] {
        let read = terms(false, prefixes, &Choice::Unsaid);
        for typed in ["no-such", "bbbb", "id:no-such", "nothing-*", "ip:192.0.2.99", "ruin/web", "ruin/id:web"] {
            let error = one(&fleet, typed, &read).await.unwrap_err();
            assert_eq!(error.kind(), Kind::Unavailable, "{typed}: {error}");
        }
        assert_eq!(one(&fleet, "zurich/no-such", &read).await.unwrap_err().kind(), Kind::NotFound);
        assert_eq!(one(&fleet, "web", &read).await.unwrap(), "zurich/aaaa1111", "a read takes what it found");
    }
}

#[tokio::test]
async fn a_listing_that_is_only_complete_in_part_is_no_proof_of_absence() {
    let half = account("half", "seflow", |request| match request.url.as_str() {
        url if url.ends_with("/service") => {
            reply(200, r#"{"services":[{"id":1,"status":"Active"},{"id":2,"status":"Active"}]}"#)
        }
        url if url.contains("/1/") => reply(200, r#"{"vms":[{"id":"7","label":"web","state":"online"}]}"#),
        _ => reply(500, ""),
    });
    let fleet = fleet(&[&half], None);
    let (read, change) = (terms(false, false, &Choice::Unsaid), terms(true, false, &Choice::All));
    assert_eq!(one(&fleet, "db", &read).await.unwrap_err().kind(), Kind::Unavailable);
    assert_eq!(one(&fleet, "web", &read).await.unwrap(), "half/1/7");
    assert_eq!(one(&fleet, "web", &change).await.unwrap_err().kind(), Kind::Unavailable, "it could be there twice");
    assert_eq!(one(&fleet, "half/web", &change).await.unwrap(), "half/1/7");
}

#[tokio::test]
async fn a_change_by_bare_name_needs_every_account_to_have_answered() {
    let fleet = fleet(&[&zurich(), &down("ruin")], None);
    let all = terms(true, false, &Choice::All);
    let error = one(&fleet, "web", &all).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unavailable);
    assert!(error.to_string().contains("ruin"), "{error}");
    assert_eq!(error.details().hint.as_deref(), Some("say which account it is in: ACCOUNT/web"));
    let (hits, misses) = found(&fleet, &["glob:w*"], &all).await.unwrap();
    assert_eq!((hits.len(), misses.len()), (1, 0), "an account that is down never stops the others of a glob");
    assert_eq!(one(&fleet, "zurich/web", &all).await.unwrap(), "zurich/aaaa1111");
    let named = Choice::Named(vec!["zurich".to_owned()]);
    assert_eq!(one(&fleet, "web", &terms(true, false, &named)).await.unwrap(), "zurich/aaaa1111");
}

#[tokio::test]
async fn a_refused_secret_is_told_as_such() {
    let fleet = fleet(&[&zurich(), &account("locked", "cloudsigma", |_| reply(401, ""))], None);
    let error = one(&fleet, "no-such", &terms(false, false, &Choice::Unsaid)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Denied, "{error}");
}

#[tokio::test]
async fn the_account_in_front_and_the_flag_must_agree() {
    let (zurich, vegas) = (zurich(), vegas());
    let both = fleet(&[&zurich, &vegas], None);
    let named = Choice::Named(vec!["vegas".to_owned()]);
    for change in [false, true] {
        let error = found(&both, &["zurich/web"], &terms(change, false, &named)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Usage, "{error}");
        assert_eq!(one(&both, "vegas/web", &terms(change, false, &named)).await.unwrap(), "vegas/cccc1111");
        assert_eq!(one(&both, "web", &terms(change, false, &named)).await.unwrap(), "vegas/cccc1111");
    }
    let sent = zurich.1.count();
    let error = found(&both, &["web"], &terms(true, false, &Choice::Unsaid)).await.unwrap_err();
    assert_eq!((error.kind(), zurich.1.count()), (Kind::Usage, sent), "before any request");
    let with_default = fleet(&[&zurich, &vegas], Some("vegas"));
    assert_eq!(one(&with_default, "web", &terms(true, false, &Choice::Unsaid)).await.unwrap(), "vegas/cccc1111");
    assert_eq!(
        one(&with_default, "zurich/web", &terms(true, false, &Choice::Unsaid)).await.unwrap(),
        "zurich/aaaa1111"
    );
}

#[tokio::test]
async fn an_account_that_cannot_is_only_an_error_when_it_was_meant() {
    let (zurich, vegas) = (zurich(), vegas());
    let fleet = fleet(&[&zurich, &vegas], None);
    let can = |account: &Account| account.name() == "vegas";
    let read = terms(false, false, &Choice::Unsaid);
    let of = |typed: &str| vec![parse(typed, &fleet).unwrap()];
    let hits = resolve(&fleet, &INSTANCES, &of("web"), &read, &can, "show").await.unwrap().hits;
    assert_eq!((hits.len(), zurich.1.count()), (1, 0));
    let error = resolve(&fleet, &INSTANCES, &of("zurich/web"), &read, &can, "show").await.map(drop).unwrap_err();
    assert_eq!(error.kind(), Kind::Unsupported);
}

proptest::proptest! {
    #[test]
    fn no_target_makes_it_panic(typed in proptest::prelude::any::<String>(), tail in "(zurich|a)?/?(id|name|ip)?:?[*?\\[a-z/]{0,6}") {
        let fleet = fleet(&[&zurich()], None);
        for text in [&typed, &tail] {
            if let Ok(spec) = parse(text, &fleet) {
                proptest::prop_assert_eq!(&spec.typed, text);
            }
        }
    }
}

mod accounts;
