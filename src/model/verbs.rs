//! The vocabulary: every verb that nouns have beside list and show, each one constant.
//! The table of nouns and verbs is `provider::bindings`; the bindings of a provider say which of them it has.

mod billing;
mod resources;

use super::action::{Action, Flag, FlagKind, Goal};

pub(crate) use billing::*;
pub(crate) use resources::*;

const fn action(word: &'static str, about: &'static str, examples: &'static [&'static str]) -> Action {
    Action {
        word,
        flag: None,
        about,
        examples,
        goal: Goal::Done,
        settled: false,
        from: &[],
        ends_run: false,
        makes: false,
        takes: &[],
    }
}

const MACHINES: &[&str] = &["web-1", "zurich/web-1 fotbo/db-1 --no-wait", "--filter tags=dev -A --yes"];
const MACHINE: &[&str] = &["web-1", "zurich/web-1"];

impl Action {
    /// Makes a state the goal; a target that is there already needs no request.
    const fn to(mut self, state: &'static str) -> Self {
        self.goal = Goal::State(state);
        self.settled = true;
        self
    }

    /// Limits the action to targets in these states; a target at the goal still gets the request.
    const fn only_from(mut self, states: &'static [&'static str]) -> Self {
        self.from = states;
        self
    }

    const fn goal(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self.settled = matches!(goal, Goal::Locked(_));
        self
    }

    const fn variant(mut self, flag: &'static str) -> Self {
        self.flag = Some(flag);
        self
    }

    const fn ending_run(mut self) -> Self {
        self.ends_run = true;
        self
    }

    const fn making(mut self, state: &'static str) -> Self {
        self.makes = true;
        self.goal = Goal::State(state);
        self
    }

    const fn with(mut self, takes: &'static [Flag]) -> Self {
        self.takes = takes;
        self
    }
}

pub(crate) const fn flag(name: &'static str, value: &'static str, kind: FlagKind, about: &'static str) -> Flag {
    Flag { name, value, about, kind, required: false }
}

impl Flag {
    /// The verb is meaningless without it.
    const fn req(mut self) -> Self {
        self.required = true;
        self
    }
}

const NAME: Flag = flag("name", "NAME", FlagKind::Text, "The new name");
const IMAGE: Flag = flag("image", "IMAGE", FlagKind::Named("images"), "The image, by name or id");
const FLAVOR: Flag = flag("flavor", "FLAVOR", FlagKind::Named("flavors"), "The size, by name or id");
const CPUS: Flag = flag("cpus", "N", FlagKind::Count, "How many processors, where there are no flavors");
const MEMORY: Flag = flag("memory", "SIZE", FlagKind::Size, "How much memory, as in 2GiB, where there are no flavors");
const REGION: Flag = flag("region", "REGION", FlagKind::Named("regions"), "Where");
const SIZE: Flag = flag("size", "SIZE", FlagKind::Size, "How large, as in 20GiB");
const KEYS: Flag = flag("key", "KEY", FlagKind::AllNamed("keys"), "An SSH key for the machine; may be repeated");
const PASSWORD: Flag =
    flag("password-file", "FILE", FlagKind::Secret, "Read the password from the first line of FILE, - for stdin");
const DRIVE: Flag = flag("drive", "DRIVE", FlagKind::Named("drives"), "The drive, by name or id");
const IP: Flag = flag("ip", "IP", FlagKind::Named("ips"), "The address, or its id");
const NETWORK: Flag = flag("network", "NETWORK", FlagKind::Named("networks"), "The network, by name or id");
const FIREWALL: Flag = flag("firewall", "FIREWALL", FlagKind::Named("firewalls"), "The firewall, by name or id");
const TO: Flag = flag("to", "INSTANCE", FlagKind::Named("instances"), "The machine, by name or id").req();
const OF: Flag = flag("of", "INSTANCE", FlagKind::Named("instances"), "The machine, by name or id").req();
const CLONE_NAME: Flag = flag("name", "NAME", FlagKind::Text, "The name of the copy").req();
const ALLOW_DUPLICATE: Flag = flag(
    "allow-duplicate",
    "",
    FlagKind::Own,
    "Let it have a name that another has already, or one that looks like a pattern",
);
const NETWORK_OF: Flag = flag("network", "NETWORK", FlagKind::Named("networks"), "The network it is of");
const DESCRIPTION: Flag = flag("description", "TEXT", FlagKind::Text, "What it is for");

/// Making machines.
pub(crate) static INSTANCE_CREATE: Action = action(
    "create",
    "Create machines",
    &[
        "web-9 -a fotbo --image debian-12 --flavor small --key laptop",
        "web-9 -a zurich --image debian-12 --cpus 2 --memory 2GiB",
        "--from web.toml web-9 web-10 -a fotbo --dry-run",
    ],
)
.making("running")
.with(&[
    IMAGE,
    FLAVOR,
    CPUS,
    MEMORY,
    flag("disk", "SIZE", FlagKind::Size, "How large its disk is, where that can be chosen"),
    REGION,
    KEYS,
    flag("network", "NETWORK", FlagKind::AllNamed("networks"), "A network to be in; may be repeated"),
    flag("user-data", "FILE", FlagKind::Content, "What the machine carries out at its first start, - for stdin"),
    flag("host", "HOST", FlagKind::Named("hosts"), "The server it runs on (ui-vmm)"),
    PASSWORD,
    ALLOW_DUPLICATE,
]);
/// Renaming anything.
pub(crate) static RENAME: Action =
    action("rename", "Give it another name", &["web-1 --name web-9"]).with(&[NAME.req()]);
/// Waiting, as a verb in the record of a target that was waited for.
pub(crate) static WAIT: Action = action("wait", "Wait", &[]);
/// Starting a machine.
pub(crate) static START: Action = action("start", "Start machines", MACHINES).to("running");
/// Stopping a machine, cleanly where there is such a thing.
pub(crate) static STOP: Action =
    action("stop", "Stop machines, cleanly where the provider can", MACHINES).to("stopped").ending_run();
/// Cutting the power of a machine.
pub(crate) static STOP_HARD: Action =
    action("stop", "Stop machines by cutting their power", MACHINES).to("stopped").ending_run().variant("hard");
/// Restarting a machine.
pub(crate) static REBOOT: Action =
    action("reboot", "Restart running machines", MACHINES).goal(Goal::State("running")).only_from(&["running"]);
/// Restarting a machine without asking its guest.
pub(crate) static RESET: Action = action("reset", "Restart running machines as their reset button would", MACHINES)
    .goal(Goal::State("running"))
    .only_from(&["running", "error"]);
/// Keeping a machine's memory and stopping it.
pub(crate) static SUSPEND: Action =
    action("suspend", "Suspend machines: their memory is kept", MACHINES).to("paused").only_from(&["running"]);
/// Continuing a suspended machine.
pub(crate) static RESUME: Action =
    action("resume", "Let suspended machines go on", MACHINES).to("running").only_from(&["paused", "suspended"]);
/// Making a machine refuse changes.
pub(crate) static LOCK: Action = action("lock", "Make machines refuse changes", MACHINES).goal(Goal::Locked(true));
/// Making a machine take changes again.
pub(crate) static UNLOCK: Action =
    action("unlock", "Let machines be changed again", MACHINES).goal(Goal::Locked(false));
/// Giving up a machine's place and keeping its state.
pub(crate) static SHELVE: Action =
    action("shelve", "Shelve machines: their state is kept, their place is given up", MACHINES).to("shelved");
/// Bringing a shelved machine back.
pub(crate) static UNSHELVE: Action =
    action("unshelve", "Bring shelved machines back", MACHINES).to("running").only_from(&["shelved"]);
/// Booting a machine from a rescue image.
pub(crate) static RESCUE: Action =
    action("rescue", "Boot a machine from a rescue image", &["web-1 --image rescue --password-file -"])
        .with(&[IMAGE.req(), PASSWORD])
        .goal(Goal::Calm);
/// Leaving rescue mode.
pub(crate) static UNRESCUE: Action =
    action("unrescue", "Leave rescue mode, or unmount a boot ISO, and start as usual", MACHINE)
        .goal(Goal::State("running"));
/// Making a machine anew from an image.
pub(crate) static REBUILD: Action = action(
    "rebuild",
    "Make a machine anew from an image; what is on it is lost",
    &["web-1 --image debian-12 --key laptop"],
)
.with(&[IMAGE.req(), KEYS, PASSWORD])
.goal(Goal::Calm);
/// Booting a machine from a CD image.
pub(crate) static BOOT_ISO: Action =
    action("boot-iso", "Boot a machine from a CD image", &["web-1 --image systemrescue"])
        .with(&[IMAGE.req()])
        .goal(Goal::Calm);
/// Giving a machine another size.
pub(crate) static RESIZE: Action = action(
    "resize",
    "Give a machine another size",
    &["web-1 --flavor large", "web-1 --cpus 4 --memory 8GiB", "web-1 --confirm", "web-1 --revert"],
)
.with(&[FLAVOR, CPUS, MEMORY])
.goal(Goal::Calm);
/// Keeping a machine's new size.
pub(crate) static RESIZE_CONFIRM: Action =
    action("resize", "Keep the new size", MACHINE).variant("confirm").goal(Goal::Calm);
/// Going back to a machine's old size.
pub(crate) static RESIZE_REVERT: Action =
    action("resize", "Go back to the old size", MACHINE).variant("revert").goal(Goal::Calm);
/// Copying a machine.
pub(crate) static CLONE: Action = action("clone", "Copy a machine with its drives", &["web-1 --name web-9"])
    .with(&[CLONE_NAME, ALLOW_DUPLICATE])
    .goal(Goal::Calm);
/// Changing the password of a machine's administrator.
pub(crate) static PASSWORD_SET: Action = action(
    "password",
    "Change the administrator's password of a machine",
    &["web-1", "web-1 --password-file secret.txt"],
)
.with(&[PASSWORD.req()]);
/// Deleting a machine for good.
pub(crate) static INSTANCE_DELETE: Action =
    action("delete", "Delete machines for good", &["web-9", "zurich/web-9 --with-drives", "web-9 --force --yes"])
        .goal(Goal::Gone)
        .with(&[
            flag("force", "", FlagKind::Own, "Delete it even while it runs"),
            flag("with-drives", "", FlagKind::Switch, "Delete its own drives too"),
        ]);
/// Connecting a drive to a machine.
pub(crate) static ATTACH_DRIVE: Action = attach("Connect a drive to a machine", "drive", &[DRIVE]);
/// Routing an address to a machine.
pub(crate) static ATTACH_IP: Action = attach("Lead an address to a machine", "ip", &[IP]);
/// Connecting a machine to a network.
pub(crate) static ATTACH_NETWORK: Action = attach("Connect a machine to a network", "network", &[NETWORK]);
/// Putting a machine behind a firewall.
pub(crate) static ATTACH_FIREWALL: Action = attach("Put a machine behind a firewall", "firewall", &[FIREWALL]);
/// Taking a drive from a machine.
pub(crate) static DETACH_DRIVE: Action = detach("Take a drive from a machine", "drive", &[DRIVE]);
/// Taking an address from a machine.
pub(crate) static DETACH_IP: Action = detach("Take an address from a machine", "ip", &[IP]);
/// Taking a machine out of a network.
pub(crate) static DETACH_NETWORK: Action = detach("Take a machine out of a network", "network", &[NETWORK]);
/// Taking a machine from behind a firewall.
pub(crate) static DETACH_FIREWALL: Action = detach("Take a machine from behind a firewall", "firewall", &[FIREWALL]);

const fn attach(about: &'static str, flag: &'static str, takes: &'static [Flag]) -> Action {
    let examples = &["web-1 --drive data-1", "web-1 --ip 203.0.113.9", "web-1 --network back", "web-1 --firewall web"];
    action("attach", about, examples).variant(flag).with(takes)
}

const fn detach(about: &'static str, flag: &'static str, takes: &'static [Flag]) -> Action {
    let examples = &["web-1 --drive data-1", "web-1 --ip 203.0.113.9", "web-1 --network back", "web-1 --firewall web"];
    action("detach", about, examples).variant(flag).with(takes)
}
