//! Absent machines, and when their state is forgotten: only whole listings count, and only with a right clock.
//! A listing without any machine, or with under half of the known ones, is doubted instead.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{Listing, Note, say};
use crate::{
    error::Kind,
    schedule::{holds::Hold, marks::key, state::Known},
};

/// The absence after which the marks of a machine are dropped.
const MARKS_LAST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The absence after which a hold without an end is dropped.
const HOLDS_LAST: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The reason why a complete listing is not believed, where it is not.
pub(crate) fn doubt(now: Timestamp, listing: &Listing<'_>, known: &mut Known) -> Option<(Kind, String)> {
    let there = keys(listing, known);
    let marks = &known.marks;
    let mut expected: BTreeSet<&str> = marks.listed.iter().flatten().map(String::as_str).collect();
    expected.extend(marks.machines.keys().map(String::as_str));
    expected.extend(known.holds.iter().map(|hold| hold.id.as_str()));
    expected.retain(|id| !marks.absent.contains_key(*id));
    let (found, all) = (expected.iter().filter(|id| there.contains(**id)).count(), expected.len());
    let short = all > 0 && (listing.entries.is_empty() || found * 2 < all);
    if !short {
        return None;
    }
    if known.marks.believe_next {
        // A person has confirmed that these are gone, whatever the clock says.
        let missing: Vec<String> =
            expected.iter().filter(|id| !there.contains(**id)).map(|id| (*id).to_owned()).collect();
        known.marks.absent.extend(missing.into_iter().map(|id| (id, now)));
        known.marks.believe_next = false;
        return None;
    }
    Some((Kind::Unavailable, format!("it lists {found} of the {all} machines that are known, which is not believed")))
}

/// Notes which of the known machines are there, and forgets those that have been absent for long; `whole` says whether
/// absence from this listing tells anything.
pub(crate) fn note_presence(now: Timestamp, listing: &Listing<'_>, whole: bool, known: &mut Known) -> Vec<Note> {
    let there = keys(listing, known);
    known.marks.absent.retain(|id, _| !there.contains(id));
    let mut notes = Vec::new();
    if whole && listing.clock_is_right {
        notes.extend(note_absent(now, listing, &there, known));
        notes.extend(forget_machines(now, listing.account, known));
        notes.extend(forget_holds(now, listing.account, known));
        known.marks.prune(now);
    }
    if whole || !there.is_empty() {
        let machines = there.into_iter().filter(|id| !id.starts_with("hold of "));
        known.marks.listed.get_or_insert_default().extend(machines);
    }
    notes
}

/// The keys of the machines that are listed, and of the holds that are of one of them.
fn keys(listing: &Listing<'_>, known: &Known) -> BTreeSet<String> {
    let heads = || listing.entries.iter().map(|entry| &entry.record.head);
    let machines = heads().map(|head| key(&known.marks.machines, &head.id, head.created_at.as_deref()));
    let holds = known.holds.iter().filter(|hold| heads().any(|head| hold.is_of(head))).map(hold_key);
    machines.chain(holds).collect()
}

/// The key of a hold among absent machines.
fn hold_key(hold: &Hold) -> String {
    format!("hold of {}", hold.id)
}

/// Notes since when a machine has been absent from listings; that is told once for each machine with kept state.
fn note_absent(now: Timestamp, listing: &Listing<'_>, there: &BTreeSet<String>, known: &mut Known) -> Vec<Note> {
    let marks = &mut known.marks;
    let mut ids: BTreeSet<String> = marks.listed.iter().flatten().cloned().collect();
    ids.extend(marks.machines.keys().cloned());
    let held = |hold: &&Hold| !there.contains(&hold_key(hold));
    let mut new: Vec<(String, Option<String>)> = Vec::new();
    for id in ids.difference(there).filter(|id| !id.starts_with("hold of ")) {
        if !marks.absent.contains_key(id)
            && let Some(machine) = marks.machines.get(id)
        {
            new.push((id.clone(), machine.name.clone()));
        }
        let since = marks.absent.entry(id.clone()).or_insert(now);
        *since = (*since).min(now);
    }
    for hold in known.holds.iter().filter(held) {
        let told = new.iter().any(|(id, _)| *id == hold.id) || marks.absent.contains_key(&hold_key(hold));
        if !told && hold.holds(now) {
            new.push((hold.id.clone(), hold.name.clone()));
        }
        let since = marks.absent.entry(hold_key(hold)).or_insert(now);
        *since = (*since).min(now);
    }
    new.iter().map(|(id, name)| Note::at(listing.account, say::absent(id, name.as_deref()))).collect()
}

/// Forgets the machines that have been absent for a week.
fn forget_machines(now: Timestamp, account: &str, known: &mut Known) -> Vec<Note> {
    let marks = &mut known.marks;
    let long = |since: &Timestamp| now.duration_since(*since) >= MARKS_LAST;
    let gone: Vec<String> = marks.absent.iter().filter(|(_, since)| long(since)).map(|(id, _)| id.clone()).collect();
    let mut notes = Vec::new();
    for id in gone.iter().filter(|id| !id.starts_with("hold of ")) {
        if let Some(machine) = marks.machines.remove(id) {
            notes.push(Note::at(account, say::gone(id, machine.name.as_deref(), "its marks are removed")));
        }
        marks.absent.remove(id);
        if let Some(listed) = &mut marks.listed {
            listed.remove(id);
        }
    }
    notes
}

/// Forgets the holds that ended long ago, and those without an end whose machines have been absent for thirty days.
fn forget_holds(now: Timestamp, account: &str, known: &mut Known) -> Vec<Note> {
    let absent = &known.marks.absent;
    let long = |hold: &Hold| {
        absent.get(&hold_key(hold)).is_some_and(|since| now.duration_since(*since) >= HOLDS_LAST)
            && hold.until.is_none()
    };
    let lost: Vec<Hold> = known.holds.iter().filter(|hold| long(hold)).cloned().collect();
    let over = known.holds.iter().filter(|hold| hold.forgotten(now)).cloned();
    known.dropped.extend(over.chain(lost.iter().cloned()));
    known.holds.retain(|hold| !known.dropped.contains(hold));
    let holds = &known.holds;
    known.marks.absent.retain(|id, _| !id.starts_with("hold of ") || holds.iter().any(|hold| hold_key(hold) == *id));
    let told = |hold: &Hold| say::gone(&hold.id, hold.name.as_deref(), "its hold, which had no end, is removed");
    lost.iter().map(|hold| Note::at(account, told(hold))).collect()
}
