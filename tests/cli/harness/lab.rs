//! A simulated CloudSigma of a test's own, with one server that may not obey, and an account there.
//! Tests look at the requests it got besides reads.

use std::sync::{Arc, Mutex};

use super::{Home, Server, plain, reply};

/// The request that lets its server shut down by itself.
pub(crate) const SHUTDOWN: &str = "GET /servers/X/shutdown";
/// The request that cuts its power.
pub(crate) const CUT: &str = "GET /servers/X/stop";

/// A simulated CloudSigma with one server, as a test makes it.
pub(crate) struct Cloud {
    /// The answer to every request, in place of all else.
    pub instead: Option<Vec<u8>>,
    /// The seconds that its clock is ahead.
    pub ahead: i64,
    /// The state of its server: `active` or `stopped`.
    pub status: &'static str,
    /// The state that listings tell, where it is another.
    pub listed: Option<&'static str>,
    /// True when its server obeys.
    pub obeys: bool,
    /// The answer to every change, where it is to fail.
    pub fails: Option<Vec<u8>>,
}

impl Cloud {
    fn answer(&mut self, request: &str) -> Vec<u8> {
        if let Some(bytes) = &self.instead {
            return bytes.clone();
        }
        let path = request.split(' ').nth(1).unwrap();
        match path.rsplit('/').next().unwrap() {
            "start" | "shutdown" | "stop" if self.fails.is_some() => {}
            "start" if self.obeys => self.status = "active",
            "shutdown" | "stop" if self.obeys => self.status = "stopped",
            "info" => return self.info(path),
            _ => {}
        }
        self.fails.clone().unwrap_or_else(|| plain(""))
    }

    fn info(&self, path: &str) -> Vec<u8> {
        if path.starts_with("/profile") {
            return plain("uuid U\nemail ops@example.com\n");
        }
        let time = jiff::Timestamp::now().checked_add(jiff::SignedDuration::from_secs(self.ahead)).unwrap();
        let date = time.strftime("date: %a, %d %b %Y %H:%M:%S GMT\r\ncontent-type: text/plain\r\n").to_string();
        let status = self.listed.filter(|_| !path.contains("/X/")).unwrap_or(self.status);
        reply("200 OK", &date, format!("server X\nname web\nstatus {status}\npersistent true\n").as_bytes())
    }
}

/// The account `lab` at a simulated CloudSigma, with rules.
pub(crate) struct Lab {
    /// The server, which keeps the requests it got.
    pub server: Server,
    /// The cloud behind the server.
    pub cloud: Arc<Mutex<Cloud>>,
    /// The home in which the account is configured.
    pub home: Home,
}

impl Lab {
    /// A lab with these rules.
    pub(crate) fn new(rules: &str) -> Self {
        let cloud = Arc::new(Mutex::new(Cloud {
            instead: None,
            ahead: 0,
            status: "active",
            listed: None,
            obeys: true,
            fails: None,
        }));
        let own = Arc::clone(&cloud);
        let server = Server::new(move |_, request| own.lock().unwrap().answer(request));
        let home = Home::of("cloudsigma", &server.url(), "");
        home.rules(rules);
        Self { server, cloud, home }
    }

    /// Changes the cloud's settings.
    pub(crate) fn set(&self, change: impl FnOnce(&mut Cloud)) {
        change(&mut self.cloud.lock().unwrap());
    }

    /// The requests that were no reads.
    pub(crate) fn changes(&self) -> Vec<String> {
        self.server.lines().into_iter().filter(|line| !line.ends_with("/info")).collect()
    }
}
