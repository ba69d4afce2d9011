//! The keyring of the platform, asked on a thread of its own and given up after three seconds.
//! A secret is under service `nubo` and the account's name as the user name.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keyring::{Entry, Error};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::{Env, Secret};

/// The time limit for the keyring to answer, since a bus that hangs must not hold a command up.
const LIMIT: Duration = Duration::from_secs(3);

/// True once the keyring gave no answer: many accounts must not wait three seconds each.
static SILENT: AtomicBool = AtomicBool::new(false);

/// The reason why the keyring cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unusable {
    /// The reason, to stand after "no keyring here" or in brackets.
    pub why: String,
    /// True when the keyring exists all the same and may hold a secret.
    pub may_hold: bool,
}

impl Unusable {
    /// No keyring exists.
    pub(crate) fn absent(why: impl Into<String>) -> Self {
        Self { why: why.into(), may_hold: false }
    }

    /// A keyring exists and does not answer or refuses.
    pub(crate) fn closed(why: impl Into<String>) -> Self {
        Self { why: why.into(), may_hold: true }
    }
}

/// The secret of an account, if the keyring holds one.
pub(crate) async fn read(env: &Env, account: &str) -> Result<Option<Secret>, Unusable> {
    let account = account.to_owned();
    ask(env, move |keyring| keyring.read(&account)).await
}

/// Keeps the secret of an account.
pub(crate) async fn write(env: &Env, account: &str, secret: &Secret) -> Result<(), Unusable> {
    let (account, secret) = (account.to_owned(), secret.clone());
    ask(env, move |keyring| keyring.write(&account, &secret)).await
}

/// Deletes the secret of an account; `false` if there was none.
pub(crate) async fn delete(env: &Env, account: &str) -> Result<bool, Unusable> {
    let account = account.to_owned();
    ask(env, move |keyring| keyring.delete(&account)).await
}

/// The operations of a keyring.
pub(super) trait Keyring {
    /// The secret of an account.
    fn read(&self, account: &str) -> Result<Option<Secret>, Unusable>;
    /// Keeps the secret of an account.
    fn write(&self, account: &str, secret: &Secret) -> Result<(), Unusable>;
    /// Deletes the secret of an account; `false` if there was none.
    fn delete(&self, account: &str) -> Result<bool, Unusable>;
}

async fn ask<T, W>(env: &Env, work: W) -> Result<T, Unusable>
where
    T: Send + 'static,
    W: FnOnce(&dyn Keyring) -> Result<T, Unusable> + Send + 'static,
{
    #[cfg(test)]
    if let Env::Given(given) = env {
        return work(&given.keyring);
    }
    #[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
    super::session_bus::named(env)?;
    if SILENT.load(Ordering::Relaxed) {
        return Err(silent());
    }
    let answer = limited(LIMIT, move || work(&Platform)).await;
    answer.unwrap_or_else(|| {
        SILENT.store(true, Ordering::Relaxed);
        Err(silent())
    })
}

fn silent() -> Unusable {
    Unusable::closed(format!("it did not answer within {} seconds", LIMIT.as_secs()))
}

/// Runs work that may hang on a thread that nothing waits for, not even the end of the process.
async fn limited<T: Send + 'static>(limit: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (tell, told) = oneshot::channel();
    std::thread::Builder::new().spawn(move || tell.send(work())).ok()?;
    timeout(limit, told).await.ok()?.ok()
}

/// The platform's own keyring.
struct Platform;

impl Platform {
    fn entry(account: &str) -> Result<Entry, Unusable> {
        #[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
        super::session_bus::ready()?;
        Entry::new("nubo", account).map_err(|error| unusable(&error))
    }
}

impl Keyring for Platform {
    fn read(&self, account: &str) -> Result<Option<Secret>, Unusable> {
        let Some(text) = found(Self::entry(account)?.get_password())? else { return Ok(None) };
        Secret::parse(text).map(Some).map_err(|why| Unusable::closed(format!("its secret {why}")))
    }

    fn write(&self, account: &str, secret: &Secret) -> Result<(), Unusable> {
        Self::entry(account)?.set_password(secret.expose()).map_err(|error| unusable(&error))
    }

    fn delete(&self, account: &str) -> Result<bool, Unusable> {
        found(Self::entry(account)?.delete_credential()).map(|deleted| deleted.is_some())
    }
}

fn found<T>(answer: keyring::Result<T>) -> Result<Option<T>, Unusable> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(unusable(&error)),
    }
}

/// The reason without the keyring's content, which some of its errors carry.
fn unusable(error: &Error) -> Unusable {
    match error {
        Error::NoDefaultStore => Unusable::absent("no keyring is running"),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => Unusable::closed("its secret is not text"),
        Error::Ambiguous(_) => Unusable::closed("it holds several secrets for this account"),
        error => Unusable::closed(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_answer_comes_through() {
        assert_eq!(limited(LIMIT, || 7).await, Some(7));
    }

    #[tokio::test]
    async fn a_hanging_thread_is_given_up() {
        let (open, closed) = std::sync::mpsc::channel::<()>();
        assert_eq!(limited(Duration::ZERO, move || closed.recv().is_ok()).await, None);
        drop(open);
    }

    #[test]
    fn no_error_shows_what_the_keyring_holds() {
        let error = unusable(&Error::BadEncoding(b"hunter2".to_vec()));
        assert!(error.may_hold && !error.why.contains("hunter2") && !error.why.contains("104"), "{error:?}");
    }
}
