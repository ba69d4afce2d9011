//! What says where a command looks beside a name: patterns, filters on what tells accounts apart, and commands about all.
//! An account that there is not is named before anything else is said.

use crate::harness::Clouds;

const WHERE: &str = "whoami --columns account";
const MACHINES: &str = "instances list --columns account";

#[test]
fn what_is_about_all_accounts_asks_all_whatever_the_default() {
    let clouds = Clouds::serve();
    let home = clouds.home("default_account = \"seflow\"");
    let accounts = |command: &str| {
        let rows = home.nubo(&format!("{command} --json")).json();
        let mut names: Vec<String> =
            rows.as_array().unwrap().iter().map(|row| row["account"].as_str().unwrap().to_owned()).collect();
        names.dedup();
        names.len()
    };
    for command in ["whoami", "balance", "usage", "runway", "inbox"] {
        assert!(accounts(command) > 1, "{command}");
        assert_eq!(accounts(&format!("{command} -a fleio")), 1, "{command}");
    }
    home.nubo("runway --exit-code --within 365d").ends(11);
    home.nubo("inbox").ends(0);
    home.with("NUBO_ACCOUNT", "fleio").nubo(WHERE).shows(
        "
        ACCOUNT
        fleio
        --- exit 0
    ",
    );
}

#[test]
fn accounts_are_named_by_patterns_too() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    home.nubo(&format!("{WHERE} -a *f*l*")).shows(
        "
        ACCOUNT
        fleio
        seflow
        --- exit 0
    ",
    );
    home.nubo(&format!("{WHERE} -a nope-*")).ends(2).tells("no account fits \"nope-*\"");
    home.nubo("networks list -a *flow,fleio --columns account -q").ends(0);
    home.nubo("instances show */web-1 --columns account,name").shows(
        "
        ACCOUNT     NAME
        cloudsigma  web-1
        fleio       web-1
        --- exit 0
    ",
    );
    home.nubo("instances reboot */web-1").ends(10).tells("its targets were not named one by one");
    home.nubo("cloudsigma profile info -a cloud*").ends(0);
}

#[test]
fn a_filter_on_the_account_or_provider_is_heeded_before_anything_is_asked() {
    let clouds = Clouds::serve();
    let home = clouds.home("default_account = \"seflow\"");
    for (filter, account) in [("account~fl*", "fleio"), ("provider=uivmm", "uivmm")] {
        let run = home.nubo(&format!("{MACHINES} --filter {filter} -v --json"));
        assert!(run.ends(0).json().as_array().unwrap().iter().all(|row| row["account"] == account));
        let others = ["cloudsigma", "seflow"].iter().filter(|other| run.stderr.contains(**other)).count();
        assert_eq!(others, 0, "{}", run.stderr);
    }
    home.nubo(&format!("{MACHINES} --filter account=zurich")).ends(2).tells("no account in scope fits account=zurich");
    home.nubo("instances reboot --filter account=fleio --filter name=web-1 --yes --no-wait").ends(0);
}

#[test]
fn an_account_that_there_is_not_is_said_before_anything_else() {
    let clouds = Clouds::serve();
    let home = clouds.home("");
    for command in [
        "instances show fleo/web-1",
        "instances stop fleo/web-1",
        "instances stop fleo/web-1 --filter state=running",
        "backups create later --of fleo/web-1",
        "backups create later -a fleio --of fleo/web-1",
        "schedules hold fleo/web-1 up --forever",
    ] {
        let run = home.nubo(command);
        assert!(run.ends(2).stderr.contains("there is no account \"fleo\""), "{command}: {}", run.stderr);
        assert!(run.stderr.contains("did you mean fleio?"), "{command}: {}", run.stderr);
    }
    home.nubo("backups create later --of fleio/web-1 --yes --no-wait").ends(0);
    home.nubo("snapshots create later -a fleio --of seflow/web-3 --yes").ends(2).tells("is in the account seflow");
}
