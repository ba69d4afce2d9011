//! The price of an order or an extension, shown before consent: the provider's own amount, or lines of its price list.
//! Without an amount nothing is ordered.

use super::{
    buying::{ID, ORDER, consequences, flags, keeping, told_all},
    *,
};
use crate::{
    model::{CALCULATE, Cell, verbs::EXTEND, verbs::SUBSCRIBE},
    provider::{Ask, Provider, Typed},
};

#[tokio::test]
async fn the_price_is_told_before_and_never_summed_up_here() {
    let (session, _) = told_all("amount 16.00\ncurrency EUR\n");
    let told =
        consequences(&session, &SUBSCRIBE, "", &flags(r#"{"ips":2,"starts":"2010-03-22","months":1}"#)).await.unwrap();
    assert_eq!(told, ["ip 2, from 2010-03-22 00:00 for 1 month", "it costs 16.00 EUR, as the provider calculates it"]);
    let (session, _) = told_all("cpu:sub 0.200\nmem:sub 0.200\nxfer:sub n/a\n");
    let told = consequences(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    assert_eq!(
        told[0],
        "cpu 2000 core MHz, mem 2000 MB, disk 100 GB, xfer 10 GB a month, from 2010-04-12 00:00 for 1 month"
    );
    let lines = "cpu:sub 0.200, mem:sub 0.200, disk:sub unknown, xfer:sub unknown";
    assert!(told[1].contains(lines) && told[1].contains("nothing calculates the sum"), "{}", told[1]);
    let (session, _) = told_all("amount 60.00\ncurrency EUR\n");
    let told = consequences(&session, &EXTEND, ID, &flags(r#"{"months":1}"#)).await.unwrap();
    assert_eq!(told, ["1 more month costs 60.00 EUR, as the provider calculates it"], "manual 11.18");
    let told = consequences(&session, &EXTEND, ID, &flags(r#"{"months":3}"#)).await.unwrap();
    assert_eq!(told, ["3 more months cost 60.00 EUR, as the provider calculates it"]);
}

#[tokio::test]
async fn no_price_no_order() {
    for body in ["", "amount\n", "amount free\n", "currency EUR\n"] {
        let (session, _) = told_all(body);
        let order = consequences(&session, &SUBSCRIBE, "", &flags(r#"{"ips":2,"months":1}"#)).await.unwrap_err();
        let longer = consequences(&session, &EXTEND, ID, &flags(r#"{"months":1}"#)).await.unwrap_err();
        assert_eq!((order.kind(), longer.kind()), (Kind::Failed, Kind::Failed), "{body}");
    }
}

#[tokio::test]
async fn calculations_have_the_printed_amounts_and_say_where_they_are_from() {
    let ask = CLOUDSIGMA.facts().bindings.subscriptions.ask(&CALCULATE).unwrap();
    assert!(matches!(ask, Ask::Recipe(..)) && ask.heeds("software") && ask.heeds("months"));
    let software = r#"{"software":{"msft_lwa_00135":"1","msft_p73_04837":"1","msft_tfa_00009":"1"},"months":1}"#;
    for (typed, body, expected) in [
        (r#"{"ips":2,"months":1}"#, "amount 16.00\ncurrency EUR\n", "ip 2|16.00|EUR|calculated"),
        (r#"{"vlans":2,"months":1}"#, "amount 40.00\ncurrency EUR\n", "vlan 2|40.00|EUR|calculated"),
        (
            software,
            "amount 45.00\ncurrency EUR\n",
            "msft_lwa_00135 1, msft_p73_04837 1, msft_tfa_00009 1|45.00|EUR|calculated",
        ),
        (r#"{"ips":2,"months":1}"#, "amount 16.00\n", "ip 2|16.00|-|calculated"),
        (
            r#"{"cpu":2000,"disk":1,"months":1}"#,
            "cpu:sub 0.200\n",
            "cpu:sub|0.200|-|price list/disk:sub|-|-|price list",
        ),
    ] {
        let (session, _) = told_all(body);
        let flags = flags(typed);
        let lines = ask.answer(&session, &Typed { id: "", names: &[], name: None, flags: &flags }).await.unwrap();
        let cell = |cell: &Cell| match cell {
            Cell::Text(text) => text.clone(),
            _ => "-".to_owned(),
        };
        let told: Vec<String> =
            lines.iter().map(|line| line.0.iter().map(cell).collect::<Vec<_>>().join("|")).collect();
        assert_eq!(told.join("/"), expected);
    }
}

#[tokio::test]
async fn an_unknown_currency_is_said_beside_what_was_read_and_only_then() {
    let folder = tempfile::tempdir().unwrap();
    for (status, heard) in [(200, 1), (503, 0)] {
        let stub = Stub::by(move |request| {
            if request.url.ends_with("/balance/info") { reply(200, "balance 5\n") } else { reply(status, "") }
        });
        let (session, ear) = keeping(folder.path(), &stub);
        assert_eq!(list::<Transaction>(&session).await.is_ok(), status == 200);
        let all = ear.0.borrow();
        assert_eq!(all.len(), heard, "{all:?}");
        assert!(
            all.iter().all(|words| words == "test: the currency of the entries is not known: the balance names none")
        );
    }
}
