//! The verb `show` for every noun: all known fields, lines and messages too.
//! A table of several targets is the table of a list.

use serde_json::Value;

use crate::harness::Home;

#[test]
fn an_instance() {
    let home = Home::new();
    home.sandbox("instances show sandbox-fleio/web-1").shows(
        "
        ACCOUNT         sandbox-fleio
        PROVIDER        fleio
        ID              a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001
        NAME            web-1
        STATE           running
        PROVIDER STATE  active
        CREATED AT      2026-01-14T10:02:31+01:00
        CPUS            1
        MEMORY          2 GiB
        DISK            20 GiB
        IPS             203.0.113.11, 2001:db8:1::11
        REGION          nl
        FLAVOR          s1.small
        IMAGE           b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11
        TAGS            -
        LOCKED          no
        --- exit 0
    ",
    );
}

#[test]
fn an_instance_in_other_formats() {
    let home = Home::new();
    home.sandbox("instances show sandbox-cloudsigma/web-1 --json").shows(
        r#"
        {
          "account": "sandbox-cloudsigma",
          "provider": "cloudsigma",
          "preset": null,
          "id": "10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1",
          "name": "web-1",
          "state": "running",
          "provider_state": "active",
          "created_at": null,
          "cpus": 1,
          "memory_bytes": 2147483648,
          "disk_bytes": null,
          "ips": [
            "198.51.100.11"
          ],
          "region": null,
          "flavor": null,
          "image": null,
          "tags": null,
          "locked": null,
          "persistent": true
        }
        --- exit 0
    "#,
    );
    home.sandbox("instances show web-3 -o ndjson --columns id,state,image").shows(
        r#"
        {"id":"33301/12","state":"running","image":"Debian 12"}
        --- exit 0
    "#,
    );
}

#[test]
fn several_instances() {
    Home::new().sandbox("instances show lab 'sandbox-seflow/web*' sandbox-cloudsigma/dev-1").shows("
        ACCOUNT             ID                                    NAME   STATE    CPUS     MEMORY  IPS                         REGION
        sandbox-uivmm       7/lab                                 lab    paused      1  244.1 MiB  -                           -
        sandbox-seflow      33301/12                              web-3  running     2      4 GiB  192.0.2.12, 2001:db8:2::12  -
        sandbox-cloudsigma  660d1c46-3263-4f35-9ac2-c5d2db4448ae  dev-1  paused      1      1 GiB  -                           -
        --- exit 0
    ");
}

#[test]
fn a_drive() {
    let home = Home::new();
    home.sandbox("drives show archive").shows(
        "
        ACCOUNT         sandbox-fleio
        PROVIDER        fleio
        ID              7e309cb2-af64-4158-83d9-024b18e6f103
        NAME            archive
        STATE           available
        PROVIDER STATE  available
        CREATED AT      2025-11-30T19:00:00+01:00
        SIZE            250 GiB
        KIND            volume
        ATTACHED TO     -
        --- exit 0
    ",
    );
    home.sandbox("drives show sandbox-seflow/33301/12/1201 --json").shows(
        r#"
        {
          "account": "sandbox-seflow",
          "provider": "seflow",
          "preset": null,
          "id": "33301/12/1201",
          "name": "sda",
          "state": "attached",
          "provider_state": null,
          "created_at": null,
          "size_bytes": 42949672960,
          "kind": "disk",
          "attached_to": [
            "33301/12"
          ]
        }
        --- exit 0
    "#,
    );
    home.sandbox("drives show 'old backup, do not delete' --columns id,size_bytes,state").shows(
        "
        ID     8117efc7-5c3d-4e7f-8a9b-1c2db5c6c7d8
        SIZE   100 GiB
        STATE  available
        --- exit 0
    ",
    );
    home.sandbox("drives show 3/default/registry --columns name,attached_to").shows(
        "
        NAME         registry
        ATTACHED TO  3/registry
        --- exit 0
    ",
    );
}

#[test]
fn an_invoice_with_its_lines() {
    let home = Home::new();
    let columns = "id,state,number,paid_at,currency,total,due,credit,subtotal,tax,taxes,mismatch";
    home.sandbox(&format!("invoices show 3052 --columns {columns}")).shows(
        "
        ID        3052
        STATE     paid
        NUMBER    INV-3052
        PAID AT   -
        CURRENCY  EUR
        TOTAL     45.98
        DUE       0.00
        CREDIT    -
        SUBTOTAL  38.00
        TAX       7.98
        MISMATCH  -

        TAXES
          NAME     RATE  AMOUNT
          VAT 21%     -    7.98
        --- exit 0
    ",
    );
    let invoice = home.sandbox("invoices show 3052 --json").json();
    let amounts =
        |key: &str| invoice[key].as_array().unwrap().iter().map(|one| one["amount"].clone()).collect::<Vec<_>>();
    assert_eq!(
        (amounts("lines"), amounts("transactions")),
        (vec!["33.00".into(), "5.00".into()], vec!["45.98".into()])
    );
}

#[test]
fn a_ticket_with_its_messages() {
    let home = Home::new();
    let ticket = home.sandbox("tickets show T-261118-0931-XK4 --columns number,subject,messages --json").json();
    assert_eq!((&ticket["number"], &ticket["subject"]), (&"T-261118-0931-XK4".into(), &"db-1: disk latency".into()));
    let messages = ticket["messages"].as_array().unwrap();
    let said = |key: &str| messages.iter().map(|message| message[key].clone()).collect::<Vec<_>>();
    assert_eq!(said("staff"), [Value::Null, true.into(), true.into(), false.into(), true.into(), true.into()]);
    assert_eq!(said("text")[2], "A neighbour was busy;\nit has been moved.");
    assert_eq!(said("attachments")[2], serde_json::json!(["after.txt"]));
}

#[test]
fn what_is_not_there() {
    let home = Home::new();
    home.sandbox("tickets show 1 -a sandbox-seflow").shows(
        r#"
        --- stderr
        error: no ticket "1" in sandbox-seflow
          hint: see what there is: nubo tickets list
        --- exit 3
    "#,
    );
    home.sandbox("invoices show sandbox-fleio/id:1").shows(
        r#"
        --- stderr
        error: sandbox-fleio: the provider knows no such thing (invoices.show)
          provider said: 404 Not found.
          hint: path not confirmed for this deployment; if it is elsewhere here, set `path` in [accounts.sandbox-fleio.operations."invoices.show"]
        --- exit 3
    "#,
    );
    home.sandbox("drives show lab nobody").shows(
        r#"
        ACCOUNT        ID          NAME  STATE     SIZE  KIND    ATTACHED TO
        sandbox-uivmm  7/fast/lab  lab   attached     -  volume  7/lab
        --- stderr
        error: no drive "nobody" in sandbox-fleio, sandbox-cloudsigma, sandbox-seflow, sandbox-uivmm
          hint: see what there is: nubo drives list
        --- exit 6
    "#,
    );
}
