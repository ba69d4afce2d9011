//! Images for servers and CDs to boot from: the library's and the account's own.
//! All are drives; a drive's user tells if it is the library's.

use crate::{
    error::Result,
    model::{Drive, Image},
    provider::Node,
};

use super::drive;

/// The user that the library's drives belong to.
const LIBRARY: &str = "00000000-0000-0000-0000-000000000001";
/// The kind of the library's images.
pub(crate) const STANDARD: &str = "standard";

/// A drive as a source of servers. Source: manual 7.4 and 7.6; a copy is at least as large as its source.
pub(crate) fn image(key: Option<&str>, n: &Node<'_>) -> Result<Image> {
    let Drive { mut head, size_bytes, kind, .. } = drive(key, n)?;
    if head.state == "attached" {
        head.state = "available";
    }
    let disk = kind != Some("cdrom");
    Ok(Image {
        head,
        kind: Some(match (disk, n.at("user").str()) {
            (false, _) => "cdrom",
            (true, Some(LIBRARY)) => STANDARD,
            (true, _) => "own",
        }),
        size_bytes,
        os: n.at("os").text(),
        region: None,
        min_disk_bytes: size_bytes.filter(|_| disk),
    })
}
