//! The forms that machines are made from and kept in: images, snapshots and backups.
//! Sizes are bytes; the machine or drive behind one of them is told by its id.

use super::record::record;

record! {
    /// An image that machines can be made from, rescued with or booted from.
    Image "image" ["available" "busy" "error" "unknown"] {
        kind: Option<&'static str> = Text Table ["own" "standard" "shared" "cdrom" "template"] "own, standard, shared, cdrom or template";
        size_bytes: Option<u64> = Bytes Table "size in bytes";
        os: Option<String> = Text Table "the operating system on it";
        region: Option<String> = Text Wide "where it can be used";
        min_disk_bytes: Option<u64> = Bytes Wide "the smallest disk it fits on, in bytes";
    }
}

record! {
    /// A machine or drive as it was at one moment.
    Snapshot "snapshot" ["available" "busy" "error" "unknown"] {
        size_bytes: Option<u64> = Bytes Table "size in bytes";
        source: Option<String> = Text Table "id of what it was made of";
        region: Option<String> = Text Wide "where it is";
    }
}

record! {
    /// A backup of a machine, or the schedule of its backups.
    Backup "backup" ["available" "busy" "error" "scheduled" "unknown"] {
        kind: Option<&'static str> = Text Table ["manual" "daily" "weekly"] "manual, daily or weekly";
        source: Option<String> = Text Table "id of the machine";
        size_bytes: Option<u64> = Bytes Wide "size in bytes";
        keep: Option<u64> = Integer Table "how many a schedule keeps";
        next_at: Option<String> = Time Table "when a schedule makes the next one";
    }
}
