//! Lists in pages: fetched by number, never by the address a reply names; what fails leaves the rest.
//! JSON stays valid whatever a later page does.

use crate::harness::{Home, Server, json, reply};

/// One page of three with two machines on each, whose `next` points to some address; or the first machine by itself.
fn page(request: &str, next: &str) -> Vec<u8> {
    let machine = |index: u64| format!("{{\"id\":\"i-{index}\",\"name\":\"m-{index}\",\"status\":\"active\"}}");
    let Some((_, number)) = request.split_once("page=") else { return json(&machine(1)) };
    let number: u64 = number.split('&').next().unwrap().parse().unwrap();
    let next = if number < 3 { format!("\"{next}?page={}\"", number + 1) } else { "null".to_owned() };
    let (one, two) = (machine(number * 2 - 1), machine(number * 2));
    json(&format!("{{\"objects\":[{one},{two}],\"next\":{next},\"totalCount\":6,\"pageNo\":\"{number}\"}}"))
}

#[test]
fn pages_are_counted_and_an_address_in_a_reply_is_never_followed() {
    let elsewhere = Server::always(json("{}"));
    let next = format!("{}/backend/api/openstack/instances", elsewhere.url());
    let server = Server::new(move |_, request| page(request, &next));
    Home::at(&server.url(), "").nubo("instances list -o name").shows(
        "
        lab/id:i-1
        lab/id:i-2
        lab/id:i-3
        lab/id:i-4
        lab/id:i-5
        lab/id:i-6
        --- exit 0
    ",
    );
    assert_eq!((server.asked().len(), elsewhere.asked().len()), (3, 0));
}

#[test]
fn a_later_page_that_fails_leaves_the_others_and_valid_json() {
    let server = || {
        Server::new(|_, request| {
            if request.contains("page=2") {
                reply("500 Internal Server Error", "", b"{\"detail\":\"Oops\"}")
            } else {
                page(request, "http://backend.invalid/")
            }
        })
    };
    Home::at(&server().url(), "").nubo("instances list --columns name").shows(
        "
        ACCOUNT  NAME
        lab      m-1
        lab      m-2
        lab      m-5
        lab      m-6
        --- stderr
        error: lab: the provider is not available at the moment (instances.list)
          provider said: 500 Oops
        --- exit 6
    ",
    );
    let server = server();
    let home = Home::at(&server.url(), "");
    let run = home.nubo("instances list --json");
    assert_eq!(run.ends(6).json().as_array().unwrap().len(), 4);
    assert_eq!(run.error()["http_status"], 500);
    assert_eq!(home.nubo("instances list -o ndjson").ends(6).stdout.lines().count(), 4);
    home.nubo("instances show m-9").shows(
        r#"
        --- stderr
        error: lab: cannot look for instance "m-9": the provider is not available at the moment (instances.list)
          provider said: 500 Oops
        --- exit 5
    "#,
    );
    home.nubo("instances show m-1 --columns id").shows(
        "
        ID  i-1
        --- exit 0
    ",
    );
    home.nubo("instances stop m-9 --dry-run").ends(5);
}

#[test]
fn the_first_page_that_fails_is_the_failure_of_its_account() {
    let server = Server::always(reply("404 Not Found", "", b"{\"detail\":\"Not found.\"}"));
    Home::at(&server.url(), "").nubo("instances list --json").shows(r#"
        []
        --- stderr
        {"error":{"code":"not_found","message":"the provider knows no such thing (instances.list)","hint":null,"account":"lab","provider":"fleio","operation":"instances.list","target":null,"http_status":404,"provider_message":"Not found.","retryable":false,"exit":3}}
        --- exit 3
    "#);
}

#[test]
fn a_list_that_never_ends_is_read_once() {
    let server = Server::new(|_, _| {
        json(
            "{\"objects\":[{\"id\":\"i-1\",\"name\":\"m-1\",\"status\":\"active\"}],\"next\":\"/again\",\"totalCount\":3}",
        )
    });
    Home::at(&server.url(), "").nubo("instances list -o name").shows(
        "
        lab/id:i-1
        --- exit 0
    ",
    );
    assert_eq!(server.asked().len(), 3);
}
