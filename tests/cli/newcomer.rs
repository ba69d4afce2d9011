//! The whole path of a newcomer: a look at the simulated clouds, then four real accounts, then work.
//! The accounts are real ones to the program: configured, with stored secrets, at another process.

use crate::harness::{Clouds, Home};

/// Adds an account at each cloud with typed commands.
fn settled(clouds: &Clouds) -> Home {
    let home = Home::new();
    for (name, provider) in [("berlin", "fleio"), ("zurich", "cloudsigma"), ("milan", "seflow"), ("lab", "uivmm")] {
        let url = clouds.told(provider, "url");
        let user = if matches!(provider, "fleio" | "uivmm") { "" } else { "--user ops@example.com" };
        let line = format!("accounts add {name} --provider {provider} --url {url} {user} --secret-stdin");
        let run = home.fed(clouds.told(provider, "secret"), &line);
        run.ends(0).tells("credentials.toml, mode 0600");
    }
    home
}

#[test]
fn from_nothing_to_a_list_of_everything() {
    let clouds = Clouds::serve();
    let home = Home::new();
    home.nubo("instances list").shows(
        "
        --- stderr
        error: no account is configured
          hint: add one: nubo accounts add NAME --provider PRESET, or try: nubo --sandbox instances list
        --- exit 2
    ",
    );
    home.sandbox("instances list -a sandbox-uivmm --columns account,name,state").ends(0);
    let home = settled(&clouds);
    home.nubo("accounts list").shows(
        "
        ACCOUNT  PROVIDER    PRESET  URL                                 USER             DEFAULT
        berlin   fleio       -       http://127.0.0.1:[port]/backend/api  -                no
        lab      uivmm       -       http://127.0.0.1:[port]              -                no
        milan    seflow      -       http://127.0.0.1:[port]/api          ops@example.com  no
        zurich   cloudsigma  -       http://127.0.0.1:[port]              ops@example.com  no
        --- exit 0
    ",
    );
    home.nubo("whoami --columns account,name,email").shows(
        "
        ACCOUNT  NAME          EMAIL
        berlin   Alex Example  ops@example.com
        lab      demo          ops@example.com
        milan    Alex Example  ops@example.com
        zurich   Alex Example  ops@example.com
        --- exit 0
    ",
    );
    home.nubo("instances list --filter 'name~web-*' --columns account,id,name,state").shows(
        "
        ACCOUNT  ID                                    NAME      STATE
        berlin   a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1     running
        berlin   a2b84e16-90c3-4f7d-8a15-2c9f4be7d002  web-2     running
        lab      7/web-test                            web-test  stopped
        milan    33301/12                              web-3     running
        zurich   10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1     running
        zurich   21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a  web-2     running
        --- exit 0
    ",
    );
}

#[test]
fn then_the_work_of_a_day() {
    let clouds = Clouds::serve();
    let home = settled(&clouds);
    home.nubo("instances stop milan/web-3 lab/registry --no-wait").shows(
        "
        ACCOUNT  ID          NAME      ACTION  CHANGED  STATUS   BEFORE   AFTER  HOW
        milan    33301/12    web-3     stop    yes      pending  running  -      unknown
        lab      3/registry  registry  stop    yes      pending  running  -      clean
        --- exit 0
    ",
    );
    home.nubo("invoices list --unpaid --columns account,number,total,currency").shows(
        "
        ACCOUNT  NUMBER    TOTAL  CURRENCY
        berlin   INV-3107  48.40  EUR
        berlin   INV-3110  24.20  USD
        berlin   INV-3102  36.30  EUR
        berlin   INV-3088  12.10  EUR
        milan    SF/0043   24.40  EUR
        milan    SF/0042   36.60  EUR
        --- stderr
        skipped: lab, zurich have no invoices
        --- exit 0
    ",
    );
    home.nubo("accounts use lab").shows(
        "
        ACCOUNT  ID   NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        lab      lab  lab   use     yes      ok      -       -      -
        --- exit 0
    ",
    );
    home.nubo("instances start web-test --timeout 1s").shows(
        r#"
        ACCOUNT  ID          NAME      ACTION  CHANGED  STATUS   BEFORE   AFTER     HOW
        lab      7/web-test  web-test  start   yes      pending  stopped  starting  -
        --- stderr
        error: lab: cannot start "web-test": it is not running yet, and the time is up
          hint: it may still get there: look again, or allow more time with --timeout
        --- exit 8
    "#,
    );
    home.nubo("accounts remove lab").shows(
        "
        ACCOUNT  ID   NAME  ACTION  CHANGED  STATUS  BEFORE  AFTER  HOW
        lab      lab  lab   remove  yes      ok      -       -      -
        --- stderr
        its secret was removed from [home]/config/credentials.toml
        --- exit 0
    ",
    );
    home.nubo("instances list --columns account,name --limit 1").shows(
        "
        ACCOUNT  NAME
        berlin   web-1
        --- stderr
        showing 1 of 16 instances
        --- exit 0
    ",
    );
}

#[test]
fn a_change_is_waited_for_at_a_real_account_too() {
    let clouds = Clouds::serve();
    clouds.home("").nubo("instances stop uivmm/registry").shows(
        "
        ACCOUNT  ID          NAME      ACTION  CHANGED  STATUS  BEFORE   AFTER    HOW
        uivmm    3/registry  registry  stop    yes      ok      running  stopped  clean
        --- exit 0
    ",
    );
}
