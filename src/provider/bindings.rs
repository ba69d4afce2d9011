//! What a provider can do with the common nouns: a verb is supported exactly when its binding is there.
//! Adding a verb to a noun is one action in `model` and one line in each provider that can.

use futures_util::future::LocalBoxFuture;

use crate::{
    error::{Error, Result},
    model::{Action, Drive, How, Identity, Instance, Invoice, Record, Ticket},
};

use super::{node::Node, operation::Operation, session::Session};

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

/// How a record is acted on: by one operation that takes its id.
pub struct Act {
    /// The operation.
    pub operation: &'static Operation,
    /// How it ends a machine's run.
    pub how: How,
}

impl Act {
    /// An operation that ends no run.
    pub const fn by(operation: &'static Operation) -> Self {
        Self::ending(operation, How::Not)
    }

    /// An operation that ends a machine's run.
    pub const fn ending(operation: &'static Operation, how: How) -> Self {
        Self { operation, how }
    }
}

/// What a provider can do with one noun.
pub struct Noun<R: 'static> {
    /// The arguments that the parts of an id fill.
    pub id: &'static [&'static str],
    /// Reading all.
    pub list: Option<List<R>>,
    /// Reading one.
    pub show: Option<Show<R>>,
    /// Acting on one.
    pub acts: &'static [(&'static Action, Act)],
}

impl<R> Noun<R> {
    /// A noun the provider does not have.
    pub const NONE: Self = Self { id: &[], list: None, show: None, acts: &[] };

    /// The binding of an action.
    pub fn act(&self, action: &Action) -> Option<&'static Act> {
        self.acts.iter().find(|(a, _)| *a == action).map(|(_, act)| act)
    }
}

/// Logs in with user and password and gives the token to store.
pub type Login = for<'s> fn(&'s Session, &'s str, &'s str) -> LocalBoxFuture<'s, Result<String>>;

/// What receives one event as a line of JSON.
pub type OnEvent<'s> = &'s mut dyn FnMut(&str) -> Result<()>;

/// Follows the provider's events, on a stream that was named or on its own.
pub type Follow =
    for<'s> fn(&'s Session, &'static Operation, Option<String>, OnEvent<'s>) -> LocalBoxFuture<'s, Result<()>>;

/// All common nouns of a provider.
pub struct Bindings {
    /// Machines.
    pub instances: Noun<Instance>,
    /// Disks.
    pub drives: Noun<Drive>,
    /// Invoices.
    pub invoices: Noun<Invoice>,
    /// Support tickets.
    pub tickets: Noun<Ticket>,
    /// Who the account's secret belongs to.
    pub identity: Noun<Identity>,
    /// Logging in for a token, where the secret is one that expires.
    pub login: Option<Login>,
    /// Following what happens, where the provider tells it.
    pub events: Option<Follow>,
}

/// A noun's record that providers have bindings for.
pub trait Bound: Record + Clone {
    /// The noun in the plural, as typed.
    const WORD: &'static str;
    /// What can be done with it beside list and show.
    const ACTIONS: &'static [&'static Action];
    /// A state to filter by, for the help.
    const EXAMPLE_STATE: &'static str;
    /// A target, for the help.
    const EXAMPLE_TARGET: &'static str;
    /// The provider's bindings of it.
    fn of(bindings: &Bindings) -> &Noun<Self>
    where
        Self: Sized;
}

/// Ties each record to its word, its actions and its member of [`Bindings`].
macro_rules! bound {
    ($($record:ident $member:ident $word:literal $state:literal $target:literal [$($action:ident)*];)*) => {
        $(impl Bound for $record {
            const WORD: &'static str = $word;
            const EXAMPLE_STATE: &'static str = $state;
            const EXAMPLE_TARGET: &'static str = $target;
            const ACTIONS: &'static [&'static Action] = &[$(&crate::model::$action),*];
            fn of(bindings: &Bindings) -> &Noun<Self> {
                &bindings.$member
            }
        })*
    };
}

bound! {
    Instance instances "instances" "running" "web-1" [START STOP STOP_HARD REBOOT];
    Drive drives "drives" "available" "data-1" [];
    Invoice invoices "invoices" "unpaid" "303090" [];
    Ticket tickets "tickets" "open" "437928" [];
    Identity identity "whoami" "active" "me" [];
}
