//! The machines that a change reaches through what it names: a drive, an address, a group, a service, a network.
//! Every change of an account with protected names is checked here, whoever asks for it. Source: conventions, "Consent".

use std::sync::Arc;

use crate::{
    error::{Error, Kind, Result},
    glob::Glob,
    http::{Effect, Hazard},
    model::{Head, Ip, Record},
};

use super::{
    INSTANCES, Noun,
    bindings::{List, Show},
    inputs::{Input, Inputs, plain},
    listing::Listing,
    operation::{Operation, placeholders},
    session::Session,
};

/// The kind of thing that an argument, a part of a path or a whole operation names.
pub(crate) enum Names {
    /// A record of a noun; for machines, the id or the first part of several ids.
    Record(&'static Noun),
    /// Something that belongs to no machine.
    Apart,
    /// Something whose machines nobody can tell.
    Unknown,
}

/// A row of a provider's table of names: an operation's id, the beginning of a path such as `/drives/{id}`, or one or
/// several arguments with commas between them; a `*` stands for any part of an argument's name.
pub(crate) type Named = (&'static str, Names);

/// A machine of the account.
struct Machine {
    id: String,
    name: String,
    /// True when the account protects it; one without a name counts as protected.
    protected: bool,
}

impl Session {
    /// Refuses a change that reaches a protected machine through what it names; in a body of the caller's own that could
    /// be anything its arguments can name.
    ///
    /// # Errors
    /// `refused`, naming the machine, and where the machines of the thing cannot be told.
    pub(super) async fn spares(&self, operation: &'static Operation, inputs: &Inputs, own_body: bool) -> Result<()> {
        let protect = &self.account.rails.protect;
        let actual = self.account.actual(operation);
        let harmless = actual.effect == Effect::Read || matches!(actual.hazard, Hazard::Starts | Hazard::LogsIn);
        if protect.is_empty() || harmless {
            return Ok(());
        }
        let table = self.account.provider.facts().names;
        let mut named = named(table, operation, inputs);
        if own_body && operation.args.iter().any(|arg| table.iter().any(|(key, _)| takes(key, arg.name))) {
            named.push((&Names::Unknown, String::new()));
        }
        if named.is_empty() {
            return Ok(());
        }
        // A read calls an operation again.
        let machines = Box::pin(self.machines(operation, protect)).await?;
        for (names, id) in named {
            if let Some(why) = Box::pin(self.reached(&machines, names, &id)).await? {
                return Err(refused(operation, &why));
            }
        }
        Ok(())
    }

    /// The machines of the account.
    async fn machines(&self, operation: &Operation, protect: &[Glob]) -> Result<Vec<Machine>> {
        let (records, failures) = self.records(&INSTANCES).await?.into_parts();
        if let Some(failure) = failures.first() {
            let why = format!("the machines that `protect` names cannot be told: {}", failure.in_full());
            return Err(refused(operation, &why));
        }
        let machine = |(record, _): (Arc<dyn Record>, _)| {
            let Head { id, name, .. } = record.head().clone();
            let protected = name.as_ref().is_none_or(|name| protect.iter().any(|glob| glob.matches(name)));
            Machine { name: name.unwrap_or_else(|| id.clone()), id, protected }
        };
        Ok(records.into_iter().map(machine).collect())
    }

    /// The reason why a thing may not be touched, if a protected machine is reached through it.
    async fn reached(&self, machines: &[Machine], names: &Names, id: &str) -> Result<Option<String>> {
        let Some(first) = machines.iter().find(|machine| machine.protected) else { return Ok(None) };
        let untold = format!("it cannot be told whether it touches \"{}\", which is protected", first.name);
        let noun = match names {
            Names::Apart => return Ok(None),
            Names::Unknown => return Ok(Some(untold)),
            Names::Record(noun) => *noun,
        };
        if noun.word == INSTANCES.word {
            let mut meant = machines.iter().filter(|machine| machine.is(id)).peekable();
            let whole = id.split('/').count() == self.account.binding(&INSTANCES).id.len();
            let unlisted = meant.peek().is_none() && whole;
            let hit = meant.find(|machine| machine.protected);
            return Ok(hit.map(|hit| format!("\"{}\" is protected", hit.name)).or(unlisted.then_some(untold)));
        }
        let holders = match self.holders(noun, id).await {
            Ok(Some(holders)) => holders,
            Ok(None) => return Ok(Some(untold)),
            Err(error) if error.kind() == Kind::NotFound => return Ok(None),
            Err(error) => return Ok(Some(format!("{untold}: {}", error.in_full()))),
        };
        let held = |machine: &&Machine| machine.protected && holders.iter().any(|holder| machine.is(holder));
        let hit = machines.iter().find(held);
        Ok(hit.map(|machine| format!("it belongs to \"{}\", which is protected", machine.name)))
    }

    /// The ids of the machines that a record belongs to, or nothing where the provider does not tell.
    async fn holders(&self, noun: &'static Noun, id: &str) -> Result<Option<Vec<String>>> {
        let (records, failures) = self.records(noun).await?.into_parts();
        let listed = records.into_iter().map(|(record, _)| record).find(|record| {
            let address = record.typed::<Ip>().and_then(|ip| ip.address.as_deref());
            [Some(&*record.head().id), record.head().name.as_deref(), address].contains(&Some(id))
        });
        if let Some(holders) = listed.as_ref().and_then(|record| record.holders()) {
            return Ok(Some(holders));
        }
        let binding = self.account.binding(noun);
        let shown = match &binding.show {
            Some(Show::Op(operation, fixed, read)) => {
                self.one(operation, &Inputs::none().id(binding.id, id)?.fixed(fixed), *read).await
            }
            Some(Show::Recipe(recipe)) => recipe(self, id).await,
            Some(Show::Listed) | None => match (listed, failures.into_iter().next()) {
                (Some(_), _) => return Ok(None),
                (None, Some(failure)) => return Err(failure),
                (None, None) => return Err(Error::new(Kind::NotFound, format!("no {} {id}", noun.kind()))),
            },
        };
        shown.map(|(record, _)| record.holders())
    }

    /// All records of a noun.
    pub(crate) async fn records(&self, noun: &Noun) -> Result<Listing> {
        match &self.account.binding(noun).list {
            Some(List::Op(operation, read)) => self.list(operation, Inputs::none(), *read).await,
            Some(List::Recipe(recipe)) => recipe(self).await,
            None => Ok(Listing::new()),
        }
    }
}

impl Machine {
    /// An id is this machine's, or that of the place it belongs to: the first part of its id.
    fn is(&self, id: &str) -> bool {
        let rest = self.id.get(..id.len()).filter(|start| start.eq_ignore_ascii_case(id)).map(|_| &self.id[id.len()..]);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

fn refused(operation: &Operation, why: &str) -> Error {
    Error::new(Kind::Refused, format!("{} refused: {why}", operation.id)).hint("the account's `protect` list names it")
}

/// The things that a change names, each with its id. A part of the path that no row knows names something unknown.
fn named<'t>(table: &'t [Named], operation: &Operation, inputs: &Inputs) -> Vec<(&'t Names, String)> {
    if let Some((_, names)) = table.iter().find(|(key, _)| *key == operation.id) {
        return vec![(names, String::new())];
    }
    let mut found = Vec::new();
    if operation.placeholders().next().is_some() {
        let under =
            |key: &str| operation.path.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let row = table.iter().filter(|(key, _)| key.starts_with('/') && under(key)).max_by_key(|(key, _)| key.len());
        let (key, names) = row.map_or((operation.path, &Names::Unknown), |(key, names)| (*key, names));
        let parts: Vec<String> = placeholders(key).filter_map(|name| inputs.get(name)).collect();
        found.push((names, parts.join("/")));
    }
    for (key, names) in table.iter().filter(|(key, _)| !key.starts_with('/')) {
        found.extend(values(key, inputs).into_iter().map(|id| (names, id)));
    }
    found
}

/// The values of the arguments that a row means.
fn values(key: &str, inputs: &Inputs) -> Vec<String> {
    if key.contains(',') {
        let parts: Option<Vec<String>> = key.split(',').map(|name| inputs.get(name)).collect();
        return parts.map(|parts| parts.join("/")).into_iter().collect();
    }
    let pattern = Glob::new(key);
    inputs.flat().filter(|(name, _)| pattern.matches(name)).flat_map(|(_, value)| texts(&value)).collect()
}

/// A row is about an argument.
fn takes(key: &str, arg: &str) -> bool {
    key.split(',').any(|name| Glob::new(name).matches(arg))
}

/// The texts in a value.
fn texts(value: &Input) -> Vec<String> {
    match value {
        Input::Json(serde_json::Value::Array(items)) => {
            items.iter().flat_map(|item| texts(&Input::Json(item.clone()))).collect()
        }
        value => plain(value).filter(|text| !text.is_empty()).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
