//! Addresses, VLANs, groups, standard drives and subscriptions of the simulated `CloudSigma`.
//! A thing that a server uses cannot be destroyed, and a missing thing cannot be used.

use super::{Keys, all, cloud, id};
use crate::sandbox::tests::Bench;

fn post(bench: &Bench, path: &str, body: &str) -> (u16, Keys) {
    let (code, text) = bench.text("POST", path, body);
    (code, Keys::parse(&text))
}

#[test]
fn the_standard_library_is_listed_by_kind() {
    let bench = cloud();
    let lines = |kind: &str| bench.text("GET", &format!("/drives/standard/{kind}list"), "").1.lines().count();
    assert_eq!([lines("img/"), lines("cd/"), lines("")], [4, 2, 6]);
    for drive in all(&bench, "/drives/standard/cd/info") {
        assert_eq!(drive.get("type"), "cdrom");
        assert_eq!(bench.text("GET", &format!("/drives/{}/info", drive.get("drive")), "").0, 200);
    }
}

#[test]
fn an_address_in_use_names_its_server_and_stays() {
    let bench = cloud();
    let (mail, free) = (id(&bench, "mail-1"), "198.51.100.13");
    let ip = || Keys::parse(&bench.text("GET", &format!("/resources/ip/{free}/info"), "").1);
    let set = |body: &str| post(&bench, &format!("/servers/{mail}/set"), body).0;
    assert!(!ip().has("claimed"));
    assert_eq!(
        (set("nic:0:dhcp 198.51.100.77\n"), set("nic:0:dhcp 198.51.100.11\n")),
        (400, 400),
        "unknown, another's"
    );
    assert_eq!((set(&format!("nic:0:dhcp {free}\n")), ip().get("claimed")), (200, mail.as_str()));
    let (code, failure) = post(&bench, &format!("/resources/ip/{free}/destroy"), "");
    assert!(code == 400 && failure.get("errors:system").contains("currently in use"));
    assert_eq!((set("nic:0:dhcp auto\n"), ip().has("claimed")), (200, false));
    assert_eq!(post(&bench, &format!("/resources/ip/{free}/destroy"), "").0, 204);
    assert_eq!(bench.text("GET", &format!("/resources/ip/{free}/info"), "").0, 400);
    let made: Vec<_> = (0..60).map(|_| post(&bench, "/resources/ip/create", "").1.get("resource").to_owned()).collect();
    assert_eq!(made.iter().take(50).collect::<std::collections::BTreeSet<_>>().len(), 50);
}

#[test]
fn a_vlan_lives_until_no_server_is_in_it() {
    let bench = cloud();
    let (_, vlan) = post(&bench, "/resources/vlan/create", "name lab\n");
    let (vlan, mail) = (vlan.get("resource").to_owned(), id(&bench, "mail-1"));
    let set = |body: &str| post(&bench, &format!("/servers/{mail}/set"), body);
    assert_eq!(set("nic:1:vlan nothing\n").0, 400);
    let (code, server) = set(&format!("nic:1:vlan {vlan}\n"));
    assert_eq!((code, server.get("nic:1:model"), server.get("nic:1:mac").len()), (200, "e1000", 17));
    assert_eq!(post(&bench, &format!("/resources/vlan/{vlan}/destroy"), "").0, 400);
    assert_eq!(post(&bench, &format!("/resources/vlan/{vlan}/set"), "name lab two\n").1.get("name"), "lab two");
    assert_eq!((set("nic:1:vlan\nnic:1:mac\nnic:1:model\n").0, all(&bench, "/resources/vlan/info").len()), (200, 3));
    assert_eq!(post(&bench, &format!("/resources/vlan/{vlan}/destroy"), "").0, 204);
    assert_eq!(all(&bench, "/resources/vlan/info").len(), 2);
}

#[test]
fn a_group_comes_has_a_description_and_goes_without_its_servers() {
    let bench = cloud();
    let (_, group) = post(&bench, "/servergroups/create", "name lab\n");
    let path = format!("/servergroups/{}", group.get("uuid"));
    let body = format!("server:0 {}\n", id(&bench, "mail-1"));
    assert_eq!(bench.text("POST", &format!("{path}/add"), &body).1.lines().count(), 1);
    assert_eq!(bench.text("POST", &format!("{path}/start"), "").1.lines().count(), 1);
    assert_eq!(post(&bench, &format!("{path}/set"), "name lab\ndescription for tests\n").0, 200);
    let info = Keys::parse(&bench.text("GET", &format!("{path}/info"), "").1);
    assert_eq!((info.get("name"), info.get("description")), ("lab", "for tests"));
    assert_eq!(bench.text("POST", &format!("{path}/remove"), &body), (200, String::new()));
    assert_eq!(post(&bench, &format!("{path}/destroy"), "").0, 204);
    assert_eq!(bench.text("GET", &format!("{path}/info"), "").0, 400);
    assert!(!id(&bench, "mail-1").is_empty());
}

#[test]
fn numbers_of_a_server_are_numbers() {
    let bench = cloud();
    for (key, value) in [("cpu", "fast"), ("mem", "0"), ("smp", "many")] {
        let body = format!("name x\n{key} {value}\n").replace("name x\nsmp", "name x\ncpu 1000\nmem 1024\nsmp");
        let body = if key == "cpu" { body + "mem 1024\n" } else { body + "cpu 1000\n" };
        let (code, failure) = post(&bench, "/servers/create", &body);
        assert_eq!((code, failure.get(&format!("errors:{key}"))), (400, "Enter a whole number."), "{body}");
    }
    let (code, made) = post(&bench, "/servers/create", "name x\ncpu 1000\nmem 1024\nsmp auto\nstatus stopped\n");
    assert_eq!((code, made.get("status"), made.get("smp")), (200, "stopped", "auto"));
}

#[test]
fn subscriptions_cost_what_they_were_said_to_cost() {
    let bench = cloud();
    let keys = |method: &str, path: &str, body: &str| Keys::parse(&bench.text(method, path, body).1);
    let order = "quantity 2\nstart_time 2010-03-22 00:00\nmonths 1\n";
    let software = "msft_lwa_00135 1\nmsft_p73_04837 1\nmsft_tfa_00009 1\nstart_time 2010-03-22 00:00\nmonths 1\n";
    for (kind, body, amount) in
        [("network/ip", order, "16.00"), ("network/vlan", order, "40.00"), ("software", software, "45.00")]
    {
        let told = keys("POST", &format!("/subscriptions/{kind}/calculate"), body);
        assert_eq!((told.get("amount"), told.get("currency")), (amount, "CHF"), "the manual's examples");
        let balance = || keys("GET", "/balance/info", "").get("balance").replace('.', "").parse::<u64>().unwrap();
        let before = balance();
        assert_eq!(bench.text("POST", &format!("/subscriptions/{kind}/create"), body).0, 200);
        assert_eq!(before - balance(), amount.replace('.', "").parse::<u64>().unwrap());
        assert_eq!(keys("GET", "/transactions/list", "").get("date").len(), 19);
    }
    let vlans = all(&bench, "/resources/vlan/info").len();
    let bought = bench.text("POST", "/subscriptions/network/vlan/create", order).1;
    assert_eq!((bought.matches("resource ").count(), all(&bench, "/resources/vlan/info").len()), (2, vlans + 2));
    assert!(!bench.text("GET", "/subscriptions/list", "").1.contains("subscription "), "the list tells no ids");
    let path = "/subscriptions/c8308b4d-3c98-472c-9944-024b9c700c10/set";
    assert_eq!(keys("POST", &format!("{path}/calculate"), "months 2\n").get("amount"), "8.00");
    let later = (day(9).checked_add(jiff::Span::new().months(2)).unwrap()).to_string();
    assert_eq!(keys("POST", path, "months 2\n").get("end_time"), format!("{later} 20:58"));
    assert_eq!(bench.text("POST", "/subscriptions/nothing/set", "months 2\n").0, 400);
    let (code, errors) = bench.text(
        "POST",
        "/subscriptions/resources/create",
        "cpu 1000\nmem 1000\ndisk 100\nstart_time 2010-03-22 00:12\nmonths 1\n",
    );
    assert!(code == 400 && errors.contains("errors:cpu The minimum CPU subscription is 2000 core MHz\n"), "{errors}");
    assert!(
        errors.contains("errors:mem The minimum memory subscription is 1024 MB\n") && !errors.contains("errors:disk")
    );
    let missing = bench.text("POST", "/subscriptions/network/ip/create", "quantity 1\n");
    assert_eq!(missing, (400, "quantity 1\nstart_time\nerrors:start_time This field is required.\n".into()));
    let dear = "cpu 999999\nmem 999999\nstart_time 2010-03-22 00:00\nmonths 120\n";
    assert_eq!(bench.text("POST", "/subscriptions/resources/create", dear).1, "errors:system Insufficient funds\n");
}

/// The date so many days from now.
fn day(days: i64) -> jiff::civil::Date {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    today.checked_add(jiff::Span::new().days(days)).unwrap()
}

/// An amount in hundredths.
fn cents(amount: &str) -> i64 {
    amount.replace('.', "").parse().unwrap()
}

#[test]
fn the_ledger_of_a_month_ends_in_the_balance() {
    let bench = cloud();
    let ledger = all(&bench, "/transactions/list");
    let total = |entry: &Keys| cents(entry.get("total"));
    let balance = Keys::parse(&bench.text("GET", "/balance/info", "").1);
    assert_eq!(ledger.iter().map(total).sum::<i64>(), cents(balance.get("balance")));
    assert!(
        ledger.len() <= 25 && ledger.iter().filter(|entry| total(entry) > 0).count() == 3,
        "two deposits, a refund"
    );
    for entry in &ledger {
        let date: jiff::civil::Date = entry.get("date")[..10].parse().unwrap();
        assert!(date >= day(-30) && date < day(0), "{date}");
        if let Some((minutes, rest)) =
            entry.get("description").split_once(" minutes of burst virtual server use at rate of ")
        {
            let rate = rest.split(' ').next().unwrap().replace('.', "").parse::<i64>().unwrap();
            assert_eq!(minutes.parse::<i64>().unwrap() * rate, total(entry) * -10, "{rest}");
        }
        let parts = [entry.get("value"), entry.get("tax")];
        assert!(parts == ["n/a"; 2] || cents(parts[0]) + cents(parts[1]) == total(entry), "{parts:?}");
    }
    assert!(ledger.windows(2).all(|pair| pair[0].get("date") >= pair[1].get("date")), "newest first");
}

#[test]
fn a_subscription_ends_in_nine_days_and_none_is_listed_with_an_id() {
    let bench = cloud();
    let listed = all(&bench, "/subscriptions/list");
    let mut ends: Vec<_> = listed.iter().map(|keys| keys.get("end_time")[..10].to_owned()).collect();
    ends.sort();
    assert_eq!((ends.len(), ends[0].as_str()), (4, day(9).to_string().as_str()));
    assert!(ends[1] > day(60).to_string());
    let order = "cpu 2000\nmem 2048\nstart_time 2026-12-01 00:00\nmonths 2\n";
    let before = all(&bench, "/transactions/list").len();
    let bought: Vec<_> =
        bench.text("POST", "/subscriptions/resources/create", order).1.split("\n\n").map(Keys::parse).collect();
    assert_eq!(bought.iter().filter(|keys| keys.get("subscription").len() == 36).count(), 2);
    let listed = all(&bench, "/subscriptions/list");
    assert!(listed.iter().all(|keys| !keys.has("subscription") && !keys.has("resource")));
    assert_eq!(listed.iter().filter(|keys| keys.get("end_time") == "2027-02-01 00:00:18").count(), 2, "with seconds");
    let ledger = all(&bench, "/transactions/list");
    assert_eq!((ledger.len() - before, ledger[0].get("description")), (1, "Subscription for 2 months: CPU, Memory"));
}
