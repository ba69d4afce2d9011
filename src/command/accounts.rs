//! `nubo accounts`: the configured accounts. The file is the user's: edits keep its comments.
//! Each change prints one record, as changes at a provider do.

use clap::ArgMatches;

use crate::{
    cli::{AccountName, Looks, UseAccount},
    config::{credentials, edit},
    error::{Error, Result},
    model::{PROVIDERS, RowType, Rows, Selection, Shape, row},
    provider::Account,
};

use super::{
    configured::{record, section},
    context::{Context, Invocation},
    flags,
    outcome::Outcome,
    providers, secrets,
};

/// Carries out a verb of `accounts`.
pub(crate) async fn run(start: Invocation, verb: &ArgMatches) -> Result<Outcome> {
    match verb.subcommand() {
        Some(("list", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            list(&Context::open(start, args).await?, args)
        }
        Some(("test", args)) => secrets::test(&Context::open(start, args).await?, args).await,
        Some(("show", args)) => {
            Invocation::applies(args, &["output", "sandbox"])?;
            show(&start, args).await
        }
        Some((word, args)) => {
            Invocation::applies(args, &["output"])?;
            if start.sandbox()? {
                return Err(Error::usage(format!("accounts {word} changes your own configuration, not the sandbox"))
                    .hint("leave out --sandbox, or unset NUBO_SANDBOX"));
            }
            match word {
                "add" => secrets::add(start, args).await,
                "login" => secrets::login(start, args).await,
                "set-secret" => secrets::set(start, args).await,
                "remove" => remove(&start, args).await,
                _ => make_default(&start, args),
            }
        }
        None => Err(Error::usage("accounts needs a verb")),
    }
}

row! {
    /// An account as it is listed; no secret is among its members.
    AccountRow "account" {
        account: String = Text Table "its name";
        provider: Option<&'static str> = Text Table [PROVIDERS] "the word of the provider";
        preset: Option<String> = Text Table "the preset it names";
        url: Option<String> = Text Table "its base URL";
        user: Option<String> = Text Table "its user";
        default: bool = Bool Table "whether it is the default account";
        read_only: Option<bool> = Bool Wide "whether every change is refused";
        protect: Option<Vec<String>> = List Wide "names that are only read and started";
        staff_url: Option<String> = Text Data "the base URL for calls of staff, where the provider has one";
        secret_command: Option<String> = Text Data "the command that prints its secret";
        secret_in: Option<String> = Text Detail "where its secret was found";
        problem: Option<String> = Text Wide "why it cannot be used";
    }
}

/// The row of an account; one that cannot be used has little more than the reason.
fn row(name: &str, account: &Result<std::rc::Rc<Account>>, default: bool, secret_in: Option<String>) -> AccountRow {
    let usable = account.as_ref().ok();
    let section = usable.map(|account| &account.section);
    AccountRow {
        account: name.to_owned(),
        provider: usable.map(|account| account.origin.provider),
        preset: usable.and_then(|account| account.origin.preset.clone()),
        url: usable.map(|account| account.url.clone()),
        user: usable.and_then(|account| account.user.clone()),
        default,
        read_only: section.map(|section| section.read_only),
        protect: section.map(|section| section.protect.clone()),
        staff_url: section.and_then(|section| section.staff_url.clone()),
        secret_command: section.and_then(|section| section.secret_command.clone()),
        secret_in: secret_in.filter(|_| usable.is_some()),
        problem: account.as_ref().err().map(|error| error.details().message.clone()),
    }
}

fn list(context: &Context, args: &ArgMatches) -> Result<Outcome> {
    let is_default = |name: &str| context.config.default_account.as_deref() == Some(name);
    let names = context.fleet.names();
    let rows = names.iter().map(|name| row(name, &context.fleet.account(name), is_default(name), None)).collect();
    Ok(Outcome::rows(providers::select(Rows::typed::<AccountRow>(rows, Shape::Array), args)?, "accounts"))
}

async fn show(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let looks: Looks = flags(args)?;
    let AccountName { name } = flags(args)?;
    let selection = Selection::parse(&[], None, looks.columns.as_deref(), None, AccountRow::FIELDS)?;
    let config = start.config()?;
    let section = section(&config, &name)?;
    let account = Account::resolve(&name, section).map(std::rc::Rc::new);
    let found = credentials::find(&start.env, &start.paths()?, &name, section).await;
    let secret = match found {
        Ok(found) => {
            found.warnings.iter().for_each(|warning| start.console.warning(warning));
            Some(found.source.to_string())
        }
        Err(error) => {
            start.console.warning(&error.details().message);
            None
        }
    };
    let default = config.default_account.as_deref() == Some(&*name);
    let rows = Rows::typed(vec![row(&name, &account, default, secret)], Shape::Object);
    Ok(Outcome::rows(selection.apply(rows), "accounts"))
}

fn make_default(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let UseAccount { name, .. } = flags(args)?;
    let config = start.config()?;
    let account = name.as_deref().map(|name| Ok((name, section(&config, name)?))).transpose()?;
    let changed = config.default_account != name;
    if changed {
        edit::set_default(&start.paths()?, name.as_deref())?;
    }
    Ok(record(account, "use", changed))
}

async fn remove(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let AccountName { name } = flags(args)?;
    let config = start.config()?;
    let section = section(&config, &name)?;
    let paths = start.paths()?;
    let forgotten = credentials::forget(&start.env, &paths, &name, Some(section)).await?;
    edit::remove_account(&paths, &name)?;
    forgotten.from.iter().for_each(|place| start.console.notice(&format!("its secret was removed from {place}")));
    forgotten.note.iter().for_each(|note| start.console.warning(note));
    let elsewhere = |place| start.console.warning(&format!("a secret for it is still in {place}"));
    forgotten.elsewhere.iter().for_each(elsewhere);
    Ok(record(Some((&name, section)), "remove", true))
}
