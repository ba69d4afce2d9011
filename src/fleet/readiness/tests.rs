//! Probes as they are typed, and waiting for listeners on loopback on a clock that the test moves.
#![allow(clippy::unwrap_used)]

use std::{cell::RefCell, net::SocketAddr, rc::Rc};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

/// The hint of the error for a text.
fn refused(text: &str) -> bool {
    ReadinessProbe::parse(text).is_err_and(|error| {
        assert!(error.details().hint.as_deref().unwrap().contains("tcp:22"));
        error.kind() == Kind::Usage
    })
}

#[test]
fn ports_pages_and_urls_are_understood() {
    let page = |url: &str| What::Page(url.to_owned());
    for (text, what) in [
        ("tcp:22", What::Own(22)),
        ("tcp:web.example.com:443", What::Port("web.example.com".to_owned(), 443)),
        ("tcp:192.0.2.1:22", What::Port("192.0.2.1".to_owned(), 22)),
        ("tcp:[2001:db8::1]:22", What::Port("2001:db8::1".to_owned(), 22)),
        ("http:80", page("http://{ip}:80/")),
        ("http:8080/health?a=b", page("http://{ip}:8080/health?a=b")),
        ("http://{ip}/", page("http://{ip}/")),
        ("http://{ip}", page("http://{ip}")),
        ("http:http://{ip}:8080/health", page("http://{ip}:8080/health")),
        ("http:https://web.example.com/", page("https://web.example.com/")),
        ("https://web.example.com/health", page("https://web.example.com/health")),
    ] {
        assert_eq!(ReadinessProbe::parse(text).unwrap().what, what, "{text}");
    }
}

#[test]
fn all_else_is_refused_with_the_forms() {
    for text in [
        "",
        " ",
        "22",
        "tcp",
        "tcp:",
        "tcp:ssh",
        "tcp:0",
        "tcp:+22",
        "tcp:65536",
        "tcp:-1",
        "tcp::22",
        "tcp:a b:22",
        "tcp:host:",
        "tcp:me:secret@host:22",
        "tcp:host/path:22",
        "tcp:2001:db8::1:22",
        "udp:53",
        "http:",
        "http://",
        "http:/health",
        "http:health",
        "http:0/",
        "http:99999/",
        "https:443/health",
        "ftp://host/",
        "http:ftp://host/",
        "http://me:secret@host/",
        "http://me@host/",
        "http://host/{ip}",
        "http://{ip}/{ip}",
        "http://{ip}.example.com/",
        "http://a b/",
        "http:http:http://host/",
    ] {
        assert!(refused(text), "{text:?}");
    }
}

/// A listener on loopback, and its port.
async fn listener() -> (TcpListener, u16) {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Waits for a probe at loopback for at most a minute; gives the progress messages too.
async fn wait(text: &str) -> (Result<()>, Vec<String>) {
    let told: RefCell<Vec<String>> = RefCell::default();
    let tell = |words: &str| told.borrow_mut().push(words.to_owned());
    let deadline = Instant::now() + Duration::from_secs(60);
    let result = ReadinessProbe::parse(text).unwrap().wait(&["127.0.0.1".to_owned()], deadline, &tell).await;
    (result, told.into_inner())
}

#[tokio::test]
async fn a_port_that_takes_the_connection_answers() {
    let (_listener, port) = listener().await;
    for text in [format!("tcp:{port}"), format!("tcp:127.0.0.1:{port}")] {
        let (result, told) = wait(&text).await;
        assert!(result.is_ok(), "{result:?}");
        assert_eq!(told, [format!("waiting for {text}")]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_closed_port_is_tried_until_the_time_is_up() {
    let (listener, port) = listener().await;
    drop(listener);
    let begun = time::Instant::now();
    let (result, told) = wait(&format!("tcp:{port}")).await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    let expected = format!("tcp:{port} does not answer yet, and the time is up (127.0.0.1:{port}: connection refused)");
    assert_eq!(error.details().message, expected);
    assert_eq!(told[..2], [format!("waiting for tcp:{port}"), format!("waiting for tcp:{port} (connection refused)")]);
    assert!((10..20).contains(&told.len()), "the pauses grow up to five seconds: {}", told.len());
    assert!((55..60).contains(&begun.elapsed().as_secs()), "it never waits past its time: {:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_port_that_opens_later_is_found() {
    let (listener, port) = listener().await;
    drop(listener);
    let again = async {
        time::sleep(Duration::from_secs(20)).await;
        TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await.unwrap()
    };
    let text = format!("tcp:{port}");
    let ((result, _), _listener) = futures_util::future::join(wait(&text), again).await;
    assert!(result.is_ok(), "{result:?}");
}

/// Answers requests with these statuses, one connection each; gives the requests.
async fn serve(listener: TcpListener, statuses: &[&str]) -> String {
    let mut asked = String::new();
    for status in statuses {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = [0; 4096];
        let read = stream.read(&mut bytes).await.unwrap();
        asked.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
        let reply = format!(
            "HTTP/1.1 {status}\r\nconnection: close\r\nlocation: http://192.0.2.1/\r\ncontent-length: 0\r\n\r\n"
        );
        stream.write_all(reply.as_bytes()).await.unwrap();
    }
    asked
}

#[tokio::test]
async fn a_page_answers_below_four_hundred_and_a_redirect_is_not_followed() {
    for status in ["200 OK", "204 No Content", "302 Found"] {
        let (listener, port) = listener().await;
        let ((result, _), asked) =
            futures_util::future::join(wait(&format!("http:{port}/health")), serve(listener, &[status])).await;
        assert!(result.is_ok(), "{status}: {result:?}");
        assert!(asked.starts_with("GET /health HTTP/1.1\r\n"), "{asked}");
        assert!(!asked.to_lowercase().contains("authorization"), "{asked}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_not_well_yet_is_asked_again() {
    let (listener, port) = listener().await;
    let url = format!("http://{{ip}}:{port}/");
    let statuses = ["503 Service Unavailable", "404 Not Found", "200 OK"];
    let ((result, told), _) = futures_util::future::join(wait(&url), serve(listener, &statuses)).await;
    assert!(result.is_ok(), "{result:?}");
    let waiting = format!("waiting for {url}");
    assert_eq!(told, [waiting.clone(), format!("{waiting} (status 503)"), format!("{waiting} (status 404)")]);
}

#[tokio::test(start_paused = true)]
async fn every_address_is_tried_and_one_is_enough() {
    let (listener, port) = listener().await;
    let ips = ["no address", "::1", "127.0.0.1"].map(str::to_owned);
    let reach = ReadinessProbe::parse(&format!("tcp:{port}")).unwrap();
    let deadline = Instant::now() + Duration::from_secs(1);
    assert!(reach.wait(&ips, deadline, &|_| ()).await.is_ok());
    drop(listener);
    let error = reach.wait(&ips, Instant::now(), &|_| ()).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    for tried in [format!("127.0.0.1:{port}: "), format!("[::1]:{port}: ")] {
        assert!(error.details().message.contains(&tried), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_try_is_given_five_seconds() {
    let (listener, port) = listener().await;
    let silent = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&silent);
    let hold = async move {
        loop {
            let silence = listener.accept().await.unwrap();
            kept.borrow_mut().push(silence);
        }
    };
    let text = format!("http:{port}");
    tokio::select! {
        () = hold => {}
        (result, told) = wait(&text) => {
            assert!(result.unwrap_err().details().message.contains("/: no answer)"));
            assert!((3..12).contains(&told.len()), "{told:?}");
        }
    }
    assert!(silent.borrow().len() > 2);
}

#[tokio::test]
async fn a_machine_without_an_address_cannot_be_tried() {
    for text in ["tcp:22", "http:80", "https://{ip}/"] {
        let error = ReadinessProbe::parse(text).unwrap().wait(&[], Instant::now(), &|_| ()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Failed);
        assert_eq!(error.details().message, format!("it has no address, so {text} cannot be tried"));
    }
}
