//! The permissions of nubo's files and folders: they are private, and the state folder can be written.
//! No file is made to find that out.

use std::{fs, io, path::Path};

use crate::{
    config::{Paths, access, files},
    error::{Error, Kind},
};

use super::finding::{Check, Finding, Verdict};

/// Looks at the files and folders; the sandbox has only state.
pub(crate) fn check(paths: &Paths, sandbox: bool) -> Vec<Finding> {
    let credentials = paths.credentials_file().ok();
    let own = [
        ("configuration file", paths.config_file.as_deref(), "600"),
        ("configuration folder", paths.config_dir.as_deref(), "700"),
        ("credentials file", credentials.as_deref(), "600"),
    ];
    let own = own.into_iter().filter(|_| !sandbox).map(|(what, path, mode)| match path {
        Some(path) => optional(what, path, mode).named(shown(path)),
        None => finding(Verdict::skipped(format!("no folder is known for the {what}"))),
    });
    own.chain([state(paths)]).collect()
}

fn finding(verdict: Verdict) -> Finding {
    Finding::new(Check::Permissions, verdict)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A file or folder that need not be there.
fn optional(what: &str, path: &Path, mode: &str) -> Finding {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            finding(Verdict::skipped(format!("there is no {what} yet")))
        }
        Err(error) => broken(format!("cannot look at {}: {error}", path.display()), None),
        Ok(_) => finding(loose(what, path, mode).unwrap_or_else(|| Verdict::Ok(format!("the {what} is private")))),
    }
}

/// The warning about the owner or the mode of a file or folder that is there.
fn loose(what: &str, path: &Path, wanted: &str) -> Option<Verdict> {
    let place = path.display();
    let warning = |message, hint| Verdict::Warning { message, hint: Some(hint) };
    if let Some((owner, user)) = access::foreign(path) {
        let message = format!("the {what} belongs to user {owner}, and this is user {user}");
        return Some(warning(message, format!("sudo chown {user} {place}")));
    }
    let mode = files::wider_than_private(path)?;
    Some(warning(format!("the {what} is open to others (mode {mode:04o})"), format!("chmod {wanted} {place}")))
}

/// The state folder, which is made when it is first needed.
fn state(paths: &Paths) -> Finding {
    let folder = match paths.state_dir() {
        Ok(folder) => folder,
        Err(error) => {
            let hint = error.details().hint.clone();
            return finding(Verdict::Warning { message: error.details().message.clone(), hint });
        }
    };
    // A folder that is missing is made in the nearest one that is there.
    let place = folder.ancestors().find(|one| one.symlink_metadata().is_ok()).unwrap_or(Path::new("."));
    let hint = "name another folder with NUBO_STATE_DIR, or let this user write there";
    let found = if !place.is_dir() {
        broken(format!("no state can be kept, because {} is not a folder", place.display()), Some(hint))
    } else if !access::can_write_in(place) {
        broken(format!("no state can be kept, because {} cannot be written to", place.display()), Some(hint))
    } else if place == folder {
        let private = || Verdict::ok("the state folder is private and can be written to");
        finding(loose("state folder", folder, "700").unwrap_or_else(private))
    } else {
        finding(Verdict::ok("the state folder is not there yet and can be made"))
    };
    found.named(shown(folder))
}

fn broken(message: String, hint: Option<&str>) -> Finding {
    let error = Error::new(Kind::Config, message);
    Finding::failed(Check::Permissions, hint.into_iter().fold(error, Error::hint))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::config::Env;

    /// The findings about a home, each as its status and its message without the home.
    fn found(home: &Path, sandbox: bool) -> Vec<(&'static str, String)> {
        let path = home.display().to_string();
        let (config, state) = (format!("{path}/config"), format!("{path}/state"));
        let env = Env::given(&[("NUBO_CONFIG_DIR", &*config), ("NUBO_STATE_DIR", &*state)]);
        let told = |finding: Finding| {
            let message = finding.warning().or_else(|| Some(finding.failure()?.to_string())).unwrap_or_default();
            (finding.verdict.standing().word(), message.replace(&path, ""))
        };
        check(&Paths::new(None, &env).unwrap(), sandbox).into_iter().map(told).collect()
    }

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn nothing_is_there_and_nothing_is_made() {
        let home = tempfile::tempdir().unwrap();
        let none = String::new();
        let skipped = ("skipped", none.clone());
        assert_eq!(found(home.path(), false), [skipped.clone(), skipped.clone(), skipped, ("ok", none.clone())]);
        assert_eq!(found(home.path(), true), [("ok", none)]);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
        let nowhere = check(&Paths::default(), false);
        let words: Vec<_> = nowhere.iter().map(|finding| finding.verdict.standing().word()).collect();
        assert_eq!(words, ["skipped", "skipped", "skipped", "warning"]);
    }

    #[test]
    fn wide_modes_are_warned_of_each_with_its_remedy() {
        let home = tempfile::tempdir().unwrap();
        for (name, wide) in [("config", 0o755), ("state", 0o711)] {
            fs::create_dir(home.path().join(name)).unwrap();
            mode(&home.path().join(name), wide);
        }
        for (name, wide) in [("config.toml", 0o640), ("credentials.toml", 0o604)] {
            fs::write(home.path().join("config").join(name), "").unwrap();
            mode(&home.path().join("config").join(name), wide);
        }
        let warned = [
            "the configuration file is open to others (mode 0640): `chmod 600 /config/config.toml`",
            "the configuration folder is open to others (mode 0755): `chmod 700 /config`",
            "the credentials file is open to others (mode 0604): `chmod 600 /config/credentials.toml`",
            "the state folder is open to others (mode 0711): `chmod 700 /state`",
        ];
        assert_eq!(found(home.path(), false), warned.map(|words| ("warning", words.to_owned())));
    }

    #[test]
    fn a_state_folder_below_a_file_cannot_be_made() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("state"), "").unwrap();
        let broken = ("failed", "no state can be kept, because /state is not a folder".to_owned());
        assert_eq!(found(home.path(), true), [broken]);
    }

    #[test]
    fn what_belongs_to_another_is_told_before_its_mode() {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("state")).unwrap();
        if std::os::unix::fs::chown(home.path().join("state"), Some(12_345), None).is_err() {
            return; // Only root can give a folder away.
        }
        let told = found(home.path(), true);
        assert_eq!(
            told,
            [(
                "warning",
                "the state folder belongs to user 12345, and this is user 0: `sudo chown 0 /state`".to_owned()
            )]
        );
    }
}
