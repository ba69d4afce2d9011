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
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let (beside, elsewhere) = date_files(&text).into_iter().partition(|name: &String| name.chars().all(plain));
    let export = Export {
        dates: dates(file.parent().unwrap_or(Path::new(".")), beside)?,
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

/// The files of dates in a folder with their texts; one that is not there makes its rule a bad one, which is told.
fn dates(folder: &Path, names: Vec<String>) -> Result<Vec<(String, String)>> {
    let read = |name: String| Ok(files::read_text(&folder.join(&name))?.map(|text| (name, text)));
    names.into_iter().filter_map(|name| read(name).transpose()).collect()
}

/// The settings and secrets that an account needs in the cluster.
fn needed(name: &str, section: &AccountSection) -> Needed {
    let variable = section.secret_command.is_none().then(|| credentials::variable(name));
    Needed { name: name.to_owned(), variable, ca_file: section.ca_file.is_some() }
}
