//! Tickets of HostBill portals: SeFlow's own, which only reads them, and one that writes.
//! Verbs that SeFlow's portal lacks are done at its pages for people, whose address is told.

use serde_json::json;

use crate::harness::{Clouds, Home, day};

#[test]
fn a_ticket_is_a_conversation_in_plain_text() {
    Home::new().sandbox("tickets show 437928").shows(&format!(
        "
        ACCOUNT         sandbox-seflow
        PROVIDER        seflow
        ID              437928
        STATE           answered
        PROVIDER STATE  Answered
        CREATED AT      {opened} 12:01:45
        NUMBER          437928
        SUBJECT         Reverse DNS for mail-2
        DEPARTMENT      Support
        UNREAD          yes
        UPDATED AT      {last} 17:55:03

        MESSAGES
          Support Team, staff, {opened} 13:05:46
            Hello, you can set it in the portal.
            Regards

          Alex Example, {opened} 13:20:07
            Thank you.

          Alex Example, {} 08:40:30
            It still says host-15.example.com & nothing else:

            dig -x 192.0.2.15 > out.txt

          Support Team, staff, {} 10:11:12
            It's the cache: \"one hour\" at most.

            Café costs 2 €, and 3 > 2.

          Support Team, staff, {last} 17:55:03
            Could you try again?
            What we see is attached.
            attached: trace.txt
        --- exit 0
    ",
        day(-7),
        day(-6),
        opened = day(-9),
        last = day(-2),
    ));
}

#[test]
fn what_seflow_only_reads_is_done_at_its_portal() {
    let home = Home::new();
    for line in [
        "tickets reply sandbox-seflow/437928 --body x",
        "tickets close sandbox-seflow/437928",
        "tickets reopen sandbox-seflow/401177",
        "tickets create -a sandbox-seflow --department 1 --subject x --body x",
        "tickets departments -a sandbox-seflow",
        "tickets download sandbox-seflow/437928 --to files/",
        "invoices pay sandbox-seflow/303118 --yes",
    ] {
        let run = home.sandbox(line);
        run.ends(9).tells("SeFlow has no ").tells("do it at the portal: http://127.0.0.1:");
        assert!(!run.stderr.contains("/api"), "{}", run.stderr);
    }
}

#[test]
fn a_newer_portal_is_written_to() {
    let clouds = Clouds::serve();
    let home = clouds.portal();
    home.nubo("tickets reply 437928 --body 'Thank you.'").ends(0);
    let shown = home.nubo("tickets show 437928 --json").json();
    assert_eq!((shown["messages"].as_array().unwrap().len(), &shown["state"]), (6, &json!("customer_reply")));
    assert_eq!((&shown["messages"][5]["text"], &shown["unread"]), (&json!("Thank you."), &json!(false)));
    let made = home.nubo("tickets create --department Billing --subject Invoice --body 'Two of them.' --json");
    let number = made.ends(0).json()[0]["id"].as_str().unwrap().to_owned();
    let shown = home.nubo(&format!("tickets show {number} --json")).json();
    assert_eq!((&shown["department"], &shown["messages"][0]["text"]), (&json!("Billing"), &json!("Two of them.")));
    home.nubo(&format!("tickets close {number}")).ends(0);
    home.nubo(&format!("tickets reopen {number}")).ends(0);
    home.nubo("tickets reopen 437928").ends(7);
    home.nubo("tickets create --department 9 --subject x --body x").ends(3);
    home.nubo("tickets departments --columns id,name --no-header").shows(
        "
        portal  1  Support
        portal  2  Billing
        portal  3  Sales
        --- exit 0
    ",
    );
    home.nubo("tickets download 437928 --to trace.txt").ends(0);
    assert!(home.text("trace.txt").starts_with("traceroute to mail-2"));
    home.nubo("contact set --city Lugano --mobile 0212345678").ends(2).tells("must start with +");
    home.nubo("contact set --email other@example.com").ends(10);
    home.nubo("contact set --city Lugano --region TI").ends(0);
    let contact = home.nubo("contact show --json").json();
    assert_eq!(
        (&contact[0]["city"], &contact[0]["region"], &contact[0]["company"]),
        (&json!("Lugano"), &json!("TI"), &json!("Example AG"))
    );
}
