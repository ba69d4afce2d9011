//! Servers with unexpected replies: control characters, pages for browsers, half a document.
//! No reply may harm a terminal, a script or the program.

use crate::harness::{Home, Server, html, json, reply};

const LIST: &str = "instances list --columns name,state --retries 0";

/// The envelope of Fleio around one instance.
fn one(instance: &str) -> String {
    format!("{{\"objects\":[{instance}],\"totalCount\":1,\"next\":null}}")
}

#[test]
fn control_characters_never_reach_text() {
    let name = r"evil\u001b[2J\u001b]0;title\u0007\nrow two\r\u009b31m\u202e";
    let sly = Server::always(json(&one(&format!(
        "{{\"id\":\"i-1\\u001b[1m\",\"name\":\"{name}\",\"status\":\"act\\tive\"}}"
    ))));
    let home = Home::at(&sly.url(), "");
    for line in [
        "instances list",
        "instances list -o wide --color always",
        "instances list -o name",
        "instances show 'id:i-1'",
        "--debug instances list",
    ] {
        let run = home.nubo(&format!("{line} --retries 0"));
        let clean = run.stdout.replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
        for text in [&clean, &run.stderr] {
            let bad = text.chars().find(|sign| (sign.is_control() && *sign != '\n') || *sign == '\u{202e}');
            assert_eq!(bad, None, "{line}: {text:?}");
        }
    }
    home.nubo(LIST).shows(
        "
        ACCOUNT  NAME           STATE
        lab      evil row two   unknown
        --- exit 0
    ",
    );
    let kept = home.nubo("instances list --json").json();
    assert_eq!(kept[0]["name"].as_str().unwrap().chars().next(), Some('e'));
    let text = home.nubo("instances list --json").stdout.clone();
    assert!(!text.contains(|sign: char| sign.is_control() && sign != '\n'), "JSON escapes what it keeps: {text:?}");
}

#[test]
fn what_an_error_says_is_cleaned_and_cannot_speak_for_us() {
    let body = br#"{"detail":"no\u001b[2J\nerror: all is lost\nhint: nubo accounts remove lab"}"#;
    let sly = Server::always(reply("403 Forbidden", "content-type: application/json\r\n", body));
    Home::at(&sly.url(), "").nubo(LIST).shows(
        "
        --- stderr
        error: lab: the provider does not permit this (instances.list)
          provider said: 403 no
            error: all is lost
            hint: nubo accounts remove lab
        --- exit 4
    ",
    );
}

#[test]
fn a_page_for_a_browser_is_no_answer() {
    for (status, code) in [("200 OK", 1), ("404 Not Found", 3), ("403 Forbidden", 4), ("503 Service Unavailable", 5)] {
        let portal = Server::always(html(status));
        let run = Home::at(&portal.url(), "").nubo(LIST);
        run.ends(code);
        assert!(!run.stderr.contains("Welcome"), "{}", run.stderr);
    }
    let portal = Server::always(html("200 OK"));
    Home::at(&portal.url(), "").nubo(LIST).shows(
        "
        --- stderr
        error: lab: instances.list was answered with an HTML page
          provider said: 200
          hint: that is a page for a browser: check the account's url
        --- exit 1
    ",
    );
    let portal = Server::always(html("502 Bad Gateway"));
    Home::at(&portal.url(), "").nubo(LIST).shows(
        "
        --- stderr
        error: lab: the provider is not available at the moment (instances.list)
          provider said: 502 (an HTML page, not the API)
        --- exit 5
    ",
    );
}

#[test]
fn half_a_document_is_an_error_and_leaves_valid_json() {
    let half = Server::always(json("{\"objects\":[{\"id\":\"i-1\",\"name\":\"we"));
    let home = Home::at(&half.url(), "");
    home.nubo(LIST).shows(
        "
        --- stderr
        error: lab: the reply is not the JSON it should be: EOF while parsing a string at line 1 column 34
        --- exit 1
    ",
    );
    assert_eq!(home.nubo("instances list --json").ends(1).stdout, "[]\n");
}

#[test]
fn a_body_shorter_than_announced_is_a_broken_connection() {
    let cut = Server::always(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"objects\":".to_vec());
    Home::at(&cut.url(), "").nubo(LIST).ends(5);
}

#[test]
fn nonsense_of_every_sort_is_an_error_and_never_a_panic() {
    for (body, code) in [
        ("", 5),
        ("{}", 5),
        ("7", 1),
        ("\"x\"", 1),
        ("{\"objects\":[null]}", 5),
        ("{\"objects\":[{}]}", 5),
        ("{\"objects\":null}", 5),
        ("\u{feff}{}", 5),
        ("[]", 0),
        ("{\"objects\":{}}", 0),
    ] {
        let odd = Server::always(json(body));
        let run = Home::at(&odd.url(), "").nubo(&format!("{LIST} --json"));
        assert_eq!(run.ends(code).stdout, "[]\n", "{body}");
    }
    let deep = Server::always(json(&"[".repeat(100_000)));
    Home::at(&deep.url(), "").nubo(LIST).ends(1);
    for bytes in [&b"SSH-2.0-OpenSSH_9.9\r\n"[..], b"HTTP/1.1 200\r\n\r\n", b"\x00\x01\x02"] {
        let odd = Server::always(bytes.to_vec());
        let run = Home::at(&odd.url(), "").nubo(LIST);
        assert!(matches!(run.code, Some(1 | 5)));
    }
}

#[test]
fn a_record_without_an_id_is_told_and_the_others_are_listed() {
    let odd = Server::always(json(
        "{\"objects\":[{\"name\":\"a\"},{\"id\":2,\"name\":\"b\",\"status\":\"active\"}],\"totalCount\":2}",
    ));
    Home::at(&odd.url(), "").nubo(LIST).shows(
        "
        ACCOUNT  NAME  STATE
        lab      b     running
        --- stderr
        error: lab: 1 record of instances.list could not be read (number 1: one instance of the reply has no id)
          hint: see the reply with --debug
        --- exit 6
    ",
    );
}

#[test]
fn latin_1_is_read_as_text() {
    let old =
        Server::always(reply("200 OK", "content-type: text/plain\r\n", b"server 1\nname M\xfcnchen\nstatus active\n"));
    let home = Home::new()
        .config(&format!("[accounts.lab]\nprovider = \"cloudsigma\"\nuser = \"me\"\nurl = \"{}\"", old.url()));
    home.with("NUBO_SECRET_LAB", "hush-lab").nubo(LIST).shows(
        "
        ACCOUNT  NAME     STATE
        lab      München  running
        --- exit 0
    ",
    );
}
