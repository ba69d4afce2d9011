//! The simulated clouds in a process of their own, as other programs use them.
//! The process ends with the test.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

use serde_json::Value;

use super::Home;

/// `nubo sandbox serve`, running.
pub(crate) struct Clouds {
    child: Child,
    accounts: Vec<Value>,
    /// The home that keeps their world.
    pub home: Home,
}

impl Clouds {
    /// Starts them on free ports and waits for the line that tells their accounts.
    pub(crate) fn serve() -> Self {
        Self::begin("sandbox serve --json")
    }

    /// Starts clouds that fail one request in so many.
    pub(crate) fn failing(one_in: u64) -> Self {
        Self::begin(&format!("sandbox serve --json --fail {one_in}"))
    }

    fn begin(line: &str) -> Self {
        let home = Home::new();
        let mut child = home.command(line).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut told: Value = serde_json::from_str(&line).unwrap();
        let accounts = told["accounts"].as_array_mut().unwrap().drain(..).collect();
        Self { child, accounts, home }
    }

    /// A member of one provider's account as they announce it: `url`, `user` or `secret`.
    pub(crate) fn told(&self, provider: &str, what: &str) -> &str {
        let account = self.accounts.iter().find(|account| account["provider"] == provider).unwrap();
        account[what].as_str().unwrap()
    }

    /// A home with an account at each, named `fleio`, `cloudsigma`, `seflow` and `uivmm`, with secrets as variables.
    pub(crate) fn home(&self, more: &str) -> Home {
        let section = |provider: &str| {
            let user = self.accounts.iter().find(|a| a["provider"] == provider).and_then(|a| a["user"].as_str());
            let user = user.map_or(String::new(), |user| format!("user = \"{user}\"\n"));
            format!(
                "[accounts.{provider}]\nprovider = \"{provider}\"\nurl = \"{}\"\n{user}",
                self.told(provider, "url")
            )
        };
        let sections: String = PROVIDERS.map(section).concat();
        let home = Home::new().config(&format!("{}\n{sections}", super::dedented(more)));
        PROVIDERS.iter().fold(home, |home, provider| {
            home.with(&format!("NUBO_SECRET_{}", provider.to_uppercase()), self.told(provider, "secret"))
        })
    }

    /// A home with an account `portal` at the simulated HostBill portal, as one that can do more than SeFlow's own.
    pub(crate) fn portal(&self) -> Home {
        let told = |what: &str| self.told("seflow", what);
        let (url, user) = (told("url"), told("user"));
        let section = format!("[accounts.portal]\nprovider = \"hostbill\"\nurl = \"{url}\"\nuser = \"{user}\"");
        Home::new().config(&section).with("NUBO_SECRET_PORTAL", told("secret"))
    }
}

/// The four providers.
pub(super) const PROVIDERS: [&str; 4] = ["fleio", "cloudsigma", "seflow", "uivmm"];

impl Drop for Clouds {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
