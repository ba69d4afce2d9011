//! Announcements about runs themselves: rules files, lost memory, wide modes, runs that cannot be made.
//! Each topic is told at its beginning, hourly and at its end; the loss of its file has no other effect.

use jiff::Timestamp;

use super::{decide::ended, failing::Failing};
use crate::{
    config::{Owner, StateStore},
    error::Kind,
};

/// The file of announcements.
const KIND: &str = "rules";

/// The beginning of topics that are files.
pub(crate) const FILE: &str = "file ";

/// The announcement of a topic in one run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Announcement {
    /// True when the failure is printed.
    pub tell: bool,
    /// The sentence that the topic is well again, where that is to be printed.
    pub ended: Option<String>,
}

/// Notes the present failure of a topic, if there is one; `well` is the sentence for its end. For a topic that is a
/// file, other words are another failure, since a person wrote the file.
pub(crate) fn announce(
    kept: &StateStore,
    topic: &str,
    now: Timestamp,
    wrong: Option<(Option<Kind>, &str)>,
    well: &str,
) -> Announcement {
    // A topic belongs to no account: it is its own owner, and its name is not a URL.
    let owner = Owner { provider: "schedules", url: "", user: Some(topic) };
    let known = kept.read::<Failing>(KIND, &owner);
    if known.is_err() {
        // Only silence depends on this file, so that an unreadable topic is told anew.
        let _ = kept.set_aside::<Failing>(KIND, now, false);
    }
    if wrong.is_none() && known.is_ok_and(|known| known.is_empty()) {
        return Announcement::default();
    }
    let mut told = Announcement { tell: wrong.is_some(), ended: None };
    let _ = kept.change(KIND, &owner, |slot: &mut Vec<Failing>| {
        let mut failing = slot.pop();
        slot.clear();
        if let (Some((_, words)), true) = (wrong, topic.starts_with(FILE)) {
            failing = failing.filter(|failing: &Failing| failing.words == words);
        }
        match wrong {
            Some((kind, words)) => told.tell = Failing::note(&mut failing, now, kind, words),
            None => told.ended = Failing::end(&mut failing, now).map(|failing| ended(well, &failing)),
        }
        slot.extend(failing);
    });
    told
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::SignedDuration;

    use super::*;
    use crate::{config::Paths, schedule::calendar::moved};

    fn at(minutes: i64) -> Timestamp {
        moved(Timestamp::UNIX_EPOCH, SignedDuration::from_mins(minutes))
    }

    #[test]
    fn a_topic_is_told_once_then_hourly_then_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let kept = StateStore::new(&Paths { state_dir: Some(folder.path().to_owned()), ..Paths::default() }, false);
        let tell = |wrong, minutes| {
            let wrong = Some((Some(Kind::Config), "no zone")).filter(|_| wrong);
            announce(&kept, "/etc/nubo/schedules.toml", at(minutes), wrong, "all rules act again")
        };
        assert_eq!(tell(false, 0), Announcement::default());
        assert!(!folder.path().join("kept").exists(), "nothing is written of what is in order");
        let told: Vec<i64> = (0..16).map(|run| run * 5).filter(|minutes| tell(true, *minutes).tell).collect();
        assert_eq!(told, [0, 60]);
        let ended = tell(false, 80).ended.unwrap();
        assert!(ended.starts_with("all rules act again; before, in 16 runs"), "{ended}");
        assert_eq!(tell(false, 85), Announcement::default());
        std::fs::write(folder.path().join("kept/rules.json"), "{").unwrap();
        assert!(tell(true, 90).tell, "a file that was lost keeps nothing from being told");
        assert!(!tell(true, 95).tell, "it is kept anew");
        let names = std::fs::read_dir(folder.path().join("kept")).unwrap();
        assert_eq!(names.count(), 2, "the file that could not be read is still there");
    }
}
