//! The plan of a change, and the consent that the user must give before it is made.
//! Source: conventions, "Consent".

use crate::{
    error::{Error, Kind, Result},
    http::{Consent, Effect},
};

/// A change that is ready to be agreed to.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The verb.
    pub action: String,
    /// One line for each target, as it will be shown.
    pub lines: Vec<String>,
    /// The names of the records that would be destroyed.
    pub doomed: Vec<String>,
    /// The reason why they would be, where the verb does not say it.
    pub consequences: &'static str,
    /// The gravest effect.
    pub effect: Effect,
    /// True when the targets were found by a glob or a filter.
    pub found: bool,
    /// True when only the configured default says which account is meant.
    pub by_default: bool,
    /// The most targets that may be changed without being asked.
    pub max_targets: usize,
}

/// The consent that is still needed before a change is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing more is needed.
    Nothing,
    /// A yes.
    Yes,
    /// This word must be typed.
    Word(String),
}

/// The consent that the user gave beforehand, by flags.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ConsentFlags {
    /// `--yes`
    pub yes: bool,
    /// `--max-targets`
    pub max_targets: Option<usize>,
    /// True when questions can be asked.
    pub can_ask: bool,
}

impl Plan {
    /// The plan of one call with an effect.
    pub(crate) fn of(action: &str, effect: Effect, lines: Vec<String>, doomed: Vec<String>) -> Self {
        let action = action.to_owned();
        Self {
            action,
            lines,
            doomed,
            consequences: "",
            effect,
            found: false,
            by_default: false,
            max_targets: usize::MAX,
        }
    }

    /// The consent that must be asked for.
    ///
    /// # Errors
    /// `refused` when something must be asked and cannot be; the sentence names the flag.
    pub(crate) fn need(&self, said: ConsentFlags) -> Result<Need> {
        let count = self.lines.len();
        let limit = said.max_targets.unwrap_or(self.max_targets);
        let many = count > limit;
        let grave = self.effect >= Effect::Destroy;
        if !said.can_ask {
            if many {
                let sentence = format!("{} of {count} targets refused: the limit is {limit}", self.action);
                return Err(
                    Error::new(Kind::Refused, sentence).hint(format!("agree beforehand with --max-targets {count}"))
                );
            }
            if grave && self.by_default {
                return Err(Error::new(Kind::Refused, format!("{} refused: it must name its account", self.action))
                    .hint("use ACCOUNT/NAME or -a ACCOUNT"));
            }
        }
        if !many && (said.yes || !(grave || self.found)) {
            return Ok(Need::Nothing);
        }
        if !said.can_ask {
            return Err(Error::new(Kind::Refused, format!("{} refused: {}", self.action, self.why()))
                .hint("agree beforehand with --yes"));
        }
        Ok(if self.effect == Effect::Destroy { Need::Word(self.word()) } else { Need::Yes })
    }

    /// The extent of the user's consent once the need is met.
    pub(crate) fn consent(&self) -> Consent {
        if self.effect >= Effect::Destroy { Consent::Everything } else { Consent::Changing }
    }

    fn why(&self) -> String {
        match &*self.doomed {
            [] if self.found => "its targets were not named one by one".to_owned(),
            [] if self.effect == Effect::Pay => "it costs money".to_owned(),
            [] => self.effect.told().to_owned(),
            names if self.consequences.is_empty() => format!("it destroys {}", names.join(", ")),
            names => format!("{}: {}", names.join(", "), self.consequences),
        }
    }

    /// The word that must be typed: the name, or the number if several.
    fn word(&self) -> String {
        match &*self.doomed {
            [one] => one.clone(),
            all => all.len().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn plan(targets: usize, effect: Effect, found: bool) -> Plan {
        Plan {
            action: "stop".into(),
            lines: vec![String::new(); targets],
            doomed: if effect == Effect::Destroy { vec!["db-1".into()] } else { Vec::new() },
            consequences: "",
            effect,
            found,
            by_default: false,
            max_targets: 10,
        }
    }

    fn need(plan: &Plan, yes: bool, max_targets: Option<usize>, can_ask: bool) -> Result<Need, Kind> {
        plan.need(ConsentFlags { yes, max_targets, can_ask }).map_err(|e| e.kind())
    }

    #[test]
    fn literal_changes_do_not_ask() {
        assert_eq!(need(&plan(2, Effect::Change, false), false, None, false), Ok(Need::Nothing));
    }

    #[test]
    fn found_targets_ask_or_need_yes() {
        let found = plan(2, Effect::Change, true);
        assert_eq!(need(&found, false, None, true), Ok(Need::Yes));
        assert_eq!(need(&found, false, None, false), Err(Kind::Refused));
        assert_eq!(need(&found, true, None, false), Ok(Need::Nothing));
    }

    #[test]
    fn destroying_wants_the_name_typed() {
        let doomed = plan(1, Effect::Destroy, false);
        assert_eq!(need(&doomed, false, None, true), Ok(Need::Word("db-1".into())));
        assert_eq!(need(&doomed, false, None, false), Err(Kind::Refused));
        assert_eq!(need(&doomed, true, None, false), Ok(Need::Nothing));
        let by_default = Plan { by_default: true, ..plan(1, Effect::Destroy, false) };
        assert_eq!(need(&by_default, true, None, false), Err(Kind::Refused));
    }

    #[test]
    fn above_the_limit_only_the_limit_helps() {
        let many = plan(11, Effect::Change, false);
        assert_eq!(need(&many, true, None, false), Err(Kind::Refused));
        assert_eq!(need(&many, false, Some(11), false), Ok(Need::Nothing));
        assert_eq!(need(&many, false, None, true), Ok(Need::Yes));
    }
}
