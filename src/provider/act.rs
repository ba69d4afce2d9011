//! The binding of a verb: one operation filled from the command line, or a recipe of several calls.
//! Every changing request of a verb goes through [`Call`], which in a rehearsal records it instead of sending it.

mod call;

use futures_util::future::LocalBoxFuture;

use crate::{error::Result, http::Effect, model::StopMode};

use super::{
    account::Account,
    inputs::{Input, Inputs},
    operation::{Cost, Operation, UNTOLD},
    session::Session,
};

pub(crate) use call::Call;

/// The binding of an action: an operation or a recipe, and the facts known about it beforehand.
pub(crate) struct Act {
    /// The operation, or the most dangerous one of a recipe.
    pub operation: &'static Operation,
    /// The other operations that a recipe may call to change something.
    pub more: &'static [&'static Operation],
    /// The way the action ends a machine's run, if it does.
    pub how: Option<StopMode>,
    /// The sources of the operation's arguments; the target's id fills its own unless [`ArgSource::Target`] is listed.
    pub inputs: &'static [(&'static str, ArgSource)],
    /// The flags that a recipe reads itself.
    pub takes: &'static [&'static str],
    /// The flags whose value is sent as typed, even if it names a record.
    pub as_typed: &'static [&'static str],
    /// The keys of the reply that may hold the id of the new record.
    pub made: &'static [&'static str],
    /// Several calls in place of one.
    pub recipe: Option<Recipe>,
    /// The way the recipe emulates an action that the provider lacks, in one sentence; else empty.
    pub emulated: &'static str,
    /// The sentences on what else ends and what stays, told before it is agreed to.
    pub consequences: Option<Consequences>,
    /// The cost of it, told before it is agreed to.
    pub cost: Cost<Consequences>,
    /// The presets whose portals do not have it.
    pub lacking: &'static [&'static str],
}

/// The source of an operation's argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgSource {
    /// From a flag.
    Flag(&'static str),
    /// From a flag that holds a size, in units of so many bytes, rounded up.
    Scaled(&'static str, u64),
    /// From the catalogue itself.
    Fixed(&'static str),
    /// The name of the new record.
    Name,
    /// The id of the target.
    Target,
}

/// Carries a verb out with several calls.
pub(crate) type Recipe = for<'c> fn(&'c Call<'c>) -> LocalBoxFuture<'c, Result<Made>>;

/// Describes in sentences what else ends with a record, or stays and costs.
pub(crate) type Consequences = for<'s> fn(&'s Session, Planned<'s>) -> LocalBoxFuture<'s, Result<Vec<String>>>;

/// A change that is planned for a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Planned<'s> {
    /// The record's id.
    pub id: &'s str,
    /// The flags that were typed.
    pub flags: &'s Inputs,
}

impl Planned<'_> {
    /// Returns whether a flag was typed.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.value(flag).is_some()
    }
}

/// The result of a verb.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Made {
    /// The id of a new record.
    pub id: Option<String>,
    /// The id of the job that is still running.
    pub job: Option<String>,
    /// True when the record was in the wanted state already, so that nothing was sent.
    pub unchanged: bool,
}

impl Made {
    /// A new record.
    pub(crate) fn with_id(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }

    /// The result of a verb that sent nothing, because the record was in the wanted state already.
    pub(crate) fn nothing() -> Self {
        Self { unchanged: true, ..Self::default() }
    }
}

impl Act {
    /// An action by one operation, which ends no machine's run.
    pub(crate) const fn by(operation: &'static Operation) -> Self {
        Self {
            operation,
            more: &[],
            how: None,
            inputs: &[],
            takes: &[],
            as_typed: &[],
            made: &[],
            recipe: None,
            emulated: "",
            consequences: None,
            cost: Cost::Nothing,
            lacking: &[],
        }
    }

    /// An action by one operation, which ends a machine's run.
    pub(crate) const fn ending(operation: &'static Operation, how: Option<StopMode>) -> Self {
        Self { how, ..Self::by(operation) }
    }

    /// A recipe of several calls, of which `operation` is the most dangerous.
    pub(crate) const fn recipe(operation: &'static Operation, recipe: Recipe) -> Self {
        Self { recipe: Some(recipe), ..Self::by(operation) }
    }

    /// Names the sources of the operation's arguments.
    pub(crate) const fn with(mut self, inputs: &'static [(&'static str, ArgSource)]) -> Self {
        self.inputs = inputs;
        self
    }

    /// Names the flags that the recipe reads.
    pub(crate) const fn takes(mut self, flags: &'static [&'static str]) -> Self {
        self.takes = flags;
        self
    }

    /// Names the flags whose value is sent as typed, even if it names a record.
    #[expect(clippy::wrong_self_convention, reason = "the flags are sent as typed")]
    pub(crate) const fn as_typed(mut self, flags: &'static [&'static str]) -> Self {
        self.as_typed = flags;
        self
    }

    /// Names the other operations that the recipe may call to change something.
    pub(crate) const fn and(mut self, more: &'static [&'static Operation]) -> Self {
        self.more = more;
        self
    }

    /// Names the keys of the reply that may hold the id of the new record.
    pub(crate) const fn made(mut self, keys: &'static [&'static str]) -> Self {
        self.made = keys;
        self
    }

    /// Sets the sentence on how the recipe emulates an action that the provider lacks.
    pub(crate) const fn emulated(mut self, how: &'static str) -> Self {
        self.emulated = how;
        self
    }

    /// Names the function that describes what else ends or stays.
    pub(crate) const fn consequences(mut self, consequences: Consequences) -> Self {
        self.consequences = Some(consequences);
        self
    }

    /// Says that it costs, and names the function that tells how much.
    pub(crate) const fn priced(mut self, price: Consequences) -> Self {
        self.cost = Cost::Told(price);
        self
    }

    /// Says that it costs, and that no price is told.
    pub(crate) const fn untold(mut self) -> Self {
        self.cost = Cost::Untold;
        self
    }

    /// True when functions of its own tell what comes of it, which its operation's warning need not.
    pub(crate) fn foretells(&self) -> bool {
        self.consequences.is_some() || matches!(self.cost, Cost::Told(_))
    }

    /// The sentences on what else ends, what stays and what it costs.
    ///
    /// # Errors
    /// The errors of the reads that tell it.
    pub(crate) async fn foretold(&self, session: &Session, planned: Planned<'_>) -> Result<Vec<String>> {
        let mut sentences = match self.consequences {
            Some(consequences) => consequences(session, planned).await?,
            None => Vec::new(),
        };
        match self.cost {
            Cost::Nothing => {}
            Cost::Untold => sentences.push(UNTOLD.to_owned()),
            Cost::Told(price) => sentences.extend(price(session, planned).await?),
        }
        Ok(sentences)
    }

    /// The gravest effect that it has at an account: what costs, pays.
    pub(crate) fn effect(&self, account: &Account) -> Effect {
        let least = if self.cost.is_some() { Effect::Pay } else { Effect::Change };
        self.operations().map(|operation| account.actual(operation).effect).max().unwrap_or(least).max(least)
    }

    /// The portals of these presets do not have it.
    pub(crate) const fn lacking(mut self, presets: &'static [&'static str]) -> Self {
        self.lacking = presets;
        self
    }

    /// Returns whether the action uses a flag.
    pub(crate) fn heeds(&self, flag: &str) -> bool {
        let reads =
            |from: &ArgSource| matches!(from, ArgSource::Flag(name) | ArgSource::Scaled(name, _) if *name == flag);
        self.takes.contains(&flag) || self.inputs.iter().any(|(_, from)| reads(from))
    }

    /// Every operation by which the action may change something.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &'static Operation> {
        std::iter::once(self.operation).chain(self.more.iter().copied())
    }
}

/// The command line as it applies to one target.
pub(crate) struct Typed<'c> {
    /// The target's id; empty for something new.
    pub id: &'c str,
    /// The arguments that the parts of the id fill.
    pub names: &'static [&'static str],
    /// The target's name, or the name for a new record.
    pub name: Option<&'c str>,
    /// The flags by name: ids where they name records, bytes where they are sizes.
    pub flags: &'c Inputs,
}

impl Typed<'_> {
    /// The value of a flag as text.
    pub(crate) fn flag(&self, name: &str) -> Option<String> {
        self.flags.get(name)
    }

    /// Returns whether a flag without a value was typed.
    pub(crate) fn on(&self, name: &str) -> bool {
        matches!(self.flags.value(name), Some(Input::Bool(true)))
    }

    /// The values of a flag that may be repeated.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let items = self.flags.json(name).and_then(|json| json.as_array());
        items.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    }

    /// A size in units of so many bytes, rounded up.
    pub(crate) fn scaled(&self, name: &str, unit: u64) -> Option<u64> {
        Some(self.flag(name)?.parse::<u64>().ok()?.div_ceil(unit))
    }

    /// The id of the target as an operation's arguments.
    pub(crate) fn target(&self) -> Result<Inputs> {
        if self.id.is_empty() { Ok(Inputs::none()) } else { Inputs::none().id(self.names, self.id) }
    }

    /// An operation's arguments from the command line.
    pub(crate) fn fill(&self, inputs: &[(&'static str, ArgSource)]) -> Result<Inputs> {
        let placed = inputs.iter().any(|(_, from)| *from == ArgSource::Target);
        let mut filled = if placed { Inputs::none() } else { self.target()? };
        for (name, from) in inputs {
            let value = match from {
                ArgSource::Flag(flag) => self.flags.value(flag).cloned(),
                ArgSource::Scaled(flag, unit) => {
                    self.scaled(flag, *unit).map(|n| Input::Integer(i64::try_from(n).unwrap_or(i64::MAX)))
                }
                ArgSource::Fixed(text) => Some(Input::Text((*text).to_owned())),
                ArgSource::Name => self.name.map(|name| Input::Text(name.to_owned())),
                ArgSource::Target => Some(Input::Text(self.id.to_owned())),
            };
            if let Some(value) = value {
                filled = filled.with(name, value);
            }
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests;
