//! CloudSigma's catalogue, in the order of its manual; `at` names the section.
//! Methods are those the manual prints on the path line.

use crate::http::Effect::Change;
use crate::{
    http::Nature,
    provider::operation::{get, operations, post},
};

operations! {
    PROFILE_INFO = get("profile.info", "/profile/info", "Show the profile of the account").object(&[]).at("6.1");
    DRIVES_SHOW = get("drives.show", "/drives/{id}/info", "Show a drive").object(&[]).at("7.6");
    DRIVES_INFO = get("drives.info", "/drives/info", "List drives").objects(&[]).at("7.7");
    SERVERS_SHOW = get("servers.show", "/servers/{id}/info", "Show a server").object(&[]).at("8.6");
    SERVERS_INFO = get("servers.info", "/servers/info", "List servers").objects(&[]).at("8.7");
    SERVERS_STOP = get("servers.stop", "/servers/{id}/stop", "Cut the power of a server").effect(Change).converges().nature(Nature::EndsRun).at("8.9");
    SERVERS_SHUTDOWN = get("servers.shutdown", "/servers/{id}/shutdown", "Ask the guest to shut down").effect(Change).converges().nature(Nature::EndsRun).at("8.10");
    SERVERS_START = get("servers.start", "/servers/{id}/start", "Start a server").effect(Change).converges().nature(Nature::Starts).at("8.11");
    SERVERS_RESET = post("servers.reset", "/servers/{id}/reset", "Reset a server, as its button would").observed("jclouds' CloudSigma provider");
}
