//! Each account: where its secret is, whether it answers, and whether this machine's clock agrees with its own.
//! All accounts are asked at once, each at most once, by the read that `accounts test` makes.

use std::rc::Rc;

use jiff::SignedDuration;

use crate::{
    command::schedules::adrift,
    config::credentials::{self, Place},
    error::{Error, Kind, Result},
    fleet::{self, Choice, Fleet},
    in_order::in_order,
    model::Identity,
    provider::{Account, Credential, Session, WHOAMI},
};

use super::{
    finding::{Check, Finding, Verdict},
    ground::Ground,
};

/// The offset of the clock that is worth a word; scheduled runs bear more.
const ODD: SignedDuration = SignedDuration::from_secs(30);

/// The name of a secret's place that is no file and no variable.
pub(crate) const KEYRING: &str = "keyring";
/// The place of a secret that a command of the account prints.
pub(crate) const COMMAND: &str = "secret_command";

/// Looks at accounts: the secrets of all, then the answers of all, then the clock by all. Only those that may be asked
/// are sent anything.
pub(crate) async fn check<'n>(
    ground: &Ground<'_>,
    names: &'n [String],
    may_ask: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let usable = names.iter().filter(|name| ground.fleet.session(name).is_ok());
    let see = |name: &'n String| see(ground, name, may_ask(name));
    let seen: Vec<[Finding; 3]> = in_order(names.len(), usable.map(see)).await;
    if seen.is_empty() {
        let none = |check| Finding::new(check, Verdict::skipped("there is no account to look at"));
        return [Check::Secret, Check::Account, Check::Clock].map(none).to_vec();
    }
    let (mut secrets, mut answers, mut clocks) = (Vec::new(), Vec::new(), Vec::new());
    for [secret, answer, clock] in seen {
        secrets.push(secret);
        answers.push(answer);
        clocks.push(clock);
    }
    [secrets, answers, clocks].concat()
}

/// The error of other commands when no account is configured; here the configuration lacks it, not the command line.
pub(crate) fn none(fleet: &Fleet) -> Error {
    let error = fleet.reading(&Choice::All).err().unwrap_or_else(|| Error::config("no account is configured"));
    let message = error.details().message.clone();
    error.replaced(Kind::Config, message)
}

/// The secret, the answer and the clock of one account.
async fn see(ground: &Ground<'_>, name: &str, ask: bool) -> [Finding; 3] {
    let unasked = |check, why| Finding::new(check, Verdict::skipped(why)).about_account(name);
    let both = |why| [unasked(Check::Account, why), unasked(Check::Clock, why)];
    let (secret, [answer, clock]) = match secret(ground, name).await {
        Ok((secret, session)) if ask => {
            let answered = answer(ground, &session, secret.name.as_deref()).await;
            (secret, [answered, clock(&session)])
        }
        Ok((secret, _)) => (secret, both("it was not asked")),
        Err(error) => {
            (Finding::failed(Check::Secret, error.account(name)), both("it was not asked, for want of a secret"))
        }
    };
    [secret, answer, clock]
}

/// The place of an account's secret, and a session that has it, so that it is looked for once.
async fn secret(ground: &Ground<'_>, name: &str) -> Result<(Finding, Rc<Session>)> {
    let session = ground.fleet.session(name)?;
    let finding = |verdict| Finding::new(Check::Secret, verdict).about_account(name);
    if matches!(session.account.credential, Credential::Given(_)) {
        return Ok((finding(Verdict::ok("it is a simulated one")), session));
    }
    let section = &session.account.section;
    let found = credentials::find(&ground.start.env, &ground.paths, name, section).await?;
    let (place, words) = match &found.source {
        Place::Variable(name) => (name.clone(), format!("it is in the variable {name}")),
        Place::Command => (COMMAND.to_owned(), "its secret_command prints it".to_owned()),
        Place::Keyring => (KEYRING.to_owned(), "it is in the keyring".to_owned()),
        Place::File(path) => (path.display().to_string(), "it is in the credentials file".to_owned()),
    };
    // The check of permissions reports a file that is open to others.
    let warning = found.warnings.into_iter().find(|words| words.contains("keyring"));
    let verdict = warning.map_or(Verdict::Ok(words), |message| Verdict::Warning { message, hint: None });
    let mut account = Account::resolve(name, section)?;
    account.credential = Credential::Given(found.secret);
    Ok((finding(verdict).named(place), Rc::new(Session::open(Rc::new(account), &ground.settings)?)))
}

/// The finding about an account's reply to the secret from its place.
async fn answer(ground: &Ground<'_>, session: &Rc<Session>, place: Option<&str>) -> Finding {
    let name = session.account.name();
    let finding = |verdict| Finding::new(Check::Account, verdict).about_account(name);
    if session.account.binding(&WHOAMI).list.is_none() {
        return finding(Verdict::skipped("its provider has nothing harmless to ask"));
    }
    // A secret that an unattended run would not send is not sent here either.
    session.heed_refusal().await;
    let answer = fleet::ask(Rc::clone(session), &WHOAMI, ground.limit).await;
    if let Some(error) = answer.failures.into_iter().next() {
        let status = error.details().http_status;
        let refused = error.kind() == Kind::Denied && status.is_some_and(|status| !matches!(status, 403 | 428));
        return Finding::failed(Check::Account, if refused { error.hint(another(name, place)) } else { error });
    }
    let who = answer.entries.first().and_then(|entry| entry.record.typed::<Identity>());
    let who = who.and_then(|who| who.email.clone().or_else(|| who.head.name.clone()));
    finding(Verdict::Ok(who.map_or("it answers".to_owned(), |who| format!("it answers as {who}"))))
}

/// The remedy that gives an account another secret than the one from a place.
pub(crate) fn another(name: &str, place: Option<&str>) -> String {
    match place {
        Some(COMMAND) => format!("correct what the secret_command of [accounts.{name}] prints"),
        Some(place) if place == credentials::variable(name) => format!("set {place} to the right secret"),
        _ => format!("nubo accounts set-secret {name}"),
    }
}

/// The finding about this machine's clock, by that of an account's last reply.
fn clock(session: &Session) -> Finding {
    let name = session.account.name();
    let Some(ahead) = session.ahead() else {
        return Finding::new(Check::Clock, Verdict::skipped("no reply told a time")).about_account(name);
    };
    let off = SignedDuration::from_secs(ahead.as_secs()).abs();
    let verdict = match adrift(ahead) {
        Some(error) => Verdict::Failed(session.place(error)),
        None if off > ODD => {
            let way = if ahead.is_negative() { "behind" } else { "ahead of" };
            let message = format!("this machine's clock is {off:#} {way} the provider's");
            Verdict::Warning { message, hint: Some("sudo timedatectl set-ntp true".to_owned()) }
        }
        None => Verdict::Ok(format!("it is within {ODD:#} of the provider's")),
    };
    Finding::new(Check::Clock, verdict).about_account(name)
}
