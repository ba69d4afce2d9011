//! The catalogue of ui-vmm; ids are its own `object.action` names, with one more word if one call serves several verbs.
//! Arguments are those that its own panel sends, wherever the document's would be refused.

use crate::{
    http::{Effect, Hazard},
    provider::operation::{
        Arg, Join, boolean, file, get, integer, json, list, map, operations, post, secret, ssh_key, text,
    },
};

/// The key of the payload in JSON:API.
const DATA: &[&str] = &["data"];
const PROVIDER: Arg = text("provider").or("lxd").about("the plug-in that serves the call");
const SERVER: Arg = integer("server_id").req().eg("3").about("the registered server's number, from server.list");
/// The acts of an instance: what the panel sends, and two more that LXD takes.
const STATUSES: &[&str] = &["start", "stop", "stop-force", "restart", "restart-force", "freeze", "unfreeze"];
const INSTANCE: Arg = text("instance_name").req().eg("web-1");
const REQUEST: Arg = text("request_id").about("a UUID of your own, which comes back in the event");
const OWN_STREAM: &[Arg] = &[text("stream")
    .eg("0c8f6a52-1f7b-4f07-8f0f-6d3c2b1a0e99")
    .about("the stream's name; config.get is asked for it if left out")];
const STREAM: &[Arg] = &[text("stream").req().eg("0c8f6a52-1f7b-4f07-8f0f-6d3c2b1a0e99").about("from config.get")];
const LOGIN: Arg = text("user_login").req().eg("demo").about("the login or the e-mail address");
const CODE: Arg = secret("user_code").about("the code that was mailed");
const PASSWORD: Arg = secret("user_password");
const REPEATED: Arg = secret("user_passwordRepeat").about("the same once more");
/// The arguments of most calls: the plug-in and the registered server.
const ON_SERVER: &[Arg] = &[PROVIDER, SERVER];
/// The arguments that name one instance, as the panel sends them.
const ONE: &[Arg] = &[SERVER, INSTANCE, PROVIDER, REQUEST];
/// The arguments by which ui-vmm reaches an LXD.
const CONNECTION: &[Arg] = &[
    text("server_host").req().eg("lxd-a.example.net"),
    secret("server_password").req().about("LXD's trust password"),
    text("server_path").about("for protocols that need one; the panel has no use for it"),
    integer("server_port").or("8443"),
    text("server_protocol").or("lxd"),
    PROVIDER,
];
/// An authenticator's answer, which only a browser can make.
const ID: Arg = text("id").about("the credential's id in base64url");
const RAW_ID: Arg = text("rawId").about("the credential's raw id in base64url");
const KIND: Arg = text("type").about("public-key");

operations! {
    CERTIFICATE_LIST = post("certificate.list", "/v1/certificate.list", "List the client certificates that a server trusts")
        .reads().objects(DATA).with(ON_SERVER).or_else(&["/v1/certificate.get"]).at("certificate.list");
    CERTIFICATE_REVOKE = post("certificate.revoke", "/v1/certificate.revoke", "Revoke a client certificate on a server").destroys()
        .with(&[text("certificate_fingerprint").req().eg("3c0ffee1"), PROVIDER, SERVER])
        .warns("the certificate named provider-lxd is ui-vmm's own: without it the panel cannot reach the server").at("certificate.revoke");

    CONFIG_GET = post("config.get", "/v1/config.get", "Show what the panel allows, and the name of its event stream").reads().object(DATA).at("config.get");

    EVENT_AUTH = post("event.auth", "/v1/event.auth", "Authorise an open event stream, within ten seconds of opening it").reads().with(STREAM).at("event.auth");
    EVENT_SUBSCRIBE = post("event.subscribe", "/v1/event.subscribe", "Open the event stream, as the document has it").reads().events().with(STREAM)
        .warns("servers in use answer to GET: event.stream").at("event.subscribe");
    EVENT_STREAM = get("event.stream", "/v1/event.subscribe", "Follow what happens, as JSON lines, until interrupted").events().with(OWN_STREAM).observed("ui-vmm's own panel");

    HEALTH_ALIVE = post("health.alive", "/v1/health.alive", "Ask whether the panel takes requests; the status says it").reads().at("health.alive");
    HEALTH_ALIVE_GET = get("health.alive-get", "/v1/health.alive", "Ask whether the panel takes requests, as its own probe does").observed("ui-vmm's Helm chart");
    HEALTH_READY = post("health.ready", "/v1/health.ready", "Ask whether the panel is ready; the status says it").reads().at("health.ready");
    HEALTH_READY_GET = get("health.ready-get", "/v1/health.ready", "Ask whether the panel is ready, by GET").inferred("health.alive answers to GET");

    IMAGE_DELETE = post("image.delete", "/v1/image.delete", "Remove an image from a server").destroys()
        .with(&[text("image_fingerprint").req().eg("3a9d2000"), PROVIDER, SERVER]).at("image.delete");
    IMAGE_LIST = post("image.list", "/v1/image.list", "List the images on a server, or those an image server offers it").reads().objects(DATA)
        .with(&[PROVIDER, SERVER, text("image_server_host").observed().about("an image server's URL, from image.serverList; left out for the server itself")])
        .or_else(&["/v1/image.get"]).at("image.list");
    IMAGE_SERVER_LIST = post("image.serverList", "/v1/image.serverList", "List the image servers that a server knows")
        .reads().objects(DATA).with(ON_SERVER).at("image.serverList");

    INSTANCE_ACTION = post("instance.action", "/v1/instance.action", "Act on an instance as the panel does, or with --body as the document has it (instance_id); whether it succeeds shows later").job(DATA)
        .with(&[
            SERVER,
            INSTANCE,
            text("instance_status").req().eg("stop-force").about("what to do; freeze and unfreeze may work").among(STATUSES),
            PROVIDER,
            REQUEST,
        ]).at("instance.action");
    INSTANCE_START = post("instance.action-start", "/v1/instance.action", "Start an instance: instance.action with start, allowed on protected ones").job(DATA)
        .converges().hazard(Hazard::Starts).with(ONE).fixed(&[("instance_status", "start")]).at("instance.action");
    INSTANCE_STOP = post("instance.action-stop", "/v1/instance.action", "Shut an instance down: instance.action with stop").job(DATA)
        .converges().with(ONE).fixed(&[("instance_status", "stop")]).at("instance.action");
    INSTANCE_STOP_FORCE = post("instance.action-stop-force", "/v1/instance.action", "Cut an instance's power: instance.action with stop-force").job(DATA)
        .converges().with(ONE).fixed(&[("instance_status", "stop-force")]).at("instance.action");
    INSTANCE_RESTART = post("instance.action-restart", "/v1/instance.action", "Restart an instance: instance.action with restart").job(DATA)
        .with(ONE).fixed(&[("instance_status", "restart")]).at("instance.action");
    INSTANCE_RESTART_FORCE = post("instance.action-restart-force", "/v1/instance.action", "Restart an instance without asking its guest: instance.action with restart-force").job(DATA)
        .with(ONE).fixed(&[("instance_status", "restart-force")]).at("instance.action");
    INSTANCE_FREEZE = post("instance.action-freeze", "/v1/instance.action", "Freeze an instance: instance.action with freeze").job(DATA)
        .converges().with(ONE).fixed(&[("instance_status", "freeze")]).inferred("LXD takes it, and the panel knows its states; nobody was seen to send it through ui-vmm");
    INSTANCE_UNFREEZE = post("instance.action-unfreeze", "/v1/instance.action", "Let a frozen instance go on: instance.action with unfreeze").job(DATA)
        .converges().with(ONE).fixed(&[("instance_status", "unfreeze")]).inferred("LXD takes it, and the panel knows its states; nobody was seen to send it through ui-vmm");
    INSTANCE_ADD = post("instance.add", "/v1/instance.add", "Create an instance; it is queued, and whether it succeeds shows later").creates().job(DATA)
        .with(&[
            INSTANCE,
            text("instance_type").or("container").observed().about("the kind of instance").among(&["container", "virtual-machine"]),
            text("image_server_host").observed().about("the image server's URL, from image.serverList; left out for an image on the server itself"),
            text("instance_image").req().observed().eg("3a9d2000").about("the image, from image.list"),
            text("instance_command").observed(),
            text("instance_memory").observed().or("64").about("MB"),
            text("instance_cpu").observed().or("1").about("number of cores"),
            list("instance_profiles", Join::Comma).observed().about("profiles, from profile.list"),
            text("instance_interface").observed(),
            text("instance_network").observed().about("a network, from network.list"),
            text("instance_nameserver").observed().about("the panel proposes 8.8.8.8"),
            boolean("instance_dhcp").observed(),
            PROVIDER,
            SERVER,
            REQUEST,
        ]).warns("the account's SSH keys get into every new instance").at("instance.add");
    INSTANCE_GET = post("instance.get", "/v1/instance.get", "Show an instance").reads().object(DATA)
        .with(&[INSTANCE, PROVIDER, integer("server_id").eg("3")]).at("instance.get");
    INSTANCE_LIST = post("instance.list", "/v1/instance.list", "List the instances of a server").reads().objects(DATA)
        .with(&[integer("instance_id"), PROVIDER, integer("server_id").eg("3")]).at("instance.list");

    NETWORK_LIST = post("network.list", "/v1/network.list", "List the networks of a server").reads().objects(DATA).with(ON_SERVER).at("network.list");

    POOL_LIST = post("pool.list", "/v1/pool.list", "List the storage pools of a server")
        .reads().objects(DATA).with(ON_SERVER).or_else(&["/v1/pool.get"]).at("pool.list");

    PROFILE_DELETE = post("profile.delete", "/v1/profile.delete", "Remove a profile from a server").destroys()
        .with(&[text("profile_name").req().eg("web"), PROVIDER, SERVER]).at("profile.delete");
    PROFILE_LIST = post("profile.list", "/v1/profile.list", "List the profiles of a server, each with its YAML")
        .reads().objects(DATA).with(ON_SERVER).or_else(&["/v1/profile.get"]).at("profile.list");
    PROFILE_UPDATE = post("profile.update", "/v1/profile.update", "Replace or rename a profile")
        .with(&[
            text("profile_body").req().eg("config: {}").about("the whole profile as YAML: config, description, devices"),
            text("profile_name").req().eg("web"),
            text("profile_rename").about("a new name"),
            PROVIDER,
            SERVER,
        ]).warns("what the profile's body does not say is gone").at("profile.update");

    SERVER_ADD = post("server.add", "/v1/server.add", "Register an LXD server").creates().object(DATA).with(CONNECTION)
        .warns("the password is used once: from then on the server trusts the panel's own certificate, named provider-lxd; nothing here takes a server off the panel's list again").at("server.add");
    SERVER_GET = post("server.get", "/v1/server.get", "Show a registered server and what is on it").reads().object(DATA).with(ON_SERVER).at("server.get");
    SERVER_LIST = post("server.list", "/v1/server.list", "List the registered servers").reads().objects(DATA)
        .with(&[text("provider"), integer("server_id")]).at("server.list");
    SERVER_VERIFY = post("server.verify", "/v1/server.verify", "Try the connection to an LXD server").reads().with(CONNECTION).at("server.verify");

    SIMPLESTREAM_ADD = post("simplestream.add", "/v1/simplestream.add", "Add a product to the panel's own image server").creates().object(DATA)
        .with(&[
            text("product_aliases"),
            text("product_arch").req().eg("amd64"),
            text("product_os").req().eg("debian"),
            text("product_release").req().eg("bookworm"),
            text("product_release_title"),
            text("product_variant"),
        ]).at("simplestream.add");
    SIMPLESTREAM_IMAGES = get("simplestream.images", "/v1/simplestream.images", "Show the image files of the panel's own image server").object(&[]).at("simplestream.images");
    SIMPLESTREAM_LIST = get("simplestream.list", "/v1/simplestream.list", "Show the images of the panel's own image server").object(&[]).at("simplestream.list");
    SIMPLESTREAM_UPLOAD = post("simplestream.upload", "/v1/simplestream.upload", "Upload an image file to the panel's own image server").creates().object(DATA).multipart()
        .with(&[file("file").req().eg("rootfs.squashfs"), map("payload").req().eg("product_id=debian:bookworm:amd64:default").about("product_id and product_version_serial")])
        .warns("the document does not say how a file is sent: multipart/form-data is its likeliest meaning").at("simplestream.upload");

    SSH_KEY_ADD = post("ssh-key.add", "/v1/ssh-key.add", "Add an SSH key to the account; instances made from now on get it").creates().object(DATA)
        .with(&[text("key_name").req().eg("laptop"), ssh_key("key_public").req().eg("ssh-ed25519 AAAAC3Nz").about("the public key without its comment")])
        .warns("every instance the account makes from now on lets this key in").at("ssh-key.add");
    SSH_KEY_DELETE = post("ssh-key.delete", "/v1/ssh-key.delete", "Remove an SSH key from the account").destroys()
        .with(&[integer("key_id").req().eg("17").about("from ssh-key.get")]).at("ssh-key.delete");
    SSH_KEY_GET = post("ssh-key.get", "/v1/ssh-key.get", "List the account's SSH keys by their fingerprints").reads().objects(DATA).at("ssh-key.get");

    TOKEN_CREATE = post("token.create", "/v1/token.create", "Make an API token, which is shown once").creates().object(DATA).told_once()
        .with(&[integer("token_lifetime").req().eg("3600").about("seconds")]).fixed(&[("token_revoke_all", "false")]).at("token.create");
    TOKEN_CREATE_REVOKING = post("token.create-revoking", "/v1/token.create", "Make an API token, which is shown once, and revoke all others").effect(Effect::Destroy).object(DATA).told_once()
        .with(&[integer("token_lifetime").req().eg("3600").about("seconds")]).fixed(&[("token_revoke_all", "true")])
        .warns("every other API token of the user is dead after it, the one in use too if it is one").at("token.create");
    TOKEN_GET = post("token.get", "/v1/token.get", "List the user's tokens by name").reads().objects(DATA).at("token.get");
    TOKEN_REVOKE = post("token.revoke", "/v1/token.revoke", "Revoke a token").destroys()
        .with(&[text("token_name").req().eg("4f6f1f0e-8c55-4b3e-9a2c-7d10e5b20061").about("its name, a GUID, from token.get")])
        .warns("revoking the token in use ends this account's access").at("token.revoke");

    USER_ASSERTION_GET = post("user.assertionGet", "/v1/user.assertionGet", "Get the challenge of a login by authenticator").reads().object(DATA).with(&[LOGIN]).at("user.assertionGet");
    USER_ASSERTION_VERIFY = post("user.assertionVerify", "/v1/user.assertionVerify", "Log in with an authenticator's answer and get a token").hazard(Hazard::LogsIn).object(DATA)
        .with(&[LOGIN, ID, RAW_ID, KIND, json("response").about("authenticatorData, clientDataJSON, signature, userHandle in base64url")])
        .at("user.assertionVerify");
    USER_CREDENTIAL_DELETE = post("user.credentialDelete", "/v1/user.credentialDelete", "Remove an authenticator from the account").destroys()
        .with(&[integer("key_id").req().eg("5").about("from user.credentialGet")])
        .warns("whoever logs in with this authenticator alone cannot any more").at("user.credentialDelete");
    USER_CREDENTIAL_GET = post("user.credentialGet", "/v1/user.credentialGet", "List the account's authenticators").reads().objects(DATA).at("user.credentialGet");
    USER_CREDENTIAL_MAKE = post("user.credentialMake", "/v1/user.credentialMake", "Add an authenticator, in two steps: ask for options, then send the authenticator's answer").creates().object(DATA)
        .with(&[
            text("user_email"),
            LOGIN,
            boolean("user_register").about("whether the user is new"),
            text("attestation_type").about("first step; the panel sends direct"),
            text("authenticator_attachment").about("first step").among(&["platform", "cross-platform"]),
            ID,
            RAW_ID,
            KIND,
            json("response").about("second step: attestationObject and clientDataJSON in base64url"),
        ]).warns("whoever holds the authenticator can log in").at("user.credentialMake");
    USER_EMAIL_CHANGE = post("user.emailChange", "/v1/user.emailChange", "Change the e-mail address: once without a code, which is mailed, then with it")
        .with(&[CODE.or(""), text("user_email").req().eg("new@example.com")])
        .warns("login and recovery go by the new address after it").hazard(Hazard::EndsAccess).at("user.emailChange");
    USER_GET = post("user.get", "/v1/user.get", "Show the profile of the user").reads().object(DATA).at("user.get");
    USER_LOGIN = post("user.login", "/v1/user.login", "Log in and get a token").hazard(Hazard::LogsIn).object(DATA).with(&[LOGIN, PASSWORD.req()]).at("user.login");
    USER_LOGOUT = post("user.logout", "/v1/user.logout", "End the token in use")
        .warns("this account has no access after it, until `nubo accounts login`").hazard(Hazard::EndsAccess).at("user.logout");
    USER_PASSWORD_CHANGE = post("user.passwordChange", "/v1/user.passwordChange", "Set a new password").with(&[PASSWORD.req(), REPEATED.req()])
        .warns("the old password no longer logs in").hazard(Hazard::EndsAccess).at("user.passwordChange");
    USER_PASSWORD_LOCK = post("user.passwordLock", "/v1/user.passwordLock", "Forbid changes of the password; to allow them again takes a call without a code, which is mailed, and one with it")
        .with(&[CODE.or(""), boolean("user_password_locked").req().eg("true")])
        .warns("the password cannot be changed until a mailed code unlocks it").at("user.passwordLock");
    USER_RECOVERY = post("user.recovery", "/v1/user.recovery", "Recover a lost password, in three steps: the address; the mailed code; the code and the new password twice")
        .with(&[CODE, text("user_email").eg("ops@example.com"), PASSWORD, REPEATED])
        .warns("the last step ends the old password").at("user.recovery");
    USER_REGISTER = post("user.register", "/v1/user.register", "Register a user, in two steps: everything but the code; the mailed code alone").creates()
        .with(&[CODE, text("user_email").eg("new@example.com"), text("user_login").eg("newcomer"), PASSWORD, REPEATED]).at("user.register");

    VOLUME_LIST = post("volume.list", "/v1/volume.list", "List the volumes of a server")
        .reads().objects(DATA).with(ON_SERVER).or_else(&["/v1/volume.get"]).at("volume.list");
}
