//! The bytes on the drives of the simulated `CloudSigma`, each drive in a file of its own beside the world.
//! A file ends with the last byte written; reads beyond give zeros. Raw or gzip, never chunked: manual 7.2 and 7.3.

use std::{
    fs::File,
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

use super::{
    drives::{bytes, unavailable, unknown},
    failure,
    state::Drive,
};
use crate::sandbox::{
    call::Call,
    reply::Reply,
    route::Route,
    store::{private, private_folder},
    world::World,
};

/// The operations.
pub(crate) const ROUTES: &[Route] = &[
    Route::post("{id}/write", write),
    Route::post("{id}/write/{offset}", write),
    Route::get("{id}/read/{offset}/{size}", read),
];

/// The most that is read at once, in bytes.
const LARGEST_READ: u64 = 4 << 20;
/// The most that is written at once, in bytes and unpacked; the manual advises a quarter of it.
const LARGEST_WRITE: u64 = 16 << 20;

fn write(world: &mut World, call: &Call) -> Reply {
    let id = call.param(0);
    if !call.header("transfer-encoding").is_empty() {
        return failure(400, "Transfer-Encoding chunked is not supported");
    }
    let Some(offset) = call.params.get(1).map_or(Some(0), |offset| bytes(offset)) else {
        return failure(400, "The offset is not a number of bytes");
    };
    let data = match unpacked(call) {
        Ok(data) => data,
        Err(words) => return failure(400, &words),
    };
    let file = file(&world.folder, id);
    let Some(drive) = world.cloudsigma.idle(id) else { return unavailable(&world.cloudsigma, id) };
    if !within(drive.keys.get("size"), offset, data.len() as u64) {
        return failure(400, "The data goes beyond the end of the drive");
    }
    if let Err(error) = put(&file, offset, &data) {
        return failure(500, &format!("{}: {error}", file.display()));
    }
    count(drive, data.len() as u64);
    Reply::no_content()
}

fn read(world: &mut World, call: &Call) -> Reply {
    let cloud = &world.cloudsigma;
    let own = cloud.drives.iter().map(|drive| &drive.keys);
    let Some(drive) = own.chain(&cloud.standard).find(|drive| drive.get("drive") == call.param(0)) else {
        return unknown(call.param(0));
    };
    let (Some(offset), Some(size)) = (bytes(call.param(1)), bytes(call.param(2))) else {
        return failure(400, "Offset and size are not numbers of bytes");
    };
    if size > LARGEST_READ {
        return failure(400, "The size may not exceed 4MB");
    }
    if !within(drive.get("size"), offset, size) {
        return failure(400, "The range goes beyond the end of the drive");
    }
    let file = file(&world.folder, call.param(0));
    match get(&file, offset, size) {
        Ok(data) => Reply::new(200, "application/octet-stream", data),
        Err(error) => failure(500, &format!("{}: {error}", file.display())),
    }
}

/// Copies the bytes of one drive to another.
pub(crate) fn copy(folder: &Path, from: &str, to: &str) -> io::Result<()> {
    match std::fs::copy(file(folder, from), file(folder, to)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Deletes the bytes of a drive; a file left behind does no harm, since no id is used twice.
pub(crate) fn forget(folder: &Path, id: &str) {
    let _ = std::fs::remove_file(file(folder, id));
}

/// The file of a drive, whose id is one of the world's own.
fn file(folder: &Path, id: &str) -> PathBuf {
    folder.join(format!("{id}.img"))
}

/// The decompressed bytes of a request's body.
fn unpacked(call: &Call) -> Result<Vec<u8>, String> {
    let limited = match call.header("content-encoding") {
        "" | "identity" => call.body().to_vec(),
        "gzip" => {
            let mut data = Vec::new();
            let read = GzDecoder::new(call.body().as_ref()).take(LARGEST_WRITE + 1).read_to_end(&mut data);
            read.map_err(|error| format!("The data is not gzip: {error}"))?;
            data
        }
        other => return Err(format!("Content-Encoding {other} is not supported")),
    };
    if limited.len() as u64 > LARGEST_WRITE { Err("The data is too large".to_owned()) } else { Ok(limited) }
}

/// A range lies within a drive.
fn within(size: &str, offset: u64, length: u64) -> bool {
    let size = bytes(size).unwrap_or_default();
    offset.checked_add(length).is_some_and(|end| end <= size)
}

fn put(file: &Path, offset: u64, data: &[u8]) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        private_folder(folder)?;
    }
    let mut file = private().write(true).open(file)?;
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(data)
}

fn get(file: &Path, offset: u64, size: u64) -> io::Result<Vec<u8>> {
    let mut data = Vec::new();
    match File::open(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
        Ok(mut file) => {
            file.seek(SeekFrom::Start(offset))?;
            file.take(size).read_to_end(&mut data)?;
        }
    }
    data.resize(usize::try_from(size).map_err(io::Error::other)?, 0);
    Ok(data)
}

/// Adds to the counters that the details of the drive show.
fn count(drive: &mut Drive, length: u64) {
    for (key, more) in [("write:bytes", length), ("write:requests", 1)] {
        let before: u64 = drive.keys.get(key).parse().unwrap_or_default();
        drive.keys.set(key, &before.saturating_add(more).to_string());
    }
}
