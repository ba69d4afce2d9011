//! Servers, images, profiles, certificates and keys of the simulated ui-vmm.
//! Refusals are in the words of the panel and of LXD.

use serde_json::{Value, json};

use super::{AUTH, Bench, STREAM, detail, heard, panel};

/// The answer to an operation at a server.
fn at(bench: &Bench, server: u64, operation: &str, mut body: Value) -> (u16, Value) {
    body["provider"] = "lxd".into();
    body["server_id"] = server.into();
    bench.json("POST", &format!("/v1/{operation}"), &body.to_string())
}

/// One attribute of each entry of a list.
fn each(list: &(u16, Value), attribute: &str) -> Vec<String> {
    let all = list.1["data"].as_array().unwrap().iter();
    all.map(|one| one["attributes"][attribute].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn images_are_a_servers_own_or_those_of_an_image_server() {
    let bench = panel();
    let own = || at(&bench, 3, "image.list", json!({}));
    assert_eq!(each(&own(), "image_description"), ["Debian bookworm amd64", "Ubuntu noble amd64"]);
    assert!(!own().1.to_string().contains("image_alias"));
    let hosts = at(&bench, 3, "image.serverList", json!({}));
    assert_eq!(each(&hosts, "image_server_protocol"), ["simplestreams", "simplestreams"]);
    let host = each(&hosts, "image_server_host").remove(0);
    assert_eq!(at(&bench, 3, "image.list", json!({"image_server_host": host})).1["data"].as_array().unwrap().len(), 4);
    let (status, words) = at(&bench, 3, "image.list", json!({"image_server_host": "https://nowhere.example.net"}));
    assert!(status == 400 && words.to_string().contains("no such host"), "{words}");
    let delete = |print: &str| at(&bench, 3, "image.delete", json!({"image_fingerprint": print}));
    assert_eq!((detail(&delete("")), detail(&delete("ffffff"))), ((404, "Image not found"), (404, "Image not found")));
    assert_eq!(delete("3be4f1").1["data"]["attributes"]["response"], true);
    assert_eq!(each(&own(), "image_description"), ["Debian bookworm amd64"]);
}

#[test]
fn an_instance_that_cannot_be_made_fails_by_event_and_never_appears() {
    let bench = panel();
    let mut follower = bench.send("GET", STREAM, &[], b"").follower.unwrap();
    bench.json("POST", "/v1/event.auth", AUTH);
    let add = |body: Value| {
        let mut body = body;
        body["instance_name"] = body.get("instance_name").cloned().unwrap_or("new".into());
        assert_eq!(at(&bench, 3, "instance.add", body).0, 200, "it is queued all the same");
    };
    let nets = "https://images.example.net";
    for (body, words) in [
        (json!({"instance_image": "nothing"}), "Image not found"),
        (json!({"instance_image": "alpine/3.20"}), "Image not found"),
        (json!({"instance_image": "slackware", "image_server_host": nets}), "The requested image couldn't be found"),
        (json!({"instance_image": "debian/12", "image_server_host": "https://x"}), "no such host"),
        (json!({"instance_profiles": "default,nothing"}), "Profile not found"),
        (json!({"instance_network": "nothing"}), "Network not found"),
        (json!({"instance_name": "a_b"}), "Invalid instance name"),
    ] {
        add(body);
        let said = heard(&bench, &mut follower, 5);
        assert!(said.len() == 1 && said[0].contains(words), "{words}: {said:?}");
    }
    let names = || each(&at(&bench, 3, "instance.list", json!({})), "instance_name");
    assert_eq!(names(), ["ci-runner", "registry"]);
    add(json!({"instance_image": "6d11c2", "image_server_host": nets, "instance_profiles": "default,web"}));
    assert_eq!(each(&at(&bench, 3, "instance.list", json!({})), "instance_status")[2], "operation created");
    let said = heard(&bench, &mut follower, 5);
    assert!(said.len() == 1 && said[0].contains("response"), "{said:?}");
    let made = at(&bench, 3, "instance.get", json!({"instance_name": "new"})).1["data"]["attributes"].clone();
    assert_eq!((&made["instance_status"], &made["instance_image_os"]), (&json!("stopped"), &json!("Alpine")));
    let volumes = each(&at(&bench, 3, "volume.list", json!({})), "volume_used_by");
    assert!(volumes.contains(&"/1.0/instances/new".to_owned()), "{volumes:?}");
}

#[test]
fn profiles_are_changed_renamed_and_deleted_unless_in_use() {
    let bench = panel();
    let update = |body: Value| at(&bench, 3, "profile.update", body);
    let delete = |name: &str| at(&bench, 3, "profile.delete", json!({"profile_name": name}));
    assert_eq!(detail(&delete("default")), (403, "The \"default\" profile cannot be deleted"));
    assert_eq!(detail(&delete("web")), (400, "Profile is currently in use"));
    assert_eq!(detail(&delete("nothing")), (404, "Profile not found"));
    let renamed = json!({"profile_name": "web", "profile_rename": "www", "profile_body": "config: {}\n"});
    assert_eq!(update(renamed).0, 200);
    let list = at(&bench, 3, "profile.list", json!({}));
    assert_eq!(
        (each(&list, "profile_name"), each(&list, "profile_body").remove(1)),
        (vec!["default".into(), "www".into()], "config: {}\n".into())
    );
    let registry = at(&bench, 3, "instance.get", json!({"instance_name": "registry"})).1;
    assert_eq!(registry["data"]["attributes"]["instance_profiles"], "default,www");
    for (name, rename, status) in [("default", "other", 403), ("www", "default", 409), ("nothing", "", 404)] {
        assert_eq!(
            update(json!({"profile_name": name, "profile_rename": rename, "profile_body": "x"})).0,
            status,
            "{name}"
        );
    }
}

#[test]
fn a_server_is_registered_once_and_comes_with_defaults() {
    let bench = panel();
    let add = |operation: &str, body: Value| bench.json("POST", &format!("/v1/{operation}"), &body.to_string());
    let new =
        json!({"provider": "lxd", "server_host": "lxd-c.example.net", "server_port": 8443, "server_password": "x"});
    assert_eq!(add("server.verify", new.clone()).1["data"]["attributes"]["response"], true);
    let (status, made) = add("server.add", new.clone());
    let id = made["data"]["id"].as_u64().unwrap();
    assert_eq!((status, &made["data"]["type"]), (200, &json!("server")));
    assert_eq!(detail(&add("server.add", new)), (400, "server with this host and port already added"));
    for operation in ["server.add", "server.verify"] {
        let bare = json!({"provider": "lxd", "server_host": "lxd-d.example.net", "server_port": "8443"});
        assert_eq!(detail(&add(operation, bare)), (403, "not authorized"));
        assert_eq!(add(operation, json!({"server_host": "x", "server_password": "x"})).0, 400, "no port");
    }
    assert_eq!(each(&bench.json("POST", "/v1/server.list", "{}"), "server_host")[2], "lxd-c.example.net");
    assert_eq!(each(&at(&bench, id, "pool.list", json!({})), "pool_name"), ["default"]);
    let certificates = || each(&at(&bench, id, "certificate.list", json!({})), "certificate_fingerprint");
    let revoke = |print: &str| at(&bench, id, "certificate.revoke", json!({"certificate_fingerprint": print})).0;
    let print = certificates().remove(0);
    assert_eq!((revoke(""), revoke(&print), revoke(&print), certificates().len()), (404, 200, 404, 0));
}

#[test]
fn keys_are_added_and_deleted() {
    let bench = panel();
    let add = |body: Value| bench.json("POST", "/v1/ssh-key.add", &body.to_string());
    let (status, made) = add(json!({"key_name": "desk", "key_public": "ssh-ed25519 AAAA"}));
    assert_eq!((status, &made["data"]["attributes"]), (200, &json!({"response": true})));
    let keys = || bench.json("POST", "/v1/ssh-key.get", "{}").1["data"].clone();
    assert_eq!((&keys()[2]["id"], &keys()[2]["attributes"]["key_name"]), (&made["data"]["id"], &json!("desk")));
    let print = keys()[2]["attributes"]["key_public"].as_str().unwrap().to_owned();
    assert!(print.starts_with("SHA256:") && print.len() == 50, "{print}");
    for again in [
        json!({"key_name": "desk", "key_public": "ssh-rsa B"}),
        json!({"key_name": "x", "key_public": "ssh-ed25519 AAAA x"}),
    ] {
        assert_eq!(detail(&add(again)), (400, "ssh key has already been added"));
    }
    assert_eq!(detail(&add(json!({"key_name": "other"}))), (400, "ssh key has not be empty"));
    assert_eq!(detail(&add(json!({"key_public": "ssh-rsa C"}))), (400, "ssh key name has not be empty"));
    let delete = |id: Value| bench.json("POST", "/v1/ssh-key.delete", &json!({"key_id": id}).to_string());
    assert_eq!(detail(&delete(Value::Null)), (400, "ssh key id has not be empty"));
    assert_eq!(detail(&delete(json!(23))), (400, "ssh keys change is not allowed"), "it is the directory's");
    let own = || delete(made["data"]["id"].clone()).0;
    assert_eq!((own(), own(), keys().as_array().unwrap().len()), (200, 400, 2));
}
