//! The support matrix and the presets: no account and no network is needed for either.
//! A verb that the matrix denies ends with exit code 9 and says who can.

use crate::harness::Home;

#[test]
fn the_matrix() {
    let home = Home::new();
    home.nubo("providers --filter verb~instances*stop* --filter cloudsigma=yes").shows(
        "
        VERB                   FLEIO  CLOUDSIGMA  SEFLOW  UIVMM
        instances stop         yes    yes         yes     yes
        instances stop --hard  no     yes         no      yes
        --- exit 0
    ",
    );
    let rows = home.nubo("providers --json").json();
    for row in rows.as_array().unwrap() {
        let cells = ["fleio", "cloudsigma", "seflow", "uivmm"].map(|provider| row[provider].as_str().unwrap());
        assert!(cells.iter().all(|cell| ["yes", "some", "emulated", "inferred", "no"].contains(cell)), "{row}");
        assert_eq!(cells.contains(&"emulated"), row["emulation"].is_string(), "{row}");
    }
}

#[test]
fn the_presets() {
    Home::new().nubo("providers --presets").shows("
        PRESET          PROVIDER    URL                                ABOUT
        fleio           fleio       -                                  any Fleio portal, its end-user API ending in /backend/api
        fotbo           fleio       https://api.fotbo.com/backend/api  Fotbo.com
        cloudsigma      cloudsigma  -                                  any cloud with CloudSigma's API 1.0
        cloudsigma-zrh  cloudsigma  https://api.zrh.cloudsigma.com     CloudSigma, Zurich
        cloudsigma-lvs  cloudsigma  https://api.lvs.cloudsigma.com     CloudSigma, Las Vegas
        seflow          seflow      https://manage.seflow.it/api       SeFlow
        hostbill        seflow      -                                  any HostBill portal, its user API ending in /api
        uivmm           uivmm       -                                  a ui-vmm panel, without the /v1 of its paths
        --- exit 0
    ");
}

#[test]
fn both_can_be_selected_from_and_need_no_home() {
    let nowhere = Home::nowhere();
    nowhere.nubo("providers --filter uivmm=no --filter verb~drives?clone --columns verb -o ndjson").shows(
        r#"
        {"verb":"drives clone"}
        --- exit 0
    "#,
    );
    nowhere.nubo("providers --presets --filter provider=cloudsigma --sort -preset --columns preset").shows(
        "
        PRESET
        cloudsigma-zrh
        cloudsigma-lvs
        cloudsigma
        --- exit 0
    ",
    );
    assert!(nowhere.nubo("providers --json").ends(0).json().as_array().unwrap().len() > 100);
}

#[test]
fn what_the_matrix_denies_is_unsupported_and_names_who_can() {
    let home = Home::new();
    home.sandbox("invoices list -a sandbox-cloudsigma").shows(
        "
        --- stderr
        error: sandbox-cloudsigma: CloudSigma API 1.0 has no invoices
          hint: CloudSigma keeps a ledger instead: nubo transactions list; Fleio, SeFlow (HostBill) can
        --- exit 9
    ",
    );
    home.sandbox("tickets list -a sandbox-fleio,sandbox-uivmm").shows(
        "
        --- stderr
        error: sandbox-uivmm: ui-vmm (LXD) has no tickets
          hint: Fleio, SeFlow (HostBill) can
        --- exit 9
    ",
    );
    home.sandbox("instances stop --hard sandbox-fleio/web-1").shows(
        "
        --- stderr
        error: sandbox-fleio: Fleio has no instances stop --hard
          hint: CloudSigma API 1.0, ui-vmm (LXD) can
        --- exit 9
    ",
    );
    home.sandbox("instances stop --hard-after 1s sandbox-seflow/web-3").shows(
        "
        --- stderr
        error: sandbox-seflow: SeFlow (HostBill) has no instances stop --hard
          hint: CloudSigma API 1.0, ui-vmm (LXD) can
        --- exit 9
    ",
    );
    let error = home.sandbox("invoices show sandbox-cloudsigma/1 --json").ends(9).error();
    assert_eq!((&error["code"], &error["provider"]), (&"unsupported".into(), &"cloudsigma".into()));
}

#[test]
fn the_matrix_is_true() {
    let home = Home::new();
    let rows = home.nubo("providers --json").json();
    // Every verb is tried at one provider, and each provider with every fourth verb: one mechanism says no for all.
    let providers = ["fleio", "cloudsigma", "seflow", "uivmm"].into_iter().cycle();
    for (row, provider) in rows.as_array().unwrap().iter().zip(providers) {
        let verb = row["verb"].as_str().unwrap();
        let Some(line) = line(verb, &format!("sandbox-{provider}")) else { continue };
        let can = home.sandbox(&line).code != Some(9);
        // The simulated portal lacks verbs that only some portals have.
        assert_eq!(row[provider] != "no" && row[provider] != "some", can, "{provider}: {verb}");
    }
}

/// A command that tries a verb and changes nothing, with the flags that the verb requires.
fn line(verb: &str, account: &str) -> Option<String> {
    let (noun, word) = verb.split_once(' ').unwrap_or((verb, "list"));
    let needs = match (noun, word) {
        ("accounts", _) => return None,
        ("balance" | "usage" | "pricing" | "currencies" | "whoami", _) => return Some(format!("{noun} -a {account}")),
        ("contact", "set --email") => return Some(format!("contact set -a {account} --email x@example.com --dry-run")),
        ("contact", "set") => return Some(format!("contact set -a {account} --city x --dry-run")),
        (noun, "list" | "departments") => return Some(format!("{noun} {word} -a {account}")),
        ("contact", _) => return Some(format!("contact show -a {account}")),
        ("domains", "check") => return Some(format!("domains check example.org -a {account}")),
        ("subscriptions", "calculate") => {
            return Some(format!("subscriptions calculate --ips 1 --months 1 -a {account}"));
        }
        ("tickets", "create") => " --subject x --department x --body x",
        ("subscriptions", "create") => " --ips 1 --months 1",
        ("clients", "create") => " --first-name x --last-name x --email x",
        ("tickets", "reply") => " --body x",
        ("subscriptions", "extend") => " --months 1",
        ("clients", "credit") => " --amount 1 --currency EUR",
        (_, "rename" | "clone") | ("ips", "rdns") => " --name x",
        (_, "rescue" | "rebuild" | "boot-iso") => " --image x",
        ("drives", "resize" | "create") => " --size 1GiB",
        ("drives" | "ips" | "firewalls", "attach" | "assign") => " --to x",
        ("firewalls", "unassign") => " --from x",
        (_, "add-rule") => " --protocol tcp",
        (_, "delete-rule") => " --rule x",
        ("images", "copy") => " --region x",
        ("snapshots" | "backups", "create") => " --of x",
        ("keys", "create") => " --public-key /dev/null",
        ("groups", "add" | "remove") => " --instance x",
        ("instances", "password") | ("hosts", "create") => " --password-file /dev/null",
        (_, word) if word.starts_with("attach --") || word.starts_with("detach --") => " x",
        _ => "",
    };
    let target = match word {
        "create" if !["tickets", "subscriptions", "clients"].contains(&noun) => format!("nobody -a {account}"),
        "create" | "reserve" => format!("-a {account}"),
        _ => format!("{account}/nobody"),
    };
    let (word, flag) = word.split_once(' ').unwrap_or((word, ""));
    Some(format!("{noun} {word} {target} {flag}{needs}{}", dry(word)))
}

/// The flag that keeps a verb from changing anything; questions change nothing anyway.
fn dry(word: &str) -> &'static str {
    let questions =
        ["show", "console", "log", "metrics", "traffic", "actions", "price", "upgrade-options", "resources"];
    let more = ["bandwidth", "ips", "rdns", "templates", "services"];
    match word {
        "download" | "graphs" => " --to /dev/null/nowhere",
        word if questions.contains(&word) || more.contains(&word) => "",
        _ => " --dry-run",
    }
}
