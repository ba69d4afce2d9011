//! Rules of schedules for tests: wide enough that neither the hour nor the weekday of a test decides.
//! A machine is wanted up at every minute of the day, or has been wanted down for days.

use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::Home;

/// A rule that wishes its machines up at any time; `more` are further lines.
pub(crate) fn up(name: &str, accounts: &str, select: &str, more: &str) -> String {
    rule(name, accounts, select, &format!("up = ['daily 00:00-24:00']\n{more}"))
}

/// A rule that has wished its machines down for days, and goes on to for days.
pub(crate) fn down(name: &str, accounts: &str, select: &str, more: &str) -> String {
    let later = Timestamp::now().to_zoned(TimeZone::UTC).checked_add(3.days()).unwrap();
    let day = later.strftime("%a").to_string().to_lowercase();
    rule(name, accounts, select, &format!("up = ['{day} 00:00-00:05']\nlate = '35d'\n{more}"))
}

/// A rule that has wished the machines of the account `lab` down for days; `more` are further lines.
pub(crate) fn night(more: &str) -> String {
    down("night", "['lab']", "name~*", more)
}

/// A rule of these machines with these lines.
pub(crate) fn rule(name: &str, accounts: &str, select: &str, lines: &str) -> String {
    format!("[{name}]\naccounts = {accounts}\nselect = ['{select}']\nzone = 'UTC'\n{lines}\n\n")
}

impl Home {
    /// Writes the rules of the accounts.
    pub(crate) fn rules(&self, text: &str) {
        std::fs::write(self.path("config/schedules.toml"), text).unwrap();
    }

    /// Writes the rules of the sandbox.
    pub(crate) fn sandbox_rules(&self, text: &str) {
        std::fs::create_dir_all(self.path("state/sandbox")).unwrap();
        std::fs::write(self.path("state/sandbox/schedules.toml"), text).unwrap();
    }

    /// The state of each machine of an account in the sandbox that a pattern names, as `NAME STATE`.
    #[track_caller]
    pub(crate) fn states(&self, account: &str, pattern: &str) -> Vec<String> {
        let sandbox = if account.starts_with("sandbox-") { "--sandbox " } else { "" };
        let line = format!("{sandbox}instances list -a {account} --filter name~{pattern} --json");
        let rows = self.nubo(&line).ends(0).json();
        let word = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or_default().to_owned();
        rows.as_array().unwrap().iter().map(|row| format!("{} {}", word(row, "name"), word(row, "state"))).collect()
    }
}
