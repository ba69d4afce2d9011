//! Making servers: the copy first, then the server, and the remains when something fails.
//! A creation that cannot succeed is not begun.

use super::*;

#[tokio::test]
async fn a_server_is_made_once_its_copy_is_ready_and_started_if_it_rests() {
    for (status, last) in
        [("server s9\nstatus stopped\n", Some("GET /servers/s9/start")), ("server s9\nstatus active\n", None)]
    {
        let stub = cloud(move |path, count| match path {
            "/drives/i1/info" => Some((200, IMAGE)),
            "/drives/i1/clone" => Some((200, COPYING)),
            // One read that shows a finished copy may be wrong.
            "/drives/d9/info" => Some((200, if matches!(count, 1 | 3) { COPYING } else { COPY })),
            "/servers/create" => Some((200, status)),
            "/servers/s9/start" => Some((204, "")),
            _ => None,
        });
        let made = go::<Instance>(&stub, &verbs::INSTANCE_CREATE, "web-9", wanted()).await.unwrap();
        assert_eq!(made, Made::with_id("s9"));
        assert_eq!(sent(&stub).iter().filter(|line| line.contains("/d9/info")).count(), 5);
        let expected: Vec<&str> = ["POST /drives/i1/clone", "POST /servers/create"].into_iter().chain(last).collect();
        assert_eq!(changes(&stub), expected);
    }
}

#[tokio::test]
async fn a_failure_after_the_copy_tells_the_drive_that_is_left() {
    let refusals = [(400, "errors:system no money\n"), (200, "name web-9\nstatus stopped\n"), (504, "")];
    for (status, body) in refusals {
        let stub = cloud(move |path, _| match path {
            "/drives/i1/info" => Some((200, IMAGE)),
            "/drives/i1/clone" | "/drives/d9/info" => Some((200, COPY)),
            "/servers/create" => Some((status, body)),
            _ => None,
        });
        let error = go::<Instance>(&stub, &verbs::INSTANCE_CREATE, "web-9", wanted()).await.unwrap_err();
        assert!(error.details().message.contains("its drive d9 was made and is left"), "{error}");
        assert!(error.details().hint.as_ref().unwrap().contains("nubo drives delete test/id:d9"));
        assert_eq!(changes(&stub).last().unwrap(), "POST /servers/create");
    }
    let never = cloud(|path, _| match path {
        "/drives/i1/info" => Some((200, IMAGE)),
        "/drives/i1/clone" | "/drives/d9/info" => Some((200, COPYING)),
        _ => None,
    });
    let error = go::<Instance>(&never, &verbs::INSTANCE_CREATE, "web-9", wanted()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Failed, "nothing is pending when no machine was made");
    assert!(error.details().message.contains("d9"), "{error}");
}

#[tokio::test]
async fn what_no_server_can_be_made_of_is_refused_before_the_copy() {
    let cases = [
        (wanted().text("password-file", "123456789"), IMAGE, "8 characters"),
        (flag("image", "i1"), IMAGE, "--cpus"),
        (flag("cpus", "1").text("memory", "1"), IMAGE, "--image"),
        (flag("image", "i1").with("cpus", Input::Integer(0)).text("memory", "1"), IMAGE, "at least one"),
        (wanted().texts("network", ["a".to_owned(), "b".to_owned()]), IMAGE, "one card"),
        (wanted().with("disk", Input::Integer(999)), IMAGE, "too small"),
        (wanted(), "drive i1\nstatus active\ntype cdrom\n", "is a CD"),
    ];
    for (flags, image, words) in cases {
        let stub = cloud(move |path, _| (path == "/drives/i1/info").then_some((200, image)));
        let error = go::<Instance>(&stub, &verbs::INSTANCE_CREATE, "web-9", flags).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Usage, "{words}");
        assert!(error.details().message.contains(words), "{error}");
        assert_eq!(changes(&stub), Vec::<String>::new());
    }
}
