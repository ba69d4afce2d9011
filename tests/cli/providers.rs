//! The support matrix and the presets: no account and no network is needed for either.
//! What the matrix denies ends with exit code 9 and says who can.

use crate::harness::Home;

#[test]
fn the_matrix() {
    Home::new().nubo("providers").shows(
        "
        VERB                   FLEIO  CLOUDSIGMA  SEFLOW  UIVMM
        instances list         yes    yes         yes     yes
        instances show         yes    yes         yes     yes
        instances start        yes    yes         yes     yes
        instances stop         yes    yes         yes     yes
        instances stop --hard  no     yes         no      yes
        instances reboot       yes    yes         yes     yes
        drives list            yes    yes         yes     yes
        drives show            yes    yes         yes     yes
        invoices list          yes    no          yes     no
        invoices show          yes    no          yes     no
        tickets list           yes    no          yes     no
        tickets show           yes    no          yes     no
        whoami                 yes    yes         yes     yes
        accounts login         no     no          no      yes
        --- exit 0
    ",
    );
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
    nowhere.nubo("providers --filter uivmm=no --columns verb -o ndjson").shows(
        r#"
        {"verb":"invoices list"}
        {"verb":"invoices show"}
        {"verb":"tickets list"}
        {"verb":"tickets show"}
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
    assert_eq!(nowhere.nubo("providers --json").ends(0).json().as_array().unwrap().len(), 14);
}

#[test]
fn what_the_matrix_denies_is_unsupported_and_names_who_can() {
    let home = Home::new();
    home.sandbox("invoices list -a sandbox-cloudsigma").shows(
        "
        --- stderr
        error: sandbox-cloudsigma: CloudSigma API 1.0 has no invoices
          hint: CloudSigma keeps a ledger instead: nubo cloudsigma transactions list; Fleio, SeFlow (HostBill) can
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
    for row in home.nubo("providers --json").json().as_array().unwrap() {
        let verb = row["verb"].as_str().unwrap();
        for provider in ["fleio", "cloudsigma", "seflow", "uivmm"] {
            let account = format!("sandbox-{provider}");
            let line = match verb.split_once(' ') {
                None | Some((_, "list")) => format!("{verb} -a {account}"),
                Some(("accounts", _)) => continue,
                Some(_) => format!("{verb} {account}/nobody"),
            };
            let can = home.sandbox(&line).code != Some(9);
            assert_eq!(row[provider], can, "{provider}: {verb}");
        }
    }
}
