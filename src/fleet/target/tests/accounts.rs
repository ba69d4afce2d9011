//! The account in front of a target: one that there is not, and patterns of accounts.

use super::*;

#[test]
fn an_account_that_there_is_not_is_named_with_the_near_one() {
    let fleet = fleet(&[&zurich(), &vegas()], None);
    let error = parse("zurch/web", &fleet).unwrap_err();
    assert_eq!((error.kind(), error.to_string()), (Kind::Usage, "there is no account \"zurch\"".to_owned()));
    let hint = error.details().hint.clone().unwrap();
    assert!(
        hint.starts_with("did you mean zurich? configured: zurich vegas") && hint.ends_with("name:zurch/web"),
        "{hint}"
    );
}

#[tokio::test]
async fn a_pattern_of_accounts_means_one_thing_in_each() {
    let fleet = fleet(&[&zurich(), &vegas()], None);
    let both = found(&fleet, &["*/web"], &terms(true, false, &Choice::Unsaid)).await.unwrap();
    assert_eq!((both.0.join(" "), both.1.len()), ("zurich/aaaa1111 vegas/cccc1111".to_owned(), 0));
    assert!(!parse("*/web", &fleet).unwrap().literal(), "it has the consent of a pattern");
    let twins = servers("twins", &[("dddd1111", "web"), ("dddd2222", "web")]);
    let fleet = self::fleet(&[&zurich(), &twins], None);
    let (hits, misses) = found(&fleet, &["*/web"], &terms(true, false, &Choice::Unsaid)).await.unwrap();
    assert_eq!((hits.len(), misses[0].kind()), (0, Kind::Conflict), "two of one name in an account are still two");
}
