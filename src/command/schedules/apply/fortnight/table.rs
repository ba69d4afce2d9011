//! The rules of the fortnight, and their edges worked out by hand: in the night of Sunday 29 March 2026 clocks
//! in Rome go from CET (UTC+1) to CEST (UTC+2); New York is at UTC-4 throughout, Kathmandu at UTC+5:45.

use jiff::Timestamp;

/// The machine that must never be stopped.
pub(crate) const BATCH: &str = "cloudsigma/batch-1";

/// The rules file.
pub(crate) const RULES: &str = "
[office]
accounts = ['fleio', 'seflow']
select = ['name~web-*']
zone = 'Europe/Rome'
up = ['mon-fri 08:00-19:30']
except = ['2026-03-25']
late = '4h'
stop = { how = 'provider' }

[office-clean]
accounts = ['cloudsigma', 'uivmm']
select = ['name~web-*']
zone = 'Europe/Rome'
up = ['mon-fri 08:00-19:30']
except = ['03-25']
late = '4h'
stop = { how = 'clean', grace = '5m', then = 'hard' }

[lab]
accounts = ['fleio', 'cloudsigma', 'uivmm']
select = ['tags=lab']
zone = 'America/New_York'
up = ['mon 06:00 - wed 22:00', 'fri 22:00-04:00']
enforce = 'always'
stop = { how = 'provider', grace = '5m' }

[night]
accounts = ['seflow']
select = ['tags=night']
zone = 'Asia/Kathmandu'
up_at = ['mon,wed,fri 06:00']
down_at = ['mon,wed,fri 23:00']
late = '6h'
stop = { how = 'provider' }

[backup]
accounts = ['cloudsigma']
select = ['name~db-*']
zone = 'Europe/Rome'
up = ['daily 22:00-02:30']
stop = { grace = '10m', then = 'hard' }
late = '4h'

[weekend]
accounts = ['uivmm']
select = ['name=registry']
zone = 'Europe/Rome'
up = ['fri 18:00 - mon 08:00']
late = '4h'
stop = { grace = '5m', then = 'hard' }

[batch]
accounts = ['cloudsigma']
select = ['name~batch-*']
zone = 'Europe/Rome'
up = ['mon-fri 09:00-18:00']
late = '0s'
";

/// The edges and machines of one rule, worked out by hand.
pub(crate) struct Table {
    pub rule: &'static str,
    pub machines: Vec<&'static str>,
    pub once: bool,
    /// True when an ignored stop is followed by a power cut.
    pub cuts: bool,
    /// The instants at which the wanted state changes, each with true for up.
    pub edges: Vec<(Timestamp, bool)>,
}

impl Table {
    fn new(rule: &'static str, machines: &[&'static str], edges: &[Vec<(Timestamp, bool)>]) -> Self {
        let mut edges = edges.concat();
        edges.sort_unstable();
        let cuts = matches!(rule, "office-clean" | "backup" | "weekend");
        Self { rule, machines: machines.to_vec(), once: rule != "lab", cuts, edges }
    }

    /// The last edge before an instant.
    pub(crate) fn last(&self, now: Timestamp) -> Option<(Timestamp, bool)> {
        self.edges.iter().copied().rfind(|(edge, _)| *edge <= now)
    }
}

/// A time in 2026, in UTC.
pub(crate) fn at(text: &str) -> Timestamp {
    format!("2026-{}:00Z", text.replace(' ', "T")).parse().unwrap()
}

/// Edges at one time of day on several days.
fn on(days: &str, time: &str, up: bool) -> Vec<(Timestamp, bool)> {
    days.split_whitespace().map(|day| (at(&format!("{day} {time}")), up)).collect()
}

/// The table of each rule; for `batch` the machine can only be expected to go on running.
pub(crate) fn tables() -> Vec<Table> {
    let (before, after) = ("03-23 03-24 03-26 03-27", "03-30 03-31 04-01 04-02 04-03");
    let office =
        [on(before, "07:00", true), on(before, "18:30", false), on(after, "06:00", true), on(after, "17:30", false)];
    let first = "03-23 03-24 03-25 03-26 03-27 03-28";
    let second = "03-30 03-31 04-01 04-02 04-03 04-04 04-05";
    let night = "03-23 03-25 03-27 03-30 04-01 04-03 04-06";
    let lab = [
        on("03-21", "08:00", false),
        on("03-23 03-30", "10:00", true),
        on("03-26 04-02", "02:00", false),
        on("03-28 04-04", "02:00", true),
        on("03-28 04-04", "08:00", false),
    ];
    // The time half past two does not exist on the 29th: the window ends when the gap does.
    let backup = [
        on("03-22", "21:00", true),
        on(first, "21:00", true),
        on(first, "01:30", false),
        on("03-29", "01:00", false),
        on("03-29", "20:00", true),
        on(second, "00:30", false),
        on(second, "20:00", true),
        on("04-06", "00:30", false),
    ];
    let weekend = [
        on("03-20 03-27", "17:00", true),
        on("03-23", "07:00", false),
        on("03-30", "06:00", false),
        on("04-03", "16:00", true),
    ];
    vec![
        Table::new("office", &["fleio/web-1", "fleio/web-2", "seflow/web-3"], &office),
        Table::new("office-clean", &["cloudsigma/web-1", "cloudsigma/web-2", "uivmm/web-test"], &office),
        Table::new("lab", &["fleio/worker-1", "cloudsigma/mail-1", "uivmm/ci-runner"], &lab),
        Table::new("night", &["seflow/mail-2"], &[on(night, "00:15", true), on(night, "17:15", false)]),
        Table::new("backup", &["cloudsigma/db-1"], &backup),
        Table::new("weekend", &["uivmm/registry"], &weekend),
    ]
}
