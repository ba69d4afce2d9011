//! Ids that were sent once: given to rows of the list when only one row matches, and never lost silently.
//! Of two rows that look alike neither is chosen.

use super::{
    buying::{ADDRESSES, BOUGHT, ID, VLAN, flags, go, keeping},
    *,
};
use crate::{
    model::{Subscription, verbs::EXTEND, verbs::SUBSCRIBE},
    provider::testing::show,
};

const CPU: &str = "233bfb80-a1a8-4e9a-a1e4-d7822a87b681";
const ORDER: &str = r#"{"cpu":2000,"memory":2097152000,"months":1}"#;
/// A row of the list for a purchase, with seconds.
const ROW: &str = "type cpu\ntype_str CPU\nunit core MHz\nquantity 2000\nstart_time 2099-03-10 21:24:18\nend_time 2099-04-10 21:24:18\n";

/// Answers purchases and one list.
fn shop(list: impl Into<String>) -> Stub {
    let list = list.into();
    Stub::by(move |request| {
        let path = request.url.strip_prefix(BASE).unwrap();
        match path {
            "/subscriptions/list" => reply(200, list.clone()),
            "/subscriptions/resources/create" => reply(200, BOUGHT),
            "/subscriptions/network/ip/create" => reply(200, ADDRESSES),
            "/subscriptions/network/vlan/create" => reply(200, VLAN),
            path if path.ends_with("/set") => reply(
                200,
                "type cpu\ntype_str CPU\nunit core MHz\nquantity 2000\nstart_time 2099-03-10 21:24\nend_time 2099-07-10 21:24\n",
            ),
            path if path.contains(ID) => reply(200, "amount 60.00\ncurrency EUR\n"),
            _ => reply(400, "errors:system Subscription could not be found\n"),
        }
    })
}

async fn ids(session: &Session) -> Vec<String> {
    records::<Subscription>(session).await.into_iter().map(|s| s.head.id).collect()
}

#[tokio::test]
async fn a_row_that_one_purchase_alone_can_be_has_its_id() {
    let folder = tempfile::tempdir().unwrap();
    let other = ROW.replace("2099-04-10", "2099-04-11");
    let more = ROW.replace("quantity 2000", "quantity 2001");
    let disk = ROW.replace("type cpu", "type disk");
    let (session, _) = keeping(folder.path(), &shop([ROW, &other, &more, &disk].join("\n")));
    let own = |kind: &str| format!("{kind}@2099-03-10T21:24:18");
    assert_eq!(ids(&session).await, [own("cpu"), own("cpu") + "/2", own("cpu") + "/3", own("disk")]);
    go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    let expected = [CPU.to_owned(), own("cpu"), own("cpu") + "/2", own("disk")];
    assert_eq!(ids(&session).await, expected);
    // Another run, another session.
    let (session, _) = keeping(folder.path(), &shop([ROW, &other, &more, &disk].join("\n")));
    assert_eq!(ids(&session).await, expected);
    assert_eq!(show::<Subscription>(&session, CPU).await.unwrap().kind.as_deref(), Some("cpu"));
}

#[tokio::test]
async fn two_that_look_alike_are_never_guessed_between() {
    let folder = tempfile::tempdir().unwrap();
    let (session, _) = keeping(folder.path(), &shop([ROW, ROW].join("\n")));
    go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    assert!(ids(&session).await.iter().all(|id| id.starts_with("cpu@")), "two rows, one purchase");
    let folder = tempfile::tempdir().unwrap();
    let twice = Stub::by(|request| {
        let create = request.url.ends_with("/create");
        let second = BOUGHT.replace("233bfb80", "00000000");
        reply(200, if create { [BOUGHT, &second].join("\n") } else { ROW.to_owned() })
    });
    let (session, _) = keeping(folder.path(), &twice);
    go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    assert_eq!(ids(&session).await, ["cpu@2099-03-10T21:24:18"], "one row, two purchases");
}

#[tokio::test]
async fn what_came_with_a_subscription_is_told_where_one_row_alone_can_be_it() {
    let folder = tempfile::tempdir().unwrap();
    let rows =
        [VLAN.replace("resource 727d8022-9045-48ff-92ae-a4d243bab890\n", ""), ADDRESSES.replace("resource ", "is ")];
    let (session, _) = keeping(folder.path(), &shop(rows.join("\n")));
    for typed in [r#"{"vlans":1,"months":1}"#, r#"{"ips":2,"months":1}"#] {
        go(&session, &SUBSCRIBE, "", &flags(typed)).await.unwrap();
    }
    let told: Vec<_> = records::<Subscription>(&session).await.into_iter().map(|s| (s.head.id, s.resource)).collect();
    let vlan = "727d8022-9045-48ff-92ae-a4d243bab890".to_owned();
    assert_eq!(told[0], ("vlan@2099-03-10T19:30".to_owned(), Some(vlan)));
    assert!(told[1..].iter().all(|(id, resource)| id.starts_with("ip@") && resource.is_none()), "{told:?}");
}

#[tokio::test]
async fn an_extension_moves_the_end_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (session, _) = keeping(folder.path(), &shop(ROW.replace("2099-04-10", "2099-07-10")));
    go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    assert_eq!(ids(&session).await, ["cpu@2099-03-10T21:24:18"], "its end is another");
    go(&session, &EXTEND, CPU, &flags(r#"{"months":3}"#)).await.unwrap();
    assert_eq!(ids(&session).await, [CPU]);
    // A subscription that was bought elsewhere is known after its first extension.
    let folder = tempfile::tempdir().unwrap();
    let (session, _) = keeping(folder.path(), &shop(ROW.replace("2099-04-10", "2099-07-10")));
    go(&session, &EXTEND, ID, &flags(r#"{"months":3}"#)).await.unwrap();
    assert_eq!(ids(&session).await, [ID]);
}

#[tokio::test]
async fn what_is_not_listed_is_shown_when_its_extension_has_a_price() {
    let folder = tempfile::tempdir().unwrap();
    let stub = shop("");
    let (session, _) = keeping(folder.path(), &stub);
    let found = show::<Subscription>(&session, ID).await.unwrap();
    let told = [&found.price, &found.currency, &found.cycle, &found.kind].map(|text| text.as_deref().unwrap_or("-"));
    assert_eq!((found.head.state, told), ("unknown", ["60.00", "EUR", "month", "-"]));
    assert_eq!(stub.asked().last().unwrap(), &format!("POST {BASE}/subscriptions/{ID}/set/calculate"));
    for id in [CPU, "cpu@2010-01-01T00:00", "../profile", ""] {
        assert_eq!(show::<Subscription>(&session, id).await.unwrap_err().kind(), Kind::NotFound, "{id}");
    }
    go(&session, &EXTEND, ID, &flags(r#"{"months":3}"#)).await.unwrap();
    let found = show::<Subscription>(&session, ID).await.unwrap();
    assert_eq!((found.kind.as_deref(), found.expires_at.as_deref()), (Some("cpu"), Some("2099-07-10 21:24")));
}

#[tokio::test]
async fn what_cannot_be_kept_never_fails_a_purchase_and_is_told_with_its_ids() {
    let broken = |text: &'static str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("kept")).unwrap();
        std::fs::write(folder.path().join("kept/subscriptions.json"), text).unwrap();
        folder
    };
    let in_the_way = tempfile::tempdir().unwrap();
    std::fs::write(in_the_way.path().join("kept"), "").unwrap();
    for folder in [broken("[{"), broken("{\"a\":1}"), in_the_way] {
        let stub = shop(ROW);
        let (session, ear) = keeping(folder.path(), &stub);
        assert_eq!(go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap().id.as_deref(), Some(CPU));
        let alarm = ear.0.borrow().iter().find(|words| words.starts_with("ALARM")).cloned().unwrap();
        assert!(alarm.contains(CPU) && alarm.contains("mem be59f94b-b684-4715-83f6-75c97bd65cc9"), "{alarm}");
        assert_eq!(stub.count(), 1);
        ear.0.borrow_mut().clear();
        assert_eq!(ids(&session).await, ["cpu@2099-03-10T21:24:18"], "the list is shown all the same");
        assert!(ear.0.borrow()[0].contains("are not known"), "{:?}", ear.0);
    }
}

#[tokio::test]
async fn what_has_ended_is_dropped_and_what_is_no_longer_listed_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let kept = || std::fs::read_to_string(folder.path().join("kept/subscriptions.json")).unwrap();
    let past = Stub::by(|_| reply(200, BOUGHT.replace("2099-04-10", "2010-04-10")));
    go(&keeping(folder.path(), &past).0, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    assert!(!kept().contains(CPU));
    let (session, _) = keeping(folder.path(), &shop(""));
    go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    assert_eq!(ids(&session).await, [""; 0]);
    go(&session, &SUBSCRIBE, "", &flags(r#"{"vlans":1,"months":1}"#)).await.unwrap();
    assert_eq!((kept().matches(CPU).count(), kept().matches("727d8022").count()), (1, 1));
    go(&session, &SUBSCRIBE, "", &flags(ORDER)).await.unwrap();
    assert_eq!(kept().matches(CPU).count(), 1, "the same is kept once");
}
