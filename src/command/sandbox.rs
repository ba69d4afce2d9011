//! `nubo sandbox`: the pretend clouds served for other programs, or started over.
//! Their world is a file in the state folder, so that it lasts from one command to the next.

use std::path::PathBuf;

use clap::ArgMatches;

use crate::{
    config::{AccountSection, Paths},
    error::{Error, Kind, Result},
    sandbox::{self as clouds, SandboxAccount},
};

use super::{context::Start, outcome::Outcome};

/// The world's file.
pub fn world(paths: &Paths) -> Result<PathBuf> {
    Ok(paths.state_dir()?.join("sandbox").join("world.json"))
}

/// A sandbox account as a section of the configuration.
pub fn section(account: &SandboxAccount) -> AccountSection {
    AccountSection {
        provider: account.provider.to_owned(),
        url: Some(account.url.clone()),
        user: account.user.clone(),
        ..AccountSection::default()
    }
}

/// Starts the pretend clouds over.
pub fn reset(start: &Start) -> Result<Outcome> {
    clouds::reset(&world(&start.paths()?)?)?;
    start.console.notice("the pretend clouds are as they were at first");
    Ok(Outcome::nothing())
}

/// Serves the pretend clouds until interrupted, first telling how to reach them.
pub async fn serve(start: &Start, args: &ArgMatches) -> Result<Outcome> {
    let args = args.subcommand().map_or(args, |(_, args)| args);
    Start::applies(args, &["output", "sandbox"])?;
    let port = args.get_one::<u16>("port").copied();
    let accounts = clouds::start(&world(&start.paths()?)?, port).await?;
    start.console.text(&announced(&accounts, start.console.settings().format.is_json())?)?;
    std::future::pending::<()>().await;
    Ok(Outcome::nothing())
}

/// How the pretend clouds are reached; their secrets are pretended too.
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
        return Err(Error::new(Kind::Failed, "there are no pretend clouds"));
    }
    Ok(accounts.iter().map(line).collect())
}
