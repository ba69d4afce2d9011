//! The requests that the verbs of drives, images, snapshots and backups send to Fleio.
//! Sources: fotbo.txt for backups, Fleio's web application for volumes.

use super::{Sends, flagged, plain};

const BACKUPS: &str = r#"{"backups":[{"id":"b1","name":"one","backup_type":"manual"},{"id":"b2","name":"two","backup_type":"daily"}],
    "schedules":[{"id":12,"instance":"a","backup_name":"nightly","backup_type":"daily","rotation":3}]}"#;

/// The rows.
pub(crate) const STORAGE: &[Sends] = &[
    flagged(
        "drives create",
        "data-1",
        r#"{"size":21474836480}"#,
        &[r#"POST /openstack/volumes  {"name":"data-1","size":20,"source":{"source_type":"new"}}"#],
    ),
    flagged(
        "drives create",
        "data-1",
        r#"{"size":20000000000,"region":"nl"}"#,
        &[r#"POST /openstack/volumes  {"name":"data-1","size":19,"region":"nl","source":{"source_type":"new"}}"#],
    ),
    flagged("drives rename", "v", r#"{"name":"logs"}"#, &[r#"POST /openstack/volumes/v/rename  {"name":"logs"}"#]),
    Sends {
        verb: "drives resize",
        on: "v",
        flags: r#"{"size":42949672960}"#,
        reads: &[("/openstack/volumes/v", r#"{"id":"v","size":20}"#)],
        requests: &[r#"POST /openstack/volumes/v/extend  {"size":40}"#],
    },
    flagged(
        "drives attach",
        "v",
        r#"{"to":"a"}"#,
        &[r#"POST /openstack/instances/a/attach_volume  {"volume_id":"v"}"#],
    ),
    Sends {
        verb: "drives detach",
        on: "v",
        flags: "",
        reads: &[("/openstack/volumes/v", r#"{"id":"v","status":"in-use","attachments":[{"server_id":"a"}]}"#)],
        requests: &[r#"POST /openstack/instances/a/detach_volume  {"volume_id":"v"}"#],
    },
    plain("drives delete", "v", &["DELETE /openstack/volumes/v"]),
    flagged(
        "images copy",
        "i",
        r#"{"region":"de"}"#,
        &[
            r#"POST /openstack/images/i/copy-image  {"destination_name":"web","destination_region_id":"de","delete_source_image":false}"#,
        ],
    ),
    plain("images delete", "i", &["DELETE /openstack/images/i"]),
    flagged(
        "snapshots create",
        "before-upgrade",
        r#"{"of":"a"}"#,
        &[r#"POST /openstack/instances/a/create_snapshot  {"name":"before-upgrade"}"#],
    ),
    plain("snapshots delete", "i", &["DELETE /openstack/images/i"]),
    Sends {
        verb: "backups create",
        on: "today",
        flags: r#"{"of":"a"}"#,
        reads: &[("/get_instance_backups_and_backup_schedules", BACKUPS)],
        requests: &[
            r#"POST /openstack/instances/a/create_backup  {"backup_name":"today","backup_type":"manual","rotation":2}"#,
        ],
    },
    flagged(
        "backups create",
        "nightly",
        r#"{"of":"a","every":"daily","keep":7}"#,
        &[
            r#"POST /osbackup  {"backup_name":"nightly","backup_type":"daily","instance":"a","rotation":7,"run_at":null}"#,
        ],
    ),
    flagged(
        "backups create",
        "weekly",
        r#"{"of":"a","every":"weekly","keep":1,"day":1}"#,
        &[
            r#"POST /osbackup  {"backup_name":"weekly","backup_type":"weekly","day":0,"instance":"a","rotation":1,"run_at":null}"#,
        ],
    ),
    plain("backups delete", "b1", &["DELETE /openstack/images/b1"]),
    plain("backups delete", "schedule/12", &["DELETE /osbackup/12"]),
];
