//! The simulated clouds of `nubo --sandbox`: one world, four faces speaking the real wire formats on loopback.
//! Written from the providers' API documents; it must never use the providers' own encoders or decoders.

mod call;
mod canned;
mod clock;
mod cloudsigma;
mod faults;
mod fleio;
mod reply;
mod route;
mod seflow;
mod server;
mod store;
mod stream;
mod uivmm;
mod world;

#[cfg(test)]
mod tests;

use std::path::Path;

use crate::error::{Error, Kind, Result};

pub(crate) use faults::Faults;
#[cfg(test)]
pub(crate) use faults::{Fault, Served};

/// The simulated clouds, each with the user and the secret of its account.
const CLOUDS: [(&route::Face, Option<&str>, &str); 4] = [
    (&fleio::FACE, None, fleio::SECRET),
    (&cloudsigma::FACE, Some(cloudsigma::USER), cloudsigma::SECRET),
    (&seflow::FACE, Some(seflow::USER), seflow::SECRET),
    (&uivmm::FACE, Some(uivmm::USER), uivmm::SECRET),
];

/// An account at one of the simulated clouds, ready for use.
#[derive(Clone, Debug)]
pub(crate) struct SandboxAccount {
    /// `sandbox-` and the provider.
    pub name: String,
    /// The provider's word.
    pub provider: &'static str,
    /// The base URL, with the path a real account's URL has.
    pub url: String,
    /// The user, if the provider needs one.
    pub user: Option<String>,
    /// The password or token, which is the same in every sandbox and so is not secret.
    pub secret: String,
}

/// Serves the four clouds on ports of their own, as tasks of the current runtime, until it ends.
///
/// `world` is the world file; `ports` is the first of four consecutive ports, or any free ones. Fails if one is taken.
pub(crate) async fn start(world: &Path, ports: Option<u16>) -> Result<Vec<SandboxAccount>> {
    start_with(world, ports, None).await
}

/// Starts the clouds like [`start`], with a failure rate.
pub(crate) async fn start_with(
    world: &Path,
    ports: Option<u16>,
    faults: Option<Faults>,
) -> Result<Vec<SandboxAccount>> {
    let store = server::share(world);
    let mut accounts = Vec::with_capacity(CLOUDS.len());
    for (offset, (face, user, secret)) in (0u16..).zip(CLOUDS) {
        let port = match ports {
            None => 0,
            Some(first) => {
                first.checked_add(offset).ok_or_else(|| Error::usage("there are no four ports from here on"))?
            }
        };
        let mood = faults.as_ref().map(|faults| faults.of(offset.into()));
        let port = server::serve(face, port, store.clone(), mood).await?;
        accounts.push(SandboxAccount {
            name: format!("sandbox-{}", face.provider),
            provider: face.provider,
            url: format!("http://127.0.0.1:{port}{}", face.base),
            user: user.map(str::to_owned),
            secret: secret.to_owned(),
        });
    }
    Ok(accounts)
}

/// The source of a simulated cloud's answer to an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The world, so that changes show.
    Modelled,
    /// The recorded exchange.
    Canned,
}

impl Answer {
    /// The word in tables and JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Modelled => "modelled",
            Self::Canned => "canned",
        }
    }
}

/// The operations that the simulated clouds answer: provider, id and source of the answer.
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, &'static str, Answer)> {
    CLOUDS.iter().flat_map(|(face, ..)| {
        let answer = |canned| if face.models(canned) { Answer::Modelled } else { Answer::Canned };
        face.recorded.iter().map(move |canned| (face.provider, canned.exchange.id, answer(canned)))
    })
}

/// The number of variable parts of each recorded path: provider, id and number.
#[cfg(test)]
pub(crate) fn recorded() -> impl Iterator<Item = (&'static str, &'static str, usize)> {
    CLOUDS.iter().flat_map(|(face, ..)| {
        let told = |canned: &'static canned::Canned| (face.provider, canned.exchange.id, canned.placeholders());
        face.recorded.iter().map(told)
    })
}

/// Replaces the world with the initial one.
pub(crate) fn reset(world: &Path) -> Result<()> {
    store::Store::new(world).reset().map_err(|error| {
        let file = world.display();
        Error::new(Kind::Failed, format!("the sandbox's world file {file} cannot be removed: {error}"))
    })
}
