//! Virtual machines and drives: the records every provider's machines and disks are read into.

use super::record::record;

record! {
    /// A virtual machine.
    Instance "instance" ["running" "stopped" "paused" "suspended" "shelved" "starting" "stopping" "busy" "error" "unknown"] {
        cpus: Option<u64> = Integer Table "virtual processors";
        memory_bytes: Option<u64> = Bytes Table "memory in bytes";
        disk_bytes: Option<u64> = Bytes Wide "size of its disks in bytes";
        ips: Option<Vec<String>> = List Table "its addresses";
        region: Option<String> = Text Table "where it runs";
        flavor: Option<String> = Text Wide "the size it was bought as";
        image: Option<String> = Text Wide "what it was made from";
        tags: Option<Vec<String>> = List Wide "its tags";
        locked: Option<bool> = Bool Wide "whether it refuses changes";
        persistent: Option<bool> = Bool Data "whether it survives being stopped, where that is in question (CloudSigma)";
    }

    fn survives_stop(&self) -> bool {
        self.persistent.unwrap_or(true)
    }

    fn locked(&self) -> Option<bool> {
        self.locked
    }

    fn at_work(&self) -> bool {
        !matches!(self.head.state, "stopped" | "shelved" | "error")
    }
}

record! {
    /// A disk, a CD image, a volume or an image that machines can use.
    Drive "drive" ["available" "attached" "busy" "error" "unknown"] {
        size_bytes: Option<u64> = Bytes Table "size in bytes";
        kind: Option<&'static str> = Text Table ["disk" "cdrom" "volume" "image"] "disk, cdrom, volume or image";
        attached_to: Option<Vec<String>> = List Table "ids of the machines that use it";
    }

    fn holders(&self) -> Option<Vec<String>> {
        self.attached_to.clone()
    }
}
