//! The verbs at CloudSigma: a machine's life from its image to the last of its drives, and the parts attached to it.
//! Only a stopped machine is changed; nothing is taken from another; the cost of things that stay is told.

use crate::harness::Home;

/// Columns that do not differ from run to run.
const PLAIN: &str = "-a sandbox-cloudsigma --no-header --columns name,action,changed,status,after";

#[test]
fn a_machine_from_its_image_to_its_end() {
    let home = Home::new();
    a_new_one(&home);
    for (line, answer) in [
        ("instances resize web-10 --cpus 4 --memory 4GiB --yes -q", "web-10  resize  yes  ok  stopped"),
        ("drives create data-9 --size 5GiB --yes -q", "data-9  create  yes  ok  available"),
        ("instances attach web-10 --drive data-9", "web-10  attach  yes  ok  stopped"),
        ("instances attach web-10 --drive data-9", "web-10  attach  no  ok  stopped"),
        ("drives detach data-9", "data-9  detach  yes  ok  available"),
        ("drives resize data-9 --size 6GiB --yes -q", "data-9  resize  yes  ok  available"),
        ("drives attach data-9 --to web-10", "data-9  attach  yes  ok  attached"),
        ("drives clone data-9 --name data-10 --yes -q", "data-9  clone  yes  ok  available"),
        ("drives rename data-10 --name data-11", "data-10  rename  yes  ok  available"),
        ("drives delete data-11 --yes", "data-11  delete  yes  ok  -"),
        ("instances boot-iso web-10 --image 'Rescue system'", "web-10  boot-iso  yes  ok  running"),
        ("instances reset web-10", "web-10  reset  yes  ok  running"),
    ] {
        home.sandbox(&format!("{line} {PLAIN}")).shows(&format!("sandbox-cloudsigma  {answer}\n--- exit 0"));
    }
    home.sandbox("instances show sandbox-cloudsigma/web-10 --json --columns cpus,memory_bytes,persistent").shows(
        r#"
        {
          "cpus": 4,
          "memory_bytes": 4294967296,
          "persistent": true
        }
        --- exit 0
    "#,
    );
    let ended = home.sandbox(&format!("instances delete web-10 --force --with-drives --yes {PLAIN}"));
    assert!(ended.stdout.contains("web-10  delete  yes  ok  -"), "{}", ended.stdout);
    assert!(
        ended.stderr.contains("warning: \"Rescue system\"") && ended.stderr.contains("was left: it is a CD"),
        "{}",
        ended.stderr
    );
    let left = home.sandbox("drives list -a sandbox-cloudsigma --no-header --columns name").stdout;
    assert!(!left.contains("web-9") && !left.contains("data-9") && left.contains("web-1 root"), "{left}");
}

/// Makes `web-10`, under another name at first, and stops it.
fn a_new_one(home: &Home) {
    home.sandbox(&format!(
        "instances create web-9 --image 'Debian Linux 12' --cpus 2 --memory 2GiB --disk 10GiB --network 'Private network' -q {PLAIN} --yes"
    ))
    .shows(
        "
        sandbox-cloudsigma  web-9  create  yes  ok  running
        --- exit 0
    ",
    );
    home.sandbox(&format!("instances rename web-9 --name web-10 {PLAIN}")).shows(
        "
        sandbox-cloudsigma  web-9  rename  yes  ok  running
        --- exit 0
    ",
    );
    home.sandbox(&format!("instances resize web-10 --cpus 4 {PLAIN} --yes -q")).shows(
        "
        sandbox-cloudsigma  web-10  resize  no  failed  -
        --- stderr
        error: sandbox-cloudsigma: cannot resize \"web-10\": the machine \"web-10\" is running: only a stopped one can be changed so
          hint: stop it first: nubo instances stop sandbox-cloudsigma/web-10
        --- exit 7
    ",
    );
    home.sandbox(&format!("instances stop web-10 {PLAIN}")).ends(0);
}

#[test]
fn what_stays_and_costs_is_said_before_a_machine_goes() {
    let home = Home::new();
    home.sandbox(&format!("instances delete web-1 -n {PLAIN}")).shows("
        sandbox-cloudsigma  web-1  delete  no  failed  -
        --- stderr
        delete sandbox-cloudsigma/web-1 (id 10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1, running)
            its drive \"web-1 root\" (20 GiB, id 7a10e1b2-5c3d-4e7f-8a9b-1c2d3e4f5061) stays and is paid for, unless --with-drives is given
            its address 198.51.100.11 stays and is paid for
        error: sandbox-cloudsigma: cannot delete \"web-1\": it is running
          hint: stop it first, or add --force: nubo instances stop sandbox-cloudsigma/web-1
        --- exit 10
    ");
    // The question is left out where the change is refused anyway.
    home.sandbox("instances delete sandbox-cloudsigma/web-1").ends(10).tells("add --force");
    home.sandbox("instances delete sandbox-cloudsigma/web-1 --force").ends(10).tells("agree beforehand with --yes");
    home.sandbox("instances delete sandbox-cloudsigma/web-1 --with-drives --force -n")
        .tells("\"web-1 root\" (20 GiB, id 7a10e1b2-5c3d-4e7f-8a9b-1c2d3e4f5061) is destroyed too");
    let fleeting = home.sandbox(&format!("instances delete batch-1 --force -n {PLAIN}"));
    assert!(
        fleeting.stderr.contains("it is not persistent: cutting its power ends it for good already"),
        "{}",
        fleeting.stderr
    );
    home.sandbox(&format!("instances delete batch-1 --force --yes {PLAIN}")).shows(
        "
        sandbox-cloudsigma  batch-1  delete  yes  ok  -
        --- exit 0
    ",
    );
    let drives =
        home.sandbox("drives list -a sandbox-cloudsigma --no-header --columns name --filter name~batch*").stdout;
    assert_eq!(drives, "sandbox-cloudsigma  batch-1 root\n");
}

#[test]
fn addresses_and_networks_go_to_stopped_machines_only() {
    let home = Home::new();
    home.sandbox(&format!("ips assign 198.51.100.13 --to web-1 {PLAIN}")).shows(
        "
        sandbox-cloudsigma  198.51.100.13  assign  no  failed  -
        --- stderr
        error: sandbox-cloudsigma: cannot assign \"198.51.100.13\": the machine \"web-1\" is running: only a stopped one can be changed so
          hint: stop it first: nubo instances stop sandbox-cloudsigma/web-1
        --- exit 7
    ",
    );
    for (line, answer) in [
        ("ips assign 198.51.100.13 --to mail-1", "198.51.100.13  assign  yes  ok  assigned"),
        ("ips unassign 198.51.100.13", "198.51.100.13  unassign  yes  ok  free"),
        ("instances attach mail-1 --ip 198.51.100.13", "mail-1  attach  yes  ok  stopped"),
        ("instances detach mail-1 --ip 198.51.100.13", "mail-1  detach  yes  ok  stopped"),
        ("ips release 198.51.100.13 --yes", "198.51.100.13  release  yes  ok  -"),
        ("networks create back --yes -q", "back  create  yes  ok  active"),
        ("networks rename back --name front", "back  rename  yes  ok  active"),
        ("instances attach mail-1 --network front", "mail-1  attach  yes  ok  stopped"),
    ] {
        home.sandbox(&format!("{line} {PLAIN}")).shows(&format!("sandbox-cloudsigma  {answer}\n--- exit 0"));
    }
    home.sandbox(&format!("networks delete front --yes {PLAIN}")).tells("the machine \"mail-1\" is in it");
    home.sandbox(&format!("instances detach mail-1 --network front {PLAIN}")).ends(0);
    home.sandbox(&format!("networks delete front --yes {PLAIN}")).ends(0);
}

#[test]
fn a_group_is_stopped_only_with_consent_unless_all_machines_are_persistent() {
    let home = Home::new();
    home.sandbox("groups stop 'sandbox-cloudsigma/Web Servers'").shows(
        "
        --- stderr
        error: stop refused: Web Servers: not known to hold persistent machines only, and stopping destroys the others
          hint: agree beforehand with --yes
        --- exit 10
    ",
    );
    home.sandbox(&format!("instances delete batch-1 --force --yes {PLAIN}")).ends(0);
    for (line, answer) in [
        ("groups stop 'Web Servers'", "Web Servers  stop  yes  ok  active"),
        ("groups start 'Web Servers'", "Web Servers  start  yes  ok  active"),
        ("groups create office", "office  create  yes  ok  active"),
        ("groups add office --instance web-1 --instance mail-1", "office  add  yes  ok  active"),
        ("groups remove office --instance web-1", "office  remove  yes  ok  active"),
        ("groups rename office --name shop", "office  rename  yes  ok  active"),
        ("groups delete shop --yes", "shop  delete  yes  ok  -"),
    ] {
        home.sandbox(&format!("{line} {PLAIN}")).shows(&format!("sandbox-cloudsigma  {answer}\n--- exit 0"));
    }
}

#[test]
fn a_screen_and_counters_are_told_on_request() {
    let home = Home::new();
    // This verb alone shows a secret: every other run is searched for it.
    let shown = home.command("--sandbox instances console sandbox-cloudsigma/web-1 --no-header").output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert_eq!(shown, "sandbox-cloudsigma  web-1  vnc  198.51.100.11:5900  sandbox1\n");
    home.sandbox("instances console sandbox-cloudsigma/web-2").tells("has VNC switched off");
    home.sandbox("instances traffic sandbox-cloudsigma/web-1").shows(
        "
        ACCOUNT             NAME   PERIOD  FROM  UNTIL  RECEIVED     SENT
        sandbox-cloudsigma  web-1  total   -     -      77.2 MiB  6.9 MiB
        --- exit 0
    ",
    );
}
