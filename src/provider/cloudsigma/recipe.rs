//! Verbs that take several calls: preconditions are read first, and a refusal comes before anything is changed.
//! Order and waiting follow what published clients of this API had to learn.

mod boot;
mod buy;
mod card;
mod contact;
mod create;
mod delete;
mod drive;
mod price;
mod size;

use crate::{
    error::{Error, Kind, Result},
    provider::{Call, Inputs, Operation},
};

pub(crate) use boot::{after_iso, boot_iso};
pub(crate) use buy::{calculate, extend, extension_price, order_price, subscribe};
pub(crate) use card::{assign, attach_ip, attach_network, delete_vlan, detach_ip, detach_network, release, unassign};
pub(crate) use contact::{CONTACT_FLAGS, set_contact, set_email};
pub(crate) use create::{copied_or_shared, create};
pub(crate) use delete::{delete, left_behind};
pub(crate) use drive::{attach_drive, attach_to, delete_drive, detach, detach_drive};
pub(crate) use price::{drive_price, ip_price, machine_price, size_price, vlan_price};
pub(crate) use size::{grow_drive, resize};

/// The value of a flag that the verb cannot do without.
fn needed(call: &Call<'_>, flag: &str) -> Result<String> {
    call.typed.flag(flag).ok_or_else(|| Error::usage(format!("--{flag} is needed")))
}

/// The error of something in the wrong state.
fn conflict(call: &Call<'_>, sentence: impl Into<String>) -> Error {
    call.session.place(Error::new(Kind::Conflict, sentence))
}

/// Destroys something: a missing thing counts as destroyed, and a call without an answer is checked before its repeat.
async fn destroy(
    call: &Call<'_>,
    operation: &'static Operation,
    inputs: Inputs,
    gone: impl AsyncFn() -> Result<bool>,
) -> Result<()> {
    match call.send(operation, inputs.clone()).await {
        Err(error) if error.kind() == Kind::NotFound => Ok(()),
        Err(error) if error.details().outcome_unknown => {
            if !gone().await? {
                call.send(operation, inputs).await?;
            }
            Ok(())
        }
        sent => sent.map(|_| ()),
    }
}

/// Returns whether reading something showed that it does not exist.
fn missing<T>(read: Result<T>) -> Result<bool> {
    match read {
        Ok(_) => Ok(false),
        Err(error) if error.kind() == Kind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
