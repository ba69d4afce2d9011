//! The verbs of the resources beside machines: drives, images, addresses, networks, firewalls, keys, groups and jobs.
//! Each is one constant; flags that several share are named once.

use super::{ALLOW_DUPLICATE, CLONE_NAME, DESCRIPTION, NETWORK_OF, OF, PASSWORD, REGION, SIZE, TO, action, flag};
use crate::model::action::{Action, Flag, FlagKind, Goal};

/// Making an empty drive.
pub(crate) static DRIVE_CREATE: Action = action("create", "Create drives", &["data-9 -a zurich --size 20GiB"])
    .making("available")
    .with(&[SIZE.req(), REGION, ALLOW_DUPLICATE]);
/// Making a drive larger.
pub(crate) static DRIVE_RESIZE: Action =
    action("resize", "Make a drive larger", &["data-1 --size 40GiB"]).with(&[SIZE.req()]).goal(Goal::Calm);
/// Copying a drive.
pub(crate) static DRIVE_CLONE: Action = action("clone", "Copy a drive", &["data-1 --name data-9"])
    .with(&[CLONE_NAME, SIZE, ALLOW_DUPLICATE])
    .goal(Goal::Calm);
/// Connecting a drive to a machine.
pub(crate) static DRIVE_ATTACH: Action =
    action("attach", "Connect a drive to a machine", &["data-1 --to web-1"]).with(&[TO]).goal(Goal::Calm);
/// Taking a drive from its machine.
pub(crate) static DRIVE_DETACH: Action =
    action("detach", "Take a drive from its machine", &["data-1"]).goal(Goal::Calm);
/// Deleting a resource for good.
pub(crate) static DELETE: Action =
    action("delete", "Delete them for good", &["NAME", "ACCOUNT/NAME --yes"]).goal(Goal::Gone);
/// Copying an image to another region.
pub(crate) static IMAGE_COPY: Action = action("copy", "Copy an image to another region", &["golden --region nl2"])
    .with(&[Flag { required: true, ..REGION }])
    .goal(Goal::Calm);
/// Making a snapshot of a machine.
pub(crate) static SNAPSHOT_CREATE: Action =
    action("create", "Make a snapshot of a machine", &["before-upgrade --of web-1"])
        .making("available")
        .with(&[OF, ALLOW_DUPLICATE]);
/// Backing a machine up, now or by a schedule.
pub(crate) static BACKUP_CREATE: Action = action(
    "create",
    "Back a machine up now, or every day or week",
    &["monday --of web-1", "nightly --of web-1 --every daily --keep 7"],
)
.making("available")
.goal(Goal::Calm)
.with(&[
    OF,
    flag("every", "WHEN", FlagKind::OneOf(&["daily", "weekly"]), "Make a schedule instead"),
    flag("keep", "N", FlagKind::Count, "How many to keep"),
    flag("day", "N", FlagKind::Count, "On which day of the week a weekly one is made, 1 for Monday"),
    ALLOW_DUPLICATE,
]);
/// Getting an address.
pub(crate) static RESERVE: Action =
    action("reserve", "Get an address, which is paid for until it is released", &["-a fotbo", "-a zurich --yes"])
        .making("free")
        .with(&[REGION, NETWORK_OF]);
/// Giving an address back.
pub(crate) static RELEASE: Action =
    action("release", "Give addresses back", &["203.0.113.9", "zurich/203.0.113.9 --yes"]).goal(Goal::Gone);
/// Routing an address to a machine.
pub(crate) static ASSIGN: Action =
    action("assign", "Lead an address to a machine", &["203.0.113.9 --to web-1"]).with(&[TO]);
/// Taking an address from its machine.
pub(crate) static UNASSIGN: Action = action("unassign", "Take an address from its machine", &["203.0.113.9"]);
/// Setting the reverse name of an address.
pub(crate) static RDNS: Action = action(
    "rdns",
    "Set the reverse name of an address",
    &["203.0.113.9 --name mail.example.com"],
)
.with(&[flag("name", "HOST", FlagKind::Text, "The host name; empty to remove it").req()]);
/// Making a network.
pub(crate) static NETWORK_CREATE: Action =
    action("create", "Create a network", &["back -a fotbo --cidr 10.9.0.0/24", "back -a zurich"])
        .making("active")
        .with(&[flag("cidr", "RANGE", FlagKind::Text, "Its address range"), REGION, DESCRIPTION, ALLOW_DUPLICATE]);
/// Making a firewall.
pub(crate) static FIREWALL_CREATE: Action =
    action("create", "Create a firewall", &["web -a fotbo --description \"http and https\""]).making("active").with(&[
        DESCRIPTION,
        REGION,
        ALLOW_DUPLICATE,
    ]);
/// Letting more through a firewall.
pub(crate) static RULE_ADD: Action = action(
    "add-rule",
    "Let something through a firewall",
    &["web --protocol tcp --ports 443", "web --protocol tcp --ports 22 --remote 198.51.100.0/24"],
)
.with(&[
    flag("protocol", "WORD", FlagKind::OneOf(&["tcp", "udp", "icmp", "any"]), "The protocol").req(),
    flag("ports", "PORTS", FlagKind::Text, "A port, or a range as in 8000-8100; all without it"),
    flag("remote", "RANGE", FlagKind::Text, "The other side's addresses; all without it"),
    flag("direction", "WORD", FlagKind::OneOf(&["in", "out"]), "Where the traffic goes; in without it"),
]);
/// Removing a rule from a firewall.
pub(crate) static RULE_DELETE: Action = action("delete-rule", "Delete a rule of a firewall", &["web --rule ID"])
    .with(&[flag("rule", "ID", FlagKind::Text, "The rule's id, as `firewalls show` tells it").req()]);
/// Putting a machine behind a firewall.
pub(crate) static FIREWALL_ASSIGN: Action =
    action("assign", "Put a machine behind a firewall", &["web --to web-1"]).with(&[TO]);
/// Taking a machine from behind a firewall.
pub(crate) static FIREWALL_UNASSIGN: Action = action(
    "unassign",
    "Take a machine from behind a firewall",
    &["web --from web-1"],
)
.with(&[flag("from", "INSTANCE", FlagKind::Named("instances"), "The machine, by name or id").req()]);
/// Storing a public key.
pub(crate) static KEY_CREATE: Action =
    action("create", "Store a public SSH key", &["laptop -a fotbo --public-key ~/.ssh/id_ed25519.pub"])
        .making("active")
        .with(&[
            flag("public-key", "FILE", FlagKind::PublicKey, "The file of the public key, - for stdin").req(),
            ALLOW_DUPLICATE,
        ]);
/// Registering a server.
pub(crate) static HOST_CREATE: Action =
    action("create", "Register a server", &["192.0.2.40 -a panel --password-file secret.txt"])
        .making("available")
        .with(&[flag("port", "N", FlagKind::Count, "Its port; 8443 without it"), PASSWORD.req(), ALLOW_DUPLICATE]);
/// Making a group.
pub(crate) static GROUP_CREATE: Action =
    action("create", "Create a group", &["office -a zurich"]).making("active").with(&[ALLOW_DUPLICATE]);
/// Putting machines into a group.
pub(crate) static GROUP_ADD: Action = action(
    "add",
    "Put machines into a group",
    &["office --instance web-1 --instance web-2"],
)
.with(&[
    flag("instance", "INSTANCE", FlagKind::AllNamed("instances"), "A machine, by name or id; may be repeated").req()
]);
/// Taking machines out of a group.
pub(crate) static GROUP_REMOVE: Action =
    action("remove", "Take machines out of a group; they stay as they are", &["office --instance web-1"]).with(&[
        flag("instance", "INSTANCE", FlagKind::AllNamed("instances"), "A machine, by name or id; may be repeated")
            .req(),
    ]);
/// Starting the machines of a group.
pub(crate) static GROUP_START: Action = action("start", "Start the machines of a group", &["office"]);
/// Stopping the machines of a group.
pub(crate) static GROUP_STOP: Action = action("stop", "Stop the machines of a group", &["office"]);
/// Trying a failed job again.
pub(crate) static JOB_RETRY: Action =
    action("retry", "Try a failed job again", &["ID"]).goal(Goal::State("done")).only_from(&["failed"]);
/// Ending a job before it is done.
pub(crate) static JOB_ABORT: Action = action("abort", "Abort a job", &["ID"]).to("cancelled");
