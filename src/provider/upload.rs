//! Bodies with a file in them: the file's bytes alone, or one part of a multipart form among others.
//! The file is named here and read when it is sent, so that its size does not matter.

use std::sync::Arc;

use bytes::Bytes;

use crate::http::FilePart;

use super::{
    Encoded, Operation, Parts,
    inputs::{Input, plain},
    operation::BodyKind,
};

/// Separates the parts; no text argument can hold a line break and then this.
const BOUNDARY: &str = "----nubo-8f1c0d52b7a94e36";

/// Puts the file of an operation into its body, if the body is of a kind with a file.
pub(crate) fn place(operation: &Operation, parts: &Parts, encoded: &mut Encoded) -> Option<FilePart> {
    let kind = match operation.body {
        BodyKind::Usual => return None,
        BodyKind::Raw => "application/octet-stream".to_owned(),
        BodyKind::Multipart => format!("multipart/form-data; boundary={BOUNDARY}"),
    };
    encoded.headers.retain(|(name, _)| *name != "content-type");
    encoded.headers.push(("content-type", kind));
    let file = parts.body.iter().find_map(|(name, value)| match value {
        Input::File(path) => Some((name, path)),
        _ => None,
    });
    if operation.body == BodyKind::Raw {
        encoded.body.clear();
        return file.map(|(_, path)| FilePart { path: path.clone(), suffix: Bytes::new(), sent: Arc::default() });
    }
    encoded.body = fields(parts).into_bytes();
    let Some((name, path)) = file else {
        encoded.body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        return None;
    };
    let title = path.file_name().map(|n| n.to_string_lossy().replace(['"', '\r', '\n'], "_")).unwrap_or_default();
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{title}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    );
    encoded.body.extend_from_slice(head.as_bytes());
    Some(FilePart { path: path.clone(), suffix: Bytes::from(format!("\r\n--{BOUNDARY}--\r\n")), sent: Arc::default() })
}

/// The parts other than the file: texts unchanged, other values as JSON.
fn fields(parts: &Parts) -> String {
    let one = |(name, value): &(String, Input)| match value {
        Input::File(_) => None,
        Input::Json(json) => Some(format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\ncontent-type: application/json\r\n\r\n{json}\r\n"
        )),
        scalar => {
            let text = plain(scalar).unwrap_or_default();
            Some(format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"))
        }
    };
    parts.body.iter().filter_map(one).collect()
}
