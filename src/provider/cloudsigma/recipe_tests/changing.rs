//! Changing servers and drives: only stopped ones, nothing that belongs to another, nothing twice.
//! Refusals come before any change is sent.

use super::*;

#[tokio::test]
async fn what_only_a_stopped_server_takes_is_refused_while_it_runs() {
    let cases: [(&'static Action, Inputs); 7] = [
        (&verbs::RESIZE, Inputs::none().with("cpus", Input::Integer(2))),
        (&verbs::ATTACH_DRIVE, flag("drive", "d2")),
        (&verbs::DETACH_DRIVE, flag("drive", "d1")),
        (&verbs::ATTACH_IP, flag("ip", "192.0.2.9")),
        (&verbs::DETACH_IP, flag("ip", "192.0.2.7")),
        (&verbs::ATTACH_NETWORK, flag("network", "v2")),
        (&verbs::DETACH_NETWORK, flag("network", "v1")),
    ];
    for (action, flags) in cases {
        let stub = cloud(|path, _| (path == "/servers/s1/info").then_some((200, RUNNING)));
        let error = go::<Instance>(&stub, action, "s1", flags).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Conflict, "{}", action.name());
        assert_eq!(error.details().hint.as_deref(), Some("stop it first: nubo instances stop test/web"));
        assert_eq!(changes(&stub), Vec::<String>::new());
    }
    let fleeting = cloud(|_, _| Some((200, "server s1\nname web\nstatus active\n")));
    let cpus = Inputs::none().with("cpus", Input::Integer(2));
    let error = go::<Instance>(&fleeting, &verbs::RESIZE, "s1", cpus).await.unwrap_err();
    let hint = error.details().hint.clone().unwrap();
    assert!(hint.contains("servers set -a test s1 --persistent") && !hint.contains("instances stop"), "{hint}");
}

#[tokio::test]
async fn nothing_is_taken_from_another_server_or_replaced() {
    let others = "server s2\nname db\nstatus active\nnic:0:dhcp 192.0.2.9\nnic:1:vlan v2\n";
    let bare = "server s3\nname new\nstatus stopped\npersistent true\nnic:0:dhcp auto\n";
    let stub = || {
        cloud(move |path, _| match path {
            "/servers/s1/info" => Some((200, STOPPED)),
            "/servers/s2/info" | "/servers/info" => Some((200, others)),
            "/servers/s3/info" => Some((200, bare)),
            "/drives/d2/info" => Some((200, "drive d2\nstatus active\nclaimed h:guest:s2:block:0\n")),
            "/drives/d3/info" => Some((200, "drive d3\nname web-9\nstatus active\nsize 1000\nimaging 50%\n")),
            "/drives/d4/info" => {
                Some((200, "drive d4\nstatus active\nclaimed h:guest:s1:block:0 h:guest:s2:block:0\n"))
            }
            _ => None,
        })
    };
    let instances: [(&'static Action, &str, Inputs, &str); 5] = [
        (&verbs::ATTACH_DRIVE, "s1", flag("drive", "d2"), "used by \"db\""),
        (&verbs::ATTACH_DRIVE, "s1", flag("drive", "d3"), "copied"),
        (&verbs::ATTACH_IP, "s1", flag("ip", "192.0.2.8"), "has the address 192.0.2.7"),
        (&verbs::ATTACH_IP, "s3", flag("ip", "192.0.2.9"), "\"db\" has the address"),
        (&verbs::ATTACH_NETWORK, "s1", flag("network", "v2"), "in the VLAN v1"),
    ];
    for (action, on, flags, words) in instances {
        refused::<Instance>(&stub(), action, on, flags, words).await;
    }
    refused::<Drive>(&stub(), &verbs::DELETE, "d2", Inputs::none(), "used by \"db\"").await;
    refused::<Drive>(&stub(), &verbs::DRIVE_DETACH, "d4", Inputs::none(), "several machines use it: \"web\", \"db\"")
        .await;
    refused::<Ip>(&stub(), &verbs::RELEASE, "192.0.2.9", Inputs::none(), "\"db\" has it").await;
    refused::<Network>(&stub(), &verbs::DELETE, "v2", Inputs::none(), "\"db\" is in it").await;
}

async fn refused<R: Bound>(stub: &Stub, action: &'static Action, on: &str, flags: Inputs, words: &str) {
    let error = go::<R>(stub, action, on, flags).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Conflict, "{} {on}", action.name());
    assert!(error.details().message.contains(words), "{error}");
    assert_eq!(changes(stub), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_so_already_is_not_done_again() {
    let stub = cloud(|path, _| match path {
        "/servers/s1/info" | "/servers/info" => Some((200, STOPPED)),
        "/drives/d2/info" => Some((200, FREE)),
        _ => None,
    });
    let cases: [(&'static Action, Inputs); 6] = [
        (&verbs::ATTACH_DRIVE, flag("drive", "d1")),
        (&verbs::DETACH_DRIVE, flag("drive", "d2")),
        (&verbs::ATTACH_IP, flag("ip", "192.0.2.7")),
        (&verbs::DETACH_IP, flag("ip", "192.0.2.9")),
        (&verbs::ATTACH_NETWORK, flag("network", "v1")),
        (&verbs::DETACH_NETWORK, flag("network", "v2")),
    ];
    for (action, flags) in cases {
        assert_eq!(go::<Instance>(&stub, action, "s1", flags).await.unwrap(), Made::nothing(), "{}", action.name());
    }
    assert_eq!(go::<Ip>(&stub, &verbs::UNASSIGN, "192.0.2.9", Inputs::none()).await.unwrap(), Made::nothing());
    assert_eq!(go::<Drive>(&stub, &verbs::DRIVE_DETACH, "d2", Inputs::none()).await.unwrap(), Made::nothing());
    let same = Inputs::none().with("size", Input::Integer(1000));
    assert_eq!(go::<Drive>(&stub, &verbs::DRIVE_RESIZE, "d2", same).await.unwrap(), Made::nothing());
    assert_eq!(changes(&stub), Vec::<String>::new());
}

#[tokio::test]
async fn a_drive_is_never_made_smaller() {
    let stub = cloud(|_, _| Some((200, FREE)));
    let smaller = Inputs::none().with("size", Input::Integer(999));
    let error = go::<Drive>(&stub, &verbs::DRIVE_RESIZE, "d2", smaller).await.unwrap_err();
    assert_eq!((error.kind(), changes(&stub)), (Kind::Usage, Vec::new()));
}

#[tokio::test]
async fn a_detached_drive_is_waited_for() {
    let stub = cloud(|path, count| match path {
        "/servers/s1/info" | "/servers/s1/set" => Some((200, STOPPED)),
        "/drives/d1/info" => Some((200, if count < 3 { CLAIMED } else { OWN })),
        _ => None,
    });
    go::<Instance>(&stub, &verbs::DETACH_DRIVE, "s1", flag("drive", "d1")).await.unwrap();
    assert_eq!(sent(&stub).iter().filter(|line| line.ends_with("/drives/d1/info")).count(), 3);
}
