//! What can be done with a record: the word, what is typed beside the targets, and where it leads.
//! The bindings of a provider say how; the command layer asks, sends and waits.

use super::value::Field;

/// An action on records, or the making of one.
#[derive(Debug)]
pub struct Action {
    /// The verb as typed.
    pub word: &'static str,
    /// The flag that chooses this variant of the verb, without its dashes.
    pub flag: Option<&'static str>,
    /// One sentence for the help.
    pub about: &'static str,
    /// What may follow the verb, for the help.
    pub examples: &'static [&'static str],
    /// Where it leads.
    pub goal: Goal,
    /// Whether being there already means that nothing is to be done.
    pub settled: bool,
    /// The states it can be done in; any where none is named.
    pub from: &'static [&'static str],
    /// Whether it ends the run of a machine.
    pub ends_run: bool,
    /// Whether it makes a record rather than acting on one.
    pub makes: bool,
    /// What is typed beside the targets.
    pub takes: &'static [Flag],
}

/// Where an action leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To a state.
    State(&'static str),
    /// Nowhere: the answer is its end.
    Done,
    /// Out of every state that passes by itself.
    Calm,
    /// To the end of the record.
    Gone,
    /// To a record that refuses changes, or takes them again.
    Locked(bool),
}

impl Goal {
    /// The state word that a plan shows as what will be.
    pub const fn state(self) -> Option<&'static str> {
        match self {
            Self::State(state) => Some(state),
            _ => None,
        }
    }
}

/// Something typed beside the targets of a verb.
#[derive(Debug)]
pub struct Flag {
    /// Its name, which is also the word behind the dashes.
    pub name: &'static str,
    /// What stands for its value in the help.
    pub value: &'static str,
    /// One sentence for the help.
    pub about: &'static str,
    /// What its value is.
    pub kind: FlagKind,
    /// Whether the verb is meaningless without it.
    pub required: bool,
}

/// What the value of a flag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagKind {
    /// Text as it is.
    Text,
    /// A whole number.
    Count,
    /// A size with a unit.
    Size,
    /// Nothing: it is there or not.
    Switch,
    /// The same for something that nubo itself heeds, so that no provider needs to know of it.
    Own,
    /// The content of a file, or of stdin.
    Content,
    /// Words of one's own: typed, from a file, or written in an editor.
    Words,
    /// Keys and values, as in `KEY=VALUE`; may be repeated.
    Pairs,
    /// Files that are sent as they are; may be repeated.
    Files,
    /// A secret: typed at a prompt, or the first line of a file.
    Secret,
    /// A record of this noun in the same account, by name or id.
    Named(&'static str),
    /// Several of them.
    AllNamed(&'static str),
}

/// What a question is about, and what answers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A record, answered with rows.
    Record,
    /// The account, answered with rows; what is typed behind the verb, where it takes words.
    Account(Option<&'static str>),
    /// A record, answered with files.
    Files,
}

/// A question about a record or an account, answered with rows of its own, or with files.
#[derive(Debug)]
pub struct Query {
    /// The verb as typed.
    pub word: &'static str,
    /// One sentence for the help.
    pub about: &'static str,
    /// What may follow the verb, for the help.
    pub examples: &'static [&'static str],
    /// What is typed beside the targets.
    pub takes: &'static [Flag],
    /// What it is about.
    pub of: About,
    /// What a row of the answer holds.
    pub fields: &'static [Field],
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Action {
    /// The verb with the flag that chooses its variant.
    pub fn name(&self) -> String {
        self.flag.map_or_else(|| self.word.to_owned(), |flag| format!("{} --{flag}", self.word))
    }

    /// The flag of this name, if it has one.
    pub fn flag(&self, name: &str) -> Option<&'static Flag> {
        self.takes.iter().find(|flag| flag.name == name)
    }
}

/// How a machine's run is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopMode {
    /// The guest is asked to shut down.
    Clean,
    /// The power is cut.
    Hard,
    /// The provider does not say.
    Unknown,
}

impl StopMode {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Clean, Self::Hard, Self::Unknown];

    /// The word in the record of a change.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Hard => "hard",
            Self::Unknown => "unknown",
        }
    }
}
