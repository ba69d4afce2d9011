//! The program: start, run, exit code.
//! Everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    nubo::run(std::env::args_os().collect())
}
