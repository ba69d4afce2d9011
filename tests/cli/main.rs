//! Black-box tests: the built binary against the pretend clouds, and against small servers that misbehave.
//! Each test has an empty home; what a run printed is compared as one block of stdout, stderr and exit code.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod harness;

mod account_file;
mod accounts;
mod api;
mod changes;
mod completions;
mod consent;
mod doctor;
mod doctor_cron;
mod elsewhere;
mod failures;
mod filesystem;
mod filtered;
mod formats;
mod history;
mod honesty;
mod hostile;
mod inbox;
mod lists;
mod logins;
mod money_cloudsigma;
mod money_fleio;
mod money_seflow;
mod network;
mod newcomer;
mod operations;
mod outcomes;
mod pages;
mod paying;
mod providers;
mod readme;
mod runway;
mod sandbox;
mod schedules;
mod schedules_export;
mod schedules_faults;
mod schedules_guards;
mod schedules_holds;
mod schedules_install;
mod schedules_log;
mod schedules_marks;
mod schedules_runs;
mod schedules_stops;
mod schemas;
mod scope;
mod secrets;
mod selection;
mod shapes;
mod shows;
mod streams;
mod tags;
mod targets;
mod tickets_seflow;
mod told_once;
mod tree;
mod tree_consent;
mod usage;
mod verbs_cloudsigma;
mod verbs_fleio;
mod verbs_seflow;
mod verbs_uivmm;
