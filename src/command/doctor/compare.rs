//! Failures under cron, compared with the findings here: the difference names the remedy.
//! Pure: both sides are findings.

use crate::{
    config::credentials,
    error::{Error, Kind},
};

use super::{
    accounts::{COMMAND, KEYRING, another},
    finding::{Check, Finding, Verdict},
};

/// The folders where cron looks for programs.
pub(crate) const PATH: &str = "/usr/bin:/bin";

/// The accounts with a failure under cron that may not occur here.
pub(crate) fn troubled(there: &[Finding]) -> Vec<String> {
    let failed =
        there.iter().filter(|one| matches!(one.check, Check::Secret | Check::Account) && one.failure().is_some());
    let mut names: Vec<String> = Vec::new();
    for name in failed.filter_map(|one| one.account.as_ref()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// True when an account may be asked from here too: an account that has answered has told enough, and one that refused
/// a secret is sent nothing more.
pub(crate) fn may_ask(there: &[Finding], name: &str) -> bool {
    let failed = find(there, Check::Account, Some(name)).and_then(Finding::failure);
    failed.is_some_and(|error| error.kind() != Kind::Denied)
}

/// The findings of a run as cron, each failure with its difference from here.
pub(crate) fn explained(there: Vec<Finding>, here: &[Finding]) -> Vec<Finding> {
    let told: Vec<Option<Error>> = there.iter().map(|one| difference(one, &there, here)).collect();
    let all = there.into_iter().zip(told);
    all.map(|(one, told)| Finding { verdict: told.map_or(one.verdict, Verdict::Failed), ..one }).collect()
}

fn find<'f>(findings: &'f [Finding], check: Check, account: Option<&str>) -> Option<&'f Finding> {
    findings.iter().find(|one| one.check == check && one.account.as_deref() == account)
}

/// A failure under cron with the difference found here, if there is one.
fn difference(one: &Finding, there: &[Finding], here: &[Finding]) -> Option<Error> {
    let error = one.failure()?;
    let account = one.account.as_deref()?;
    let place = find(here, Check::Secret, Some(account)).filter(|found| found.failure().is_none())?.name.as_deref()?;
    let (words, hint) = match one.check {
        Check::Secret => secret(account, place),
        Check::Account if error.kind() == Kind::Denied => {
            let taken = find(there, Check::Secret, Some(account))?.name.as_deref().filter(|taken| *taken != place)?;
            let remedy = if taken == COMMAND { another(account, Some(taken)) } else { stored(account) };
            (format!("cron takes the secret of {taken}, and here that of {place} is taken"), remedy)
        }
        Check::Account if find(here, Check::Account, Some(account)).is_some_and(|found| found.failure().is_none()) => {
            let hint = "cron lacks what this shell sets, such as HTTPS_PROXY: set that in the crontab too";
            ("here it answers".to_owned(), hint.to_owned())
        }
        _ => return None,
    };
    let message = format!("{}; {words}", error.details().message);
    Some(error.clone().replaced(error.kind(), message).hint(hint))
}

/// The difference of a secret that is found here, and the way for cron to get it too.
fn secret(account: &str, place: &str) -> (String, String) {
    match place {
        COMMAND => (
            format!("here it works, but there HOME is missing and PATH is {PATH}"),
            format!("write whole paths into the secret_command of [accounts.{account}]"),
        ),
        KEYRING => ("here the keyring has it, which cron cannot ask".to_owned(), stored(account)),
        place if place == credentials::variable(account) => {
            (format!("here the variable {place} has it, which cron does not set"), stored(account))
        }
        place => (format!("here it is in {place}"), stored(account)),
    }
}

/// The command that keeps a secret where cron finds it.
fn stored(account: &str) -> String {
    format!("nubo accounts set-secret {account} --in-file")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ok(check: Check, name: Option<&str>) -> Finding {
        Finding { name: name.map(str::to_owned), ..Finding::new(check, Verdict::ok("fine")).about_account("my-lab") }
    }

    fn failed(check: Check, kind: Kind) -> Finding {
        Finding::failed(check, Error::new(kind, "it failed").account("my-lab").hint("the old hint"))
    }

    /// Message and hint of the only failure.
    fn told(there: Vec<Finding>, here: &[Finding]) -> (String, String) {
        let all = explained(there, here);
        let error = all.iter().find_map(Finding::failure).unwrap().clone();
        (error.details().message.clone(), error.details().hint.clone().unwrap())
    }

    #[test]
    fn a_secret_that_only_this_shell_has_is_to_be_kept_in_the_file() {
        let to_file = "nubo accounts set-secret my-lab --in-file";
        for (place, words, hint) in [
            ("NUBO_SECRET_MY_LAB", "here the variable NUBO_SECRET_MY_LAB has it, which cron does not set", to_file),
            (KEYRING, "here the keyring has it, which cron cannot ask", to_file),
            ("/elsewhere/credentials.toml", "here it is in /elsewhere/credentials.toml", to_file),
            (
                COMMAND,
                "here it works, but there HOME is missing and PATH is /usr/bin:/bin",
                "write whole paths into the secret_command of [accounts.my-lab]",
            ),
        ] {
            let (message, told) = told(vec![failed(Check::Secret, Kind::Denied)], &[ok(Check::Secret, Some(place))]);
            assert_eq!((message, told), (format!("it failed; {words}"), hint.to_owned()));
        }
    }

    #[test]
    fn what_fails_here_too_is_told_as_it_is() {
        let same = ("it failed".to_owned(), "the old hint".to_owned());
        let (secret, account) = (failed(Check::Secret, Kind::Denied), failed(Check::Account, Kind::Unavailable));
        assert_eq!(told(vec![secret.clone()], std::slice::from_ref(&secret)), same);
        assert_eq!(told(vec![secret], &[]), same);
        let here = [ok(Check::Secret, Some(KEYRING)), account.clone()];
        assert_eq!(told(vec![ok(Check::Secret, Some(KEYRING)), account], &here), same);
        let config = failed(Check::Config, Kind::Config);
        assert_eq!(told(vec![config], &[ok(Check::Secret, Some(KEYRING))]), same);
        let another = ok(Check::Secret, Some(KEYRING)).about_account("other");
        assert_eq!(told(vec![failed(Check::Secret, Kind::Denied)], &[another]), same);
    }

    #[test]
    fn an_account_that_takes_another_secret_there_says_which() {
        let refused = failed(Check::Account, Kind::Denied);
        let there = vec![ok(Check::Secret, Some("/c.toml")), refused.clone()];
        let (message, hint) = told(there.clone(), &[ok(Check::Secret, Some("NUBO_SECRET_MY_LAB"))]);
        let words = "it failed; cron takes the secret of /c.toml, and here that of NUBO_SECRET_MY_LAB is taken";
        assert_eq!((&*message, &*hint), (words, "nubo accounts set-secret my-lab --in-file"));
        assert_eq!(told(there, &[ok(Check::Secret, Some("/c.toml"))]).0, "it failed");
        let there = vec![ok(Check::Secret, Some(COMMAND)), refused];
        let (_, hint) = told(there, &[ok(Check::Secret, Some("NUBO_SECRET_MY_LAB"))]);
        assert_eq!(hint, "correct what the secret_command of [accounts.my-lab] prints");
    }

    #[test]
    fn an_account_that_answers_only_here_lacks_what_this_shell_sets() {
        let there = vec![ok(Check::Secret, Some("/c.toml")), failed(Check::Account, Kind::Unavailable)];
        let here = [ok(Check::Secret, Some("/c.toml")), ok(Check::Account, None)];
        let (message, hint) = told(there, &here);
        assert_eq!(message, "it failed; here it answers");
        assert!(hint.contains("HTTPS_PROXY"), "{hint}");
    }

    #[test]
    fn only_accounts_in_trouble_are_looked_at_and_none_that_refused_a_secret_is_asked() {
        let refused = failed(Check::Account, Kind::Denied);
        let dead = Finding { account: Some("dead".to_owned()), ..failed(Check::Account, Kind::Unavailable) };
        let there = [
            ok(Check::Secret, None).about_account("good"),
            refused,
            dead,
            failed(Check::Clock, Kind::Unavailable).about_account("late"),
        ];
        assert_eq!(troubled(&there), ["my-lab", "dead"]);
        assert_eq!(["good", "my-lab", "dead"].map(|name| may_ask(&there, name)), [false, false, true]);
    }
}
