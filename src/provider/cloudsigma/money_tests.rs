//! The account's money against every example that the manual prints in its sections 6 and 11, to the digit.
//! Then the failures on the way: errors inside success, replies of two shapes, connections that break.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bought;
mod buying;
mod prices;

use proptest::prelude::*;

use super::{CLOUDSIGMA, read, text};
use crate::{
    error::Kind,
    http::stub::Stub,
    model::{Balance, Contact, Currency, Price, Subscription, Transaction, Usage},
    provider::{
        Bound, Session,
        testing::{self, account, list, over, reply},
    },
};

const BASE: &str = "https://cloud.example.com";

/// A session whose paths are answered by a table; other paths fail.
fn told(table: &'static [(&'static str, u16, &'static str)]) -> (Session, Stub) {
    let stub = Stub::by(move |request| {
        let path = request.url.strip_prefix(BASE).unwrap();
        let found = table.iter().find(|(own, ..)| *own == path);
        found.map_or_else(|| reply(500, "errors:system out of order\n"), |(_, status, body)| reply(*status, *body))
    });
    (over(account(&CLOUDSIGMA, BASE), &stub), stub)
}

async fn records<R: Bound>(session: &Session) -> Vec<R> {
    let listing = list::<R>(session).await.unwrap();
    assert_eq!(listing.failures().len(), 0);
    listing.records.into_iter().map(|(record, _)| record).collect()
}

#[expect(clippy::ref_option, reason = "fields are handed over as they are")]
fn or(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("-")
}

/// Manual 11.5, the printed example.
const BALANCE: &str = "balance 1220.87\ncurrency EUR\n";

/// Manual 11.4, the printed example with the blank lines that were lost.
const LEDGER: &str = "date 2010-02-24 11:04:18\ndescription 5 minutes of burst virtual server use at rate of 2.750 from 2010-02-24 10:10:04 until 2010-02-24 10:15:04\n\
value n/a\ntax n/a\ntotal -13.75\n\ndate 2010-02-24 11:04:13\n\
description 5 minutes of burst virtual server use at rate of 2.750 from 2010-02-24 10:05:03 until 2010-02-24 10:10:03\nvalue n/a\ntax n/a\ntotal -13.75\n\n\
date 2010-02-24 10:27:52\ndescription 6 minutes of burst virtual server use at rate of 2.750 from 2010-02-24 10:20:04 until 2010-02-24 10:26:04\nvalue n/a\ntax n/a\ntotal -16.50\n\n\
date 2010-02-24 10:27:50\ndescription 6 minutes\nvalue n/a\ntax n/a\ntotal -16.50\n\ndate 2010-02-24 10:27:48\ndescription 6 minutes\nvalue n/a\ntax n/a\ntotal -16.50\n\n\
date 2010-02-24 10:27:47\ndescription 6 minutes\nvalue n/a\ntax n/a\ntotal -16.50\n";

#[tokio::test]
async fn the_printed_ledger_has_its_exact_amounts() {
    let (session, stub) = told(&[("/transactions/list", 200, LEDGER), ("/balance/info", 200, BALANCE)]);
    let ledger = records::<Transaction>(&session).await;
    let totals: Vec<&str> = ledger.iter().map(|entry| or(&entry.total)).collect();
    assert_eq!(totals, ["-13.75", "-13.75", "-16.50", "-16.50", "-16.50", "-16.50"]);
    assert!(ledger.iter().all(|e| e.amount.is_none() && e.tax.is_none() && or(&e.currency) == "EUR"), "n/a is null");
    assert_eq!((ledger[0].head.id.as_str(), or(&ledger[0].date)), ("2010-02-24T11:04:18", "2010-02-24 11:04:18"));
    assert!(or(&ledger[0].description).ends_with("until 2010-02-24 10:15:04"));
    assert_eq!((stub.count(), stub.most()), (2, 1), "the first request of a run goes alone");
    records::<Transaction>(&session).await;
    assert_eq!((stub.count(), stub.most()), (4, 2), "both are asked at once");
}

#[tokio::test]
async fn entries_of_one_instant_are_numbered_from_the_oldest_and_none_is_lost() {
    const SAME: &str = "date 2010-02-24 11:04:18\nvalue 5.00\ntax 0.40\ntotal 5.40\n\ndate 2010-02-24 11:04:18\ntotal -0.001\n\n\
        date 2010-02-24 11:04:18\ntotal 12,50\n\ntotal 7\n";
    let (session, _) = told(&[("/transactions/list", 200, SAME)]);
    let ledger = records::<Transaction>(&session).await;
    let ids: Vec<&str> = ledger.iter().map(|entry| entry.head.id.as_str()).collect();
    assert_eq!(ids, ["2010-02-24T11:04:18/3", "2010-02-24T11:04:18/2", "2010-02-24T11:04:18", "undated"]);
    let amounts: Vec<_> = ledger.iter().map(|e| [or(&e.amount), or(&e.tax), or(&e.total)]).collect();
    assert_eq!(amounts[..3], [["5.00", "0.40", "5.40"], ["-", "-", "-0.001"], ["-", "-", "-"]]);
    assert!(ledger.iter().all(|entry| entry.currency.is_none()), "the balance is out of order");
}

#[tokio::test]
async fn what_one_owes_is_due_and_what_one_has_is_credit() {
    for (body, credit, due, currency) in [
        (BALANCE, "1220.87", "0.00", "EUR"),
        ("balance -12.345\ncurrency CHF\n", "0.00", "12.345", "CHF"),
        ("balance 0\n", "0", "0.00", "-"),
        ("balance -0.00\ncurrency USD\n", "0.00", "0.00", "USD"),
        ("balance 79228162514264337593543950335.10\n", "79228162514264337593543950335.10", "0.00", "-"),
        ("balance n/a\ncurrency EUR\n", "-", "-", "EUR"),
    ] {
        let stub = Stub::new([reply(200, body)]);
        let balance = records::<Balance>(&over(account(&CLOUDSIGMA, BASE), &stub)).await;
        let told = [or(&balance[0].credit), or(&balance[0].due), or(&balance[0].currency)];
        assert_eq!(told, [credit, due, currency], "{body}");
    }
}

#[tokio::test]
async fn the_printed_use_has_burst_and_subscribed_beside_each_other() {
    const USED: &str = "cpu 24000\nmem 43008\ndisk 1173\ncpu:burst 21000\nmem:burst 41008\ndisk:burst 173\ncpu:sub 3000\nmem:sub 2000\n\
        disk:sub 1000\nrx:total 2342343\ntx:total 0.001\nxfer:total 0.001\nxfer:burst\nxfer:sub\n";
    let (session, _) = told(&[("/usage/info", 200, USED)]);
    let used = records::<Usage>(&session).await;
    let rows: Vec<_> =
        used.iter().map(|u| [or(&u.resource), or(&u.used), or(&u.burst), or(&u.subscribed), or(&u.unit)]).collect();
    assert_eq!(
        rows,
        [
            ["cpu", "24000", "21000", "3000", "MHz"],
            ["mem", "43008", "41008", "2000", "MB"],
            ["disk", "1173", "173", "1000", "GB"],
            ["rx", "2342343", "-", "-", "-"],
            ["tx", "0.001", "-", "-", "-"],
            ["xfer", "0.001", "-", "-", "GB"],
        ]
    );
    let (session, _) = told(&[("/usage/info", 200, "cpu 1\n")]);
    assert_eq!(records::<Usage>(&session).await.len(), 1, "what is not told of is no row");
}

#[tokio::test]
async fn the_printed_prices_are_split_into_subscription_and_burst() {
    const PRICES: &str = "start 2010-02-23 17:18:32.401708\nend 2010-02-23 17:23:32.401708\ncpu:sub 0.200\ncpu:burst 1.500\nmem:sub 0.200\n\
        mem:burst 0.000\nxfer:sub 0.01\nxfer:burst 0.01\ndisk:sub 0.200\ndisk:burst 0.200\nip 2.00\nvlan 5.00\nmsft_lwa_00135 10.00\n\
        msft_p73_04837 20.00\nmsft_tfa_00009 15.00\n";
    let (session, _) = told(&[("/pricing/info", 200, PRICES)]);
    let prices = records::<Price>(&session).await;
    let rows: Vec<String> =
        prices.iter().map(|p| [&*p.head.id, or(&p.resource), or(&p.terms), or(&p.price)].join(" ")).collect();
    assert_eq!(
        rows,
        [
            "cpu:sub cpu subscription 0.200",
            "cpu:burst cpu burst 1.500",
            "mem:sub mem subscription 0.200",
            "mem:burst mem burst 0.000",
            "xfer:sub xfer subscription 0.01",
            "xfer:burst xfer burst 0.01",
            "disk:sub disk subscription 0.200",
            "disk:burst disk burst 0.200",
            "ip ip - 2.00",
            "vlan vlan - 5.00",
            "msft_lwa_00135 msft_lwa_00135 - 10.00",
            "msft_p73_04837 msft_p73_04837 - 20.00",
            "msft_tfa_00009 msft_tfa_00009 - 15.00",
        ]
    );
    assert!(prices.iter().all(|p| p.currency.is_none() && or(&p.until) == "2010-02-23 17:23:32.401708"));
}

#[tokio::test]
async fn the_printed_currencies_name_the_accounts_own() {
    let table = &[("/currencies/list", 200, "EUR\nGBP\nUSD\n"), ("/balance/info", 200, BALANCE)];
    let own = |list: Vec<Currency>| list.into_iter().map(|c| (c.head.id, c.own)).collect::<Vec<_>>();
    let all =
        |owns: [Option<bool>; 3]| ["EUR", "GBP", "USD"].map(str::to_owned).into_iter().zip(owns).collect::<Vec<_>>();
    assert_eq!(own(records(&told(table).0).await), all([Some(true), Some(false), Some(false)]));
    assert_eq!(own(records(&told(&[("/currencies/list", 200, "EUR\nGBP\nUSD\n")]).0).await), all([None; 3]));
}

/// Manual 11.8, the printed example with the blank lines that were lost.
const SUBSCRIPTIONS: &str = "type xfer\ntype_str Committed data transfer\nunit GB per month\nquantity 10\nstart_time 2010-03-08 21:15:18\n\
end_time 2010-04-08 21:15:18\n\ntype disk\ntype_str Disk\nunit GB\nquantity 100\nstart_time 2010-03-08 21:15:18\nend_time 2010-04-08 21:15:18\n\n\
type mem\ntype_str Memory\nunit MB\nquantity 2000\nstart_time 2010-03-08 21:15:18\nend_time 2010-04-08 21:15:18\n\n\
type cpu\ntype_str CPU\nunit core MHz\nquantity 2000\nstart_time 2010-03-08 21:15:18\nend_time 2010-04-08 21:15:18\n";

#[tokio::test]
async fn the_printed_subscriptions_have_ids_of_their_own() {
    let (session, _) = told(&[("/subscriptions/list", 200, SUBSCRIPTIONS)]);
    let all = records::<Subscription>(&session).await;
    let rows: Vec<_> = all.iter().map(|s| [&*s.head.id, or(&s.quantity), or(&s.unit), or(&s.expires_at)]).collect();
    assert_eq!(
        rows,
        [
            ["xfer@2010-03-08T21:15:18", "10", "GB per month", "2010-04-08 21:15:18"],
            ["disk@2010-03-08T21:15:18", "100", "GB", "2010-04-08 21:15:18"],
            ["mem@2010-03-08T21:15:18", "2000", "MB", "2010-04-08 21:15:18"],
            ["cpu@2010-03-08T21:15:18", "2000", "core MHz", "2010-04-08 21:15:18"],
        ]
    );
    assert!(all.iter().all(|s| s.head.state == "expired" && s.price.is_none() && s.renews_at.is_none()));
}

#[tokio::test]
async fn the_printed_profile_is_where_letters_go() {
    const PROFILE: &str = "uuid f2e19d5c-eaa1-44e5-94aa-dc194594bd7b\nemail foo.bar@example.com\nsecret_key Fvsnn7SFuUa3U3VxvFJfgK7c4FPCFDBc4hevBfmm\n\
        first_name Foo\nlast_name Bar\nnick_name FooBar\ntitle\ncompany\naddress here\npostcode 1000\nphone\n";
    let (session, _) = told(&[("/profile/info", 200, PROFILE)]);
    let contact = records::<Contact>(&session).await.remove(0);
    let told = [&contact.first_name, &contact.last_name, &contact.nick_name, &contact.email, &contact.address1];
    assert_eq!(told.map(or), ["Foo", "Bar", "FooBar", "foo.bar@example.com", "here"]);
    let bare = [&contact.title, &contact.company, &contact.phone, &contact.country, &contact.city];
    assert_eq!((bare.map(or), or(&contact.postcode)), (["-"; 5], "1000"));
}

#[tokio::test]
async fn an_error_inside_a_success_is_a_failure_everywhere() {
    for body in ["errors:system The ledger is closed.\n", "balance 5\nerrors:balance\n"] {
        let session = || over(account(&CLOUDSIGMA, BASE), &Stub::by(move |_| reply(200, body)));
        let kinds = [
            list::<Transaction>(&session()).await.map(drop),
            list::<Balance>(&session()).await.map(drop),
            list::<Usage>(&session()).await.map(drop),
            list::<Price>(&session()).await.map(drop),
            list::<Currency>(&session()).await.map(drop),
            list::<Subscription>(&session()).await.map(drop),
            list::<Contact>(&session()).await.map(drop),
            testing::show::<Subscription>(&session(), "c8308b4d-3c98-472c-9944-024b9c700c10").await.map(drop),
        ];
        for told in kinds {
            let error = told.unwrap_err();
            assert_eq!((error.kind(), error.details().provider_message.is_some()), (Kind::Failed, true), "{error}");
        }
    }
}

proptest! {
    #[test]
    fn no_amount_is_changed_by_reading(amount in "-?[0-9]{1,30}(\\.[0-9]{1,12})?") {
        let body = format!("date x\nvalue {amount}\ntax {amount}\ntotal {amount}\nbalance {amount}\nquantity {amount}\ncpu {amount}\ncpu:sub {amount}\n");
        let node = text::records(&body).next().unwrap();
        let entry = read::transaction(None, &node).unwrap();
        prop_assert_eq!([or(&entry.amount), or(&entry.tax), or(&entry.total)], [&*amount; 3]);
        let used = read::usage(&node);
        prop_assert_eq!(or(&used[0].subscribed), &*amount);
        prop_assert!(read::prices(&node).iter().filter(|price| or(&price.price) == amount).count() > 5);
        let balance = read::balance(None, &node).unwrap();
        let parts = [or(&balance.credit), or(&balance.due)];
        prop_assert!(parts.contains(&amount.trim_start_matches('-')) && parts.iter().all(|part| !part.starts_with('-')));
    }

    #[test]
    fn no_text_makes_a_reader_of_money_panic(body in any::<String>()) {
        for record in text::records(&body) {
            let _ = (read::transaction(None, &record), read::balance(None, &record), read::contact(None, &record));
            let _ = (read::subscription(None, &record), read::usage(&record), read::prices(&record));
        }
    }
}
