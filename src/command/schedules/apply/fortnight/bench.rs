//! The clouds, twice: moody ones that runs talk to, and calm ones of the same world for people; and a home of the runs.
//! The state of a machine is read straight from the world's file, by no provider's encoder or decoder.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, rc::Rc};

use base64::{Engine, engine::general_purpose::STANDARD};
use clap::ArgMatches;
use jiff::Timestamp;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc::UnboundedReceiver,
};

use super::table::RULES;
use crate::{
    cli::{self, Changing},
    command::{
        context::{Context, Invocation},
        flags,
        schedules::apply::once::{self, Run},
    },
    config::Env,
    error::Kind,
    model::Status,
    output::{Console, Settings},
    sandbox::{self, Faults, SandboxAccount, Served},
    schedule::{Loaded, load},
};

/// The machines by the name they have here: provider, id there, and where the world's file has them.
pub(crate) const MACHINES: [(&str, &str, &str); 13] = [
    ("fleio/web-1", "a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001", "/fleio/instances/0"),
    ("fleio/web-2", "a2b84e16-90c3-4f7d-8a15-2c9f4be7d002", "/fleio/instances/1"),
    ("fleio/worker-1", "c3e91b74-2ad6-48b5-a3f9-18d6fe05b004", "/fleio/instances/3"),
    ("cloudsigma/web-1", "10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1", "/cloudsigma/servers/0"),
    ("cloudsigma/web-2", "21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a", "/cloudsigma/servers/1"),
    ("cloudsigma/db-1", "32d9e913-2f30-4f68-9a6b-c5d2deae18e3", "/cloudsigma/servers/2"),
    ("cloudsigma/batch-1", "43eafa24-3041-4f57-9a88-c5d2dd8ad37c", "/cloudsigma/servers/3"),
    ("cloudsigma/mail-1", "54fc0b35-3152-4f46-9aa5-c5d2dc678e15", "/cloudsigma/servers/4"),
    ("seflow/web-3", "33301/12", "/seflow/services/0/machines/0"),
    ("seflow/mail-2", "33301/15", "/seflow/services/0/machines/2"),
    ("uivmm/ci-runner", "3/ci-runner", "/uivmm/servers/0/instances/0"),
    ("uivmm/registry", "3/registry", "/uivmm/servers/0/instances/1"),
    ("uivmm/web-test", "7/web-test", "/uivmm/servers/1/instances/0"),
];

/// The tags of the accounts file.
const TAGS: [(&str, &str); 4] =
    [("fleio/worker-1", "lab"), ("cloudsigma/mail-1", "lab"), ("uivmm/ci-runner", "lab"), ("seflow/mail-2", "night")];

/// Long lists of the world that have nothing to do with machines.
const LEFT_OUT: [(&str, &str); 10] = [
    ("fleio", "invoices"),
    ("fleio", "tickets"),
    ("fleio", "images"),
    ("fleio", "security_groups"),
    ("cloudsigma", "transactions"),
    ("cloudsigma", "standard"),
    ("seflow", "invoices"),
    ("seflow", "tickets"),
    ("seflow", "domains"),
    ("uivmm", "image_servers"),
];

/// Everything of one fortnight.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
    pub faults: Faults,
    pub served: UnboundedReceiver<Served>,
    calm: Vec<SandboxAccount>,
    env: Env,
    args: ArgMatches,
    loaded: Loaded,
}

fn machine(name: &str) -> (&'static str, &'static str) {
    MACHINES.iter().find(|(own, ..)| *own == name).map(|(_, id, place)| (*id, *place)).unwrap()
}

impl Bench {
    /// Clouds that answer every request as yet.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = folder.path().join("world.json");
        let (faults, served) = Faults::new(0, 4);
        let moody = sandbox::start_with(&world, None, Some(faults.clone())).await.unwrap();
        let calm = sandbox::start(&world, None).await.unwrap();
        let env = home(folder.path(), &moody);
        let args = cli::root().try_get_matches_from(["nubo", "schedules", "apply", "--yes", "--quiet"]).unwrap();
        let mut loaded = load(RULES, Path::new("schedules.toml"), &crate::schedule::Copies::default());
        loaded.check_accounts(&["fleio", "cloudsigma", "seflow", "uivmm"]);
        assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
        let bench = Self { folder, faults, served, calm, env, args, loaded };
        // The first change writes the world's file; parts that no run looks at would only make each later write longer.
        bench.turn("fleio/worker-1", true).await;
        let mut world = bench.world();
        for (cloud, name) in LEFT_OUT {
            world[cloud][name] = Value::Array(Vec::new());
        }
        fs::write(bench.folder.path().join("world.json"), world.to_string()).unwrap();
        bench
    }

    /// Makes one run, as a timer does: only files are left of the one before. Gives its exit code, and true when work
    /// is left to do.
    pub(crate) async fn run(&self, now: Timestamp) -> (u8, bool) {
        let apply = self.args.subcommand().and_then(|(_, noun)| noun.subcommand()).map(|(_, args)| args).unwrap();
        let console = Console::new(Settings { quiet: true, ..Settings::default() }, &|_| None);
        let start = Invocation {
            env: self.env.clone(),
            globals: flags(&self.args).unwrap(),
            console: Rc::new(console),
            under_way: Rc::default(),
            unattended: true,
        };
        let context = Context::open(start, apply).await.unwrap();
        let changing = Changing { yes: true, ..Changing::default() };
        let run = Run {
            context: &context,
            changing: &changing,
            clock: &|| now,
            interval: Some(jiff::SignedDuration::from_mins(5)),
        };
        let report = once::apply(&run, &self.loaded).await.unwrap();
        (report.kind.map_or(0, Kind::exit), report.rows.iter().any(|row| row.change.status != Status::Ok))
    }

    /// A person starts or stops a machine.
    pub(crate) async fn turn(&self, name: &str, start: bool) {
        let id = machine(name).0;
        let (provider, short) = name.split_once('/').unwrap();
        match provider {
            "fleio" => {
                let verb = if start { "start" } else { "stop" };
                self.ask(provider, "POST", &format!("/openstack/instances/{id}/{verb}"), "").await;
            }
            "cloudsigma" => {
                let verb = if start { "start" } else { "shutdown" };
                self.ask(provider, "GET", &format!("/servers/{id}/{verb}"), "").await;
            }
            _ => {
                let (server, verb) = (id.split('/').next().unwrap(), if start { "start" } else { "stop" });
                let body = serde_json::json!({
                    "server_id": server, "instance_name": short, "instance_status": verb,
                });
                self.ask(provider, "POST", "/v1/instance.action", &body.to_string()).await;
            }
        }
    }

    /// A request of a person, which is answered with success.
    async fn ask(&self, provider: &str, method: &str, path: &str, body: &str) {
        let account = self.calm.iter().find(|account| account.provider == provider).unwrap();
        let (host, base) =
            account.url.strip_prefix("http://").map(|url| url.split_once('/').unwrap_or((url, ""))).unwrap();
        let path = if base.is_empty() { path.to_owned() } else { format!("/{base}{path}") };
        let pair = format!("{}:{}", account.user.as_deref().unwrap_or_default(), account.secret);
        let authorization = match provider {
            "fleio" => format!("Token {}", account.secret),
            "uivmm" => format!("Bearer {}", account.secret),
            _ => format!("Basic {}", STANDARD.encode(pair)),
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: {authorization}\r\nContent-Type: application/vnd.api+json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await.unwrap();
        assert!(reply.starts_with("HTTP/1.1 20"), "{provider} {path}: {reply}");
    }

    /// The world as its file has it.
    pub(crate) fn world(&self) -> Value {
        serde_json::from_slice(&fs::read(self.folder.path().join("world.json")).unwrap()).unwrap()
    }

    /// True when a machine runs or is starting.
    pub(crate) fn runs(world: &Value, name: &str) -> bool {
        let clock = world.pointer(machine(name).1).map(|machine| &machine["clock"]).unwrap();
        let state = clock["pending"]["to"].as_str().or(clock["state"].as_str()).unwrap();
        match state {
            "active" | "running" | "online" => true,
            "stopped" | "offline" => false,
            other => panic!("{name} is {other}"),
        }
    }
}

/// The files of an account at each cloud, and an environment that names their folders and nothing else.
fn home(folder: &Path, accounts: &[SandboxAccount]) -> Env {
    let write = |name: &str, text: String| {
        let file = folder.join("config").join(name);
        fs::write(&file, text).unwrap();
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    };
    fs::create_dir(folder.join("config")).unwrap();
    fs::set_permissions(folder.join("config"), fs::Permissions::from_mode(0o700)).unwrap();
    let section = |account: &SandboxAccount| {
        let (provider, url) = (account.provider, &account.url);
        let user = account.user.as_ref().map_or(String::new(), |user| format!("user = '{user}'\n"));
        let own = TAGS.iter().filter(|(name, _)| name.starts_with(&format!("{provider}/")));
        let tags: Vec<_> = own.map(|(name, tag)| format!("tags.'{}' = ['{tag}']\n", machine(name).0)).collect();
        format!("[accounts.{provider}]\nprovider = '{provider}'\nurl = '{url}'\n{user}{}", tags.concat())
    };
    write("config.toml", accounts.iter().map(section).collect());
    let secret = |account: &SandboxAccount| format!("[{}]\nsecret = '{}'\n", account.provider, account.secret);
    write("credentials.toml", accounts.iter().map(secret).collect());
    let path = |name: &str| folder.join(name).display().to_string();
    let (config, state) = (path("config"), path("state"));
    Env::given(&[("NUBO_CONFIG_DIR", config.as_str()), ("NUBO_STATE_DIR", state.as_str())])
}
