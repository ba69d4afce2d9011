//! The two units of systemd: a service that is one run, and the timer that starts it.
//! A unit of a user runs in that user's manager, one of the system as the user it names.

use super::{Every, Realm, Run, quoted};
use crate::error::{Error, Result};

/// The manager that has the units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Manager {
    /// The present user's manager.
    User,
    /// The system's manager.
    System {
        /// The user that runs are made as.
        user: String,
        /// True when runs start other programs, which may need folders that are otherwise hidden.
        runs_commands: bool,
    },
}

/// Folders that a private `/tmp` would hide.
const TEMPORARY: [&str; 2] = ["/tmp/", "/var/tmp/"];

/// The service: one run.
///
/// # Errors
/// `usage` where systemd cannot run a program at that path.
pub(crate) fn service(run: &Run, manager: &Manager) -> Result<String> {
    if run.binary.contains(['"', '\'', '\\']) {
        let what = format!("systemd runs no program whose path has a quote or a backslash: {}", run.binary);
        return Err(Error::usage(what).hint("copy nubo to /usr/local/bin, or use --crontab"));
    }
    let mut text = format!("[Unit]\nDescription={}\n", description(run.realm()));
    if matches!(manager, Manager::System { .. }) {
        text.push_str("Wants=network-online.target\nAfter=network-online.target\n");
    }
    // systemd expands no variable in the path of a program.
    let words = std::iter::once(quoted::unit(&run.binary)).chain(run.arguments().into_iter().map(quoted::argument));
    let command = words.collect::<Vec<_>>().join(" ");
    let environment = run.variables().into_iter().map(|(name, value)| quoted::unit(&format!("{name}={value}")));
    text.push_str("\n[Service]\nType=oneshot\n");
    for word in environment {
        text.push_str(&format!("Environment={word}\n"));
    }
    text.push_str(&format!("ExecStart={command}\nStandardInput=null\nTimeoutStartSec=15min\n"));
    if let Manager::System { user, runs_commands } = manager {
        text.push_str(&format!("User={}\n{}", user.replace('%', "%%"), hardening(run, *runs_commands)));
    }
    Ok(text)
}

/// The restrictions on a run of the system, as far as they leave its files and a secret's command alone.
fn hardening(run: &Run, runs_commands: bool) -> String {
    if runs_commands {
        return String::new();
    }
    let own = run.own.iter().flat_map(|own| [&own.config, &own.config_dir]);
    let mut paths = own.chain(&run.file).chain([&run.binary, &run.state_dir]);
    let temporary = paths.any(|path| TEMPORARY.iter().any(|folder| path.starts_with(folder)));
    format!("NoNewPrivileges=yes\n{}", if temporary { "" } else { "PrivateTmp=yes\n" })
}

/// The timer: a run that was missed while the machine slept is made up for.
pub(crate) fn timer(realm: Realm, every: Every) -> String {
    format!(
        "[Unit]\nDescription={}, every {every}\n\n[Timer]\nOnCalendar={}\nRandomizedDelaySec=30\nAccuracySec=1s\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n",
        description(realm),
        every.calendar(),
    )
}

const fn description(realm: Realm) -> &'static str {
    match realm {
        Realm::Own => "Start and stop machines by the schedules of nubo",
        Realm::Sandbox => "Start and stop simulated machines by the schedules of nubo's sandbox",
    }
}

/// The interval of a timer, where nubo wrote it.
pub(crate) fn every(timer: &str) -> Option<Every> {
    let expression = timer.lines().find_map(|line| line.trim().strip_prefix("OnCalendar="))?;
    Every::of(|every| every.calendar() == expression.trim())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::schedule::install::testing::{odd, ordinary, sandbox};

    fn system(runs_commands: bool) -> Manager {
        Manager::System { user: "ops".to_owned(), runs_commands }
    }

    #[test]
    fn a_users_service_is_one_run() {
        assert_eq!(
            service(&ordinary(), &Manager::User).unwrap(),
            "[Unit]\n\
             Description=Start and stop machines by the schedules of nubo\n\
             \n\
             [Service]\n\
             Type=oneshot\n\
             Environment=NUBO_CONFIG_DIR=/home/ops/.config/nubo\n\
             Environment=NUBO_STATE_DIR=/home/ops/.local/state/nubo\n\
             ExecStart=/usr/local/bin/nubo --config /home/ops/.config/nubo/config.toml schedules apply --yes\n\
             StandardInput=null\n\
             TimeoutStartSec=15min\n"
        );
        assert!(service(&sandbox(), &Manager::User).unwrap().contains("=/usr/local/bin/nubo --sandbox schedules"));
    }

    #[test]
    fn a_service_of_the_system_has_a_user_and_waits_for_the_network() {
        let text = service(&ordinary(), &system(false)).unwrap();
        assert!(text.contains("\nWants=network-online.target\nAfter=network-online.target\n\n[Service]"), "{text}");
        assert!(text.ends_with("\nUser=ops\nNoNewPrivileges=yes\nPrivateTmp=yes\n"), "{text}");
    }

    #[test]
    fn what_would_keep_a_run_from_its_files_is_left_out() {
        let text = service(&ordinary(), &system(true)).unwrap();
        assert!(text.ends_with("\nUser=ops\n"), "{text}");
        let run = Run { state_dir: "/var/tmp/state".to_owned(), ..ordinary() };
        let text = service(&run, &system(false)).unwrap();
        assert!(text.ends_with("\nNoNewPrivileges=yes\n"), "{text}");
    }

    #[test]
    fn odd_values_are_quoted() {
        let text = service(&odd("a \\\"%h$x'é"), &Manager::User).unwrap();
        let quoted = r#"/srv/a \\\"%%h$x'é"#;
        assert!(text.contains(&format!("\nEnvironment=\"NUBO_STATE_DIR={quoted}/state\"\n")), "{text}");
        let quoted = quoted.replace('$', "$$");
        let start =
            format!("\nExecStart=\"/opt/my $x %%h/nubo\" --config \"{quoted}/config.toml\" schedules apply --yes");
        assert!(text.contains(&start), "{text}");
        assert!(text.contains("b=%%20\"\n"), "{text}");
    }

    #[test]
    fn a_program_that_systemd_cannot_run_is_refused() {
        for name in ["it's", "a\\b", "\"q\""] {
            let run = Run { binary: format!("/opt/{name}/nubo"), ..ordinary() };
            assert_eq!(service(&run, &Manager::User).unwrap_err().kind(), crate::error::Kind::Usage);
        }
    }

    #[test]
    fn a_timer_makes_up_for_what_was_missed() {
        assert_eq!(
            timer(Realm::Own, Every::parse("2h").unwrap()),
            "[Unit]\n\
             Description=Start and stop machines by the schedules of nubo, every 2 h\n\
             \n\
             [Timer]\n\
             OnCalendar=*-*-* 00/2:00:00\n\
             RandomizedDelaySec=30\n\
             AccuracySec=1s\n\
             Persistent=true\n\
             \n\
             [Install]\n\
             WantedBy=timers.target\n"
        );
    }
}
