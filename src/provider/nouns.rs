//! The table of nouns: one line of data each, which command tree, dispatch, schema, support matrix and suite walk.
//! A new noun takes its record in `model` and its line here; a new verb a constant in `model::verbs` and its name here.

use crate::model::{
    self, Action, Backup, Balance, Client, Contact, Currency, Department, Domain, Drive, Firewall, Flavor, Goal, Group,
    Host, Identity, Image, Instance, Invoice, Ip, Job, Key, ListFlag, Network, Price, Query, Record, RecordKind,
    Region, Service, Snapshot, Subscription, Ticket, Transaction, Usage, verbs,
};

use super::bindings::{Binding, Follow, Login};

/// A noun as data.
pub(crate) struct Noun {
    /// The record's kind: the singular, fields and states.
    pub record: &'static RecordKind,
    /// The noun in the plural, as typed.
    pub word: &'static str,
    /// One line for the help.
    pub about: &'static str,
    /// The place of the noun in the command tree.
    pub menu: Menu,
    /// The verbs beside list and show.
    pub actions: &'static [&'static Action],
    /// The questions that can be asked about a record.
    pub queries: &'static [&'static Query],
    /// The flags of the noun's list beside those of all lists.
    pub list_flags: &'static [&'static ListFlag],
    /// A state to filter by and to wait for, as the example in the help.
    pub example_state: &'static str,
    /// A target, as the example in the help.
    pub example_target: &'static str,
    /// Such things are created without a name.
    pub nameless: bool,
    /// Each account has exactly one such thing, which needs no naming.
    pub single: bool,
    /// Whether its list asks all accounts whatever the default one is.
    pub everywhere: bool,
    binding: fn(&Bindings) -> &Binding,
}

/// The place of a noun in the command tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Menu {
    /// A command with verbs, and the other word for it.
    Verbs(&'static str),
    /// A command that lists the noun.
    Itself,
    /// A verb of another noun, which lists this one.
    Under(&'static str),
}

impl Noun {
    /// The noun in the singular.
    pub(crate) const fn kind(&self) -> &'static str {
        self.record.name
    }

    /// A provider's binding of the noun.
    pub(crate) fn binding<'b>(&self, bindings: &'b Bindings) -> &'b Binding {
        (self.binding)(bindings)
    }

    /// The default goal of `wait`: for a job, that it is done; for anything else, that its state is not a passing one.
    pub(crate) fn end(&self) -> Goal {
        if self.record.states.contains(&"done") { Goal::State("done") } else { Goal::Calm }
    }

    /// The command that lists the noun.
    pub(crate) fn listing(&self) -> String {
        match self.menu {
            Menu::Verbs(_) => format!("nubo {} list", self.word),
            Menu::Itself => format!("nubo {}", self.word),
            Menu::Under(noun) => format!("nubo {noun} {}", self.word),
        }
    }
}

/// The noun of a word, as typed.
pub(crate) fn noun(word: &str) -> Option<&'static Noun> {
    NOUNS.into_iter().find(|noun| noun.word == word)
}

/// A record type that stands for its noun, for code about that noun alone.
pub(crate) trait Bound: Record + Clone {
    /// The noun.
    fn noun() -> &'static Noun;
}

/// Makes the table, the struct of bindings, and the noun of each record type.
macro_rules! nouns {
    ($($name:ident $member:ident $record:ident $word:literal $menu:expr, $about:literal $state:literal $target:literal
        [$($action:ident)*] [$($query:ident)*] [$($flag:ident)*] $($trait:ident)*;)*) => {
        /// The bindings of a provider: one for each noun, and those that belong to no noun.
        pub(crate) struct Bindings {
            $(#[doc = $about] pub $member: Binding,)*
            /// Logging in for a token, if the secret expires.
            pub login: Option<Login>,
            /// Following the provider's events.
            pub events: Option<Follow>,
        }
        impl Bindings {
            /// The bindings of a provider that has none of the nouns.
            pub(crate) const NONE: Self = Self { $($member: Binding::NONE,)* login: None, events: None };
        }
        $(#[doc = $about] pub(crate) static $name: Noun = nouns!(@ {
            record: $record::KIND,
            word: $word,
            about: $about,
            menu: $menu,
            actions: &[$(&verbs::$action),*],
            queries: &[$(&model::$query),*],
            list_flags: &[$(&model::$flag),*],
            example_state: $state,
            example_target: $target,
            nameless: false,
            single: false,
            everywhere: false,
            binding: |bindings| &bindings.$member,
        } $($trait)*);
        impl Bound for $record {
            fn noun() -> &'static Noun {
                &$name
            }
        })*
        /// Every noun, in the order of the help.
        pub(crate) static NOUNS: [&Noun; [$($word),*].len()] = [$(&$name),*];
    };
    (@ {$($all:tt)*}) => { Noun {$($all)*} };
    (@ {$($all:tt)*} $($trait:ident)+) => { Noun { $($trait: true,)+ ..Noun {$($all)*} } };
}

nouns! {
    INSTANCES instances Instance "instances" Menu::Verbs("instance"), "Machines: create, start, stop, resize, attach, delete and more"
        "running" "web-1"
        [INSTANCE_CREATE RENAME START STOP STOP_HARD REBOOT RESET SUSPEND RESUME LOCK UNLOCK SHELVE UNSHELVE RESCUE UNRESCUE REBUILD
         BOOT_ISO RESIZE RESIZE_CONFIRM RESIZE_REVERT CLONE PASSWORD_SET ATTACH_DRIVE ATTACH_IP ATTACH_NETWORK ATTACH_FIREWALL
         DETACH_DRIVE DETACH_IP DETACH_NETWORK DETACH_FIREWALL INSTANCE_DELETE]
        [CONSOLE LOG METRICS TRAFFIC ACTIONS PRICE] [];
    DRIVES drives Drive "drives" Menu::Verbs("drive"), "Disks and volumes: create, resize, clone, attach, delete" "available" "data-1"
        [DRIVE_CREATE RENAME DRIVE_RESIZE DRIVE_CLONE DRIVE_ATTACH DRIVE_DETACH DELETE] [] [];
    IMAGES images Image "images" Menu::Verbs("image"), "What machines are made from: own, standard, CDs, templates" "available" "debian-12"
        [IMAGE_COPY DELETE] [] [];
    SNAPSHOTS snapshots Snapshot "snapshots" Menu::Verbs("snapshot"), "Machines as they were at one moment" "available" "before-upgrade"
        [SNAPSHOT_CREATE DELETE] [] [];
    BACKUPS backups Backup "backups" Menu::Verbs("backup"), "Backups of machines and their schedules" "available" "nightly"
        [BACKUP_CREATE DELETE] [] [];
    IPS ips Ip "ips" Menu::Verbs("ip"), "Addresses: reserve, assign, reverse names, release" "free" "203.0.113.9"
        [RESERVE RELEASE ASSIGN UNASSIGN RDNS] [] [] nameless;
    NETWORKS networks Network "networks" Menu::Verbs("network"), "Networks and VLANs" "active" "back"
        [NETWORK_CREATE RENAME DELETE] [] [];
    FIREWALLS firewalls Firewall "firewalls" Menu::Verbs("firewall"), "Firewalls and their rules" "active" "web"
        [FIREWALL_CREATE RENAME RULE_ADD RULE_DELETE FIREWALL_ASSIGN FIREWALL_UNASSIGN DELETE] [] [];
    KEYS keys Key "keys" Menu::Verbs("key"), "Public SSH keys" "active" "laptop" [KEY_CREATE RENAME DELETE] [] [];
    REGIONS regions Region "regions" Menu::Verbs("region"), "Where machines can be" "available" "nl" [] [] [];
    FLAVORS flavors Flavor "flavors" Menu::Verbs("flavor"), "The sizes machines can be bought as" "available" "small" [] [] [];
    HOSTS hosts Host "hosts" Menu::Verbs("host"), "The servers that run the machines (ui-vmm)" "available" "7" [HOST_CREATE] [] [];
    GROUPS groups Group "groups" Menu::Verbs("group"), "Machines that are started and stopped together (CloudSigma)" "active" "office"
        [GROUP_CREATE RENAME GROUP_ADD GROUP_REMOVE GROUP_START GROUP_STOP DELETE] [] [];
    JOBS jobs Job "jobs" Menu::Verbs("job"), "What a provider carries out after it has answered" "running" "ID" [JOB_RETRY JOB_ABORT] [] [];
    INVOICES invoices Invoice "invoices" Menu::Verbs("invoice"), "Invoices: list, show, download, pay, total" "paid" "303090"
        [PAY] [DOWNLOAD] [UNPAID OVERDUE ISSUED_SINCE ISSUED_UNTIL];
    TRANSACTIONS transactions Transaction "transactions" Menu::Verbs("transaction"), "The ledger of an account (CloudSigma)" "booked" "ID"
        [] [] [BOOKED_SINCE BOOKED_UNTIL];
    SUBSCRIPTIONS subscriptions Subscription "subscriptions" Menu::Verbs("subscription"), "Resources paid ahead: calculate, create, extend"
        "active" "UUID" [SUBSCRIBE EXTEND] [CALCULATE] [] nameless;
    SERVICES services Service "services" Menu::Verbs("service"), "What is rented from a portal: prices, upgrades, traffic" "active" "33301"
        [UPGRADE] [UPGRADE_OPTIONS RESOURCES BANDWIDTH GRAPHS ADDRESSES REVERSE_NAMES TEMPLATES] [];
    DOMAINS domains Domain "domains" Menu::Verbs("domain"), "Domain names: list, show, check" "active" "example.com" [] [CHECK] [];
    TICKETS tickets Ticket "tickets" Menu::Verbs("ticket"), "Support: read, open, reply, close" "answered" "437928"
        [TICKET_CREATE REPLY CLOSE REOPEN] [ATTACHMENTS] [OPEN UNREAD WAITING] nameless;
    DEPARTMENTS departments Department "departments" Menu::Under("tickets"), "List the departments that tickets can go to" "active" "Support"
        [] [] [];
    CONTACT contact Contact "contact" Menu::Verbs("contacts"), "Your contact details at a provider: show, set" "active" "me"
        [CONTACT_SET CONTACT_SET_EMAIL] [] [] single;
    CLIENTS clients Client "clients" Menu::Verbs("client"), "The clients of a portal, for those who run one (Fleio)" "active" "700101"
        [CLIENT_CREATE CREDIT CLIENT_SUSPEND CLIENT_RESUME] [CLIENT_SERVICES] [] nameless;
    BALANCE balance Balance "balance" Menu::Itself, "What each account has and owes" "active" "EUR" [] [] [] single everywhere;
    USAGE usage Usage "usage" Menu::Itself, "What is used now, or in this billing cycle" "active" "cpu" [] [] [] single everywhere;
    PRICING pricing Price "pricing" Menu::Itself, "What things cost now (CloudSigma)" "active" "cpu:sub" [] [] [] single;
    CURRENCIES currencies Currency "currencies" Menu::Itself, "The currencies a provider deals in (CloudSigma)" "active" "EUR" [] [] [] single;
    WHOAMI identity Identity "whoami" Menu::Itself, "Show who your accounts belong to" "active" "me" [] [] [] everywhere;
}
