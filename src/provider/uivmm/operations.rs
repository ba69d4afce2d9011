//! ui-vmm's catalogue; ids are its own `object.action` names, with one more word where one call serves several verbs.
//! Arguments are those its own panel sends, where the document's would be refused.

use crate::{
    http::{Effect, Nature},
    provider::operation::{Arg, integer, operations, post, text},
};

const DATA: &[&str] = &["data"];
/// What most calls take: which registered server, by which plug-in.
const SERVER: &[Arg] = &[text("provider").req(), integer("server_id").req()];
const ACTION: &[Arg] = &[
    integer("server_id").req(),
    text("instance_name").req(),
    text("instance_status").req(),
    text("provider").req(),
    text("request_id"),
];

operations! {
    INSTANCE_ACTION = post("instance.action", "/v1/instance.action", "Act on an instance; the action is queued").converges().with(ACTION).at("instance.action");
    INSTANCE_START = post("instance.action.start", "/v1/instance.action", "Start an instance").converges().nature(Nature::Starts).with(ACTION).at("instance.action");
    INSTANCE_RESTART = post("instance.action.restart", "/v1/instance.action", "Restart an instance").with(ACTION).at("instance.action");
    INSTANCE_GET = post("instance.get", "/v1/instance.get", "Show an instance").effect(Effect::Read).object(DATA).with(&[text("instance_name").req(), text("provider").req(), integer("server_id").req()]).at("instance.get");
    INSTANCE_LIST = post("instance.list", "/v1/instance.list", "List the instances of a server").effect(Effect::Read).objects(DATA).with(&[integer("instance_id"), text("provider").req(), integer("server_id")]).at("instance.list");
    SERVER_LIST = post("server.list", "/v1/server.list", "List the registered servers").effect(Effect::Read).objects(DATA).with(&[text("provider"), integer("server_id")]).at("server.list");
    USER_GET = post("user.get", "/v1/user.get", "Show the profile of the user").effect(Effect::Read).object(DATA).at("user.get");
    USER_LOGIN = post("user.login", "/v1/user.login", "Log in and get a token").nature(Nature::LogsIn).object(DATA).with(&[text("user_login").req(), text("user_password").req()]).at("user.login");
    VOLUME_LIST = post("volume.list", "/v1/volume.list", "List the volumes of a server").effect(Effect::Read).objects(DATA).with(SERVER).at("volume.list");
}
