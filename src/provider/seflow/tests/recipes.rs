//! Refusals of recipes before they change anything, warnings before a machine is deleted, and questions.
//! The table of acts has the requests they send.

use std::time::Instant;

use super::*;
use crate::{
    http::{Consent, Target},
    model::{Cell, Line, PRICE, TRAFFIC, verbs},
    provider::{
        Inputs, Planned, Typed,
        act::{Act, Call, Made},
        encode::CallScope,
        seflow::bindings::BINDINGS,
    },
};

/// Carries a recipe out; a change is answered with `status: true`.
async fn carried(session: &Session, act: &'static Act, id: &str, flags: &Inputs) -> Result<Made> {
    let typed = Typed { id, names: &["id", "vmid", "diskid"], name: None, flags };
    let target = Target { kind: "instance", id: id.to_owned(), name: None, survives_stop: true };
    let aim = CallScope { targets: vec![target], consent: Consent::Everything };
    Call::new(session, act, typed, aim, Instant::now(), false).go().await
}

fn answer(path: &str) -> Result<Reply> {
    reply(
        200,
        match path.split('?').next().unwrap() {
            "/service/1" => {
                r#"{"service": {"id": "1", "name": "Cloud M", "total": "30.00", "billingcycle": "Monthly",
                    "next_due": "2026-12-02", "rootpassword": "made-up"}}"#
            }
            "/service/1/ip" => {
                r#"{"ips": [{"ipaddress": "192.0.2.9", "status": "unassigned"}, {"ipaddress": "192.0.2.8", "status": "assigned"}]}"#
            }
            "/service/1/vms" => r#"{"vms": {"12": {"label": "web"}}}"#,
            "/service/1/vms/12" => {
                r#"{"vm": {"label": "web", "bandwidth": {"data_received": 5000, "data_sent": "70"}}}"#
            }
            "/service/1/vms/12/ips" => r#"{"ips": {"88": "192.0.2.7"}}"#,
            "/service/1/vms/12/interfaces" => r#"{"interfaces": {"net0": {"mac": "m"}}}"#,
            "/service/1/vms/12/interfaces/net0/ips" => r#"{"ips": {"118": "192.0.2.9"}}"#,
            "/service/1/vms/12/storage" => r#"{"storage": [{"id": "d1", "size_gb": 40}, {"id": "d2"}]}"#,
            _ => return reply(404, ""),
        },
    )
}

fn refusal(made: Result<Made>) -> (Kind, String) {
    made.map_err(|e| (e.kind(), e.to_string())).unwrap_err()
}

#[tokio::test]
async fn a_disk_is_only_made_larger() {
    let act = BINDINGS.drives.act(&verbs::DRIVE_RESIZE).unwrap();
    let size = |gib: i64| Inputs::none().with("size", crate::provider::Input::Integer(gib << 30));
    let (session, _) = portal(answer);
    let (kind, words) = refusal(carried(&session, act, "1/12/d1", &size(39)).await);
    assert_eq!((kind, words.contains("40 GiB")), (Kind::Conflict, true), "{words}");
    assert_eq!(refusal(carried(&session, act, "1/12/d2", &size(99)).await).0, Kind::Conflict, "its size is not told");
    assert_eq!(refusal(carried(&session, act, "1/12/d3", &size(99)).await).0, Kind::NotFound);
    assert_eq!(carried(&session, act, "1/12/d1", &size(40)).await.unwrap(), Made::nothing());
    let act = BINDINGS.instances.act(&verbs::RESIZE).unwrap();
    assert_eq!(refusal(carried(&session, act, "1/12", &Inputs::none()).await).0, Kind::Usage, "it changes nothing");
}

#[tokio::test]
async fn an_address_goes_only_where_the_portal_offers_it() {
    let attach = BINDINGS.instances.act(&verbs::ATTACH_IP).unwrap();
    let assign = BINDINGS.ips.act(&verbs::ASSIGN).unwrap();
    let (session, stub) = portal(answer);
    let (kind, words) = refusal(carried(&session, attach, "1/12", &Inputs::none().text("ip", "192.0.2.99")).await);
    assert_eq!((kind, words.contains("192.0.2.99")), (Kind::NotFound, true), "{words}");
    assert_eq!(stub.count(), 3, "nothing was sent");
    let (kind, words) = refusal(carried(&session, assign, "2/192.0.2.9", &Inputs::none().text("to", "1/12")).await);
    assert_eq!((kind, words.contains("service 2")), (Kind::Conflict, true), "{words}");
    let there = carried(&session, assign, "1/192.0.2.7", &Inputs::none().text("to", "1/12")).await;
    assert_eq!(there.unwrap(), Made::nothing());
    let (bare, _) = portal(|path| if path.ends_with("/interfaces") { reply(404, "") } else { answer(path) });
    let (kind, words) = refusal(carried(&bare, attach, "1/12", &Inputs::none().text("ip", "118")).await);
    assert_eq!((kind, words.contains("no network interface")), (Kind::NotFound, true), "{words}");
}

#[tokio::test]
async fn an_address_is_taken_only_from_where_it_is() {
    let detach = BINDINGS.instances.act(&verbs::DETACH_IP).unwrap();
    let unassign = BINDINGS.ips.act(&verbs::UNASSIGN).unwrap();
    let (session, _) = portal(answer);
    let (kind, words) = refusal(carried(&session, detach, "1/12", &Inputs::none().text("ip", "192.0.2.9")).await);
    assert_eq!((kind, words.contains("192.0.2.9")), (Kind::NotFound, true), "{words}");
    let none = Inputs::none();
    assert_eq!(carried(&session, unassign, "1/192.0.2.9", &none).await.unwrap(), Made::nothing(), "it is free");
    assert_eq!(refusal(carried(&session, unassign, "1/192.0.2.8", &none).await).0, Kind::Conflict, "nobody tells");
    let (down, _) = portal(|path| if path.ends_with("/vms") { reply(500, "") } else { answer(path) });
    assert_eq!(refusal(carried(&down, unassign, "1/192.0.2.9", &none).await).0, Kind::Unavailable);
}

#[tokio::test]
async fn what_stays_and_what_goes_is_told_before_a_machine_does() {
    let consequences = BINDINGS.instances.act(&verbs::INSTANCE_DELETE).unwrap().consequences.unwrap();
    let words =
        consequences(&portal(answer).0, Planned { id: "1/12", flags: &Inputs::none() }).await.unwrap().join("\n");
    for part in ["disks", "1 (Cloud M) stays active and is billed on: 30.00 Monthly, next due 2026-12-02", "192.0.2.7"]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(!words.contains("made-up"));
    let untold = consequences(&portal(|_| reply(500, "")).0, Planned { id: "1/12", flags: &Inputs::none() })
        .await
        .unwrap()
        .join("\n");
    assert!(untold.contains("the service 1 stays active and is billed on"), "{untold}");
}

/// The rows that answer a question about a machine.
async fn asked(session: &Session, query: &crate::model::Query) -> Result<Vec<Line>> {
    let ask = BINDINGS.instances.ask(query).unwrap();
    let typed = Typed { id: "1/12", names: &["id", "vmid"], name: None, flags: &Inputs::none() };
    ask.answer(session, &typed).await
}

#[tokio::test]
async fn price_and_traffic_are_told_where_the_portal_tells_them() {
    let (session, _) = portal(answer);
    let price = asked(&session, &PRICE).await.unwrap().remove(0).0;
    assert_eq!(price[1], Cell::from("30.00 Monthly, next due 2026-12-02"));
    let traffic = asked(&session, &TRAFFIC).await.unwrap().remove(0).0;
    assert_eq!(traffic[3..], [Cell::Integer(5000), Cell::Integer(70)]);
    let untold = asked(&always(r#"{"vm": {"label": "web", "bandwidth": 200}}"#), &TRAFFIC).await.map(|_| ());
    assert_eq!(untold.unwrap_err().kind(), Kind::Unsupported);
}
