//! Words of one's own, written in the user's editor: `$VISUAL`, else `$EDITOR`.
//! The file is only readable to its owner, and kept until the words have arrived.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::error::{Error, Kind, Result};

/// The line from which on nothing is read.
const BELOW: &str = "# ---- what stands from here on is not sent ----";

/// Opens an editor and gives the text written in it, and the file that holds it.
///
/// # Errors
/// `usage` when there is no editor, `failed` when it fails, `refused` when nothing was written.
pub(crate) fn write(purpose: &str) -> Result<(String, PathBuf)> {
    let named = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR"));
    let editor =
        editor.ok_or_else(|| Error::usage("there is no text, and neither VISUAL nor EDITOR names an editor"))?;
    let failed = |what: String| Error::new(Kind::Failed, what);
    let file = tempfile::Builder::new().prefix("nubo-").suffix(".txt").tempfile();
    let mut file = file.map_err(|e| failed(format!("cannot make a file for the editor: {e}")))?;
    write!(file, "\n\n{BELOW}\n# {purpose}. Write nothing to give up.\n")
        .map_err(|e| failed(format!("cannot write to {}: {e}", file.path().display())))?;
    // An editor may be named with arguments, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(file.path()).stdin(Stdio::inherit());
    let status = command.status().map_err(|e| failed(format!("cannot start the editor \"{editor}\": {e}")))?;
    if !status.success() {
        return Err(failed(format!("the editor \"{editor}\" failed ({status})")));
    }
    let text =
        std::fs::read_to_string(file.path()).map_err(|e| failed(format!("cannot read what was written: {e}")))?;
    let written = text.split(BELOW).next().unwrap_or_default().trim();
    if written.is_empty() {
        return Err(Error::new(Kind::Refused, "nothing was written, so nothing was sent"));
    }
    let (_, path) = file.keep().map_err(|e| failed(format!("cannot keep what was written: {e}")))?;
    Ok((written.to_owned(), path))
}
