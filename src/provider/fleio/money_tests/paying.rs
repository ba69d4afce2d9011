//! Payments and orders: announced first, refused when the credit does not suffice, and never sent twice.

use std::time::{Duration, Instant};

use super::*;
use crate::{
    error::{Error, Kind, Result},
    http::{Consent, Target},
    model::{Action, DOWNLOAD, verbs},
    provider::{Ask, Call, CallScope, Planned, act::Made, fleio::bindings::BINDINGS},
};

/// The sentences shown before the consent to a verb on `1` is asked.
async fn consequences<R: Bound>(stub: &Stub, action: &Action, flags: &Inputs) -> Result<Vec<String>> {
    let act = R::noun().binding(&BINDINGS).act(action).unwrap();
    act.foretold(&session(stub), Planned { id: "1", flags }).await
}

/// Carries a verb out on `1`.
pub(super) async fn go<R: Bound>(stub: &Stub, action: &'static Action, flags: Inputs) -> Result<Made> {
    let session = session(stub);
    let act = R::noun().binding(&BINDINGS).act(action).unwrap();
    let id = if action.makes { "" } else { "1" };
    let typed = Typed { id, names: &["id"], name: None, flags: &flags };
    let target = Target { kind: R::noun().kind(), id: id.to_owned(), name: None, survives_stop: true };
    let aim = CallScope { targets: vec![target], consent: Consent::Everything };
    Call::new(&session, act, typed, aim, Instant::now() + Duration::from_secs(5), false).go().await
}

const UNPAID: &str =
    r#"{"id":1,"display_number":"INV-1","status":"unpaid","total":"48.40","balance":"48.40","currency":"EUR"}"#;
const ENOUGH: &str = r#"{"uptodate_credit":74.2,"billing_currency":"EUR"}"#;

/// A portal with one invoice, its payment options and the account's summary, which takes payments.
fn portal(invoice: &'static str, options: &'static str, summary: &'static str) -> Stub {
    Stub::by(move |request: &Request| {
        let (status, body) = match request.url.rsplit('/').next().unwrap() {
            "1" => (200, invoice),
            "payment_options" if options.is_empty() => (404, "{}"),
            "payment_options" => (200, options),
            "summary" => (200, summary),
            "pay_from_credit_balance" => (202, r#"{"detail":"Adding 48.40 EUR to invoice"}"#),
            other => panic!("nobody answers {other}"),
        };
        reply(status, body)
    })
}

fn payments(stub: &Stub) -> usize {
    stub.asked().iter().filter(|line| line.starts_with("POST")).count()
}

#[tokio::test]
async fn what_is_paid_and_what_is_left_is_told() {
    let told = "pays 48.40 EUR of the credit of 74.20 EUR; 25.80 EUR is left";
    for (options, summary) in [
        (r#"{"creditBalance":"74.20"}"#, r#"{"uptodate_credit":null}"#),
        ("", ENOUGH),
        (r#"{"creditBalance":null}"#, ENOUGH),
        (r#"{"creditBalance":[{"currency":"USD","amount":"1.00"},{"currency":"EUR","amount":"86.60"}]}"#, ENOUGH),
        (r#"{"creditBalance":{"currency":{"code":"EUR"},"amount":"74.20"}}"#, "{}"),
        ("", r#"{"uptodate_credit":900,"billing_currency":"USD","credits":[{"currency":"EUR","amount":"74.2"}]}"#),
    ] {
        let sentences = consequences::<Invoice>(&portal(UNPAID, options, summary), &verbs::PAY, &Inputs::none()).await;
        assert_eq!(sentences.unwrap(), [told], "{options} {summary}");
    }
    let part = r#"{"id":1,"status":"unpaid","total":"48.40","balance":"20.005","currency":"EUR"}"#;
    let sentences = consequences::<Invoice>(&portal(part, "", ENOUGH), &verbs::PAY, &Inputs::none()).await.unwrap();
    assert_eq!(sentences, ["pays 20.005 EUR of the credit of 74.20 EUR; 54.195 EUR is left"], "the rest, exactly");
}

#[tokio::test]
async fn credit_that_does_not_suffice_pays_nothing() {
    for (options, summary) in [
        (r#"{"creditBalance":"48.39"}"#, ENOUGH),
        (r#"{"creditBalance":[{"currency":"USD","amount":"100.00"}]}"#, ENOUGH),
        (
            r#"{"creditBalance":[{"currency":"EUR","amount":"86.60"}]}"#,
            r#"{"uptodate_credit":48.39,"billing_currency":"EUR"}"#,
        ),
        ("", r#"{"uptodate_credit":900,"billing_currency":"USD","credits":[{"currency":"USD","amount":"900"}]}"#),
        ("", r#"{"uptodate_credit":"-5.00","billing_currency":"EUR"}"#),
        ("", "{}"),
    ] {
        let stub = portal(UNPAID, options, summary);
        let told = consequences::<Invoice>(&stub, &verbs::PAY, &Inputs::none()).await.unwrap_err();
        let refused = go::<Invoice>(&stub, &verbs::PAY, Inputs::none()).await.unwrap_err();
        for error in [told, refused] {
            assert_eq!(error.kind(), Kind::Conflict, "{options} {summary}: {error}");
            assert!(error.to_string().contains("paying INV-1 takes 48.40 EUR, and the credit is "), "{error}");
            assert!(error.details().hint.as_deref().unwrap().contains("add credit"));
        }
        assert_eq!(payments(&stub), 0);
    }
}

#[tokio::test]
async fn without_amount_or_currency_nothing_is_paid() {
    for invoice in [r#"{"id":1,"status":"unpaid","currency":"EUR"}"#, r#"{"id":1,"status":"unpaid","total":"1.00"}"#] {
        let stub = portal(invoice, "", ENOUGH);
        let error = go::<Invoice>(&stub, &verbs::PAY, Inputs::none()).await.unwrap_err();
        assert!(error.kind() == Kind::Failed && error.to_string().contains("does not tell the"), "{error}");
        assert_eq!(payments(&stub), 0);
    }
}

#[tokio::test]
async fn a_payment_is_checked_again_and_sent_once() {
    let stub = portal(UNPAID, "", ENOUGH);
    assert_eq!(go::<Invoice>(&stub, &verbs::PAY, Inputs::none()).await.unwrap(), Made::default());
    assert_eq!(payments(&stub), 1);
    assert!(stub.asked().last().unwrap().starts_with("POST"), "all else is read before");
    let paid = portal(r#"{"id":1,"status":"paid","total":"48.40","currency":"EUR"}"#, "", ENOUGH);
    assert_eq!(go::<Invoice>(&paid, &verbs::PAY, Inputs::none()).await.unwrap(), Made::nothing());
    assert_eq!(payments(&paid), 0, "somebody paid it meanwhile");
    assert_eq!(consequences::<Invoice>(&paid, &verbs::PAY, &Inputs::none()).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_payment_without_an_answer_is_not_repeated() {
    let stub = Stub::by(|request: &Request| match request.url.rsplit('/').next().unwrap() {
        "1" => reply(200, UNPAID),
        "summary" => reply(200, ENOUGH),
        "payment_options" => reply(404, "{}"),
        _ => Err(Error::new(Kind::Unavailable, "the connection was closed").outcome_unknown()),
    });
    let error = go::<Invoice>(&stub, &verbs::PAY, Inputs::none()).await.unwrap_err();
    assert!(error.details().outcome_unknown, "{error}");
    assert_eq!(payments(&stub), 1);
}

#[tokio::test]
async fn a_document_is_a_pdf_or_an_error() {
    let ask = Invoice::noun().binding(&BINDINGS).ask(&DOWNLOAD).unwrap();
    let Ask::Files(fetch) = ask else { panic!("files") };
    let flags = Inputs::none();
    let typed = Typed { id: "1", names: &["id"], name: None, flags: &flags };
    let of = |body: &'static str| {
        session(&Stub::by(move |request: &Request| {
            reply(200, if request.url.contains("/download") { body } else { UNPAID })
        }))
    };
    let kept = fetch(&of("%PDF-1.4 x"), &typed).await.unwrap();
    assert_eq!((kept[0].name.as_str(), &kept[0].bytes[..]), ("INV-1.pdf", &b"%PDF-1.4 x"[..]));
    let error = fetch(&of(r#"{"details":"Unable to download invoice"}"#), &typed).await.unwrap_err();
    assert!(error.to_string().contains("what the portal sent for INV-1 is no PDF"), "{error}");
}

const OPTIONS: &str = r#"{"cycle":{"id":11,"display_name":"Monthly"},"existing_upgrade_invoice":null,
    "upgrades":[{"id":4,"cycles":[{"id":12,"display_name":"Weekly"},{"id":14,"display_name":"Yearly"}]}],"cycle_upgrades":[]}"#;

fn shop(options: &'static str, price: &'static str) -> Stub {
    Stub::by(move |request: &Request| match request.url.rsplit('/').next().unwrap() {
        "upgrade_options" => reply(200, options),
        _ => reply(200, price),
    })
}

#[tokio::test]
async fn an_upgrade_is_priced_before_it_is_ordered() {
    let price =
        r#"{"total_due":"20.57","currency":"EUR","taxes_applied":{"VAT":"3.57"},"display_name":"Cloud => Large"}"#;
    let flags = Inputs::none().text("package", "4").text("cycle", "yearly");
    let stub = shop(OPTIONS, price);
    let told = consequences::<Service>(&stub, &verbs::UPGRADE, &flags).await.unwrap();
    let expected =
        ["Cloud => Large", "it costs 20.57 EUR now, for which the portal makes an invoice", "3.57 EUR of that is VAT"];
    assert_eq!(told, expected);
    let body = String::from_utf8(stub.sent.borrow().last().unwrap().body.to_vec()).unwrap();
    assert_eq!(body, r#"{"product":4,"cycle":14}"#, "nothing confirms it");
    let error = consequences::<Service>(&shop(OPTIONS, "{}"), &verbs::UPGRADE, &flags).await.unwrap_err();
    assert!(error.to_string().contains("tells no price"), "{error}");
}

#[tokio::test]
async fn an_upgrade_that_is_not_on_offer_is_refused() {
    let ordered = r#"{"existing_upgrade_invoice":3131}"#;
    for (options, flags, kind, words) in [
        (OPTIONS, &[][..], Kind::Usage, "nothing was given"),
        (OPTIONS, &[("package", "5")][..], Kind::NotFound, "no package \"5\""),
        (OPTIONS, &[("package", "4")][..], Kind::Usage, "several cycles"),
        (OPTIONS, &[("package", "4"), ("cycle", "daily")][..], Kind::NotFound, "no cycle \"daily\""),
        (ordered, &[("cycle", "11")][..], Kind::Conflict, "invoice 3131"),
    ] {
        let flags = flags.iter().fold(Inputs::none(), |inputs, (name, value)| inputs.text(name, *value));
        let stub = shop(options, "{}");
        let error = go::<Service>(&stub, &verbs::UPGRADE, flags).await.unwrap_err();
        assert!(error.kind() == kind && error.to_string().contains(words), "{words}: {error}");
        assert_eq!(payments(&stub), 0);
    }
}

#[tokio::test]
async fn credit_is_told_as_it_is_and_will_be() {
    let typed = |amount: &str, currency: &str| Inputs::none().text("amount", amount).text("currency", currency);
    for (credit, amount, currency, told) in [
        (r#""100.00""#, "25.00", "eur", "its credit of 100.00 EUR becomes 125.00 EUR"),
        ("100.0", "-5.5", "EUR", "its credit of 100.0 EUR becomes 94.5 EUR"),
        (r#""100.00""#, "5", "USD", "its credit is 100.00 EUR; the portal says how much 5 USD is of that"),
        ("null", "5", "EUR", "what its credit is, the portal does not tell; 5 EUR is added to it"),
    ] {
        let body = format!(r#"{{"id":1,"uptodate_credit":{credit},"currency":"EUR"}}"#);
        let stub = Stub::by(move |_| reply(200, &*body));
        let sentences = consequences::<Client>(&stub, &verbs::CREDIT, &typed(amount, currency)).await.unwrap();
        assert_eq!(sentences, [told]);
    }
    for amount in ["0", "0.00", "five", "1,50", "", "1e3"] {
        let stub = answers(&[]);
        for error in [
            consequences::<Client>(&stub, &verbs::CREDIT, &typed(amount, "EUR")).await.unwrap_err(),
            go::<Client>(&stub, &verbs::CREDIT, typed(amount, "EUR")).await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), stub.count()), (Kind::Usage, 0), "{amount}");
        }
    }
}
