//! `nubo schedules export --kubernetes`: the rules for a scheduler that is not of this machine.
//! Nothing is asked of any account, and no secret is read.

use std::path::Path;

use clap::ArgMatches;

use crate::{
    command::{context::Invocation, outcome::Outcome},
    config::{AccountSection, Config, credentials, files},
    error::{Error, Result},
    schedule::{
        Loaded, date_files,
        install::kubernetes::{Export, Needed, yaml},
    },
};

use super::{
    apply::refuse_variable,
    install::{every, good, ping},
    rules::Rules,
};

/// Prints the objects.
pub(crate) fn run(start: &Invocation, args: &ArgMatches) -> Result<Outcome> {
    Invocation::applies(args, &[])?;
    refuse_variable(start)?;
    let image = args.get_one::<String>("image").map_or("", |image| image.trim());
    if image.is_empty() {
        return Err(Error::usage("--image is empty").hint("name an image that has nubo"));
    }
    let read = Rules::read(start, args)?;
    let text = read.text().to_owned();
    let loaded = good(start, read)?;
    let file = loaded.file().to_owned();
    let Loaded { rules, bad, .. } = loaded;
    if rules.is_empty() {
        return Ok(Outcome::nothing().failing(bad, false));
    }
    let paths = start.paths()?;
    let config = Config::load(&paths, &start.env)?;
    let named = config.accounts.iter().filter(|(name, _)| rules.iter().any(|rule| rule.accounts.contains(name)));
    let (dates, elsewhere) = dates(&file, &text)?;
    let export = Export {
        dates,
        elsewhere,
        image: image.to_owned(),
        every: every(args)?,
        ping: ping(args)?,
        config: files::read_text(paths.config_file()?)?.unwrap_or_default(),
        rules: text,
        accounts: named.map(|(name, section)| needed(name, section)).collect(),
    };
    Ok(Outcome::text(yaml(&export)).failing(bad, true))
}

/// The texts of the files of dates that can stand beside the rules in a cluster, and the paths of the others.
fn dates(rules: &Path, text: &str) -> Result<(Vec<(String, String)>, Vec<String>)> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let (beside, elsewhere): (Vec<_>, Vec<_>) = date_files(text).into_iter().partition(|file| file.chars().all(plain));
    let folder = rules.parent().unwrap_or(Path::new("."));
    let read = |name: String| Ok(files::read_text(&folder.join(&name))?.map(|text| (name, text)));
    let dates = beside.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok((dates.into_iter().flatten().collect(), elsewhere))
}

/// The settings and secrets that an account needs in the cluster.
fn needed(name: &str, section: &AccountSection) -> Needed {
    let variable = section.secret_command.is_none().then(|| credentials::variable(name));
    Needed { name: name.to_owned(), variable, ca_file: section.ca_file.is_some() }
}
