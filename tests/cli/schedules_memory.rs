//! Memory of schedules that survives bad answers, lost files and other spellings, and never acts against a person.
//! The simulated provider tells which requests were sent.

use std::fs;

use crate::harness::{
    CUT, Lab, SHUTDOWN, plain, reply,
    rules::{down, night},
};

/// The command of every unattended run.
const RUN: &str = "schedules apply --yes --retries 0";
/// The request that starts its server.
const START: &str = "GET /servers/X/start";

/// The files that are kept, by name.
fn kept(lab: &Lab) -> Vec<String> {
    let names = fs::read_dir(lab.home.path("state/kept")).unwrap().flatten();
    names.map(|entry| entry.file_name().to_str().unwrap().to_owned()).collect()
}

#[test]
fn a_listing_without_a_machine_forgets_no_hold_and_no_mark() {
    for hold in [true, false] {
        let lab = Lab::new(&night(""));
        if hold {
            lab.home.nubo("schedules hold lab/web off --forever").ends(0);
        }
        lab.home.nubo(RUN).ends(0);
        // The person starts it, as they may.
        lab.set(|cloud| cloud.status = "active");
        let sent = lab.changes();
        lab.set(|cloud| cloud.instead = Some(plain("")));
        lab.home.nubo(RUN).ends(5).tells("it lists 0 of the 1 machines that are known");
        let run = lab.home.nubo(RUN);
        assert_eq!((run.ends(5).stdout.as_str(), run.stderr.as_str()), ("", ""), "it is told once");
        lab.set(|cloud| cloud.instead = None);
        lab.home.nubo(RUN).ends(0);
        assert_eq!(lab.changes(), sent, "hold: {hold}");
    }
}

#[test]
fn a_listing_that_was_doubted_is_believed_when_a_person_says_so() {
    let lab = Lab::new(&night(""));
    lab.home.nubo(RUN).ends(0);
    lab.set(|cloud| cloud.instead = Some(plain("")));
    lab.home.nubo(RUN).ends(5).tells("hint: if they were deleted: nubo schedules repair");
    lab.home.nubo("schedules repair").ends(0).tells("the next whole listing of lab is believed");
    lab.home.nubo(RUN).ends(0).tells("machines are listed again");
    lab.home.nubo(RUN).ends(0);
    lab.home.nubo("schedules repair").ends(0).tells("there is nothing to repair");
}

#[test]
fn a_machine_that_was_stopped_and_started_since_is_asked_again_and_never_cut_off() {
    for interval in ["", "interval = '5m'\n"] {
        let rules = night("stop = { how = 'clean', grace = '0s', then = 'hard' }");
        let lab = Lab::new(&format!("{interval}{rules}"));
        lab.set(|cloud| cloud.obeys = false);
        lab.home.nubo(&format!("{RUN} --no-wait")).ends(0);
        // The machine stopped and a person started it: the next look sees it running.
        lab.set(|cloud| cloud.obeys = true);
        lab.home.nubo(RUN);
        assert!(!lab.changes().contains(&CUT.to_owned()), "{:?}", lab.changes());
    }
}

#[test]
fn a_start_in_the_history_says_that_the_stop_was_obeyed() {
    let lab = Lab::new(&format!("interval = '5m'\n{}", night("stop = { grace = '0s', then = 'hard' }")));
    lab.set(|cloud| cloud.obeys = false);
    lab.home.nubo(&format!("{RUN} --no-wait")).ends(0);
    lab.set(|cloud| (cloud.status, cloud.obeys) = ("stopped", true));
    lab.home.nubo("instances start lab/web").ends(0);
    for _ in 0..3 {
        lab.home.nubo(RUN).ends(0);
    }
    assert_eq!(lab.changes(), [SHUTDOWN, START]);
}

#[test]
fn two_names_of_one_place_are_left_out_and_the_others_are_not() {
    let lab = Lab::new(&down("night", "['lab', 'twin', 'other']", "name~*", ""));
    let other = Lab::new("");
    let text = lab.home.text("config/config.toml");
    // The twin account has the lab's URL in another spelling.
    let twin = text.replace("lab", "twin").replace("http://127.0.0.1", "HTTP://localhost");
    let third = other.home.text("config/config.toml").replace("lab", "other");
    fs::write(lab.home.path("config/config.toml"), text + &twin + &third).unwrap();
    let Lab { home, server, .. } = lab;
    let home = home.with("NUBO_SECRET_OTHER", "hush-other").with("NUBO_SECRET_TWIN", "hush-twin");
    home.nubo(RUN).ends(12).tells("lab and twin have the same provider, URL and user");
    assert_eq!((server.lines().len(), other.changes()), (0, vec![SHUTDOWN.to_owned()]));
}

#[test]
fn a_lost_file_of_what_was_told_stops_nothing() {
    let lab = Lab::new(&format!("{}[bad]\naccounts = ['lab']\nselect = ['name=other']\n", night("")));
    fs::create_dir_all(lab.home.path("state/kept")).unwrap();
    for text in ["{", "", "\u{1}"] {
        fs::write(lab.home.path("state/kept/rules.json"), text).unwrap();
        lab.home.nubo(RUN).ends(12).tells("rule bad");
    }
    assert_eq!(lab.changes(), [SHUTDOWN]);
    assert_eq!(kept(&lab).iter().filter(|name| name.starts_with("rules.json.unreadable-")).count(), 3);
}

#[test]
fn while_holds_or_marks_are_lost_nothing_is_stopped() {
    for name in ["holds", "marks"] {
        for text in ["", "{", "[{\"provider\":\"cloudsigma\"}]"] {
            let lab = Lab::new(&night(""));
            lab.set(|cloud| cloud.status = "stopped");
            lab.home.nubo("schedules hold lab/web off --forever").ends(0);
            lab.home.nubo(RUN).ends(0);
            let file = lab.home.path(&format!("state/kept/{name}.json"));
            let whole = fs::read(&file).unwrap();
            lab.home.nubo("schedules release lab/web").ends(0);
            fs::write(&file, text).unwrap();
            lab.set(|cloud| cloud.status = "active");
            lab.home
                .nubo(RUN)
                .ends(12)
                .tells(&format!("kept/{name}.json could not be read and is now "))
                .tells("repair");
            assert_eq!(kept(&lab).iter().filter(|file| file.starts_with(&format!("{name}.json."))).count(), 1);
            let run = lab.home.nubo(RUN);
            assert_eq!((run.ends(12).stdout.as_str(), run.stderr.as_str()), ("", ""), "{name} {text:?}");
            lab.home.nubo("schedules plan").ends(12).tells("nubo schedules repair");
            assert_eq!(lab.changes(), Vec::<String>::new(), "{name} {text:?}");
            if text == "{" {
                fs::write(&file, whole).unwrap();
            } else {
                lab.home.nubo("schedules repair").ends(0).tells("begins anew");
            }
            lab.home.nubo(RUN);
            let held = name == "holds" && text == "{";
            assert_eq!(lab.changes().len(), usize::from(!held), "{name} {text:?}");
        }
    }
}

#[test]
fn a_hold_is_kept_for_a_place_however_its_url_is_spelled() {
    let lab = Lab::new(&night(""));
    lab.home.nubo("schedules hold lab/web off --forever").ends(0);
    let text = lab.home.text("config/config.toml").replace("http://", "HTTP://");
    fs::write(lab.home.path("config/config.toml"), text.replace("127.0.0.1", "LOCALHOST")).unwrap();
    lab.home.nubo(RUN).ends(0);
    assert_eq!(lab.changes(), Vec::<String>::new());
    let listed = lab.home.nubo("schedules holds --json").ends(0).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    lab.home.nubo("schedules check").ends(0);
    let text = lab.home.text("config/config.toml").replace("\"ops\"", "\"dev\"");
    fs::write(lab.home.path("config/config.toml"), text).unwrap();
    lab.home.nubo("schedules check").ends(0).tells("marks or holds are kept of cloudsigma at ");
    lab.home.nubo("doctor").tells("which is no account any more");
}

#[test]
fn a_hold_needs_no_file_of_rules() {
    let lab = Lab::new("");
    fs::remove_file(lab.home.path("config/schedules.toml")).unwrap();
    lab.home.nubo(RUN).ends(12).tells("there are no schedules yet");
    let run = lab.home.nubo(RUN);
    assert_eq!((run.ends(12).stdout.as_str(), run.stderr.as_str()), ("", ""), "a missing file is told once");
    lab.home.nubo("schedules hold lab/web down --forever").ends(0);
    lab.home.nubo(RUN).ends(0).tells("runs are made again");
    assert_eq!(lab.changes(), [SHUTDOWN]);
}

#[test]
fn a_rule_that_cannot_be_read_shields_its_machines_from_others() {
    for (bad, sent) in [
        ("[keep]\naccounts = ['lab']\nselect = ['name=web']\nzone = 'Europe/Rom'\n", 0),
        ("[keep]\naccounts = ['labb']\nselect = ['name=web']\nzone = 'UTC'\nup = ['daily 00:00-24:00']\n", 0),
        ("[keep]\naccounts = ['lab']\nselect = ['nam=web']\n", 0),
        ("[keep]\naccounts = ['lab']\nselect = ['name=other']\nzone = 'Europe/Rom'\n", 1),
    ] {
        let lab = Lab::new(&format!("{}{bad}", night("")));
        let run = lab.home.nubo(&format!("{RUN} --json"));
        run.ends(12);
        assert_eq!(lab.changes().len(), sent, "{bad}");
        if sent == 0 {
            let row = &run.json()[0];
            assert_eq!((&row["status"], &row["error"]["code"]), (&"failed".into(), &"conflict".into()), "{row}");
            assert!(row["why"].as_str().unwrap().contains("keep may want it up and cannot be read"), "{row}");
        }
    }
    let lab = Lab::new("[night\naccounts = ['lab']\n");
    lab.home.nubo(RUN).ends(12);
    assert_eq!(lab.changes(), Vec::<String>::new());
}

#[test]
fn an_account_that_answers_in_part_loses_nothing() {
    let lab = Lab::new(&night(""));
    lab.home.nubo(RUN).ends(0);
    lab.set(|cloud| cloud.status = "active");
    for answer in [reply("404 Not Found", "", b"no such page"), plain("null"), plain("server\n")] {
        lab.set(|cloud| cloud.instead = Some(answer.clone()));
        lab.home.nubo(RUN);
        lab.set(|cloud| cloud.instead = None);
        lab.home.nubo(RUN);
    }
    assert_eq!(lab.changes(), [SHUTDOWN]);
}
