//! The providers there are, and the presets by which accounts name them.
//! A further provider is its folder and one line here.

use super::{Noun, Preset, Provider, cloudsigma, fleio, seflow, uivmm};

/// Every provider, in the order they are shown.
pub static ALL: [&dyn Provider; 4] = [&fleio::FLEIO, &cloudsigma::CLOUDSIGMA, &seflow::SEFLOW, &uivmm::UIVMM];

/// The provider with an id.
pub fn by_id(id: &str) -> Option<&'static dyn Provider> {
    ALL.into_iter().find(|provider| provider.id() == id)
}

/// Every preset with its provider.
pub fn presets() -> impl Iterator<Item = (&'static dyn Provider, &'static Preset)> {
    ALL.into_iter().flat_map(|provider| provider.presets().iter().map(move |preset| (provider, preset)))
}

/// The preset that an account's `provider` names.
pub fn preset(id: &str) -> Option<(&'static dyn Provider, &'static Preset)> {
    presets().find(|(_, preset)| preset.id == id)
}

/// Whether a provider has a verb of a noun.
pub fn supports(provider: &dyn Provider, noun: &Noun, verb: &str) -> bool {
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
