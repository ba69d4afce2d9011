//! Every noun and question against the documents' own examples, as the recorded exchanges hold them.
//! Values and addresses are made up there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use super::{FLEIO, bindings::BINDINGS};
use crate::{
    http::{Request, stub::Stub},
    model::{
        ACTIONS, Backup, CONSOLE, Cell, Firewall, Flavor, Head, Image, Instance, Ip, Job, Key, LOG, METRICS, Network,
        PRICE, Query, Record, Region, Snapshot, TRAFFIC,
    },
    provider::{
        Bound, Inputs, Provider, Session, Show, Typed,
        testing::{self, list, reply, show},
    },
};

const BASE: &str = "https://cloud.example.com/backend/api";
const MACHINE: &str = "a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001";

/// A session that answers each read with the reply recorded for its path.
fn recorded() -> Session {
    let stub = Stub::by(|request: &Request| {
        let bare = |path: &str| path.split('?').next().unwrap().to_owned();
        let path = bare(request.url.strip_prefix("https://cloud.example.com").unwrap());
        let found =
            (&FLEIO as &dyn Provider).exchanges().find(|e| e.method == request.method.word() && bare(e.path) == path);
        let found = found.unwrap_or_else(|| panic!("nothing was recorded for {}", request.url));
        reply(found.status, found.reply)
    });
    testing::over(testing::account(&FLEIO, BASE), &stub)
}

/// The records of a noun; showing the first one gives an equal record, if there is a call for it.
async fn all<R: Bound + PartialEq + std::fmt::Debug>() -> Vec<R> {
    let session = recorded();
    let listing = list::<R>(&session).await.unwrap();
    assert!(listing.failures().is_empty(), "{}: {:?}", R::noun().word, listing.failures());
    let records: Vec<R> = listing.records.into_iter().map(|(record, _)| record).collect();
    let head = records[0].head();
    if !matches!(R::noun().binding(&BINDINGS).show, Some(Show::Listed)) {
        let shown = show::<R>(&session, &head.id).await.unwrap();
        let same = |head: &Head| (head.id.clone(), head.state, head.created_at.clone());
        assert_eq!(same(shown.head()), same(head), "{}: shown as it is listed", R::noun().word);
    }
    records
}

fn ids<R: Record>(records: &[R]) -> Vec<&str> {
    records.iter().map(|record| record.head().id.as_str()).collect()
}

#[tokio::test]
async fn images_are_the_accounts_own_and_those_on_offer_once() {
    let images = all::<Image>().await;
    assert_eq!(ids(&images), ["b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11"], "its own record comes before the offer");
    let image = &images[0];
    assert_eq!((image.head.state, image.kind, image.region.as_deref()), ("available", Some("own"), Some("nl")));
    assert_eq!((image.size_bytes, image.min_disk_bytes), (Some(1 << 30), Some(2 << 30)));
    assert_eq!(image.os.as_deref(), Some("debian 13"));
}

#[tokio::test]
async fn snapshots_and_backups_are_found_at_their_machines() {
    let snapshots = all::<Snapshot>().await;
    assert_eq!((snapshots.len(), snapshots[0].source.as_deref()), (1, Some(MACHINE)));
    assert_eq!((snapshots[0].head.state, snapshots[0].size_bytes), ("available", Some(1 << 30)));
    let backups = all::<Backup>().await;
    assert_eq!(ids(&backups), ["b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11", "schedule/181141"]);
    let [backup, schedule] = backups.as_slice() else { panic!("{backups:?}") };
    assert_eq!((backup.head.state, backup.kind), ("available", Some("manual")), "its image tells the state");
    assert_eq!((backup.source.as_deref(), backup.keep), (Some(MACHINE), None));
    assert_eq!((schedule.head.state, schedule.kind), ("scheduled", Some("weekly")));
    assert_eq!((schedule.head.name.as_deref(), schedule.keep), (Some("web-1-weekly"), Some(1)));
    assert_eq!(schedule.next_at.as_deref(), Some("2026-12-04T08:00:00.855745+02:00"));
}

#[tokio::test]
async fn networks_addresses_firewalls_and_keys_are_read() {
    let ip = all::<Ip>().await.remove(0);
    assert_eq!((ip.head.name.as_deref(), ip.head.state, ip.version), (Some("203.0.113.50"), "free", Some(4)));
    assert_eq!((ip.head.id.as_str(), ip.region.as_deref()), ("e4b7d0c2-1a95-4f38-b6e7-2d6d1f9f3001", Some("nl")));
    let network = all::<Network>().await.remove(0);
    assert_eq!((network.head.state, network.kind.as_deref()), ("active", Some("private")));
    assert_eq!((network.cidrs, network.subnets.len()), (Some(vec![]), 0));
    let session = recorded();
    assert_eq!(all::<Firewall>().await[0].head.name.as_deref(), Some("web"));
    let firewall = show::<Firewall>(&session, "6d1f3b2a-90c4-4c57-8a43-5c2f1f9f5001").await.unwrap();
    let rule = &firewall.rules[0];
    assert_eq!((rule.direction.as_deref(), rule.protocol.as_deref()), (Some("in"), Some("tcp")));
    assert_eq!((rule.ports.as_deref(), rule.remote.as_deref()), (Some("443"), Some("0.0.0.0/0")));
    let key = all::<Key>().await.remove(0);
    assert_eq!((key.head.id.as_str(), key.kind.as_deref()), ("115", Some("ssh")));
    assert!(key.public_key.unwrap().starts_with("ssh-ed25519 ") && key.fingerprint.is_some());
}

#[tokio::test]
async fn regions_flavors_and_jobs_are_read() {
    let regions = all::<Region>().await;
    assert_eq!(ids(&regions), ["nl", "de"]);
    assert_eq!((regions[0].head.state, regions[0].default), ("available", Some(true)));
    let flavors = all::<Flavor>().await;
    assert_eq!(ids(&flavors), ["nl-2", "nl-4"], "each once, though both regions were asked");
    assert_eq!((flavors[0].head.state, flavors[0].region.as_deref()), ("available", Some("nl")));
    let job = all::<Job>().await.remove(0);
    assert_eq!(
        (job.head.state, job.resource.as_deref(), job.progress.as_deref()),
        ("done", Some(MACHINE), Some("2/2"))
    );
    assert_eq!((job.action.as_deref(), job.message), (Some("instance_creation"), None));
}

/// The rows that answer a question.
async fn asked(query: &Query) -> Vec<Vec<Cell>> {
    let session = recorded();
    let flags = Inputs::none();
    let typed = Typed { id: MACHINE, names: &["id"], name: None, flags: &flags };
    let ask = Instance::noun().binding(&BINDINGS).ask(query).unwrap();
    let lines = ask.answer(&session, &typed).await.unwrap();
    assert!(lines.iter().all(|line| line.0.len() == query.fields.len()), "{}", query.word);
    lines.into_iter().map(|line| line.0).collect()
}

fn texts(row: &[Cell]) -> Vec<String> {
    let told = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Null => "-".to_owned(),
        other => panic!("{other:?}"),
    };
    row.iter().map(told).collect()
}

#[tokio::test]
async fn questions_are_answered() {
    let rows = asked(&CONSOLE).await;
    assert_eq!(texts(&rows[0]), ["url", "https://console.example.com/vnc_auto.html?path=synthetic", "-"]);
    let log: Vec<_> = asked(&LOG).await.iter().map(|row| texts(row).remove(0)).collect();
    assert_eq!(log, ["Debian GNU/Linux 13 web-1 ttyS0", "", "web-1 login:"]);
    let traffic = asked(&TRAFFIC).await;
    assert_eq!(traffic.len(), 2);
    assert_eq!(texts(&traffic[1])[..2], ["month", "2026-11-01T00:00:00+01:00"]);
    assert_eq!(traffic[0][3..], [Cell::Integer(1_048_576), Cell::Integer(2_097_152)], "received, then sent");
    let actions = asked(&ACTIONS).await;
    assert_eq!(texts(&actions[0]), ["2026-11-20T10:00:00Z", "stop", "-"]);
    let metrics = asked(&METRICS).await;
    assert_eq!(
        (metrics.len(), texts(&metrics[0])),
        (4, vec!["2026-11-20T10:00:00Z".to_owned(), "cpu_util".to_owned(), "3.5".to_owned()])
    );
    let prices: Vec<_> = asked(&PRICE).await.iter().map(|row| texts(row)).collect();
    assert_eq!(prices[0], ["machine", "ESTIMATED COST €0.0069 / hour or €5.00 / month"]);
    assert_eq!((prices[1][0].as_str(), prices[2][0].as_str()), ("snapshot", "backup"));
}
