//! The check that a keyring can be asked on the session bus without starting, launching or unlocking anything.
//! The keyring crate would have the bus start a service, and a locked one would open a prompt.

use std::path::PathBuf;
use std::sync::LazyLock;

use zbus::blocking::Connection;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue};

use super::Env;
use super::keyring::Unusable;

const SECRETS: &str = "org.freedesktop.secrets";

/// Checks that the environment names a session bus that is already there.
pub(crate) fn named(env: &Env) -> Result<(), Unusable> {
    let there = match env.var("DBUS_SESSION_BUS_ADDRESS") {
        // These two kinds of address start a program.
        Some(address) => {
            let address = address.to_string_lossy();
            !address.is_empty() && !["autolaunch:", "unixexec:"].iter().any(|kind| address.contains(kind))
        }
        None => env.var("XDG_RUNTIME_DIR").is_some_and(|dir| PathBuf::from(dir).join("bus").exists()),
    };
    if there { Ok(()) } else { Err(Unusable::absent("no session bus")) }
}

/// Checks that a keyring runs there and is open; asked once, since the answer is alike for every account.
pub(crate) fn ready() -> Result<(), Unusable> {
    static READY: LazyLock<Result<(), Unusable>> = LazyLock::new(check);
    READY.clone()
}

fn check() -> Result<(), Unusable> {
    let bus = Connection::session()
        .map_err(|error| Unusable::absent(format!("the session bus cannot be reached: {error}")))?;
    let odd = |error: zbus::Error| Unusable::closed(format!("the keyring cannot be asked: {error}"));
    let dbus = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus");
    if !ask::<bool>(&bus, dbus, "NameHasOwner", &SECRETS).map_err(odd)? {
        return Err(Unusable::absent("no keyring is running"));
    }
    let service = (SECRETS, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service");
    let collection: OwnedObjectPath = ask(&bus, service, "ReadAlias", &"default").map_err(odd)?;
    if collection.as_str() == "/" {
        return Err(Unusable::absent("the keyring has no default collection"));
    }
    let properties = (SECRETS, collection.as_str(), "org.freedesktop.DBus.Properties");
    let locked: OwnedValue =
        ask(&bus, properties, "Get", &("org.freedesktop.Secret.Collection", "Locked")).map_err(odd)?;
    match bool::try_from(locked) {
        Ok(false) => Ok(()),
        _ => Err(Unusable::closed("the keyring is locked")),
    }
}

/// One question to an object: destination, path and interface.
fn ask<T>(
    bus: &Connection,
    (destination, path, interface): (&str, &str, &str),
    method: &str,
    body: &(impl serde::Serialize + DynamicType),
) -> zbus::Result<T>
where
    T: serde::de::DeserializeOwned + zbus::zvariant::Type,
{
    bus.call_method(Some(destination), path, Some(interface), method, body)?.body().deserialize()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_address_and_no_socket_is_no_bus() {
        let empty = tempfile::tempdir().unwrap();
        let dir = empty.path().to_str().unwrap();
        for vars in [vec![], vec![("XDG_RUNTIME_DIR", dir)], vec![("DBUS_SESSION_BUS_ADDRESS", "")]] {
            assert_eq!(named(&Env::given(&vars)).unwrap_err().why, "no session bus", "{vars:?}");
        }
    }

    #[test]
    fn an_address_that_would_start_a_program_is_no_bus() {
        for address in ["autolaunch:", "unixexec:path=/bin/sh", "unix:path=/x;autolaunch:"] {
            assert!(named(&Env::given(&[("DBUS_SESSION_BUS_ADDRESS", address)])).is_err(), "{address}");
        }
    }

    #[test]
    fn an_address_or_the_socket_of_the_user_is_a_bus() {
        assert!(named(&Env::given(&[("DBUS_SESSION_BUS_ADDRESS", "unix:path=/x")])).is_ok());
        let run = tempfile::tempdir().unwrap();
        std::fs::write(run.path().join("bus"), "").unwrap();
        assert!(named(&Env::given(&[("XDG_RUNTIME_DIR", run.path().to_str().unwrap())])).is_ok());
    }
}
