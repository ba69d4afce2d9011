//! The objects that make a cluster carry out schedules: the files as they are, and of secrets only the names.

use std::fs;

use serde_json::{Value, json};

use crate::harness::Home;

#[test]
fn an_export_is_all_that_a_cluster_needs_but_secrets() {
    let home = Home::new().config(
        "
        # ours
        [accounts.lab]
        provider = \"uivmm\"
        url = \"http://127.0.0.1:1\"
        secret_command = \"pass show lab\"
        [accounts.my-zurich]
        provider = \"cloudsigma-zrh\"
        user = \"ops@example.com\"
        [accounts.other]
        provider = \"fotbo\"
    ",
    );
    let home = home.with("NUBO_SECRET_MY_ZURICH", "hush-zurich");
    let far = home.path("far.txt");
    let rules = format!(
        "[office]\naccounts = ['my-zurich', 'lab']\nselect = ['name~web-*']\nzone = 'Europe/Rome'\n\
                 up = ['mon-fri 08:00-19:30']\n\
                 except = ['12-25', 'zurich.txt', '{}']\n",
        far.display()
    );
    fs::write(&far, "2026-12-31\n").unwrap();
    fs::write(home.path("config/schedules.toml"), &rules).unwrap();
    fs::write(home.path("config/zurich.txt"), "2026-12-24..2027-01-06 # closed\n").unwrap();
    let line = "schedules export --kubernetes --image registry.example.com/nubo:1 --every 10m";
    let run = home.nubo(line);
    let objects: Vec<Value> = serde_saphyr::from_multiple(&run.ends(0).quietly().stdout).unwrap();
    let [map, _, job] = &objects[..] else { panic!("{objects:?}") };
    assert_eq!(
        (&map["data"]["schedules.toml"], &map["data"]["config.toml"]),
        (&json!(rules), &json!(home.text("config/config.toml")))
    );
    assert_eq!(map["data"]["zurich.txt"], "2026-12-24..2027-01-06 # closed\n");
    assert!(run.stdout.contains(&format!("# schedules.toml names {}", far.display())), "{}", run.stdout);
    assert_eq!(job["spec"]["schedule"], "*/10 * * * *");
    let container = &job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
    assert_eq!(
        (&container["image"], &container["env"][2]["name"]),
        (&json!("registry.example.com/nubo:1"), &json!("NUBO_SECRET_MY_ZURICH"))
    );
    assert_eq!(container["env"].as_array().map(Vec::len), Some(3));
    assert!(run.stdout.contains("# lab has a secret_command"), "{}", run.stdout);
    let fed = home.fed(&format!("{}[bad]\n", rules.replace("'zurich.txt', ", "")), &format!("{line} --file -"));
    assert!(fed.ends(12).tells("rule bad").stdout.contains("    [bad]\n"), "{}", fed.stdout);
}
