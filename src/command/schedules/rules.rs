//! The rules file of a run: beside the accounts file, in the sandbox's state folder, or where `--file` says.
//! A missing file is reported with an example of a rule.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use clap::ArgMatches;
use jiff::Timestamp;

use crate::{
    command::context::{Invocation, state_folder},
    config::{Config, files},
    error::{Error, Kind, Result},
    in_order::in_order,
    provider::ALL,
    schedule::{Copies, Loaded, Rule, calendar_urls, load},
};

/// The name of the file.
const NAME: &str = "schedules.toml";

/// The rules file as it was read.
pub(crate) struct Rules {
    /// The file's path.
    path: PathBuf,
    /// The rules in the file; none where there is no file.
    loaded: Option<Loaded>,
    /// The file's text as it was read.
    text: String,
    /// The copies of calendars that it names.
    copies: Copies,
}

impl Rules {
    /// Reads the file; only one that `--file` named has to exist.
    pub(crate) fn read(start: &Invocation, args: &ArgMatches) -> Result<Self> {
        let named = args.get_one::<String>("file");
        let path = match named.map(|name| name.trim()) {
            Some("") => return Err(Error::usage("--file is empty").hint("name a file of rules, or - for stdin")),
            Some(_) => PathBuf::from(named.map_or("", String::as_str)),
            None => usual(start)?,
        };
        let text = if named.is_some_and(|name| name == "-") { Some(stdin()?) } else { files::read_text(&path)? };
        match text {
            None if named.is_some() => Err(Error::config(format!("{} does not exist", path.display()))
                .hint(format!("leave out --file, or begin it as in\n{}", example("zurich")))),
            text => {
                let state = state_folder(&start.paths()?, start.sandbox()?, "");
                let copies = Copies::new(state.as_deref(), Timestamp::now());
                let loaded = text.as_ref().map(|text| load(text, &path, &copies));
                Ok(Self { path, loaded, text: text.unwrap_or_default(), copies })
            }
        }
    }

    /// Reads the file, and renews the copies of the calendars that it names.
    ///
    /// # Errors
    /// The errors of [`Rules::read`]; a calendar that cannot be fetched is told where there is no copy of it.
    pub(crate) async fn fetch(start: &Invocation, args: &ArgMatches) -> Result<Self> {
        let mut rules = Self::read(start, args)?;
        let due: Vec<String> = calendar_urls(&rules.text).into_iter().filter(|url| rules.copies.is_due(url)).collect();
        if !due.is_empty() {
            let fetched = in_order(due.len(), due.iter().map(|url| rules.copies.renew(url))).await;
            for error in fetched.into_iter().filter_map(Result::err) {
                start.console.warning(&error.in_full());
            }
            rules.loaded = Some(load(&rules.text, &rules.path, &rules.copies));
        }
        Ok(rules)
    }

    /// The rules, once the accounts that they name are known to be configured.
    ///
    /// # Errors
    /// `config` with an example of a rule where there is no file.
    pub(crate) fn checked(self, accounts: &[String]) -> Result<Loaded> {
        let names: Vec<&str> = accounts.iter().map(String::as_str).collect();
        let Some(mut loaded) = self.loaded else {
            let first = names.first().copied().unwrap_or("zurich");
            let error = Error::config(format!("there are no schedules yet: {} does not exist", self.path.display()));
            return Err(error.hint(format!("write a first rule there, as in\n{}", example(first))));
        };
        loaded.check_accounts(&names);
        Ok(loaded)
    }

    /// The path, and the rules if the file exists; the accounts they name need not be configured.
    pub(crate) fn parts(self) -> (PathBuf, Option<Loaded>) {
        (self.path, self.loaded)
    }

    /// The file's path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// True when any readable rule fits the test.
    pub(crate) fn any(&self, fits: impl Fn(&Rule) -> bool) -> bool {
        self.loaded.as_ref().is_some_and(|loaded| loaded.rules.iter().any(fits))
    }

    /// The text of the file.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// True when the file exists.
    pub(crate) fn exist(&self) -> bool {
        self.loaded.is_some()
    }
}

/// The default path of the file.
fn usual(start: &Invocation) -> Result<PathBuf> {
    let paths = start.paths()?;
    if start.sandbox()? {
        paths.state_dir()?;
        return Ok(state_folder(&paths, true, NAME).unwrap_or_default());
    }
    Ok(paths.config_file()?.with_file_name(NAME))
}

/// The names of the configured accounts, of the simulated ones in the sandbox; nothing is asked of any.
pub(crate) fn accounts(start: &Invocation) -> Result<Vec<String>> {
    if start.sandbox()? {
        return Ok(ALL.iter().map(|provider| format!("sandbox-{}", provider.id())).collect());
    }
    Ok(Config::load(&start.paths()?, &start.env)?.accounts.into_keys().collect())
}

/// A rule to begin with.
fn example(account: &str) -> String {
    format!(
        "[office]\naccounts = [\"{account}\"]\nselect = [\"name~dev-*\"]\nzone = \"Europe/Rome\"\nup = [\"mon-fri 08:00-19:30\"]"
    )
}

/// The text fed to the program on stdin.
fn stdin() -> Result<String> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_to_string(&mut text);
    read.map(|_| text).map_err(|error| Error::new(Kind::Config, format!("cannot read the rules from stdin: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_rule() {
        let mut loaded = load(&example("zurich"), Path::new(NAME), &Copies::default());
        loaded.check_accounts(&["zurich"]);
        assert_eq!((loaded.rules.len(), loaded.bad.len()), (1, 0), "{:?}", loaded.bad);
    }
}
