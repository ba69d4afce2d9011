//! Asking: the plan is shown, then a yes or the name to type, as the gravest effect demands.
//! Everything that changes something at a provider comes through here.

use crate::{
    cli::Changing,
    error::{Error, Kind, Result},
    fleet::{ConsentFlags, Need, Plan},
    http::Consent,
};

use super::context::Context;

/// Shows the plan, asks for the consent that is still needed, and gives the extent of the user's consent.
///
/// # Errors
/// `refused` when it was not agreed to, or could not be asked.
pub(crate) async fn agree(context: &Context, plan: &Plan, changing: &Changing, show: bool) -> Result<Consent> {
    context.config.unknown.check()?;
    let console = &context.console;
    let said = ConsentFlags { yes: changing.yes, max_targets: changing.max_targets, can_ask: console.can_ask() };
    let need = plan.need(said)?;
    // Who has agreed already reads the price in the records, where that is asked for as JSON.
    let silent = console.settings().quiet || console.settings().format.is_json();
    if need != Need::Nothing || (show && !silent) {
        plan.lines.iter().flat_map(|line| line.lines()).for_each(|line| console.ask_about(line));
    }
    let agreed = match need {
        Need::Nothing => true,
        Need::Yes => console.confirm(&format!("{}: go on?", plan.action)).await?,
        Need::Word(word) => console.ask_word(&word).await?,
    };
    if agreed {
        return Ok(plan.consent());
    }
    Err(Error::new(Kind::Refused, format!("{} cancelled; nothing was done", plan.action)))
}
