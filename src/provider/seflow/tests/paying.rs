//! Paying from credit: announcements, refusals, and that nothing is ever sent twice.

use std::time::Instant;

use super::*;
use crate::{
    http::Consent,
    model::{Action, Balance, Invoice, Service, verbs},
    provider::{
        Bound, Input, Inputs, Planned, Typed,
        act::{Call, Made},
        encode::CallScope,
    },
};

/// A portal with one invoice and one balance.
fn with(invoice: &'static str, balance: &'static str) -> (Session, Stub) {
    newer(move |path| match path {
        "/invoice/7" => reply(200, format!(r#"{{"invoice":{{"id":"7",{invoice}}}}}"#)),
        "/balance" => reply(200, format!(r#"{{"details":{{"acc_balance":"99.00",{balance}}}}}"#)),
        "/invoice/7/credit" => reply(200, r#"{"success":true}"#),
        _ => reply(404, ""),
    })
}

const UNPAID: &str = r#""status":"Unpaid","total":36.6,"currency":"EUR","subtotal":30.0,"tax":6.6,"credit":0"#;
const RICH: &str = r#""acc_credit":"50.00","currency":"EUR""#;

async fn told(session: &Session) -> Result<Vec<String>> {
    let act = session.account.act(Invoice::noun(), &verbs::PAY).unwrap();
    act.foretold(session, Planned { id: "7", flags: &Inputs::none() }).await
}

async fn carried<R: Bound>(session: &Session, action: &Action, id: &str, flags: &Inputs) -> Result<Made> {
    let act = session.account.act(R::noun(), action).unwrap();
    let names = session.account.binding(R::noun()).id;
    let typed = Typed { id, names, name: None, flags };
    let aim = CallScope { targets: Vec::new(), consent: Consent::Everything };
    Call::new(session, act, typed, aim, Instant::now(), false).go().await
}

async fn paid(session: &Session) -> Result<Made> {
    carried::<Invoice>(session, &verbs::PAY, "7", &Inputs::none()).await
}

#[tokio::test]
async fn what_is_paid_and_what_is_left_is_told() {
    let (session, stub) = with(UNPAID, RICH);
    let sentence = "pays 36.6 EUR of the credit of 50.00 EUR; 13.40 EUR is left";
    assert_eq!(told(&session).await.unwrap(), [sentence]);
    assert_eq!(paid(&session).await.unwrap(), Made::default());
    let asked = stub.asked();
    assert_eq!(asked.iter().filter(|line| line.starts_with("POST")).count(), 1, "{asked:?}");
    let untold = told(&with(UNPAID, r#""acc_credit":"36.60","currency":"""#).0).await.unwrap();
    assert_eq!(
        untold,
        ["pays 36.6 EUR of the credit of 36.60; 0.00 is left", "the portal does not tell the currency of the credit"]
    );
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused_before_anything_is_sent() {
    let used = r#""status":"Unpaid","total":"10.00","credit":"4.00","currency":"EUR""#;
    for (invoice, balance, words) in [
        (UNPAID, r#""acc_credit":"36.59","currency":"EUR""#, "needs 36.6 EUR, and the credit is 36.59 EUR"),
        (UNPAID, r#""acc_credit":"0.00""#, "needs 36.6 EUR, and the credit is 0.00"),
        (UNPAID, r#""acc_credit":"500.00","currency":"USD""#, "is in EUR, and the credit in USD"),
        (UNPAID, r#""other":"1""#, "does not tell the credit"),
        (used, RICH, "does not tell what is still due"),
    ] {
        let (session, stub) = with(invoice, balance);
        for error in [told(&session).await.unwrap_err(), paid(&session).await.unwrap_err()] {
            assert_eq!(error.kind(), Kind::Conflict, "{words}");
            assert!(error.to_string().contains(words), "{words}: {error}");
            assert!(error.details().hint.as_deref().unwrap().ends_with("https://portal.example.com"), "{words}");
        }
        assert!(stub.asked().iter().all(|line| line.starts_with("GET")), "{words}");
    }
    let (session, stub) = with(r#""status":"Cancelled","total":"1.00""#, RICH);
    assert_eq!((told(&session).await.unwrap().len(), paid(&session).await.unwrap_err().kind()), (0, Kind::Conflict));
    assert!(stub.asked().iter().all(|line| line.starts_with("GET")));
    assert_eq!(paid(&with(r#""status":"Paid","total":"1.00""#, RICH).0).await.unwrap(), Made::nothing());
}

#[tokio::test]
async fn only_what_is_still_due_is_paid() {
    for (total, left) in [("36.6", "23.40"), ("26.60", "23.40")] {
        let invoice =
            format!(r#""status":"Unpaid","total":{total},"currency":"EUR","subtotal":30.0,"tax":6.6,"credit":10.00"#);
        let (session, _) = with(invoice.leak(), RICH);
        let told = told(&session).await.unwrap().remove(0);
        assert!(told.starts_with("pays 26.60 EUR ") && told.contains(left), "{told}");
    }
}

#[tokio::test]
async fn a_refused_payment_is_a_failure_and_is_not_sent_again() {
    for (answer, kind, unknown) in [
        (r#"{"error":["something"]}"#, Kind::Failed, false),
        (r#"{"success":false}"#, Kind::Failed, false),
        ("cut", Kind::UnknownOutcome, true),
    ] {
        let (session, stub) = newer(move |path| match path {
            "/invoice/7" => reply(200, format!(r#"{{"invoice":{{"id":"7",{UNPAID}}}}}"#)),
            "/balance" => reply(200, format!(r#"{{"details":{{{RICH}}}}}"#)),
            _ if answer == "cut" => Err(Error::new(Kind::Unavailable, "cut").outcome_unknown()),
            _ => reply(200, answer),
        });
        let error = paid(&session).await.unwrap_err();
        assert_eq!((error.kind(), error.details().outcome_unknown), (kind, unknown), "{answer}");
        assert_eq!(stub.asked().iter().filter(|line| line.starts_with("POST")).count(), 1, "{answer}");
    }
}

#[tokio::test]
async fn the_currency_of_a_balance_is_that_of_all_invoices() {
    for (invoices, currency) in [
        (r#"[{"id":1,"currency":"EUR","status":"Paid"},{"id":2,"currency":"EUR"}]"#, Some("EUR")),
        (r#"[{"id":1,"currency":"EUR"},{"id":2,"currency":"USD"}]"#, None),
        (r#"[{"id":1,"currency":"EUR"},{"id":2}]"#, None),
        ("[]", None),
    ] {
        let (session, _) = newer(move |path| match path {
            "/balance" => reply(200, r#"{"details":{"acc_balance":"-1.00","acc_credit":"12.50"}}"#),
            "/invoice" => reply(200, format!(r#"{{"invoices":{invoices}}}"#)),
            _ => reply(200, r#"{"client":{"id":"1","status":"Suspended"}}"#),
        });
        let listing = list::<Balance>(&session).await.unwrap();
        let (balance, _) = &listing.records[0];
        assert_eq!(balance.currency.as_deref(), currency, "{invoices}");
        assert_eq!((balance.credit.as_deref(), balance.due.as_deref()), (Some("12.50"), None), "no debt is negative");
        assert_eq!((balance.head.state, balance.due_since.as_deref()), ("suspended", None));
    }
}

#[tokio::test]
async fn an_upgrade_needs_to_say_what_and_tells_what_it_costs() {
    let upgrade = &verbs::UPGRADE;
    let package = || Inputs::none().with("package", Input::Integer(12));
    let resource = |value: &str| Inputs::none().pairs("resource", [("7".to_owned(), value.to_owned())]);
    let (session, stub) = newer(|_| reply(200, r#"{"success":true,"charge":"3.20","currency":"EUR"}"#));
    let act = session.account.act(Service::noun(), upgrade).unwrap();
    for flags in [
        Inputs::none(),
        package(),
        Inputs::none().text("cycle", "m"),
        package().text("cycle", "weekly"),
        resource(""),
        resource("1:"),
        resource(":1"),
    ] {
        let told = act.foretold(&session, Planned { id: "1", flags: &flags }).await.unwrap_err();
        assert_eq!(told.kind(), Kind::Usage, "{flags:?}");
        assert_eq!(carried::<Service>(&session, upgrade, "1", &flags).await.unwrap_err().kind(), Kind::Usage);
    }
    assert_eq!(stub.count(), 0);
    let told =
        act.foretold(&session, Planned { id: "1", flags: &resource("5").text("cycle", "annually") }).await.unwrap();
    assert_eq!(told, ["charge 3.20 EUR", op::SERVICES_UPGRADE.warning]);
    assert_eq!(&*stub.sent.borrow()[0].body, b"resources%5B7%5D=5&cycle=a", "an estimate never says send");
    let silent = newer(|_| reply(200, "[]")).0;
    let told = act.foretold(&silent, Planned { id: "1", flags: &resource("5") }).await.unwrap();
    assert_eq!(told[0], "the portal does not tell what it costs");
}

#[tokio::test]
async fn contact_details_are_checked_before_they_are_sent() {
    use crate::model::Contact;
    let (session, stub) = newer(|_| reply(200, r#"{"success":true}"#));
    let set = &verbs::CONTACT_SET;
    for flags in [Inputs::none(), Inputs::none().text("mobile", "0212345678"), Inputs::none().text("mobile", "+")] {
        assert_eq!(carried::<Contact>(&session, set, "1", &flags).await.unwrap_err().kind(), Kind::Usage, "{flags:?}");
    }
    assert_eq!(stub.count(), 0);
    let act = session.account.act(Contact::noun(), set).unwrap();
    assert!(!act.heeds("email") && act.heeds("mobile"), "the e-mail is the user name");
    let renames = session.account.act(Contact::noun(), &verbs::CONTACT_SET_EMAIL).unwrap();
    assert_eq!(renames.effect(&session.account), crate::http::Effect::Destroy);
}
