//! Bodies with a file in them: read piece by piece while they are sent, so that their size does not matter.
//! The length is announced beforehand: not every server takes chunked bodies.

use std::{
    io::Read,
    sync::{Arc, atomic::Ordering},
};

use bytes::Bytes;
use futures_util::stream;

use crate::error::{Error, Result};

use super::FilePart;

/// The number of bytes of a file that are read at once.
const PIECE: usize = 256 << 10;

/// The bytes before a file, the file piece by piece, and the bytes after it, with their total length.
pub(crate) fn pieces(
    body: Bytes,
    file: &FilePart,
) -> Result<(u64, impl futures_util::Stream<Item = std::io::Result<Bytes>> + use<>)> {
    let unreadable = |e: std::io::Error| Error::usage(format!("cannot read {}: {e}", file.path.display()));
    let opened = std::fs::File::open(&file.path).map_err(unreadable)?;
    let size = opened.metadata().map_err(unreadable)?.len();
    let length = body.len() as u64 + size + file.suffix.len() as u64;
    let mut opened = opened.take(size);
    let sent = Arc::clone(&file.sent);
    let pieces = std::iter::from_fn(move || {
        let mut piece = vec![0; PIECE];
        match opened.read(&mut piece) {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                sent.fetch_add(read as u64, Ordering::Relaxed);
                Some(Ok(Bytes::from(piece)))
            }
            Err(e) => Some(Err(e)),
        }
    });
    let all = std::iter::once(Ok(body)).chain(pieces).chain(std::iter::once(Ok(file.suffix.clone())));
    Ok((length, stream::iter(all)))
}
