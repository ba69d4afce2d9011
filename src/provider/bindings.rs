//! What a provider can do with the common nouns: a verb is supported exactly when its binding is there.
//! Adding a verb is one constant in `model::verbs`, its name in a noun's line here, and one line in each provider that can.

use futures_util::future::LocalBoxFuture;

use crate::{
    error::{Error, Result},
    model::{
        Action, Backup, Balance, Client, Contact, Currency, Department, Domain, Drive, Firewall, Flavor, Group, Host,
        Identity, Image, Instance, Invoice, Ip, Job, Key, ListFlag, Network, Price, Query, Record, Region, Service,
        Snapshot, Subscription, Ticket, Transaction, Usage, verbs,
    },
};

use super::{act::Act, ask::Ask, node::Node, operation::Operation, session::Session};

/// Reads one record of a reply; the key is that of a map's entry.
pub type Read<R> = fn(Option<&str>, &Node<'_>) -> Result<R>;

/// What a listing found, and what kept it from being complete.
#[derive(Debug)]
pub struct Listing<R> {
    /// The records with the provider's reply as JSON text, where that was asked for.
    pub records: Vec<(R, Option<String>)>,
    /// Pages, services or servers that could not be read.
    pub failures: Vec<Error>,
}

impl<R> Listing<R> {
    /// A listing that found nothing yet.
    pub fn new() -> Self {
        Self { records: Vec::new(), failures: Vec::new() }
    }

    /// Adds what another found.
    pub fn extend(&mut self, other: Self) {
        self.records.extend(other.records);
        self.failures.extend(other.failures);
    }
}

/// How all records of a noun are read.
pub enum List<R: 'static> {
    /// By one operation, whose pages are followed.
    Op(&'static Operation, Read<R>),
    /// By several calls.
    Recipe(for<'s> fn(&'s Session) -> LocalBoxFuture<'s, Result<Listing<R>>>),
}

/// Reads one record by its id with several calls, and the reply it was read from where that is kept.
pub type ShowRecipe<R> = for<'s> fn(&'s Session, &'s str) -> LocalBoxFuture<'s, Result<(R, Option<String>)>>;

/// How one record is read.
pub enum Show<R: 'static> {
    /// By one operation that takes the id and these fixed values.
    Op(&'static Operation, &'static [(&'static str, &'static str)], Read<R>),
    /// By several calls, or by reading the reply against the id.
    Recipe(ShowRecipe<R>),
    /// By looking through the listing.
    Listed,
}

/// What a provider can do with one noun.
pub struct Noun<R: 'static> {
    /// The arguments that the parts of an id fill.
    pub id: &'static [&'static str],
    /// Reading all.
    pub list: Option<List<R>>,
    /// Reading one.
    pub show: Option<Show<R>>,
    /// Making one, and acting on one.
    pub acts: &'static [(&'static Action, Act)],
    /// Asking about one.
    pub asks: &'static [(&'static Query, Ask)],
    /// The presets whose portals do not have the noun.
    pub lacking: &'static [&'static str],
    /// The questions that the portals of some presets do not answer, with these presets.
    pub unanswered: &'static [(&'static Query, &'static [&'static str])],
}

impl<R> Noun<R> {
    /// A noun the provider does not have.
    pub const NONE: Self =
        Self { id: &[], list: None, show: None, acts: &[], asks: &[], lacking: &[], unanswered: &[] };

    /// The binding of an action.
    pub fn act(&self, action: &Action) -> Option<&'static Act> {
        self.acts.iter().find(|(a, _)| *a == action).map(|(_, act)| act)
    }

    /// The presets whose portals do not answer a question.
    pub fn unanswered(&self, query: &Query) -> &'static [&'static str] {
        self.unanswered.iter().find(|(q, _)| std::ptr::eq(*q, query)).map_or(&[], |(_, presets)| presets)
    }

    /// The binding of a question.
    pub fn ask(&self, query: &Query) -> Option<&'static Ask> {
        self.asks.iter().find(|(q, _)| std::ptr::eq(*q, query)).map(|(_, ask)| ask)
    }
}

/// Logs in with user and password and gives the token to store.
pub type Login = for<'s> fn(&'s Session, &'s str, &'s str) -> LocalBoxFuture<'s, Result<String>>;

/// What receives one event as a line of JSON.
pub type OnEvent<'s> = &'s mut dyn FnMut(&str) -> Result<()>;

/// Follows the provider's events, on a stream that was named or on its own.
pub type Follow =
    for<'s> fn(&'s Session, &'static Operation, Option<String>, OnEvent<'s>) -> LocalBoxFuture<'s, Result<()>>;

/// A noun's record that providers have bindings for.
pub trait Bound: Record + Clone {
    /// The noun in the plural, as typed.
    const WORD: &'static str;
    /// What can be done with it beside list and show.
    const ACTIONS: &'static [&'static Action];
    /// What can be asked about it.
    const QUERIES: &'static [&'static Query];
    /// A state to filter by and to wait for, for the help.
    const EXAMPLE_STATE: &'static str;
    /// A target, for the help.
    const EXAMPLE_TARGET: &'static str;
    /// The flags of its list beside those of all lists.
    const LIST_FLAGS: &'static [&'static ListFlag];
    /// Whether such things are made without a name.
    const NAMELESS: bool = false;
    /// Whether each account has exactly one of it, which needs no naming.
    const SINGLE: bool = false;
    /// The command that lists it, where that is not its word with `list`.
    const LISTED_BY: Option<&'static str> = None;
    /// The command that lists it.
    fn listing() -> String {
        Self::LISTED_BY.map_or_else(|| format!("nubo {} list", Self::WORD), |command| format!("nubo {command}"))
    }
    /// The provider's bindings of it.
    fn of(bindings: &Bindings) -> &Noun<Self>
    where
        Self: Sized;
}

/// Ties each record to its word, its verbs and its member of [`Bindings`].
macro_rules! bound {
    ($($(#[$doc:meta])* $record:ident $member:ident $word:literal $state:literal $target:literal
        [$($action:ident)*] [$($query:ident)*] $(+ [$($flag:ident)*])? $($trait:ident: $type:ty = $what:expr)?;)*) => {
        /// All common nouns of a provider.
        pub struct Bindings {
            $($(#[$doc])* pub $member: Noun<$record>,)*
            /// Logging in for a token, where the secret is one that expires.
            pub login: Option<Login>,
            /// Following what happens, where the provider tells it.
            pub events: Option<Follow>,
        }
        impl Bindings {
            /// A provider that has none of the nouns.
            pub const NONE: Self = Self { $($member: Noun::NONE,)* login: None, events: None };
        }
        $(impl Bound for $record {
            const WORD: &'static str = $word;
            const EXAMPLE_STATE: &'static str = $state;
            const EXAMPLE_TARGET: &'static str = $target;
            const ACTIONS: &'static [&'static Action] = &[$(&verbs::$action),*];
            const QUERIES: &'static [&'static Query] = &[$(&crate::model::$query),*];
            const LIST_FLAGS: &'static [&'static ListFlag] = &[$($(&crate::model::$flag),*)?];
            $(const $trait: $type = $what;)?
            fn of(bindings: &Bindings) -> &Noun<Self> {
                &bindings.$member
            }
        })*
    };
}

bound! {
    /// Machines.
    Instance instances "instances" "running" "web-1"
        [INSTANCE_CREATE RENAME START STOP STOP_HARD REBOOT RESET SUSPEND RESUME LOCK UNLOCK SHELVE UNSHELVE RESCUE UNRESCUE REBUILD
         BOOT_ISO RESIZE RESIZE_CONFIRM RESIZE_REVERT CLONE PASSWORD_SET ATTACH_DRIVE ATTACH_IP ATTACH_NETWORK ATTACH_FIREWALL
         DETACH_DRIVE DETACH_IP DETACH_NETWORK DETACH_FIREWALL INSTANCE_DELETE]
        [CONSOLE LOG METRICS TRAFFIC ACTIONS PRICE];
    /// Disks.
    Drive drives "drives" "available" "data-1" [DRIVE_CREATE RENAME DRIVE_RESIZE DRIVE_CLONE DRIVE_ATTACH DRIVE_DETACH DELETE] [];
    /// What machines are made from.
    Image images "images" "available" "debian-12" [IMAGE_COPY DELETE] [];
    /// Machines as they were.
    Snapshot snapshots "snapshots" "available" "before-upgrade" [SNAPSHOT_CREATE DELETE] [];
    /// Backups of machines and their schedules.
    Backup backups "backups" "available" "nightly" [BACKUP_CREATE DELETE] [];
    /// Addresses.
    Ip ips "ips" "free" "203.0.113.9" [RESERVE RELEASE ASSIGN UNASSIGN RDNS] [] NAMELESS: bool = true;
    /// Networks and VLANs.
    Network networks "networks" "active" "back" [NETWORK_CREATE RENAME DELETE] [];
    /// Firewalls.
    Firewall firewalls "firewalls" "active" "web"
        [FIREWALL_CREATE RENAME RULE_ADD RULE_DELETE FIREWALL_ASSIGN FIREWALL_UNASSIGN DELETE] [];
    /// Public SSH keys.
    Key keys "keys" "active" "laptop" [KEY_CREATE RENAME DELETE] [];
    /// Places.
    Region regions "regions" "available" "nl" [] [];
    /// Sizes that machines can be bought as.
    Flavor flavors "flavors" "available" "small" [] [];
    /// Servers that run the machines.
    Host hosts "hosts" "available" "7" [HOST_CREATE] [];
    /// Machines that are started and stopped together.
    Group groups "groups" "active" "office" [GROUP_CREATE RENAME GROUP_ADD GROUP_REMOVE GROUP_START GROUP_STOP DELETE] [];
    /// What a provider carries out later.
    Job jobs "jobs" "running" "ID" [JOB_RETRY JOB_ABORT] [];
    /// Invoices.
    Invoice invoices "invoices" "paid" "303090" [PAY] [DOWNLOAD] + [UNPAID OVERDUE ISSUED_SINCE ISSUED_UNTIL];
    /// Support tickets.
    Ticket tickets "tickets" "answered" "437928" [TICKET_CREATE REPLY CLOSE REOPEN] [ATTACHMENTS] + [OPEN UNREAD WAITING]
        NAMELESS: bool = true;
    /// Those of the provider's staff that tickets can go to.
    Department departments "departments" "active" "Support" [] [] LISTED_BY: Option<&'static str> = Some("tickets departments");
    /// Entries of a ledger.
    Transaction transactions "transactions" "booked" "ID" [] [] + [BOOKED_SINCE BOOKED_UNTIL];
    /// What an account has and owes.
    Balance balance "balance" "active" "EUR" [] [] SINGLE: bool = true;
    /// What is used.
    Usage usage "usage" "active" "cpu" [] [] SINGLE: bool = true;
    /// What things cost.
    Price pricing "pricing" "active" "cpu:sub" [] [] SINGLE: bool = true;
    /// What a provider can be paid in.
    Currency currencies "currencies" "active" "EUR" [] [] SINGLE: bool = true;
    /// Resources paid ahead.
    Subscription subscriptions "subscriptions" "active" "UUID" [SUBSCRIBE EXTEND] [CALCULATE] NAMELESS: bool = true;
    /// What is rented from a portal.
    Service services "services" "active" "33301" [UPGRADE]
        [UPGRADE_OPTIONS RESOURCES BANDWIDTH GRAPHS ADDRESSES REVERSE_NAMES TEMPLATES];
    /// Domain names.
    Domain domains "domains" "active" "example.com" [] [CHECK];
    /// Where a provider sends its letters.
    Contact contact "contact" "active" "me" [CONTACT_SET] [] SINGLE: bool = true;
    /// The clients of a portal.
    Client clients "clients" "active" "700101" [CLIENT_CREATE CREDIT CLIENT_SUSPEND CLIENT_RESUME] [CLIENT_SERVICES]
        NAMELESS: bool = true;
    /// Who the account's secret belongs to.
    Identity identity "whoami" "active" "me" [] [];
}
