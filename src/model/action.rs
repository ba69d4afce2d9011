//! What can be done with a record: the word, and the state it leads to.
//! The bindings of a provider say how; the command layer asks, sends and waits.

/// An action on a record.
#[derive(Debug, PartialEq, Eq)]
pub struct Action {
    /// The verb as typed.
    pub word: &'static str,
    /// The variant of the verb in the support matrix, when a flag chooses it.
    pub flag: Option<&'static str>,
    /// One sentence for the help.
    pub about: &'static str,
    /// What may follow the verb, for the help.
    pub examples: &'static [&'static str],
    /// The state it ends in.
    pub goal: &'static str,
    /// Whether being in that state already means that nothing is to be done.
    pub settled: bool,
    /// Whether it ends the run of a machine.
    pub ends_run: bool,
}

impl Action {
    /// The verb with the flag that chooses its variant.
    pub fn name(&self) -> String {
        self.flag.map_or_else(|| self.word.to_owned(), |flag| format!("{} {flag}", self.word))
    }
}

/// How a machine's run is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The guest is asked to shut down.
    Clean,
    /// The power is cut.
    Hard,
    /// The provider does not say.
    Unknown,
    /// It is not ended.
    Not,
}

impl How {
    /// The word in the record of a change.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Clean => Some("clean"),
            Self::Hard => Some("hard"),
            Self::Unknown => Some("unknown"),
            Self::Not => None,
        }
    }
}

const fn action(word: &'static str, goal: &'static str, about: &'static str) -> Action {
    Action {
        word,
        flag: None,
        about,
        examples: &["web-1", "zurich/web-1 fotbo/db-1 --no-wait"],
        goal,
        settled: true,
        ends_run: false,
    }
}

/// Starting a machine.
pub static START: Action = action("start", "running", "Start machines");
/// Stopping a machine, cleanly where there is such a thing.
pub static STOP: Action =
    Action { ends_run: true, ..action("stop", "stopped", "Stop machines, cleanly where the provider can") };
/// Cutting the power of a machine.
pub static STOP_HARD: Action = Action {
    flag: Some("--hard"),
    ends_run: true,
    ..action("stop", "stopped", "Stop machines by cutting their power")
};
/// Restarting a machine.
pub static REBOOT: Action = Action { settled: false, ..action("reboot", "running", "Restart running machines") };
