//! The salted hash of a secret that a provider refused, so that unattended runs do not send it again and again: portals
//! lock addresses out. The secret itself is never written, and a hash costs enough work to be of no use for guessing.

use std::num::NonZeroU32;

use base64::{Engine, engine::general_purpose::STANDARD};
use ring::{
    pbkdf2,
    rand::{SecureRandom, SystemRandom},
};
use serde::{Deserialize, Serialize};

use super::{Owner, Secret, StateStore};
use crate::error::{Error, Kind, Result};

/// The file they are kept in.
const KIND: &str = "refused";
/// The number of rounds of hashing.
const ROUNDS: NonZeroU32 = NonZeroU32::new(60_000).unwrap();

/// A secret that was refused.
#[derive(Deserialize, Serialize)]
struct Refused {
    salt: String,
    hash: String,
}

/// True when this is the owner's secret that was refused last.
///
/// # Errors
/// `config` when the file cannot be read.
pub(crate) fn was_refused(kept: &StateStore, owner: &Owner<'_>, secret: &Secret) -> Result<bool> {
    let fits = |refused: &Refused| {
        let (Ok(salt), Ok(hash)) = (STANDARD.decode(&refused.salt), STANDARD.decode(&refused.hash)) else {
            return false;
        };
        pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, &salt, secret.expose().as_bytes(), &hash).is_ok()
    };
    Ok(kept.read::<Refused>(KIND, owner)?.iter().any(fits))
}

/// Keeps the hash of a secret that was refused, in place of a former one.
///
/// # Errors
/// `config` when the file cannot be read or written.
pub(crate) fn note_refused(kept: &StateStore, owner: &Owner<'_>, secret: &Secret) -> Result<()> {
    let mut salt = [0; 16];
    let unfilled = |_| Error::new(Kind::Failed, "the system gives no random numbers");
    SystemRandom::new().fill(&mut salt).map_err(unfilled)?;
    let mut hash = [0; 32];
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, &salt, secret.expose().as_bytes(), &mut hash);
    let refused = Refused { salt: STANDARD.encode(salt), hash: STANDARD.encode(hash) };
    kept.change(KIND, owner, |all: &mut Vec<Refused>| *all = vec![refused])
}

/// Forgets the secret of an owner that was refused, because one was accepted.
///
/// # Errors
/// `config` when the file cannot be read or written.
pub(crate) fn forget_refused(kept: &StateStore, owner: &Owner<'_>) -> Result<()> {
    if kept.read::<Refused>(KIND, owner)?.is_empty() {
        return Ok(());
    }
    kept.change(KIND, owner, Vec::<Refused>::clear)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::config::{Env, Paths};

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned()).unwrap()
    }

    #[test]
    fn only_the_secret_that_was_refused_is_known_until_it_is_forgotten() {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().to_str().unwrap();
        let kept = StateStore::new(&Paths::new(None, &Env::given(&[("NUBO_STATE_DIR", state)])).unwrap(), false);
        let owner = Owner { provider: "seflow", url: "https://a", user: Some("ann") };
        let other = Owner { user: Some("bob"), ..owner };
        assert!(!was_refused(&kept, &owner, &secret("hunter2")).unwrap());
        note_refused(&kept, &owner, &secret("hunter2")).unwrap();
        let file = std::fs::read_to_string(home.path().join("kept/refused.json")).unwrap();
        assert!(!file.contains("hunter2") && !file.contains(&STANDARD.encode("hunter2")), "{file}");
        let known = |owner: &Owner<'_>, text: &str| was_refused(&kept, owner, &secret(text)).unwrap();
        assert_eq!(
            (known(&owner, "hunter2"), known(&owner, "hunter3"), known(&other, "hunter2")),
            (true, false, false)
        );
        note_refused(&kept, &owner, &secret("hunter3")).unwrap();
        assert_eq!((known(&owner, "hunter2"), known(&owner, "hunter3")), (false, true), "only the last one");
        forget_refused(&kept, &owner).unwrap();
        assert!(!known(&owner, "hunter3"));
    }
}
