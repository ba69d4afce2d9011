//! The verbs at SeFlow, in one session on the simulated portal: resize, boot from a CD image, reverse names, delete.
//! Costs that go on are told before a machine is deleted.

use crate::harness::{Home, day};

#[test]
fn a_machine_and_its_disk_become_larger() {
    let home = Home::new();
    home.sandbox("instances resize sandbox-seflow/web-3 --cpus 4 --memory 8GiB --columns id,action,status --yes -q")
        .shows(
            "
        ACCOUNT         ID        ACTION  STATUS
        sandbox-seflow  33301/12  resize  ok
        --- exit 0
    ",
        );
    let shown = home.sandbox("instances show sandbox-seflow/web-3 --json").json();
    assert_eq!((&shown["cpus"], &shown["memory_bytes"]), (&4.into(), &(8_u64 << 30).into()));
    home.sandbox("drives resize sandbox-seflow/id:33301/12/1201 --size 60GiB --yes").ends(0);
    let shown = home.sandbox("drives show sandbox-seflow/id:33301/12/1201 --json").json();
    assert_eq!(shown["size_bytes"], (60_u64 << 30));
    home.sandbox("drives resize sandbox-seflow/id:33301/12/1201 --size 50GiB --yes").ends(7).tells("it has 60 GiB");
    home.sandbox("instances resize sandbox-seflow/web-3 --flavor large --yes").ends(2);
    home.sandbox("instances resize sandbox-seflow/web-3 --yes").ends(2).tells("--cpus or --memory");
}

#[test]
fn templates_and_reverse_names() {
    let home = Home::new();
    home.sandbox("images list -a sandbox-seflow --columns id,name,kind").shows(
        "
        ACCOUNT         ID        NAME          KIND
        sandbox-seflow  33301/12  Debian 12     template
        sandbox-seflow  33301/24  Ubuntu 24.04  template
        sandbox-seflow  33301/31  AlmaLinux 9   template
        --- exit 0
    ",
    );
    home.sandbox("ips rdns sandbox-seflow/192.0.2.16 --name spare.example.net").ends(0);
    let shown = home.sandbox("ips show sandbox-seflow/192.0.2.16 --json").json();
    assert_eq!((&shown["rdns"], &shown["id"]), (&"spare.example.net".into(), &"33301/192.0.2.16".into()));
}

#[test]
fn a_machine_boots_from_an_image_as_typed() {
    let home = Home::new();
    home.sandbox("instances boot-iso sandbox-seflow/web-3 --image rescue.iso --dry-run")
        .ends(0)
        .tells("POST http")
        .tells("iso=rescue.iso");
    home.sandbox("instances boot-iso sandbox-seflow/web-3 --image rescue.iso").ends(0);
}

#[test]
fn a_machine_goes_and_its_service_stays() {
    let home = Home::new();
    home.sandbox("instances price sandbox-seflow/web-3").ends(0);
    home.sandbox("instances traffic sandbox-seflow/web-3").ends(9);
    home.sandbox("instances delete sandbox-seflow/web-3 --yes").ends(10).tells("stop it first");
    home.sandbox("instances delete sandbox-seflow/web-3 --force --dry-run")
        .ends(0)
        .tells("the service 33301 (Cloud Server M) stays active and is billed on: 30.00 Monthly, next due ")
        .tells(&day(9));
    home.sandbox("instances delete sandbox-seflow/web-3 --force --yes").ends(0);
    home.sandbox("instances show sandbox-seflow/id:33301/12").ends(3);
}

#[test]
fn an_address_is_led_to_a_machine_and_taken_from_it() {
    let home = Home::new();
    let shown = |home: &Home| {
        let shown = home.sandbox("ips show sandbox-seflow/192.0.2.16 --json").ends(0).json();
        (shown["state"].clone(), shown["assigned_to"].clone())
    };
    assert_eq!(shown(&home), ("free".into(), serde_json::Value::Null));
    home.sandbox("ips assign sandbox-seflow/192.0.2.16 --to db-2").ends(0);
    assert_eq!(shown(&home), ("assigned".into(), "33301/14".into()));
    home.sandbox("ips assign sandbox-seflow/192.0.2.16 --to db-2 --columns name,changed,status --no-header").shows(
        "
        sandbox-seflow  192.0.2.16  no  ok
        --- exit 0
    ",
    );
    home.sandbox("instances attach sandbox-seflow/web-3 --ip 192.0.2.16").ends(3).tells("192.0.2.16");
    home.sandbox("ips unassign sandbox-seflow/192.0.2.16").ends(0);
    home.sandbox("instances attach sandbox-seflow/web-3 --ip 192.0.2.16").ends(0);
    assert_eq!(shown(&home), ("assigned".into(), "33301/12".into()));
    home.sandbox("instances detach sandbox-seflow/web-3 --ip 192.0.2.16").ends(0);
    assert_eq!(shown(&home), ("free".into(), serde_json::Value::Null));
}
