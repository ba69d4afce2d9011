//! The accounts that a command is about, from the command line, the environment and the configuration.
//! Source: conventions, "Scope and targets".

use std::{cell::OnceCell, rc::Rc};

use crate::{
    config::StateStore,
    error::{Error, Kind, Result},
    glob::Glob,
    model::{Filter, Origin, Selection, nearest},
    provider::{Account, Noun, Provider, Session, Settings},
};

/// The way the accounts of a command were chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Accounts by name or pattern: by `-a`, the environment, or the target's prefix.
    Named(Vec<String>),
    /// Accounts chosen by a filter on account, provider or preset.
    Filtered(Vec<String>),
    /// All accounts: by `-A`.
    All,
    /// No choice was made.
    Unsaid,
}

impl Choice {
    /// The choice of a command that is about all accounts unless something was said.
    pub(crate) fn or_all(&self) -> Self {
        if *self == Self::Unsaid { Self::All } else { self.clone() }
    }

    /// True when exactly one account was named.
    pub(crate) fn is_one(&self) -> bool {
        matches!(self, Self::Named(names) if matches!(&**names, [one] if !Glob::is_pattern(one)))
    }
}

/// Every configured account, opened when it is first used.
pub(crate) struct Fleet {
    members: Vec<Member>,
    default: Option<String>,
    settings: Rc<Settings>,
}

/// One account, which may turn out to be unusable.
struct Member {
    name: String,
    account: Result<Rc<Account>>,
    session: OnceCell<Result<Rc<Session>>>,
}

/// The accounts of one command.
pub(crate) struct Scope {
    /// Their names, in the order of the configuration.
    pub names: Vec<String>,
    /// True when they were named rather than meant by default or as all.
    pub named: bool,
}

impl Fleet {
    /// A fleet of accounts by name; one that is not usable fails when it is used.
    pub(crate) fn new(
        accounts: Vec<(String, Result<Account>)>,
        default: Option<String>,
        settings: Rc<Settings>,
    ) -> Self {
        let member = |(name, account): (String, Result<Account>)| Member {
            account: account.map(Rc::new).map_err(|e| e.account(&name)),
            name,
            session: OnceCell::new(),
        };
        Self { members: accounts.into_iter().map(member).collect(), default, settings }
    }

    /// A fleet of sessions that are open already, for tests.
    #[cfg(test)]
    pub(crate) fn of(sessions: Vec<(String, Result<Rc<Session>>)>, default: Option<&str>) -> Self {
        let member = |(name, session): (String, Result<Rc<Session>>)| Member {
            account: session.clone().map(|session| Rc::clone(&session.account)),
            name,
            session: OnceCell::from(session),
        };
        let settings = crate::provider::testing::settings();
        Self { members: sessions.into_iter().map(member).collect(), default: default.map(str::to_owned), settings }
    }

    /// The names of all accounts.
    pub(crate) fn names(&self) -> Vec<String> {
        self.members.iter().map(|m| m.name.clone()).collect()
    }

    /// True when an account has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.members.iter().any(|m| m.name == name)
    }

    /// The store of persistent state.
    pub(crate) fn kept(&self) -> &StateStore {
        &self.settings.kept
    }

    /// An account as it is configured.
    pub(crate) fn account(&self, name: &str) -> Result<Rc<Account>> {
        self.member(name)?.account.clone()
    }

    /// The session of an account, opened at first use.
    pub(crate) fn session(&self, name: &str) -> Result<Rc<Session>> {
        let member = self.member(name)?;
        let open = || member.account.clone().and_then(|account| Session::open(account, &self.settings).map(Rc::new));
        member.session.get_or_init(open).clone()
    }

    fn member(&self, name: &str) -> Result<&Member> {
        self.members.iter().find(|m| m.name == name).ok_or_else(|| self.unknown(name))
    }

    /// The error of an account's name that none has, with the near one.
    pub(crate) fn unknown(&self, name: &str) -> Error {
        let none = if Glob::is_pattern(name) { "no account fits" } else { "there is no account" };
        let error = Error::usage(format!("{none} \"{name}\""));
        let near = self.near(name).map(|near| format!("did you mean {near}? "));
        match &*self.names() {
            [] => error.hint("add one: nubo accounts add NAME --provider PRESET"),
            names => error.hint(format!("{}configured: {}", near.unwrap_or_default(), names.join(" "))),
        }
    }

    /// The account whose name is most like one that none has.
    pub(crate) fn near(&self, name: &str) -> Option<&str> {
        nearest(name, self.members.iter().map(|member| member.name.as_str()))
    }

    /// The accounts of a name, or of those that fit where it is a pattern; none where there are none.
    pub(crate) fn called(&self, name: &str) -> Vec<String> {
        let glob = Glob::is_pattern(name).then(|| Glob::new(name));
        let fits = |own: &String| glob.as_ref().map_or(own == name, |glob| glob.matches(own));
        self.names().into_iter().filter(fits).collect()
    }

    /// The choice of accounts once filters have their say: one on what tells accounts apart says where.
    ///
    /// # Errors
    /// `usage` when no account in scope fits them.
    pub(crate) fn chosen(&self, choice: &Choice, selection: &Selection) -> Result<Choice> {
        if selection.of_accounts().next().is_none() || self.members.is_empty() {
            return Ok(choice.clone());
        }
        let mut names = self.reading(&choice.or_all())?.names;
        // An account that is not usable has its failure told, unless it is left out by its name.
        let admits = |name: &String, filter: &Filter| {
            if let Ok(account) = self.account(name) {
                return filter.admits(&account.origin);
            }
            let origin = Origin { account: name.clone(), provider: "", preset: None };
            filter.field_name() != "account" || filter.admits(&origin)
        };
        names.retain(|name| selection.of_accounts().all(|filter| admits(name, filter)));
        if names.is_empty() {
            let filters: Vec<String> = selection.of_accounts().map(ToString::to_string).collect();
            return Err(Error::usage(format!("no account in scope fits {}", filters.join(" and ")))
                .hint(format!("configured: {}", self.names().join(" "))));
        }
        Ok(Choice::Filtered(names))
    }

    /// The accounts that a read asks: those named, else the default, else all.
    pub(crate) fn reading(&self, choice: &Choice) -> Result<Scope> {
        if self.members.is_empty() {
            return Err(Error::usage("no account is configured")
                .hint("add one: nubo accounts add NAME --provider PRESET, or try: nubo --sandbox instances list"));
        }
        let scope = |names, named| Scope { names, named };
        Ok(match (choice, &self.default) {
            (Choice::Named(typed), _) => {
                let mut names: Vec<String> = Vec::new();
                for one in typed {
                    let called = self.called(one);
                    if called.is_empty() {
                        return Err(self.unknown(one));
                    }
                    let new: Vec<String> = called.into_iter().filter(|name| !names.contains(name)).collect();
                    names.extend(new);
                }
                scope(names, !typed.iter().any(|one| Glob::is_pattern(one)))
            }
            (Choice::Filtered(names), _) => scope(names.clone(), false),
            (Choice::Unsaid, Some(default)) => scope(vec![default.clone()], false),
            (Choice::All | Choice::Unsaid, _) => scope(self.names(), false),
        })
    }

    /// The accounts that a change looks for its targets in; several only when the user said so.
    pub(crate) fn changing(&self, choice: &Choice) -> Result<Scope> {
        let scope = self.reading(choice)?;
        if *choice == Choice::Unsaid && scope.names.len() > 1 {
            return Err(Error::usage("a change must say which account it means").hint(format!(
                "put it in front, as in {}/NAME, or use -a; configured: {}",
                scope.names[0],
                scope.names.join(" ")
            )));
        }
        Ok(scope)
    }

    /// The accounts of a scope whose provider supports a verb of a noun, and the accounts passed over.
    ///
    /// # Errors
    /// `unsupported` when a named account does not support it, or when none does.
    pub(crate) fn able(
        &self,
        noun: &Noun,
        scope: &Scope,
        verb: &str,
        can: impl Fn(&Account) -> bool,
    ) -> Result<(Vec<String>, Vec<String>)> {
        self.parted(scope, can, |account| unsupported(account, noun, verb))
    }

    /// The accounts of a scope that satisfy a test, and the accounts passed over.
    ///
    /// # Errors
    /// The error of a failing account, when that was named or when all fail.
    pub(crate) fn parted(
        &self,
        scope: &Scope,
        can: impl Fn(&Account) -> bool,
        cannot: impl Fn(&Account) -> Error,
    ) -> Result<(Vec<String>, Vec<String>)> {
        let able = |name: &String| self.account(name).map_or(true, |account| can(&account));
        let (yes, no): (Vec<String>, Vec<String>) = scope.names.iter().cloned().partition(able);
        match no.first() {
            Some(name) if scope.named || yes.is_empty() => Err(cannot(&*self.account(name)?)),
            _ => Ok((yes, no)),
        }
    }
}

/// The error of a verb that a provider lacks, naming who has it.
pub(crate) fn unsupported(account: &Account, noun: &Noun, verb: &str) -> Error {
    let whole = account.binding(noun).list.is_none();
    let what = if whole { noun.word.to_owned() } else { format!("{} {verb}", noun.word) };
    let who = crate::provider::ALL.iter().filter(|p| crate::provider::supports(**p, noun, verb));
    let own = |p: &dyn Provider| p.id() == account.provider.id();
    // Portals of one provider differ: another of them may have what this one lacks.
    let lacks = who.clone().any(|p| own(*p));
    let title = if lacks { account.preset.about } else { account.provider.title() };
    let who: Vec<String> =
        who.map(|p| if own(*p) { format!("other portals of {}", p.title()) } else { p.title().to_owned() }).collect();
    let error = Error::new(Kind::Unsupported, format!("{title} has no {what}"));
    let error = error.at(account.name(), account.provider.id());
    let mut hint = if who.is_empty() { "no provider has it".to_owned() } else { format!("{} can", who.join(", ")) };
    if let Some(instead) = account.provider.instead(account, noun.word) {
        hint = format!("{instead}; {hint}");
    }
    error.hint(hint)
}

#[cfg(test)]
mod tests;
