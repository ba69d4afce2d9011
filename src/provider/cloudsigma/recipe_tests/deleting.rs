//! Ending servers and drives: the order, the waits, the remains, and the conditions.
//! A destroy whose answer was lost is checked first.

use std::cell::Cell;

use super::*;
use crate::http::Reply;

#[tokio::test]
async fn a_server_goes_before_its_drives_and_they_once_they_are_free() {
    let stub = cloud(|path, count| match path {
        "/servers/s1/info" => Some(match count {
            1 | 2 => (200, RUNNING),
            3 | 4 => (200, STOPPED),
            _ => (404, "errors:system Server s1 could not be found\n"),
        }),
        "/servers/s1/stop" | "/servers/s1/destroy" | "/drives/d1/destroy" => Some((204, "")),
        "/drives/d1/info" => Some((200, if count < 4 { CLAIMED } else { OWN })),
        _ => None,
    });
    let flags = Inputs::none().with("force", Input::Bool(true)).with("with-drives", Input::Bool(true));
    go::<Instance>(&stub, &verbs::INSTANCE_DELETE, "s1", flags).await.unwrap();
    let sent = sent(&stub);
    let at = |what: &str| sent.iter().rposition(|line| line == what).unwrap_or_else(|| panic!("{what}: {sent:?}"));
    let order = [
        at("GET /servers/s1/stop"),
        at("GET /servers/s1/destroy"),
        at("GET /servers/s1/info"),
        at("GET /drives/d1/info"),
        at("POST /drives/d1/destroy"),
    ];
    assert!(order.is_sorted(), "{sent:?}");
    assert_eq!(changes(&stub).len(), 3);
}

#[tokio::test]
async fn a_stop_may_be_the_end_already_and_needs_the_consent_for_it() {
    let fleeting = || {
        cloud(|path, count| match path {
            "/servers/s1/info" if count > 2 => Some((404, "")),
            "/servers/s1/info" => Some((200, "server s1\nname web\nstatus active\n")),
            "/servers/s1/stop" => Some((204, "")),
            _ => None,
        })
    };
    let force = || Inputs::none().with("force", Input::Bool(true));
    let stub = fleeting();
    go_with::<Instance>(&stub, &verbs::INSTANCE_DELETE, "s1", force(), Consent::Everything, false).await.unwrap();
    assert_eq!(changes(&stub), ["GET /servers/s1/stop"]);
    let stub = fleeting();
    let refused = go_with::<Instance>(&stub, &verbs::INSTANCE_DELETE, "s1", force(), Consent::Changing, false).await;
    assert_eq!((refused.unwrap_err().kind(), changes(&stub)), (Kind::Refused, Vec::new()));
    let stub = cloud(|_, _| Some((200, RUNNING)));
    let calm = go::<Instance>(&stub, &verbs::INSTANCE_DELETE, "s1", Inputs::none()).await;
    assert_eq!((calm.unwrap_err().kind(), changes(&stub)), (Kind::Conflict, Vec::new()));
}

#[tokio::test]
async fn drives_that_are_not_its_own_alone_are_left() {
    const KEPT: [&str; 5] = [
        "drive d1\nuser u1\nstatus active\nclaim:type shared\nclaimed h:guest:s1:ide:0:0\n",
        "drive d1\nuser u1\nstatus active\nclaimed h:guest:s1:ide:0:0 h:guest:s2:block:0\n",
        "drive d1\nuser 00000000-0000-0000-0000-000000000001\nstatus active\n",
        "drive d1\nuser u1\nstatus active\ntype cdrom\n",
        "drive d1\nstatus active\n",
    ];
    for drive in KEPT {
        let gone = std::rc::Rc::new(Cell::new(false));
        let stub = cloud(move |path, _| match path {
            "/servers/s1/info" if gone.get() => Some((404, "")),
            "/servers/s1/info" => Some((200, STOPPED)),
            "/drives/d1/info" => Some((200, drive)),
            "/servers/s1/destroy" => {
                gone.set(true);
                Some((204, ""))
            }
            _ => None,
        });
        let flags = Inputs::none().with("with-drives", Input::Bool(true));
        go::<Instance>(&stub, &verbs::INSTANCE_DELETE, "s1", flags).await.unwrap();
        assert_eq!(changes(&stub), ["GET /servers/s1/destroy"], "{drive}");
    }
}

#[tokio::test]
async fn a_drive_that_could_not_be_destroyed_is_told() {
    let stub = cloud(|path, count| match path {
        "/servers/s1/info" if count > 1 => Some((404, "")),
        "/servers/s1/info" => Some((200, STOPPED)),
        "/drives/d1/info" => Some((200, OWN)),
        "/servers/s1/destroy" => Some((204, "")),
        "/drives/d1/destroy" => Some((400, "errors:system Drive is mounted\n")),
        _ => None,
    });
    let flags = Inputs::none().with("with-drives", Input::Bool(true));
    let error = go::<Instance>(&stub, &verbs::INSTANCE_DELETE, "s1", flags).await.unwrap_err();
    assert!(error.details().message.contains("the machine is gone, and left are \"root\" (1000 B, id d1)"), "{error}");
}

#[tokio::test]
async fn a_drive_whose_end_is_not_known_is_not_judged_by_that_of_the_machine() {
    let looks = Cell::new(0);
    let stub = Stub::by(move |request: &Request| match request.url.rsplit_once(".com").unwrap().1 {
        "/servers/s1/info" if looks.replace(looks.get() + 1) == 0 => reply(200, STOPPED),
        "/servers/s1/info" => reply(404, ""),
        "/servers/s1/destroy" => Ok(Reply::with(204)),
        "/drives/d1/info" => reply(200, OWN),
        _ => Err(Error::new(Kind::Unavailable, "no answer").outcome_unknown()),
    });
    let flags = Inputs::none().with("with-drives", Input::Bool(true));
    let error = go::<Instance>(&stub, &verbs::INSTANCE_DELETE, "s1", flags).await.unwrap_err();
    assert!(!error.details().outcome_unknown && error.details().message.contains("(1000 B, id d1)"), "{error}");
}

#[tokio::test]
async fn a_destroy_without_an_answer_is_looked_at_before_it_is_tried_again() {
    for (later, expected) in [((400, "errors:system could not be found\n"), 1), ((200, FREE), 2)] {
        let lost = Cell::new(true);
        let stub = Stub::by(move |request: &Request| {
            if request.url.ends_with("/destroy") && lost.replace(false) {
                return Err(Error::new(Kind::Unavailable, "no answer").outcome_unknown());
            }
            if request.url.ends_with("/destroy") {
                return Ok(Reply::with(204));
            }
            if lost.get() { reply(200, FREE) } else { reply(later.0, later.1) }
        });
        go::<Drive>(&stub, &verbs::DELETE, "d2", Inputs::none()).await.unwrap();
        assert_eq!(changes(&stub).len(), expected);
    }
}
