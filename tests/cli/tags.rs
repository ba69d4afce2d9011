//! Tags of the accounts file: they stand in machines of every provider, and lists and changes are filtered by them.
//! The provider's own tags come first, and an id that no machine has does nothing.

use serde_json::json;

use crate::harness::{Clouds, Home};

const TAGS: &str = r#"
    [accounts.seflow.tags]
    "33301/12" = ["dev", "web", "dev"]
    "33302/12" = ["old"]
    "99999/1" = ["dev"]

    [accounts.uivmm.tags]
    "7/web-test" = ["dev"]"#;

#[test]
fn machines_are_listed_shown_and_changed_by_tags() {
    let clouds = Clouds::serve();
    let home = clouds.home(TAGS);
    home.nubo("instances list --filter tags=dev --columns id,name,tags").ends(0).shows(
        "
        ACCOUNT  ID          NAME      TAGS
        seflow   33301/12    web-3     dev, web
        uivmm    7/web-test  web-test  dev
        --- exit 0
    ",
    );
    let shown = home.nubo("instances show seflow/web-3 --json").ends(0).json();
    assert_eq!(shown["tags"], json!(["dev", "web"]));
    let shown = home.nubo("instances show seflow/db-2 --json").ends(0).json();
    assert_eq!(shown["tags"], json!(null), "nobody tells of any");
    home.nubo("instances stop -a seflow,uivmm --filter tags=dev --filter state=running --yes --no-wait").shows(
        "
        ACCOUNT  ID        NAME   ACTION  CHANGED  STATUS   BEFORE   AFTER  HOW
        seflow   33301/12  web-3  stop    yes      pending  running  -      unknown
        --- exit 0
    ",
    );
    home.nubo("instances list -a seflow --filter tags=web --columns name --no-header").shows(
        "
        seflow  web-3
        --- exit 0
    ",
    );
}

#[test]
fn tags_are_lists_of_words() {
    let text = "[accounts.lab]\nprovider = \"fotbo\"\n[accounts.lab.tags]\n\"1\" = \"dev\"";
    Home::new().config(text).nubo("accounts list").ends(12).tells("line 4");
}
