//! An empty home for one test: folders of its own, and an environment with nothing else in it.
//! When the home is dropped, it checks that the simulated clouds knew every request.

use std::{
    fs,
    io::Write,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use tempfile::TempDir;

use super::Run;

/// The home of one test.
pub(crate) struct Home {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Home {
    /// An empty home with a private configuration folder.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::DirBuilder::new().mode(0o700).create(folder.path().join("config")).unwrap();
        let path = |name| folder.path().join(name).display().to_string();
        let variables = [("HOME", path("")), ("NUBO_CONFIG_DIR", path("config")), ("NUBO_STATE_DIR", path("state"))];
        Self { variables: variables.map(|(name, value)| (name.to_owned(), value)).to_vec(), folder }
    }

    /// A home without any variable in the environment, and a folder to look at afterwards.
    pub(crate) fn nowhere() -> Self {
        let mut home = Self::new();
        home.variables.clear();
        home
    }

    /// This home with one more variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(other, _)| other != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// This home without a variable.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.variables.retain(|(other, _)| other != name);
        self
    }

    /// A path below the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the accounts file.
    pub(crate) fn config(self, text: &str) -> Self {
        let file = self.path("config/config.toml");
        fs::write(&file, super::dedented(text) + "\n").unwrap();
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
        self
    }

    /// A home with one Fleio account, named `lab`, at a server of a test; `more` are further lines of its section.
    pub(crate) fn at(url: &str, more: &str) -> Self {
        Self::of("fleio", url, more)
    }

    /// A home with one account of any provider, named `lab`, at a server of a test.
    pub(crate) fn of(provider: &str, url: &str, more: &str) -> Self {
        let user = if ["cloudsigma", "seflow"].contains(&provider) { "user = \"ops\"\n" } else { "" };
        let text = format!("[accounts.lab]\nprovider = \"{provider}\"\nurl = \"{url}\"\n{user}{more}");
        Self::new().config(&text).with("NUBO_SECRET_LAB", "hush-lab")
    }

    /// Adds a line to an account's section.
    pub(crate) fn set(&self, account: &str, line: &str) {
        let head = format!("[accounts.{account}]\n");
        let text = self.text("config/config.toml").replace(&head, &format!("{head}{line}\n"));
        fs::write(self.path("config/config.toml"), text).unwrap();
    }

    /// The text of a file below the home.
    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The binary with this home's environment and the words of a line, in which single quotes group words.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nubo"));
        let variables = self.variables.iter().map(|(name, value)| (name, value));
        command.args(words(line)).env_clear().envs(variables).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs the binary.
    #[track_caller]
    pub(crate) fn nubo(&self, line: &str) -> Run {
        let output = self.command(line).output().unwrap();
        Run::new(line, self.folder.path(), &output)
    }

    /// Runs the binary in the sandbox.
    #[track_caller]
    pub(crate) fn sandbox(&self, line: &str) -> Run {
        self.nubo(&format!("--sandbox {line}"))
    }

    /// Runs the binary with something to read on stdin.
    #[track_caller]
    pub(crate) fn fed(&self, stdin: &str, line: &str) -> Run {
        let mut command = self.command(line);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A program that does not want its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        Run::new(line, self.folder.path(), &child.wait_with_output().unwrap())
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            nothing_unknown(&self.path("state"));
        }
    }
}

/// Fails when the simulated clouds of a state folder got a request whose path no operation has.
fn nothing_unknown(state: &Path) {
    if let Ok(requests) = fs::read_to_string(state.join("sandbox/unknown-requests.log")) {
        panic!("requests that the simulated clouds do not know:\n{requests}");
    }
}

/// The words of a line.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![None::<String>];
    let mut quoted = false;
    for sign in line.chars() {
        match sign {
            '\'' => {
                quoted = !quoted;
                words.last_mut().unwrap().get_or_insert_default();
            }
            ' ' if !quoted => words.push(None),
            sign => words.last_mut().unwrap().get_or_insert_default().push(sign),
        }
    }
    words.into_iter().flatten().collect()
}
