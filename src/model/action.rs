//! Actions on records: the word, the flags beside the targets, and the goal.
//! The bindings of a provider say how; the command layer asks, sends and waits.

use super::value::Field;

/// An action on records, or the making of one.
#[derive(Debug)]
pub(crate) struct Action {
    /// The verb as typed.
    pub word: &'static str,
    /// The flag that chooses this variant of the verb, without its dashes.
    pub flag: Option<&'static str>,
    /// One sentence for the help.
    pub about: &'static str,
    /// Example lines for the help, without the verb.
    pub examples: &'static [&'static str],
    /// The state that the action aims at.
    pub goal: Goal,
    /// True when a target that is at the goal already needs no request.
    pub settled: bool,
    /// The states it can be done in; any where none is named.
    pub from: &'static [&'static str],
    /// True when the action ends the run of a machine.
    pub ends_run: bool,
    /// True when the action creates a record rather than changing one.
    pub makes: bool,
    /// The flags that may be typed beside the targets.
    pub takes: &'static [Flag],
}

/// The goal of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// A state.
    State(&'static str),
    /// No state: the answer is the end of the action.
    Done,
    /// Any state that does not pass by itself.
    Calm,
    /// The end of the record.
    Gone,
    /// A record that refuses changes, or takes them again.
    Locked(bool),
}

impl Goal {
    /// The state word that a plan shows as the result.
    pub(crate) const fn state(self) -> Option<&'static str> {
        match self {
            Self::State(state) => Some(state),
            _ => None,
        }
    }
}

/// A flag typed beside the targets of a verb.
#[derive(Debug)]
pub(crate) struct Flag {
    /// The flag's name, which is also the word behind the dashes.
    pub name: &'static str,
    /// The placeholder of the value in the help.
    pub value: &'static str,
    /// One sentence for the help.
    pub about: &'static str,
    /// The kind of its value.
    pub kind: FlagKind,
    /// True when the verb needs the flag.
    pub required: bool,
}

/// The kind of value that a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlagKind {
    /// Text as it is.
    Text,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Count,
    /// A size with a unit.
    Size,
    /// No value: the flag is there or not.
    Switch,
    /// A switch for nubo itself, which no provider needs to know.
    Own,
    /// The content of a file, or of stdin.
    Content,
    /// Words of one's own: typed, from a file, or written in an editor.
    Words,
    /// The content of the file of a public SSH key, or of stdin.
    PublicKey,
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

impl FlagKind {
    /// True for a flag that is there or not.
    pub(crate) fn is_switch(self) -> bool {
        matches!(self, Self::Switch | Self::Own)
    }
}

/// The subject of a question: one record, or a whole account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// A record, answered with rows.
    Record,
    /// The account, answered with rows; the placeholder of the words typed behind the verb, where it takes any.
    Account(Option<&'static str>),
    /// A record, answered with files.
    Files,
}

/// A question about a record or an account, answered with rows of its own, or with files.
#[derive(Debug)]
pub(crate) struct Query {
    /// The verb as typed.
    pub word: &'static str,
    /// One sentence for the help.
    pub about: &'static str,
    /// Example lines for the help, without the verb.
    pub examples: &'static [&'static str],
    /// The flags that may be typed beside the targets.
    pub takes: &'static [Flag],
    /// The subject of the question.
    pub of: About,
    /// The fields of a row of the answer.
    pub fields: &'static [Field],
}

/// The flag by which a question about a record is asked of one that there is not yet.
pub(crate) const NEW: &str = "flavor";

impl Query {
    /// True when a record that there is not yet can be described by flags.
    pub(crate) fn describes(&self) -> bool {
        self.of == About::Record && self.takes.iter().any(|flag| flag.name == NEW)
    }
}

impl PartialEq for Action {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Action {
    /// The verb with the flag that chooses its variant.
    pub(crate) fn name(&self) -> String {
        self.flag.map_or_else(|| self.word.to_owned(), |flag| format!("{} --{flag}", self.word))
    }

    /// The flag of this name, if it has one.
    pub(crate) fn flag(&self, name: &str) -> Option<&'static Flag> {
        self.takes.iter().find(|flag| flag.name == name)
    }
}

/// The way a machine's run is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopMode {
    /// The guest is asked to shut down.
    Clean,
    /// The power is cut.
    Hard,
    /// The provider does not say.
    Unknown,
}

impl StopMode {
    /// Every way.
    pub(crate) const ALL: [Self; 3] = [Self::Clean, Self::Hard, Self::Unknown];

    /// The word in the record of a change.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Hard => "hard",
            Self::Unknown => "unknown",
        }
    }
}
