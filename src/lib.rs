//! nubo: one command line for the machines you have at several small clouds.
//! The public items are those that `main` needs.

mod cli;
mod command;
mod conceal;
mod config;
mod error;
mod exchange;
mod fleet;
mod glob;
mod history;
mod http;
mod in_order;
mod model;
mod output;
mod provider;
mod run;
mod sandbox;
mod schedule;

pub use run::run;
