//! Order, limits, tags and telling of schedules, as runs of the binary make them.
//! Machines wait for others within one run, and whoever is named hears of it.

use crate::harness::{Home, Lab, Server, plain, reply, rules};

/// The lines of a run, as `NAME STATUS`.
fn done(run: &crate::harness::Run) -> Vec<String> {
    let rows = run.json();
    let word = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    rows.as_array().unwrap().iter().map(|row| format!("{} {}", word(row, "name"), word(row, "status"))).collect()
}

#[test]
fn rules_start_in_their_order_in_one_run_and_stop_in_the_reverse() {
    let home = Home::new();
    let [first, last] = ["web-test", "registry"].map(|name| format!("name={name}"));
    home.nubo("--sandbox instances stop sandbox-uivmm/registry --yes").ends(0);
    let both = |rule: fn(&str, &str, &str, &str) -> String| {
        let account = "['sandbox-uivmm']";
        let order = [rule("front", account, &last, "after = ['back']"), rule("back", account, &first, "")];
        order.concat()
    };
    home.sandbox_rules(&both(rules::up));
    let plan = home.nubo("--sandbox schedules plan --json");
    assert_eq!(done(plan.ends(0)), ["registry pending", "web-test planned"]);
    let run = home.nubo("--sandbox schedules apply --yes --json");
    assert_eq!(done(run.ends(0)), ["web-test ok", "registry ok"]);
    let log = home.nubo("--sandbox schedules log --json").ends(0).json();
    let names: Vec<&str> = log.as_array().unwrap().iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names.len(), 2, "{log}");
    let times: Vec<&str> = log.as_array().unwrap().iter().filter_map(|row| row["at"].as_str()).collect();
    let (early, late) = if times[0] < times[1] { (0, 1) } else { (1, 0) };
    assert_eq!((names[early], names[late]), ("web-test", "registry"), "{log}");
    home.sandbox_rules(&both(rules::down));
    let run = home.nubo("--sandbox schedules apply --yes --json --no-wait");
    assert_eq!(done(run.ends(0)), ["registry pending", "web-test pending"]);
    assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test running"], "it waits for registry");
    // One run sees registry on its way, and a later one that it has stopped.
    (0..4).for_each(|_| drop(home.nubo("--sandbox schedules apply --yes --json")));
    assert_eq!(home.states("sandbox-uivmm", "web-test"), ["web-test stopped"]);
}

#[test]
fn what_is_told_has_no_secret_and_its_failure_is_in_nobodys_way() {
    let told = Server::new(|number, _| if number == 0 { plain("") } else { reply("500 No", "", b"") });
    let night = |more: &str| rules::night(&format!("{more}\nnotify = ['command cat >> heard', '{}/key']", told.url()));
    let lab = Lab::new(&night(""));
    let heard = lab.home.path("heard");
    let rule = night("").replace("cat >> heard", &format!("cat >> {}; env >> {0}", heard.display()));
    lab.home.rules(&rule);
    lab.home.nubo("schedules apply --yes").ends(0);
    let text = std::fs::read_to_string(&heard).unwrap();
    let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!((first["event"].as_str(), first["rule"].as_str()), (Some("done"), Some("night")));
    let machine = &first["machines"][0];
    assert_eq!((machine["name"].as_str(), machine["action"].as_str()), (Some("web"), Some("stop")), "{first}");
    assert_eq!(machine["status"], "ok");
    assert!(!text.contains("NUBO_SECRET"), "{text}");
    assert_eq!(told.body(), text.lines().next().unwrap());
    lab.set(|cloud| cloud.status = "active");
    lab.home.nubo("schedules hold web down --forever").ends(0);
    let run = lab.home.nubo("schedules apply --yes");
    run.ends(0).tells("rule night: the address of notify failed: 127.0.0.1 answered 500");
    assert!(!run.stderr.contains("key"), "{}", run.stderr);
}

#[test]
fn a_warning_comes_before_a_stop_and_a_hold_in_between_prevents_it() {
    let lab = Lab::new("");
    let heard = lab.home.path("heard");
    lab.home.rules(&rules::night(&format!("warn = '10m'\nnotify = ['command cat >> {}']", heard.display())));
    let run = lab.home.nubo("schedules apply --yes --json");
    assert_eq!(done(run.ends(0)), ["web pending"]);
    let text = std::fs::read_to_string(&heard).unwrap();
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((told["event"].as_str(), told["machines"][0]["action"].as_str()), (Some("warning"), Some("stop")));
    assert!(lab.changes().is_empty());
    lab.home.nubo("schedules hold web up --until 3h").ends(0);
    lab.home.nubo("schedules apply --yes").ends(0);
    assert_eq!(std::fs::read_to_string(&heard).unwrap(), text, "nothing more is told");
    assert!(lab.changes().is_empty());
}

#[test]
fn a_machine_takes_itself_out_of_every_rule_by_its_tag() {
    let lab = Lab::new("");
    let rule = format!("select_tag = 'schedule'\n{}", rules::night(""));
    lab.home.rules(&rule);
    let file = lab.home.path("config/config.toml");
    let config = std::fs::read_to_string(&file).unwrap();
    let tagged = |tag: &str| {
        let tags = format!("{config}\n[accounts.lab.tags]\n\"X\" = [\"schedule={tag}\"]\n");
        std::fs::write(&file, tags).unwrap();
    };
    tagged("off");
    lab.home.nubo("schedules apply --yes").ends(0);
    tagged("nigth");
    let words = "its tag names \"nigth\", which is no rule of its account";
    lab.home.nubo("schedules apply --yes").ends(7).tells(words);
    lab.home.nubo("schedules check").ends(7).tells(words).tells("did you mean night?");
    assert!(lab.changes().is_empty());
    tagged("night");
    lab.home.nubo("schedules apply --yes").ends(0);
    assert!(lab.changes().is_empty(), "its rule begins with its next edge");
}

#[test]
fn two_hosts_that_share_a_state_folder_are_told_of_each_other() {
    let lab = Lab::new(&rules::night(""));
    lab.home.nubo("schedules apply --yes").ends(0);
    let file = lab.home.path("state/kept/runs.json");
    let mut kept: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let run = kept.pointer_mut("/0/items/0").unwrap();
    run["host"] = "elsewhere".into();
    std::fs::write(&file, kept.to_string()).unwrap();
    lab.home.nubo("schedules apply --yes").ends(0).tells("the host elsewhere makes runs of schedules too");
    let all = lab.home.nubo("schedules status --json");
    assert!(all.ends(0).stdout.contains("elsewhere"), "{}", all.stdout);
}

#[test]
fn a_report_has_the_hours_of_each_rule() {
    let lab = Lab::new(&rules::night(""));
    lab.home.nubo("schedules apply --yes").ends(0);
    lab.home.nubo("schedules apply --yes").ends(0);
    let file = lab.home.path("state/kept/marks.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let mut kept: serde_json::Value = serde_json::from_str(&text).unwrap();
    let turns = kept.pointer_mut("/0/items/0/machines/X/turns").unwrap().as_array_mut().unwrap();
    assert_eq!(turns.len(), 2, "{text}");
    let ago = |hours: i64| {
        let at = jiff::Timestamp::now().checked_sub(jiff::SignedDuration::from_hours(hours)).unwrap();
        serde_json::Value::from(at.to_string())
    };
    (turns[0]["at"], turns[1]["at"]) = (ago(50), ago(20));
    std::fs::write(&file, kept.to_string()).unwrap();
    let report = lab.home.nubo("schedules report --since 30h --json");
    let row = &report.ends(0).json()[0];
    assert_eq!((row["rule"].as_str(), row["machines"].as_u64()), (Some("night"), Some(1)), "{row}");
    assert_eq!((row["hours_down"].as_str(), row["hours_up"].as_str()), (Some("20.0"), Some("10.0")), "{row}");
    let csv = lab.home.nubo("schedules report -o csv --columns rule,hours_down,hours_up,saved");
    csv.ends(0);
    assert!(csv.stdout.contains("night,20.0,30.0,"), "{}", csv.stdout);
    lab.home.nubo("schedules report --since never").ends(2);
}
