//! Deliberate failures, over real HTTP: the client's view, the report, and what really happened to a machine.

use super::*;
use crate::sandbox::faults::{Fault, Faults, Served};

const SERVER: &str = "10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1";

/// Simulated clouds that fail one request in so many, and one of their machines.
struct Moody {
    folder: tempfile::TempDir,
    port: u16,
    faults: Faults,
    heard: tokio::sync::mpsc::UnboundedReceiver<Served>,
}

impl Moody {
    fn new(one_in: u64, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (faults, heard) = Faults::new(one_in, seed);
        let accounts = serve(folder.path().join("world.json"), Some(faults.clone()));
        Self { folder, port: port(&accounts[1]), faults, heard }
    }

    /// The state of the machine, or the target of its pending change.
    fn state(&self) -> String {
        let store = share(&self.folder.path().join("world.json"));
        let look = |world: &mut crate::sandbox::world::World| {
            let clock = &world.cloudsigma.server(SERVER).unwrap().clock;
            (clock.target().unwrap_or(clock.state()).to_owned(), false)
        };
        store.lock().unwrap().with(look).unwrap()
    }

    /// Sends one request on a connection of its own; the status is none if no answer comes.
    fn send(&mut self, verb: &str) -> (Option<u16>, Served) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let basic = crate::sandbox::cloudsigma::BASIC;
        let head = format!("POST /servers/{SERVER}/{verb} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {basic}");
        stream.write_all(format!("{head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        let _ = stream.read_to_string(&mut text);
        (text.split(' ').nth(1).map(|status| status.parse().unwrap()), self.heard.try_recv().unwrap())
    }

    /// The failures of so many requests.
    fn sequence(&mut self, requests: usize) -> Vec<Option<Fault>> {
        (0..requests).map(|_| self.send("shutdown").1.fault).collect()
    }
}

#[test]
fn what_a_client_sees_is_told_and_what_is_carried_out_happens() {
    let mut moody = Moody::new(3, 7);
    let mut kinds = Vec::new();
    for _ in 0..150 {
        let before = moody.state();
        let (seen, served) = moody.send(if before == "active" { "shutdown" } else { "start" });
        let expected = match served.fault {
            None | Some(Fault::Ignored) => Some(if before == "active" { 204 } else { 200 }),
            Some(Fault::Busy) => Some(503),
            Some(Fault::Unsaid) => Some(502),
            Some(Fault::Cut | Fault::CutAfter) => None,
        };
        assert_eq!(seen, expected, "{served:?}");
        assert_eq!(moody.state() != before, served.carried_out, "{served:?}");
        let reaches = matches!(served.fault, None | Some(Fault::Unsaid | Fault::CutAfter));
        assert_eq!(served.carried_out, reaches, "{served:?}");
        assert_eq!(served.failure().is_some(), served.fault.is_some());
        kinds.extend(served.fault);
    }
    assert!((30..70).contains(&kinds.len()), "{} of 150 failed, and one in three should", kinds.len());
    for kind in [Fault::Busy, Fault::Unsaid, Fault::Cut, Fault::CutAfter, Fault::Ignored] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[test]
fn the_same_requests_fail_the_same_way_and_how_often_can_be_changed() {
    let first = Moody::new(2, 7).sequence(40);
    assert_eq!(Moody::new(2, 7).sequence(40), first);
    assert_ne!(Moody::new(2, 8).sequence(40), first);
    let mut calm = Moody::new(0, 7);
    assert_eq!(calm.sequence(20), [None; 20]);
    calm.faults.set(1);
    assert!(calm.sequence(20).iter().all(Option::is_some));
}

#[test]
fn a_request_that_is_refused_is_not_carried_out() {
    let mut moody = Moody::new(0, 7);
    let (status, served) = moody.send("nothing");
    assert_eq!((status, served.carried_out, served.failure()), (Some(404), false, None));
    assert_eq!((served.line, served.body.len()), (format!("POST /servers/{SERVER}/nothing"), 0));
}
