//! Profile and money of the simulated `CloudSigma`.
//! A failed profile change answers with the profile and the errors in it.

use super::{record, text::Keys, text::records, values};
use crate::sandbox::{call::Call, reply::Reply, route::Route, world::World};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::get("profile/info", profile),
    Route::post("profile/set", set_profile),
    Route::get("currencies/list", currencies),
    Route::get("usage/info", usage),
    Route::get("pricing/info", pricing),
    Route::get("transactions/list", transactions),
    Route::get("balance/info", balance),
];

/// The keys that a profile change may set.
const SETTABLE: [&str; 9] =
    ["email", "first_name", "last_name", "nick_name", "title", "company", "address", "postcode", "phone"];

fn profile(world: &mut World, _: &Call) -> Reply {
    record(&world.cloudsigma.profile)
}

fn set_profile(world: &mut World, call: &Call) -> Reply {
    let asked = Keys::parse(&call.text());
    let wrong = ["email", "first_name", "last_name", "nick_name"];
    let wrong: Vec<_> = wrong.iter().filter(|key| asked.has(key) && asked.get(key).is_empty()).collect();
    if !wrong.is_empty() {
        let mut echo = world.cloudsigma.profile.clone();
        for key in wrong {
            echo.set(&format!("errors:{key}"), "* This field is required.");
        }
        return Reply::text(400, echo.text());
    }
    for (key, value) in asked.pairs().filter(|(key, _)| SETTABLE.contains(key)) {
        world.cloudsigma.profile.set(key, value);
    }
    record(&world.cloudsigma.profile)
}

/// The currencies, the account's own among them.
fn currencies(world: &mut World, _: &Call) -> Reply {
    let own = world.cloudsigma.balance.get("currency");
    let others = ["CHF", "EUR", "GBP", "USD"].into_iter().filter(|currency| *currency != own);
    let mut all: Vec<&str> = others.chain(Some(own).filter(|own| !own.is_empty())).collect();
    all.sort_unstable();
    values(all)
}

fn usage(world: &mut World, _: &Call) -> Reply {
    record(&world.cloudsigma.usage)
}

fn pricing(world: &mut World, _: &Call) -> Reply {
    record(&world.cloudsigma.pricing)
}

fn transactions(world: &mut World, _: &Call) -> Reply {
    Reply::text(200, records(world.cloudsigma.transactions.clone()))
}

fn balance(world: &mut World, _: &Call) -> Reply {
    record(&world.cloudsigma.balance)
}
