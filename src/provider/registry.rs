//! The list of providers, and the presets by which accounts name them.
//! A new provider takes its folder and one line here.

use crate::{
    config::AccountSection,
    error::{Error, Result},
};

use super::{Account, AccountOption, Noun, Preset, Provider, cloudsigma, fleio, seflow, uivmm};

/// Every provider, in the order they are shown.
pub(crate) static ALL: [&dyn Provider; 4] = [&fleio::FLEIO, &cloudsigma::CLOUDSIGMA, &seflow::SEFLOW, &uivmm::UIVMM];

/// The provider with an id.
pub(crate) fn by_id(id: &str) -> Option<&'static dyn Provider> {
    ALL.into_iter().find(|provider| provider.id() == id)
}

/// Every preset with its provider.
pub(crate) fn presets() -> impl Iterator<Item = (&'static dyn Provider, &'static Preset)> {
    ALL.into_iter().flat_map(|provider| provider.presets().iter().map(move |preset| (provider, preset)))
}

/// The word of each provider.
pub(crate) fn ids() -> [&'static str; ALL.len()] {
    ALL.map(<dyn Provider>::id)
}

/// The words of all providers, as in the sentence `one, two or three`.
pub(crate) fn words() -> String {
    ids().split_last().map_or_else(String::new, |(last, rest)| format!("{} or {last}", rest.join(", ")))
}

/// Every key that only some providers' account sections have.
pub(crate) fn options() -> impl Iterator<Item = &'static AccountOption> {
    ALL.into_iter().flat_map(|provider| provider.facts().options.iter().copied())
}

/// The preset that an account's `provider` names.
fn preset(id: &str) -> Option<(&'static dyn Provider, &'static Preset)> {
    presets().find(|(_, preset)| preset.id == id)
}

/// The provider has a verb of a noun.
pub(crate) fn supports(provider: &dyn Provider, noun: &Noun, verb: &str) -> bool {
    let noun = noun.binding(provider.bindings());
    match verb {
        "list" => noun.list.is_some(),
        "show" => noun.show.is_some(),
        verb => {
            noun.acts.iter().any(|(action, _)| action.name() == verb)
                || noun.asks.iter().any(|(query, _)| query.word == verb)
        }
    }
}

impl Account {
    /// An account from its section of the configuration.
    ///
    /// # Errors
    /// `config` when the provider is unknown or lacks a key, or the URL is missing, malformed or not safe for a secret.
    pub(crate) fn resolve(name: &str, section: &AccountSection) -> Result<Self> {
        section.unknown.check().map_err(|error| error.account(name))?;
        let (provider, preset) = preset(&section.provider).ok_or_else(|| unknown(name, &section.provider))?;
        let own = provider.facts().options;
        let foreign = |option: &&AccountOption| !own.iter().any(|own| std::ptr::eq(*own, *option));
        if let Some(option) = options().filter(foreign).find(|option| (option.value)(section).is_some()) {
            return Err(Error::config(format!("{} has no `{}`", provider.title(), option.key))
                .account(name)
                .hint(format!("leave it out: it is {}", option.about)));
        }
        Self::new(name, section, provider, preset)
    }
}

fn unknown(name: &str, provider: &str) -> Error {
    let known: Vec<&str> = presets().map(|(_, preset)| preset.id).collect();
    Error::config(format!("\"{provider}\" is neither a provider nor a preset"))
        .account(name)
        .hint(format!("one of: {}", known.join(" ")))
}

#[cfg(test)]
mod tests {
    use crate::model::PROVIDERS;

    #[test]
    fn the_words_of_the_providers_are_those_that_filters_know() {
        assert_eq!(super::ids(), PROVIDERS);
    }
}
