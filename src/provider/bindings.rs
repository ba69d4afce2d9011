//! The bindings of a provider: each noun's list, show, actions and questions. A verb is supported exactly when bound.
//! Readers are typed functions; they are erased here, once, where a binding is declared.

use std::sync::Arc;

use futures_util::future::LocalBoxFuture;

use crate::{
    error::Result,
    model::{Action, Query, Record},
};

use super::{
    Noun, account::Account, act::Act, ask::Ask, listing::Listing, node::Node, operation::Operation, session::Session,
};

/// Reads one record of a reply as its own type; the key is that of a map's entry.
pub(crate) type ReadAs<R> = fn(Option<&str>, &Node<'_>) -> Result<R>;

/// Reads one record of a reply; the key is that of a map's entry.
pub(crate) type Read = ReadAs<Arc<dyn Record>>;

/// Erases the type of a reader for a binding.
macro_rules! reader {
    ($read:expr) => {
        |key, node| Ok(std::sync::Arc::new($read(key, node)?))
    };
}
pub(super) use reader;

/// Erases the type of a list recipe for a binding.
macro_rules! lists {
    ($recipe:expr) => {
        $crate::provider::List::Recipe(|session| Box::pin(async move { Ok($recipe(session).await?.erased()) }))
    };
}
pub(super) use lists;

/// Erases the type of a show recipe for a binding.
macro_rules! shows {
    ($recipe:expr) => {
        $crate::provider::Show::Recipe(|session, id| {
            Box::pin(async move {
                let (record, raw) = $recipe(session, id).await?;
                Ok((std::sync::Arc::new(record) as std::sync::Arc<dyn $crate::model::Record>, raw))
            })
        })
    };
}
pub(super) use shows;

/// The way to read all records of a noun.
pub(crate) enum List {
    /// One operation, whose pages are followed.
    Op(&'static Operation, Read),
    /// A recipe of several calls.
    Recipe(for<'s> fn(&'s Session) -> LocalBoxFuture<'s, Result<Listing>>),
}

/// Reads one record by its id with several calls, and gives its reply too if that is kept.
pub(crate) type ShowRecipe =
    for<'s> fn(&'s Session, &'s str) -> LocalBoxFuture<'s, Result<(Arc<dyn Record>, Option<String>)>>;

/// The way to read one record of a noun.
pub(crate) enum Show {
    /// One operation that takes the id and these fixed values.
    Op(&'static Operation, &'static [(&'static str, &'static str)], Read),
    /// A recipe of several calls, or of one whose reply is read against the id.
    Recipe(ShowRecipe),
    /// A search through the listing.
    Listed,
}

/// The binding of one noun at one provider.
pub(crate) struct Binding {
    /// The arguments that the parts of an id fill.
    pub id: &'static [&'static str],
    /// The way to read all records.
    pub list: Option<List>,
    /// The way to read one record.
    pub show: Option<Show>,
    /// The actions that make a record or act on one.
    pub acts: &'static [(&'static Action, Act)],
    /// The questions about a record.
    pub asks: &'static [(&'static Query, Ask)],
    /// The presets whose portals do not have the noun.
    pub lacking: &'static [&'static str],
    /// The questions that the portals of some presets do not answer, each with those presets.
    pub unanswered: &'static [(&'static Query, &'static [&'static str])],
}

impl Binding {
    /// A noun the provider does not have.
    pub(crate) const NONE: Self =
        Self { id: &[], list: None, show: None, acts: &[], asks: &[], lacking: &[], unanswered: &[] };

    /// The binding of an action.
    pub(crate) fn act(&self, action: &Action) -> Option<&'static Act> {
        self.acts.iter().find(|(a, _)| *a == action).map(|(_, act)| act)
    }

    /// The presets whose portals do not answer a question.
    pub(crate) fn unanswered(&self, query: &Query) -> &'static [&'static str] {
        self.unanswered.iter().find(|(q, _)| std::ptr::eq(*q, query)).map_or(&[], |(_, presets)| presets)
    }

    /// The binding of a question.
    pub(crate) fn ask(&self, query: &Query) -> Option<&'static Ask> {
        self.asks.iter().find(|(q, _)| std::ptr::eq(*q, query)).map(|(_, ask)| ask)
    }
}

/// Logs in with user and password and gives the token to store.
pub(crate) type Login = for<'s> fn(&'s Session, &'s str, &'s str) -> LocalBoxFuture<'s, Result<String>>;

/// The receiver of events, each as a line of JSON.
pub(crate) type OnEvent<'s> = &'s mut dyn FnMut(&str) -> Result<()>;

/// Follows the provider's events, on the named stream or on the provider's own.
pub(crate) type Follow =
    for<'s> fn(&'s Session, &'static Operation, Option<String>, OnEvent<'s>) -> LocalBoxFuture<'s, Result<()>>;

/// The bindings that an account has: its portal may lack some of its provider's.
impl Account {
    /// The binding of a noun, unless the account's portal lacks the noun.
    pub(crate) fn binding(&self, noun: &Noun) -> &'static Binding {
        let binding = noun.binding(self.provider.bindings());
        if binding.lacking.contains(&self.preset.id) { &Binding::NONE } else { binding }
    }

    /// The binding of an action, unless its portal lacks it; who has set an operation's path has it.
    pub(crate) fn act(&self, noun: &Noun, action: &Action) -> Option<&'static Act> {
        let own = |act: &&Act| self.overridden(act.operation).is_some();
        let binding = noun.binding(self.provider.bindings());
        binding.act(action).filter(|act| own(act) || !act.lacking.contains(&self.preset.id))
    }

    /// The binding of a question, unless the account's portal does not answer it.
    pub(crate) fn ask(&self, noun: &Noun, query: &Query) -> Option<&'static Ask> {
        let binding = self.binding(noun);
        binding.ask(query).filter(|_| !binding.unanswered(query).contains(&self.preset.id))
    }
}
