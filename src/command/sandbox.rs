//! `nubo sandbox`: the simulated clouds served for other programs or started over, and the operations they answer.
//! Their world is a file in the state folder, so that it lasts from one command to the next.

use std::collections::BTreeMap;

use clap::ArgMatches;

use crate::{
    cli::ServeArgs,
    config::StateStore,
    error::{Error, Kind, Result},
    model::{PROVIDERS, Rows, Shape, row},
    provider::ALL,
    sandbox::{self as clouds, Faults, SandboxAccount},
};

use super::{
    context::{Invocation, state_folder},
    flags, inbox,
    load_accounts::world,
    outcome::Outcome,
    providers,
};

row! {
    /// An operation as the simulated clouds answer it.
    AnsweredRow "operation" {
        provider: &'static str = Text Table [PROVIDERS] "whose it is";
        id: &'static str = Text Table "its id, as in drives.clone";
        method: &'static str = Text Table ["GET" "POST" "PUT" "PATCH" "DELETE"] "the HTTP method";
        path: &'static str = Text Table "the path below the base URL";
        answer: Option<&'static str> = Text Table ["modelled" "canned"] "modelled, or canned: the same reply whatever is asked for";
    }
}

/// The seed of the failures by chance, so that a script that met one meets it again.
const SEED: u64 = 1;

/// Starts the simulated clouds over.
pub(crate) fn reset(start: &Invocation) -> Result<Outcome> {
    let paths = start.paths()?;
    clouds::reset(&world(&paths)?)?;
    StateStore::new(&paths, true).forget()?;
    inbox::forget(state_folder(&paths, true, "marks"))?;
    start.console.notice("the simulated clouds are as they were at first");
    Ok(Outcome::nothing())
}

/// Lists the operations of the catalogue and how the simulated clouds answer them; null where they do not.
pub(crate) fn operations(args: &ArgMatches) -> Result<Outcome> {
    let answers: BTreeMap<_, _> = clouds::operations().map(|(provider, id, answer)| ((provider, id), answer)).collect();
    let all = ALL.iter().flat_map(|provider| provider.operations().iter().map(move |operation| (provider, operation)));
    let rows = all.map(|(provider, operation)| AnsweredRow {
        provider: provider.id(),
        id: operation.id,
        method: operation.method.word(),
        path: operation.path,
        answer: answers.get(&(provider.id(), operation.id)).map(|answer| answer.word()),
    });
    Ok(Outcome::rows(providers::select(Rows::typed(rows.collect(), Shape::Array), args)?, "operations"))
}

/// Serves the simulated clouds until interrupted, first telling how to reach them.
pub(crate) async fn serve(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    let args = args.subcommand().map_or(args, |(_, args)| args);
    Invocation::applies(args, &["output", "sandbox"])?;
    let ServeArgs { port, fail } = flags(args)?;
    let (faults, mut served) = Faults::new(fail.unwrap_or(0), SEED);
    let accounts = clouds::start_with(&world(&start.paths()?)?, port, Some(faults)).await?;
    start.console.text(&announced(&accounts, start.console.settings().format.is_json())?)?;
    while let Some(request) = served.recv().await {
        if let Some(line) = request.failure() {
            start.console.notice(&line);
        }
    }
    Ok(Outcome::nothing())
}

/// The addresses and secrets of the simulated clouds; the secrets are simulated too.
fn announced(accounts: &[SandboxAccount], json: bool) -> Result<String> {
    let each = |a: &SandboxAccount| serde_json::json!({"name": a.name, "provider": a.provider, "url": a.url, "user": a.user, "secret": a.secret});
    if json {
        let line = serde_json::json!({"accounts": accounts.iter().map(each).collect::<Vec<_>>()});
        return Ok(format!("{line}\n"));
    }
    let line = |a: &SandboxAccount| {
        let user = a.user.as_deref().map_or(String::new(), |user| format!("  user {user}"));
        format!("{:<19} {}{user}  secret {}\n", a.name, a.url, a.secret)
    };
    if accounts.is_empty() {
        return Err(Error::new(Kind::Failed, "there are no simulated clouds"));
    }
    Ok(accounts.iter().map(line).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_recorded_path_has_the_placeholders_of_its_operation() {
        let mut checked = 0;
        for (provider, id, placeholders) in clouds::recorded() {
            let provider = crate::provider::by_id(provider).unwrap();
            let found = provider.operations().iter().find(|operation| operation.id == id);
            let operation = found.unwrap_or_else(|| panic!("{} has no operation {id}", provider.id()));
            assert_eq!(placeholders, operation.placeholders().count(), "{} {id}", provider.id());
            checked += 1;
        }
        assert!(checked > 100, "{checked}");
    }
}
