//! Secrets of accounts: asked without echo or read from stdin, tried with one harmless read, then stored.
//! Nothing is written before the secret worked, unless the user skips the test.

use std::rc::Rc;

use clap::ArgMatches;

use crate::{
    cli::{AccountName, AddAccount, Login, Looks, Requests, SecretSource, TestAccounts},
    config::{AccountSection, Config, Secret, check_name, credentials, edit},
    error::{Error, Kind, Result},
    fleet::{self, Choice, Fleet},
    model::{Identity, PROVIDERS, RowType, Rows, Selection, Shape, row},
    provider::{Account, Credential, Session, WHOAMI},
};

use super::{
    configured::{record, section},
    context::{Context, Invocation, READING},
    flags,
    outcome::Outcome,
};

/// Adds an account, checks its secret and stores both.
pub(crate) async fn add(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let wish: AddAccount = flags(args)?;
    let source: SecretSource = flags(args)?;
    let requests: Requests = flags(args)?;
    check_name(&wish.name, Kind::Usage)?;
    let paths = start.paths()?;
    let config = Config::load_if_any(&paths, &start.env)?;
    if config.accounts.contains_key(&wish.name) {
        return Err(Error::new(Kind::Conflict, format!("there is an account \"{}\" already", wish.name))
            .hint(format!("give it another secret with: nubo accounts set-secret {}", wish.name)));
    }
    let name = wish.name.clone();
    let section = described(wish);
    let account = Account::resolve(&name, &section).map_err(as_usage)?;
    twins(&start, &config, &name, &account);
    let secret = match (&section.secret_command, &account.provider.bindings().login) {
        (Some(_), _) => None,
        (None, Some(_)) if !source.secret_stdin && !start.console.can_ask() => None,
        _ => Some(secret(&start, source.secret_stdin, &format!("secret for {name}"))?),
    };
    if !source.no_verify && (secret.is_some() || section.secret_command.is_some()) {
        verify(&start, &requests, &name, &section, secret.as_ref()).await?;
    }
    let file = edit::add_account(&paths, &name, &section)?;
    start.console.notice(&format!("account \"{name}\" is in {}", file.display()));
    match &secret {
        Some(secret) => store(&start, &name, &section, secret, source.in_file).await?,
        None if section.secret_command.is_none() => {
            start.console.notice(&format!("it has no secret yet: nubo accounts login {name}"));
        }
        None => {}
    }
    Ok(record(Some((&name, &section)), "add", true))
}

/// The flags of an account as a section of the configuration.
fn described(wish: AddAccount) -> AccountSection {
    AccountSection {
        provider: wish.provider,
        url: wish.url,
        staff_url: wish.staff_url,
        user: wish.user,
        secret_command: wish.secret_command,
        scheme: wish.scheme,
        ca_file: wish.ca_file,
        plain_http: wish.plain_http,
        read_only: wish.read_only,
        ..AccountSection::default()
    }
}

/// Makes wrong usage of an error in flags that would be one of configuration in a file.
fn as_usage(error: Error) -> Error {
    if error.kind() == Kind::Config {
        let message = error.details().message.clone();
        return error.replaced(Kind::Usage, message);
    }
    error
}

/// Warns when another account reaches the same place as the same user.
fn twins(start: &Invocation, config: &Config, name: &str, account: &Account) {
    for (other, section) in &config.accounts {
        let same = Account::resolve(other, section).is_ok_and(|o| o.url == account.url && o.user == account.user);
        if same {
            start.console.warning(&format!(
                "\"{other}\" has the same url and user as \"{name}\": their machines are listed twice"
            ));
        }
    }
}

/// A secret from stdin or the keyboard.
fn secret(start: &Invocation, stdin: bool, label: &str) -> Result<Secret> {
    let text = if stdin { start.console.read_secret_stdin()? } else { start.console.ask_secret(label)? };
    Secret::new(text)
}

/// Tries a secret with the read that tells who it belongs to.
async fn verify(
    start: &Invocation,
    requests: &Requests,
    name: &str,
    section: &AccountSection,
    secret: Option<&Secret>,
) -> Result<()> {
    let credential = secret.map_or(Credential::Find, |secret| Credential::Given(secret.clone()));
    let fleet = alone(start, requests, name, section, credential)?;
    let limit = requests.timeout.unwrap_or(READING);
    start.console.progress(&format!("trying the secret of {name}"));
    let answers = fleet::list(&fleet, &WHOAMI, &[name.to_owned()], limit).await;
    match answers.into_iter().flat_map(|answer| answer.failures).next() {
        Some(error) => {
            let kind = error.kind();
            let error = error.while_doing("nothing was stored, because trying the secret failed");
            Err(if kind == Kind::Denied {
                error.hint("check user and secret")
            } else {
                error.hint("try again, or store it untried with --no-verify")
            })
        }
        None => Ok(()),
    }
}

/// A fleet of one account, as it would be.
fn alone(
    start: &Invocation,
    requests: &Requests,
    name: &str,
    section: &AccountSection,
    credential: Credential,
) -> Result<Fleet> {
    let mut account = Account::resolve(name, section)?;
    account.credential = credential;
    let settings = Context::settings(start, requests, &Config::default())?;
    Ok(Fleet::new(vec![(name.to_owned(), Ok(account))], None, settings))
}

/// Stores a secret, and prints its place and any other places; the keyring is skipped for a secret meant for the file.
async fn store(start: &Invocation, name: &str, section: &AccountSection, secret: &Secret, in_file: bool) -> Result<()> {
    let (paths, section) = (start.paths()?, Some(section));
    let stored = if in_file {
        credentials::store_in_file(&start.env, &paths, name, section, secret).await?
    } else {
        credentials::store(&start.env, &paths, name, section, secret).await?
    };
    match &stored.note {
        Some(note) => start.console.notice(note),
        None => start.console.notice(&format!("its secret is in {}", stored.place)),
    }
    let elsewhere = |place| start.console.warning(&format!("another secret for it is in {place}, which may win"));
    stored.elsewhere.iter().for_each(elsewhere);
    Ok(())
}

/// Stores another secret for an account.
pub(crate) async fn set(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let source: SecretSource = flags(args)?;
    let AccountName { name } = flags(args)?;
    let config = start.config()?;
    let section = section(&config, &name)?;
    let secret = secret(&start, source.secret_stdin, &format!("secret for {name}"))?;
    if !source.no_verify {
        verify(&start, &flags(args)?, &name, section, Some(&secret)).await?;
    }
    store(&start, &name, section, &secret, source.in_file).await?;
    Ok(record(Some((&name, section)), "set-secret", true))
}

/// Logs in with user and password and stores the token.
pub(crate) async fn login(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let Login { name, user, secret_stdin } = flags(args)?;
    let requests: Requests = flags(args)?;
    let config = start.config()?;
    let section = section(&config, &name)?;
    let fleet = alone(&start, &requests, &name, section, Credential::Missing)?;
    let session: Rc<Session> = fleet.session(&name)?;
    let login = session.account.provider.bindings().login.ok_or_else(|| {
        let sentence = format!("{} has no login: its secret is kept as it is", session.account.provider.title());
        Error::new(Kind::Unsupported, sentence).hint(format!("nubo accounts set-secret {name}"))
    })?;
    let user = user.or_else(|| section.user.clone());
    let user = user.ok_or_else(|| Error::usage("who logs in?").hint("name the user with --user"))?;
    let password = secret(&start, secret_stdin, &format!("password of {user} at {name}"))?;
    let limit = requests.timeout.unwrap_or(READING);
    let late = |_| Err(Error::new(Kind::Unavailable, format!("no answer within {} s", limit.as_secs())));
    let token = tokio::time::timeout(limit, login(&session, &user, password.expose())).await.unwrap_or_else(late)?;
    store(&start, &name, section, &Secret::new(token)?, false).await?;
    Ok(record(Some((&name, section)), "login", true))
}

row! {
    /// The result of trying an account.
    TestRow "test" {
        account: String = Text Table "the account";
        provider: Option<&'static str> = Text Table [PROVIDERS] "its provider";
        ok: bool = Bool Table "whether it can be used";
        identity: Option<String> = Text Table "who its secret belongs to";
        email: Option<String> = Text Table "their e-mail address";
        problem: Option<String> = Text Table "why it cannot be used";
    }
}

/// Checks accounts: reachable, and the secret accepted.
pub(crate) async fn test(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, TestRow::FIELDS)?;
    let TestAccounts { names } = flags(args)?;
    let choice = match (&*names, &context.choice) {
        ([], Choice::Unsaid) => Choice::All,
        ([], choice) => choice.clone(),
        (_, Choice::Unsaid) => Choice::Named(names),
        _ => return Err(Error::usage("name the accounts once, by name or by flag")),
    };
    let scope = context.fleet.reading(&choice)?;
    let answers = fleet::list(&context.fleet, &WHOAMI, &scope.names, context.reading()).await;
    let mut failures = Vec::new();
    let mut rows = Vec::new();
    for answer in answers {
        if let (Some(session), true) = (&answer.session, answer.complete()) {
            session.forget_refusal()?;
        }
        let identity = answer.entries.first().and_then(|entry| entry.record.typed::<Identity>());
        rows.push(TestRow {
            provider: context.fleet.account(&answer.account).map(|account| account.origin.provider).ok(),
            ok: answer.failures.is_empty(),
            identity: identity.map(|identity| identity.head.name.as_ref().unwrap_or(&identity.head.id).clone()),
            email: identity.and_then(|identity| identity.email.clone()),
            problem: answer.failures.first().map(|error| error.details().message.clone()),
            account: answer.account,
        });
        failures.extend(answer.failures);
    }
    let some = failures.len() < rows.len();
    let rows = selection.apply(Rows::typed(rows, Shape::Array));
    Ok(Outcome::rows(rows, "accounts").failing_in(failures, Vec::new(), some))
}
