//! Money, services and domains of HostBill portals: SeFlow's own, which pays nothing, and one that pays from credit.
//! Dates are counted from today, so that they are computed.

use serde_json::{Value, json};

use crate::harness::{Clouds, Home, Server, day, json as answer, reply};

const AT: &str = "-a sandbox-seflow";

#[test]
fn what_is_owed_and_what_one_has() {
    let home = Home::new();
    let due = day(-5);
    home.sandbox(&format!("balance {AT}")).shows(&format!(
        "
        ACCOUNT         STATE   CURRENCY  CREDIT    DUE  DUE SINCE
        sandbox-seflow  active  EUR        50.00  61.00  {due}
        --- exit 0
    "
    ));
    home.sandbox(&format!("usage {AT} --columns resource,service,used,limit,unit,price --no-header")).shows(
        "
        sandbox-seflow  bandwidth  33301  22.33  100.00  Mbps  0
        sandbox-seflow  memory     33301  13312   32768  -     -
        sandbox-seflow  disk       33301    220     500  -     -
        sandbox-seflow  cpu        33301      7      16  -     -
        --- exit 0
    ",
    );
    let all = home.sandbox(&format!("invoices list {AT} --json")).json();
    for invoice in all.as_array().unwrap() {
        let id = invoice["id"].as_str().unwrap();
        let shown = home.sandbox(&format!("invoices show {id} {AT} --json")).json();
        assert_eq!((&shown["mismatch"], shown["lines"].as_array().unwrap().is_empty()), (&Value::Null, false), "{id}");
    }
}

#[test]
fn an_invoice_tells_its_lines_and_taxes_which_add_up() {
    let (issued, due, paid, until) = (day(-52), day(-38), day(-45), day(-22));
    Home::new().sandbox("invoices show 302877 --json").shows(&format!(
        r#"
        {{
          "account": "sandbox-seflow",
          "provider": "seflow",
          "preset": null,
          "id": "302877",
          "name": null,
          "state": "paid",
          "provider_state": "Paid",
          "created_at": null,
          "number": "SF/0039",
          "issued_at": "{issued}",
          "due_at": "{due}",
          "paid_at": "{paid} 13:13:37",
          "currency": "EUR",
          "total": "48.8",
          "due": "0.00",
          "credit": "0",
          "subtotal": "40.0",
          "tax": "8.8",
          "taxes": [
            {{
              "name": null,
              "rate": "22",
              "amount": "8.8"
            }}
          ],
          "lines": [
            {{
              "description": "Cloud Server M ({issued} - {until})",
              "amount": "30.00"
            }},
            {{
              "description": "Payment fee",
              "amount": "10.00"
            }}
          ],
          "transactions": [],
          "mismatch": null
        }}
        --- exit 0
    "#
    ));
}

#[test]
fn services_are_asked_about() {
    let home = Home::new();
    let list = home.sandbox(&format!("services list {AT} --json --columns id,name,state,price,cycle,renews_at")).json();
    assert_eq!(
        list[0],
        json!({"id": "33301", "name": "cloud.example.com", "state": "active", "price": "30.0000", "cycle": "Monthly",
            "renews_at": day(9)})
    );
    let shown = home.sandbox("services show sandbox-seflow/33301 --json --raw").json();
    assert_eq!((&shown["price"], &shown["raw"]["rootpassword"]), (&json!("30.00"), &json!("***")));
    let asked = |verb: &str, columns: &str| {
        let line = format!("services {verb} sandbox-seflow/33301 --json --columns {columns}");
        home.sandbox(&line).ends(0).json().as_array().unwrap().clone()
    };
    let options = asked("upgrade-options", "kind,resource_id,item_id,price,selected");
    assert_eq!(options.len(), 5);
    let item =
        json!({"kind": "resource", "resource_id": "1557", "item_id": "10104", "price": "15.5", "selected": false});
    assert_eq!(options[2], item);
    assert_eq!(
        asked("resources", "resource,total,used,free")[0],
        json!({"resource": "memory", "total": "32768", "used": "13312", "free": "19456"})
    );
    assert_eq!(
        asked("bandwidth", "model,used,charge")[0],
        json!({"model": "95th", "used": "22.33 Mbps", "charge": "0"})
    );
    assert_eq!(asked("ips", "address,description")[3], json!({"address": "192.0.2.16", "description": "spare"}));
    assert_eq!(asked("rdns", "rdns")[0], json!({"rdns": "host-12.example.com"}));
    assert_eq!(asked("templates", "template_id,template")[0], json!({"template_id": "12", "template": "Debian 12"}));
    home.sandbox("services bandwidth sandbox-seflow/33303").ends(1).tells("invalid method");
}

#[test]
fn graphs_are_written_as_pictures() {
    let home = Home::new();
    home.sandbox("services graphs sandbox-seflow/33301 --to graphs/").ends(0);
    for period in ["daily", "weekly", "monthly"] {
        let file = home.path(&format!("graphs/33301-Device-sw1.example.com-port-eth1-{period}.png"));
        assert!(std::fs::read(file).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"), "{period}");
    }
}

#[test]
fn domains_are_listed_and_looked_for() {
    let home = Home::new();
    let list =
        home.sandbox(&format!("domains list {AT} --json --columns name,state,price,auto_renew,renews_at,expires_at"));
    let row = |name: &str, renews: Option<String>, auto: bool, expires: String| json!({"name": name, "state": "active", "price": "10.00", "auto_renew": auto, "renews_at": renews, "expires_at": expires});
    assert_eq!(list.json()[0], row("example.com", None, false, day(20)));
    assert_eq!(list.json()[1], row("example.org", Some(day(41)), true, day(41)));
    let shown = home.sandbox("domains show sandbox-seflow/example.com --json").json();
    assert_eq!(shown["nameservers"], json!(["ns1.example.com", "ns2.example.com"]));
    home.sandbox(&format!("domains check free.example example.com {AT} --no-header")).shows(
        "
        sandbox-seflow  free.example  yes  -  -
        sandbox-seflow  example.com   no   -  -
        --- exit 0
    ",
    );
}

#[test]
fn invoices_are_paid_as_far_as_the_credit_goes() {
    let clouds = Clouds::serve();
    let home = clouds.portal();
    let sentence = "pays 36.6 EUR of the credit of 50.00 EUR; 13.40 EUR is left";
    home.nubo("invoices pay portal/303118 --dry-run").ends(0).tells(sentence).tells("invoice/303118/credit");
    home.nubo("invoices pay portal/303118").ends(10).tells("--yes");
    let paid = home.nubo("invoices pay portal/303118 --yes --json").ends(0).json();
    assert_eq!((&paid[0]["after"], &paid[0]["changed"]), (&json!("paid"), &json!(true)));
    let again = home.nubo("invoices pay portal/303118 --yes --json").ends(0).json();
    assert_eq!(again[0]["changed"], json!(false));
    let poor = home.nubo("invoices pay portal/303140 --yes");
    poor.ends(7).tells("needs 24.4 EUR, and the credit is 13.40 EUR").tells("add credit at the portal");
    let balance = home.nubo("balance --json").json();
    assert_eq!((&balance[0]["credit"], &balance[0]["due"]), (&json!("13.40"), &json!("24.40")));
}

#[test]
fn an_upgrade_is_ordered_at_the_price_that_was_told() {
    let home = Home::new();
    let line = "services upgrade sandbox-seflow/33301 --resource 1557=10104";
    home.sandbox(&format!("{line} --dry-run")).ends(0).tells("charge 20.50 EUR").tells("recurring 45.50 EUR");
    home.sandbox(line).ends(10);
    home.sandbox("services upgrade sandbox-seflow/33301 --package 12").ends(2).tells("--package and --cycle together");
    home.sandbox(&format!("{line} --yes")).ends(0);
    let shown = home.sandbox("services show sandbox-seflow/33301 --json").json();
    assert_eq!(shown["price"], json!("45.50"));
}

/// A portal whose answer to every change is cut off after the request arrived.
fn cut() -> Server {
    Server::new(|_, request| match request.split(' ').nth(1).unwrap() {
        _ if !request.starts_with("GET") => {
            let whole = reply("200 OK", "content-type: application/json\r\n", br#"{"success": true}"#);
            whole[..whole.len() - 9].to_vec()
        }
        "/balance" => answer(r#"{"details": {"acc_balance": "1.00", "acc_credit": "5.00"}}"#),
        "/invoice" => answer(r#"{"invoices": [{"id": "7", "status": "Unpaid", "total": "1.00"}]}"#),
        "/invoice/7" => answer(r#"{"invoice": {"id": "7", "status": "Unpaid", "total": "1.00"}}"#),
        "/tickets" => answer(r#"{"tickets": [{"ticket_number": "7", "status": "Open"}]}"#),
        _ => answer(r#"{"ticket": {"ticket_number": "7", "status": "Open"}, "replies": []}"#),
    })
}

#[test]
fn what_is_cut_off_is_never_sent_again() {
    for (line, path, look) in [
        ("invoices pay lab/7 --yes", "POST /invoice/7/credit", "nubo invoices show lab/id:7"),
        ("tickets reply lab/7 --body x", "POST /tickets/7", "nubo tickets show lab/id:7"),
    ] {
        let server = cut();
        let home = Home::new()
            .config(&format!("[accounts.lab]\nprovider = \"hostbill\"\nurl = \"{}\"\nuser = \"ops\"", server.url()));
        let run = home.with("NUBO_SECRET_LAB", "hush-lab").nubo(line);
        run.ends(1).tells(look);
        let changes: Vec<String> = server.lines().into_iter().filter(|line| !line.starts_with("GET")).collect();
        assert_eq!(changes, [path], "{}", run.stderr);
    }
}
