//! The places of machines and the work there: regions, flavors, hosts, groups and jobs.
//! Sizes are bytes, amounts decimal text in the currency beside them.

use super::record::record;

record! {
    /// A place that a provider has machines at.
    Region "region" ["available" "disabled" "unknown"] {
        description: Option<String> = Text Table "where it is, in words";
        default: Option<bool> = Bool Table "whether it is taken where none is named";
    }
}

record! {
    /// A size that a machine can be bought as.
    Flavor "flavor" ["available" "sold_out" "unknown"] {
        cpus: Option<u64> = Integer Table "virtual processors";
        memory_bytes: Option<u64> = Bytes Table "memory in bytes";
        disk_bytes: Option<u64> = Bytes Table "size of its disk in bytes";
        region: Option<String> = Text Table "where it can be had";
        price: Option<String> = Money Wide "what it costs, in the currency beside it";
        currency: Option<String> = Text Wide "ISO currency";
    }
}

record! {
    /// A server that runs the machines, where the panel tells of it.
    Host "host" ["available" "unknown"] {
        address: Option<String> = Text Table "where it is reached";
        cpus: Option<u64> = Integer Table "processor threads";
        memory_bytes: Option<u64> = Bytes Table "memory in bytes";
        memory_used_bytes: Option<u64> = Bytes Wide "memory in use, in bytes";
        driver: Option<String> = Text Table "what runs the machines, with its version";
        instances: Option<Vec<String>> = List Wide "names of the machines on it";
    }
}

record! {
    /// Machines that are started and stopped together.
    Group "group" ["active" "unknown"] {
        description: Option<String> = Text Table "what it is for";
        members: Option<Vec<String>> = List Table "ids of the machines in it";
        persistent: Option<bool> = Bool Data "whether every machine in it survives being stopped, where that is in question (CloudSigma)";
    }

    fn fleeting(&self) -> &'static str {
        "not known to hold persistent machines only, and stopping destroys the others"
    }

    fn survives_stop(&self) -> bool {
        self.persistent.unwrap_or(true)
    }

    fn holders(&self) -> Option<Vec<String>> {
        self.members.clone()
    }
}

record! {
    /// A job that a provider carries out after it has answered.
    Job "job" ["running" "done" "failed" "cancelled" "unknown"] {
        action: Option<String> = Text Table "what is carried out";
        resource: Option<String> = Text Table "id of what it makes or changes";
        progress: Option<String> = Text Table "how far it is, as in 3/5";
        message: Option<String> = Text Table "why it failed";
    }

    fn trouble(&self) -> Option<&str> {
        self.message.as_deref()
    }
}
