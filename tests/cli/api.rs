//! The escape hatch: any request with the account's authentication, and no way round guard rails or consent.
//! Requests on the wire are compared byte for byte.

use std::fs;

use crate::harness::{Clouds, Home, Server, json, plain, reply};

const BATCH: &str = "43eafa24-3041-4f57-9a88-c5d2dd8ad37c";

#[test]
fn a_known_get_needs_nothing() {
    let server = Server::always(json(r#"{"id":7,"name":"web","token":"t0ken"}"#));
    let home = Home::at(&server.url(), "");
    home.nubo("api lab GET /openstack/instances/7").shows(
        r#"
        {"id":7,"name":"web","token":"***"}
        --- exit 0
    "#,
    );
    let run = home.nubo("api lab get /openstack/instances/7 --reveal --include");
    assert_eq!(
        run.stdout,
        "HTTP 200\ncontent-type: application/json\n\n{\"id\":7,\"name\":\"web\",\"token\":\"t0ken\"}\n"
    );
    assert_eq!(server.lines(), ["GET /openstack/instances/7"; 2]);
    assert!(server.asked()[0].contains("\r\nauthorization: Token hush-lab\r\n"), "{:?}", server.asked());
}

#[test]
fn fields_go_into_the_query_of_a_get_or_delete() {
    let server = Server::always(json("{}"));
    let home = Home::at(&server.url(), "");
    home.nubo("api lab GET /openstack/instances -f 'filtering=name:a b&c' -F page_size:=5").ends(0);
    home.nubo("api lab GET /openstack/instances?page=2 -f ordering=-created").ends(0);
    home.nubo("api lab DELETE /openstack/volumes/7 -f force=true --yes").ends(0);
    assert_eq!(
        server.lines(),
        [
            "GET /openstack/instances?filtering=name%3Aa%20b%26c&page_size=5",
            "GET /openstack/instances?page=2&ordering=-created",
            "DELETE /openstack/volumes/7?force=true",
        ]
    );
}

#[test]
fn the_other_words_of_a_documented_path_are_known() {
    let home = Home::new();
    for (path, operation) in [("/guests/x/destroy", "servers.destroy"), ("/servergroupss/x/stop", "servergroups.stop")]
    {
        home.sandbox(&format!("api sandbox-cloudsigma GET {path}")).ends(10).tells(operation);
    }
    home.sandbox("api sandbox-cloudsigma GET /guests/info").ends(0);
    home.sandbox("api sandbox-cloudsigma GET /unheard/x/stop").ends(10).tells("a path nubo does not know");
}

/// The body of a request in each dialect, with its content type.
const BODIES: [(&str, &str, &str, &str); 4] = [
    ("fleio", "/openstack/volumes/7/rename", "application/json", r#"{"name":"a & b","size":5,"tags":["x"]}"#),
    ("cloudsigma", "/drives/7/set", "text/plain", "name a & b\nsize 5\n"),
    ("seflow", "/details", "application/x-www-form-urlencoded", "name=a%20%26%20b&size=5&tags%5B%5D=x"),
    ("uivmm", "/v1/ssh-key.add", "application/vnd.api+json", r#"{"name":"a & b","size":5,"tags":["x"]}"#),
];

#[test]
fn fields_go_into_the_body_as_the_provider_writes_it() {
    for (provider, path, kind, body) in BODIES {
        let server = Server::always(plain(""));
        let home = Home::of(provider, &server.url(), "");
        let tags = if provider == "cloudsigma" { "" } else { " -F 'tags:=[\"x\"]'" };
        home.nubo(&format!("api lab POST {path} -f 'name=a & b' -F size:=5{tags} --yes"));
        assert_eq!(server.lines(), [format!("POST {path}")], "{provider}");
        assert_eq!(server.body(), body, "{provider}");
        assert!(server.asked()[0].contains(&format!("\r\ncontent-type: {kind}\r\n")), "{:?}", server.asked());
    }
}

#[test]
fn a_body_of_ones_own_and_other_headers() {
    let server = Server::always(json("{}"));
    let home = Home::at(&server.url(), "");
    fs::write(home.path("body"), "{\"a\": 1}\n").unwrap();
    home.nubo("api lab POST /openstack/volumes/7/rename --input body --header 'X-Trace: 7'").ends(0);
    assert_eq!(server.body(), "{\"a\": 1}\n");
    assert!(server.asked()[0].contains("\r\nx-trace: 7\r\n"), "{:?}", server.asked());
    home.fed("raw", "api lab POST /openstack/volumes/7/rename --input -").ends(0);
    assert_eq!(server.body(), "raw");
    let before = server.asked().len();
    home.nubo("api lab POST /pkm --input body -f a=b").ends(2);
    home.nubo("api lab POST /pkm --input nowhere").ends(2).tells("cannot read nowhere");
    home.nubo("api lab GET /pkm -f nothing").ends(2).tells("-f takes KEY=VALUE");
    home.nubo("api lab GET /pkm -F a:={").ends(2).tells("that is no JSON");
    home.nubo("api lab GET /pkm --header nothing").ends(2).tells("--header takes NAME: VALUE");
    home.nubo("api lab BREW /pkm").ends(2).tells("is not GET, POST, PUT, PATCH or DELETE");
    assert_eq!(server.asked().len(), before);
}

#[test]
fn no_header_makes_it_another_request() {
    let server = Server::always(json("{}"));
    let home = Home::at(&server.url(), "");
    for header in ["Authorization: Token x", "authorization : x", "Proxy-Authorization: x", "Cookie: a=b"] {
        home.nubo(&format!("api lab GET /pkm --header '{header}'")).ends(2).tells("no header may replace it");
    }
    for header in ["Host: example.com", "X-HTTP-Method-Override: DELETE", "X-Method-Override: DELETE"] {
        home.nubo(&format!("api lab GET /pkm --header '{header}'")).ends(2).tells("another request of this one");
    }
    assert_ne!(home.nubo("api lab GET /pkm --header 'a b: c'").code, Some(0));
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn no_path_leads_elsewhere() {
    let server = Server::always(json("{}"));
    let home = Home::at(&server.url(), "");
    let paths = [
        "https://example.com/x",
        "http://127.0.0.1:1/x",
        "//example.com/x",
        "openstack/instances",
        "/openstack/../billing",
        "/openstack/%2e%2e/billing",
        "/openstack/.%2E/billing",
        "/openstack/./instances",
        "/openstack/%2f../instances",
        "/openstack\\..\\billing",
        "/openstack/.\t./billing",
        "/openstack/'.. '",
        "/openstack/instances/7\n",
    ];
    for path in paths {
        let mut command = home.command(&format!("api lab GET '{path}' --yes"));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{path:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn a_path_nobody_knows_may_destroy_anything() {
    let server = Server::always(json("{}"));
    let home = Home::at(&server.url(), "");
    home.nubo("api lab GET /openstack/secret-door").shows(
        "
        --- stderr
        error: api refused: GET: a path nubo does not know may destroy anything
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.nubo("api lab DELETE /openstack/instances/7/").ends(10).tells("this destroys something");
    home.nubo("api lab DELETE //openstack/instances/7").ends(2);
    home.nubo("api lab DELETE /openstack//instances/7").ends(10);
    home.nubo("api lab DELETE /openstack/%69nstances/7").ends(10);
    assert_eq!(server.lines(), [""; 0]);
    home.nubo("api lab GET /openstack/secret-door --yes").ends(0);
    assert_eq!(server.lines(), ["GET /openstack/secret-door"]);
}

#[test]
fn one_path_that_does_two_things_counts_as_the_graver() {
    let server = Server::always(json("{}"));
    let home = Home::of("seflow", &server.url(), "");
    home.nubo("api lab POST /service/33301/upgrade -f package=12").ends(10).tells("it costs money");
    let home = Home::of("uivmm", &server.url(), "");
    home.nubo("api lab POST /v1/token.create -F token_revoke_all:=false").ends(10).tells("token.create-revoking");
    assert_eq!(server.lines(), [""; 0]);
}

#[test]
fn cloudsigma_destroys_with_get() {
    let server = Server::always(plain(""));
    let home = Home::of("cloudsigma", &server.url(), "");
    home.nubo("api lab GET /servers/X/stop").shows(
        "
        --- stderr
        error: api refused: servers.stop: this destroys something
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.nubo("api lab GET /servers/X/shutdown").ends(10);
    home.nubo("api lab GET /servers/X/destroy").ends(10).tells("servers.destroy");
    home.nubo("api lab POST /servers/X/stop").ends(10).tells("a path nubo does not know");
    home.nubo("api lab POST /servers/stop -f server:0=X").ends(10).tells("servers.stop-several");
    home.nubo("api lab GET /servers/X/stop --dry-run").ends(0);
    assert_eq!(server.lines(), [""; 0]);
    home.nubo("api lab GET /servers/X/stop --yes").ends(0);
    home.nubo("api lab GET /servers/X/start").ends(0);
    assert_eq!(server.lines(), ["GET /servers/X/stop", "GET /servers/X/start"]);
}

#[test]
fn guard_rails_cannot_be_passed() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.set("cloudsigma", "read_only = true");
    home.set("uivmm", "protect = [\"reg*\"]");
    home.nubo(&format!("api cloudsigma GET /servers/{BATCH}/stop --yes")).ends(10).tells("the account is read_only");
    home.nubo("api cloudsigma GET /anything --yes").ends(10).tells("the account is read_only");
    home.nubo("api cloudsigma GET /servers/list").ends(0);
    home.nubo("api uivmm POST /v1/instance.action -f instance=registry --yes").ends(10).tells("is protected");
    home.nubo("api uivmm POST /v1/instance.action -f instance=ci-runner --yes").ends(10).tells("is protected");
    home.nubo("api uivmm POST /v1/nobody.knows --yes").ends(10).tells("is protected");
}

#[test]
fn pages_follow_one_another() {
    let server = Server::new(|_, request| {
        if request.contains("page=2") {
            json(r#"{"objects":[2],"next":null}"#)
        } else {
            json(r#"{"objects":[1],"next":"http://elsewhere.example.com/?page=2"}"#)
        }
    });
    let home = Home::at(&server.url(), "");
    home.nubo("api lab GET /openstack/instances --paginate -f ordering=name").shows(
        r#"
        {"objects":[1],"next":"http://elsewhere.example.com/?page=2"}
        {"objects":[2],"next":null}
        --- exit 0
    "#,
    );
    let path = "GET /openstack/instances?ordering=name&page=";
    assert_eq!(server.lines(), [format!("{path}1"), format!("{path}2")]);
    home.nubo("api lab POST /openstack/volumes/7/rename -f name=x --paginate").ends(2).tells("more than once");
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn a_refusal_is_shown_and_has_its_exit_code() {
    let server = Server::always(reply("404 Not Found", "content-type: application/json\r\n", br#"{"detail":"No."}"#));
    let run = Home::at(&server.url(), "").nubo("api lab GET /openstack/instances/7 --include");
    run.ends(3).tells("No.");
    assert_eq!(run.stdout, "HTTP 404\ncontent-type: application/json\n\n{\"detail\":\"No.\"}\n");
    let server = Server::always(json(r#"{"success":false,"error":["wronglogin"]}"#));
    Home::of("seflow", &server.url(), "").nubo("api lab GET /balance").ends(4).tells("wronglogin");
    Home::new().nubo("api nobody GET /balance").ends(2);
}
