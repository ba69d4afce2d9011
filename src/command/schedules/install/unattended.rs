//! The run that a scheduler makes, from the flags of this command: all paths are absolute, no environment is needed.
//! A warning names anything that may not last, such as a program in a temporary folder.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::{
    command::context::Invocation,
    error::{Error, Kind, Result},
    http::Ping,
    output::Console,
    schedule::install::{Own, Run, plain},
};

use super::super::apply::refuse_variable;

/// The run.
///
/// # Errors
/// `usage` for values that a scheduler cannot be given, `config` where the accounts file is not there.
pub(crate) fn run(start: &Invocation, args: &ArgMatches) -> Result<Run> {
    refuse_variable(start)?;
    let paths = start.paths()?;
    let own = if start.sandbox()? {
        None
    } else {
        let config = paths.config_file()?;
        if !config.exists() {
            return Err(Error::config(format!("{} does not exist", config.display()))
                .hint("a scheduler takes accounts from there: nubo accounts add NAME --provider PRESET"));
        }
        let credentials = paths.credentials_file()?;
        let folder = credentials.parent().unwrap_or(&credentials);
        Some(Own { config: absolute(config)?, config_dir: absolute(folder)? })
    };
    let file = match args.get_one::<String>("file").map(String::as_str) {
        Some("-") => {
            return Err(Error::usage("--file - means nothing here: no scheduler types rules").hint("name a file"));
        }
        file => file.map(|file| absolute(Path::new(file))).transpose()?,
    };
    Ok(Run { binary: plain(&program()?)?, own, state_dir: absolute(paths.state_dir()?)?, file, ping: ping(args)? })
}

/// The URL that each run calls when it begins and when it ends.
pub(crate) fn ping(args: &ArgMatches) -> Result<Option<String>> {
    let Some(url) = args.get_one::<String>("ping").map(|url| url.trim()) else { return Ok(None) };
    Ping::new(url)?;
    // A URL may be written over several lines, a crontab not.
    if url.contains(char::is_control) {
        return Err(Error::usage("--ping has a line break in it").hint("write the URL on one line"));
    }
    Ok(Some(url.to_owned()))
}

/// A path from the root; links in it stay as they are, since they may lead elsewhere tomorrow.
fn absolute(path: &Path) -> Result<String> {
    if path.is_absolute() {
        return plain(path);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let whole = match path.file_name() {
        Some(name) => folder.canonicalize().map(|folder| folder.join(name)),
        None => path.canonicalize(),
    };
    plain(&whole.map_err(|error| Error::config(format!("cannot find {}: {error}", path.display())))?)
}

/// The path of this program: the name that `PATH` has for it, which an update leaves as it is, else its own.
fn program() -> Result<PathBuf> {
    let own = std::env::current_exe().and_then(|path| path.canonicalize());
    let own = own.map_err(|error| {
        Error::new(Kind::Failed, format!("it cannot be told where nubo itself is: {error}"))
            .hint("call it by its absolute path")
    })?;
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut named =
        std::env::split_paths(&folders).filter(|folder| folder.is_absolute()).map(|folder| folder.join("nubo"));
    Ok(named.find(|path| path.canonicalize().is_ok_and(|path| path == own)).unwrap_or(own))
}

/// Folders that are emptied now and then.
const TEMPORARY: [&str; 2] = ["/tmp", "/var/tmp"];

/// True when a program stays where it is, judged by its folder.
fn lasting(binary: &Path) -> bool {
    let built = binary.components().any(|part| part.as_os_str() == "target");
    !built && !TEMPORARY.iter().any(|folder| binary.starts_with(folder))
}

/// Tells of a program that may be gone tomorrow.
pub(crate) fn tell(console: &Console, run: &Run) {
    if !lasting(Path::new(&run.binary)) {
        console.warning(&format!(
            "{} may be gone one day, and then nothing runs: install nubo elsewhere, such as /usr/local/bin, and do this again",
            run.binary
        ));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_program_among_what_was_built_or_is_temporary_does_not_last() {
        for (path, lasts) in [
            ("/usr/local/bin/nubo", true),
            ("/home/ops/targets/nubo", true),
            ("/home/ops/nubo/target/release/nubo", false),
            ("/tmp/nubo", false),
            ("/var/tmp/x/nubo", false),
            ("/tmpfs/nubo", true),
        ] {
            assert_eq!(lasting(Path::new(path)), lasts, "{path}");
        }
    }

    #[test]
    fn a_path_from_here_becomes_one_from_the_root() {
        let here = std::env::current_dir().unwrap().canonicalize().unwrap();
        let here = here.to_str().unwrap();
        assert_eq!(absolute(Path::new("x.toml")).unwrap(), format!("{here}/x.toml"));
        assert_eq!(absolute(Path::new("src/../x.toml")).unwrap(), format!("{here}/x.toml"));
        assert_eq!(absolute(Path::new(".")).unwrap(), here);
        assert_eq!(absolute(Path::new("/a/../b")).unwrap(), "/a/../b");
        assert!(absolute(Path::new("no-such-folder/x.toml")).is_err());
    }
}
