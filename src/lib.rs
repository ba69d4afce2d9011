//! nubo: one command line for the machines you have at several small clouds.
//! The doors of the crate: `main` needs only what is public here.

mod config;
mod error;
mod model;
mod output;
