//! The catalogue as `nubo operations` shows it: nothing is asked of a provider, and nothing needs a home.
//! The counts are those of the documents and the notes.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::harness::Home;

/// The number of operations of each provider that are documented, observed and inferred.
const COUNTS: [(&str, [usize; 3]); 4] =
    [("fleio", [90, 74, 4]), ("cloudsigma", [60, 9, 0]), ("seflow", [41, 11, 0]), ("uivmm", [53, 2, 3])];

/// The rows that a list of operations prints in JSON.
fn listed(line: &str) -> Vec<Value> {
    let all = Home::nowhere().nubo(&format!("operations list --json {line}")).ends(0).json();
    all.as_array().unwrap().clone()
}

#[test]
fn how_many_there_are() {
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    for operation in listed("") {
        let word = |key: &str| operation[key].as_str().unwrap().to_owned();
        *found.entry((word("provider"), word("confidence"))).or_default() += 1;
    }
    let words = ["documented", "observed", "inferred"];
    let stated = COUNTS.iter().flat_map(|(p, counts)| words.iter().zip(counts).map(move |(w, n)| (*p, *w, *n)));
    for (provider, confidence, count) in stated {
        let counted = found.remove(&(provider.to_owned(), confidence.to_owned())).unwrap_or(0);
        assert_eq!(counted, count, "{provider} {confidence}");
        assert_eq!(listed(&format!("--provider {provider} --confidence {confidence}")).len(), count);
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn filters() {
    let is = |key: &str, word: &str, all: &[Value]| !all.is_empty() && all.iter().all(|o| o[key] == word);
    assert!(is("provider", "seflow", &listed("--provider seflow")));
    assert!(is("effect", "pay", &listed("--effect pay")));
    assert!(is("confidence", "inferred", &listed("--confidence inferred")));
    let rescue = listed("--text RESCUE --provider fleio");
    assert!(rescue.len() >= 2 && rescue.iter().all(|o| o.to_string().to_lowercase().contains("rescue")));
    // What is asked about as destroying is among it, though a stop changes only what is persistent.
    let graver = listed("--provider cloudsigma --effect destroy");
    let ids: Vec<_> = graver.iter().map(|row| row["id"].as_str().unwrap()).collect();
    for id in ["servers.stop", "servers.shutdown", "servers.stop-several", "servergroups.stop", "servers.destroy"] {
        assert!(ids.contains(&id), "{id}: {ids:?}");
    }
    let both = listed("--provider cloudsigma --filter method=GET --filter effect=destroy");
    let ids: Vec<&str> = both.iter().map(|o| o["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["servers.destroy", "vlans.destroy", "ips.destroy"]);
    assert!(listed("--text no-such-thing").is_empty());
    let home = Home::nowhere();
    home.nubo("operations list --provider nobody").ends(2);
    home.nubo("operations list --effect gentle").ends(2);
}

#[test]
fn the_keys_of_one() {
    Home::nowhere().nubo("operations list --provider cloudsigma --text drives.read --json").shows(
        r#"
        [
          {
            "provider": "cloudsigma",
            "id": "drives.read",
            "method": "GET",
            "path": "/drives/{id}/read/{offset}/{size}",
            "effect": "read",
            "confidence": "documented",
            "source": "7.3",
            "arguments": [
              "id*",
              "offset*",
              "size*"
            ],
            "argument_confidence": [],
            "about": "Read bytes of a drive"
          }
        ]
        --- exit 0
    "#,
    );
}

#[test]
fn one_with_its_request() {
    Home::nowhere().nubo("operations show seflow services.rdns-set").shows(
        r#"
        seflow services.rdns-set: Set reverse DNS entries of a service

        effect      change
        confidence  documented
        source      POST /service/@id/rdns
        command     nubo seflow services rdns-set ID --ipaddress 10.0.0.1=host.example.com
        argument    ipaddress (required) ADDRESS=HOSTNAME

        POST /api/service/33301/rdns HTTP/1.1
        host: manage.seflow.it
        authorization: Basic $SECRET
        accept: application/json
        content-type: application/x-www-form-urlencoded

        ipaddress%5B10.0.0.1%5D=host.example.com&ipaddress%5B10.0.0.2%5D=mail.example.com

        curl -X POST -u "$USER_NAME:$SECRET" -H 'accept: application/json' -H 'content-type: application/x-www-form-urlencoded' --data-binary 'ipaddress%5B10.0.0.1%5D=host.example.com&ipaddress%5B10.0.0.2%5D=mail.example.com' 'https://manage.seflow.it/api/service/33301/rdns'
        --- exit 0
    "#,
    );
    let home = Home::nowhere();
    let login = home.nubo("operations show uivmm user.login").ends(0).stdout.clone();
    assert!(login.contains(r#""user_password":"***""#), "{login}");
    let clone = home.nubo("operations show cloudsigma drives.clone").ends(0).stdout.clone();
    assert!(clone.lines().last().unwrap().contains(r"--data-binary $'name hdd-to-ssd\nsize 21474836480\n"), "{clone}");
}

#[test]
fn every_one_can_be_shown() {
    let home = Home::nowhere();
    let mut checked = 0;
    for operation in listed("") {
        let [provider, id, path] = ["provider", "id", "path"].map(|key| operation[key].as_str().unwrap());
        let run = home.nubo(&format!("operations show {provider} {id}"));
        let text = &run.ends(0).quietly().stdout;
        let curls: Vec<&str> = text.lines().filter(|line| line.starts_with("curl ")).collect();
        assert_eq!(text.lines().last(), curls.last().copied(), "{provider} {id}");
        assert_eq!(curls.len(), 1, "{provider} {id}");
        assert!(curls[0].ends_with('\''), "{}", curls[0]);
        let head = path.split('{').next().unwrap();
        assert!(text.contains(&format!(" {head}")) || text.contains(&format!("api{head}")), "{provider} {id}: {text}");
        checked += 1;
    }
    assert_eq!(checked, COUNTS.iter().map(|(_, counts)| counts.iter().sum::<usize>()).sum::<usize>());
}

#[test]
fn the_curl_line_is_what_a_shell_takes_as_one_command() {
    let home = Home::nowhere();
    let mut checked = 0;
    for operation in listed("--provider cloudsigma") {
        let id = operation["id"].as_str().unwrap();
        let text = home.nubo(&format!("operations show cloudsigma {id}")).stdout;
        let line = text.lines().last().unwrap().to_owned();
        let script = format!("curl() {{ for word; do last=$word; done; printf %s \"$last\"; }}; {line}");
        let Ok(output) = std::process::Command::new("bash").args(["-c", &script]).output() else { return };
        let url = String::from_utf8(output.stdout).unwrap();
        assert!(url.starts_with("https://api.zrh.cloudsigma.com/") && output.status.success(), "{line}\n{url}");
        checked += 1;
    }
    assert_eq!(checked, 69);
}

#[test]
fn what_is_not_there() {
    let home = Home::nowhere();
    home.nubo("operations show cloudsigma drives.clon").shows(
        r#"
        --- stderr
        error: cloudsigma has no operation "drives.clon"
          hint: did you mean drives.clone?
        --- exit 3
    "#,
    );
    home.nubo("operations show fleio nothing.like-it").ends(3).tells("nubo operations list --provider fleio");
    home.nubo("operations show nobody x.y").shows(
        r#"
        --- stderr
        error: there is no provider "nobody"
          hint: fleio, cloudsigma, seflow or uivmm
        --- exit 2
    "#,
    );
}

#[test]
fn a_value_that_a_document_does_not_name_is_sent_only_when_forced() {
    let home = Home::new();
    for (line, near) in [
        ("cloudsigma drives create --name x --size 1G --claim-type shard", "did you mean shared?"),
        ("cloudsigma servers create --nic-0-model virtoi", "did you mean virtio?"),
        ("fleio security-groups add-rule x --security-group-id x --direction ingres", "did you mean ingress?"),
        ("uivmm instance action --server-id 1 --instance-name web-1 --instance-status stop-forced", "stop-force?"),
        ("seflow services upgrade 1 --cycle z", "is none of m, q, s"),
    ] {
        home.sandbox(&format!("{line} --dry-run")).ends(2).tells(near).tells("--force-value sends it");
        home.sandbox(&format!("{line} --dry-run --force-value")).ends(0);
    }
    let help = home.sandbox("cloudsigma drives create --help");
    help.ends(0);
    assert!(help.stdout.contains("[possible values: none"), "{}", help.stdout);
    for (line, words) in [
        ("firewalls add-rule x --protocol tpc", "tcp, udp, icmp, any"),
        ("firewalls add-rule x --protocol tcp --direction up", "in, out"),
        ("backups create now --of web-1 --every hourly", "daily, weekly"),
    ] {
        home.sandbox(line).ends(2).tells(&format!("[possible values: {words}]"));
    }
}

#[test]
fn weaker_evidence_for_an_argument_is_told() {
    let home = Home::new();
    let shown = home.nubo("operations show cloudsigma servers.create --json").json();
    assert_eq!(shown["argument_confidence"], serde_json::json!(["persistent=observed", "key=observed"]));
    let shown = home.nubo("operations show cloudsigma servers.create");
    assert!(shown.stdout.contains("persistent (observed)"), "{}", shown.stdout);
}
