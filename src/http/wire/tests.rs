//! The network against raw listeners on loopback: replies, and every way in which a reply can fail to come.
//! The clock of these tests stops except while the wire is busy.
#![allow(clippy::unwrap_used)]

mod tls;

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
};

use super::super::{Authorization, Effect, testing::request};
use super::*;
use crate::config::Secret;

/// Reads one request, its body included.
fn heard(stream: &mut impl Read) -> String {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.to_ascii_lowercase().lines().find_map(|l| l.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return text,
            Ok(read) => bytes.extend_from_slice(&piece[..read]),
        }
    }
}

/// A listener that reads one request and then runs a closure; it passes on the request it read.
fn listener(then: impl FnOnce(TcpStream) + Send + 'static) -> (String, Receiver<String>) {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let (tell, told) = channel();
    thread::spawn(move || {
        let (mut stream, _) = socket.accept().unwrap();
        tell.send(heard(&mut stream)).unwrap();
        then(stream);
    });
    (url, told)
}

/// A listener that answers one request with these bytes and closes.
fn answering(bytes: impl Into<Vec<u8>>) -> (String, Receiver<String>) {
    let bytes = bytes.into();
    listener(move |mut stream| {
        stream.write_all(&bytes).unwrap();
        let _ = stream.shutdown(Shutdown::Both);
    })
}

async fn send(url: &str, effect: Effect) -> Result<Reply> {
    Net::new(url, None).unwrap().send(&request(effect, &format!("{url}/x"))).await
}

#[tokio::test]
async fn a_reply_is_taken_as_it_is() {
    let bytes = b"HTTP/1.1 429 Slow\r\nContent-Type: text/plain; charset=\xe9\r\nRetry-After: 7\r\nContent-Length: 3\r\n\r\na\xffb";
    let (url, told) = answering(*bytes);
    let reply = send(&url, Effect::Read).await.unwrap();
    assert_eq!((reply.status, &*reply.body), (429, &b"a\xffb"[..]));
    assert_eq!(reply.retry_after, Some(Duration::from_secs(7)));
    assert!(reply.content_type.starts_with("text/plain"));
    let heard = told.recv().unwrap();
    assert!(heard.starts_with("GET /x HTTP/1.1\r\n"), "{heard}");
    assert!(heard.contains("accept: text/plain\r\n") && heard.contains("user-agent: nubo/"), "{heard}");
    assert!(!heard.contains("authorization") && !heard.contains("content-length"), "{heard}");
}

#[tokio::test]
async fn a_clock_is_compared_with_the_date_of_a_reply() {
    let (url, _told) = answering("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n");
    let before = Timestamp::now();
    let told = send(&url, Effect::Read).await.unwrap().ahead.unwrap();
    let date: Timestamp = "1994-11-06T08:49:37Z".parse().unwrap();
    assert!((before.duration_since(date)..=Timestamp::now().duration_since(date)).contains(&told), "{told}");
    for header in ["", "Date: today\r\n"] {
        let (url, _told) = answering(format!("HTTP/1.1 200 OK\r\n{header}Content-Length: 0\r\n\r\n"));
        assert_eq!(send(&url, Effect::Read).await.unwrap().ahead, None, "{header}");
    }
}

#[tokio::test]
async fn a_change_without_a_body_says_so_and_the_secret_is_one_header() {
    let (url, told) = answering("HTTP/1.1 204 No\r\n\r\n");
    let secret = Secret::new("s3cret".to_owned()).unwrap();
    let post = Request {
        method: Method::Post,
        authorization: Some(Authorization { scheme: "Token".to_owned(), credentials: secret }),
        ..request(Effect::Change, &format!("{url}/x"))
    };
    assert_eq!(Net::new(&url, None).unwrap().send(&post).await.unwrap().status, 204);
    let heard = told.recv().unwrap();
    assert!(heard.starts_with("POST /x HTTP/1.1\r\n"), "{heard}");
    assert_eq!(heard.matches("content-length: 0\r\n").count(), 1, "{heard}");
    assert_eq!((heard.matches("s3cret").count(), heard.matches("authorization: Token s3cret\r\n").count()), (1, 1));
}

#[tokio::test]
async fn a_body_is_sent_whole() {
    let (url, told) = answering("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let put = Request {
        method: Method::Put,
        body: Bytes::from("name web\n"),
        ..request(Effect::Change, &format!("{url}/x"))
    };
    assert_eq!(Net::new(&url, None).unwrap().send(&put).await.unwrap().body.len(), 0);
    let heard = told.recv().unwrap();
    assert!(heard.contains("content-length: 9\r\n") && heard.ends_with("\r\n\r\nname web\n"), "{heard}");
}

#[tokio::test]
async fn a_secret_that_no_header_can_hold_is_never_sent() {
    let secret = Secret::new("p\u{e4}ss\u{2028}".to_owned()).unwrap();
    let authorization = Some(Authorization { scheme: "Token\n".to_owned(), credentials: secret });
    let read = Request { authorization, ..request(Effect::Read, "http://127.0.0.1:9/x") };
    let error = Net::new("http://127.0.0.1:9", None).unwrap().send(&read).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Denied, "{error}");
}

#[tokio::test]
async fn what_breaks_on_the_way_may_have_arrived() {
    for bytes in [
        "",
        "HTTP/1.1 20",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nonly",
        "something that is no HTTP\r\n\r\n",
    ] {
        let (url, _told) = answering(bytes);
        let error = send(&url, Effect::Read).await.unwrap_err();
        assert_eq!((error.kind(), error.details().outcome_unknown), (Kind::Unavailable, true), "{bytes:?}: {error}");
        assert!(error.to_string().contains("127.0.0.1"), "{error}");
    }
}

#[tokio::test]
async fn nobody_listening_means_that_nothing_arrived() {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    drop(socket);
    let error = send(&url, Effect::Change).await.unwrap_err();
    assert_eq!((error.kind(), error.details().outcome_unknown), (Kind::Unavailable, false));
    assert!(error.to_string().contains("cannot reach 127.0.0.1"), "{error}");
}

#[tokio::test]
async fn redirects_are_told_and_not_followed() {
    for status in [301, 302, 307, 308] {
        let (url, _told) = answering(format!(
            "HTTP/1.1 {status} Away\r\nlocation: http://127.0.0.1:9/evil\r\ncontent-length: 0\r\n\r\n"
        ));
        let error = send(&url, Effect::Read).await.unwrap_err();
        assert_eq!((error.kind(), error.details().http_status), (Kind::Failed, Some(status)));
        assert!(error.to_string().contains("redirects to http://127.0.0.1:9/evil"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_line_is_given_up() {
    let (done, wait) = channel::<()>();
    let (url, told) = listener(move |stream| {
        let _ = wait.recv();
        drop(stream);
    });
    let error = send(&url, Effect::Read).await.unwrap_err();
    assert_eq!((error.kind(), error.details().outcome_unknown), (Kind::Unavailable, true), "{error}");
    assert!(error.to_string().contains("did not answer in time"), "{error}");
    drop(done);
    assert!(told.recv().unwrap().starts_with("GET /x"));
}

#[test]
fn only_this_machine_is_loopback() {
    for url in ["http://localhost/", "http://127.0.0.1:80/x", "http://127.8.9.1/", "http://[::1]:9/"] {
        assert!(is_loopback(&Url::parse(url).unwrap()), "{url}");
    }
    for url in
        ["http://example.com/", "http://127.0.0.1.example.com/", "http://10.0.0.1/", "http://[::2]/", "http://0.0.0.0/"]
    {
        assert!(!is_loopback(&Url::parse(url).unwrap()), "{url}");
    }
}
