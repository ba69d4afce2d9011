//! Fleio's catalogue, in the order of its documents, then of its clients' code; `staff.` means the staff base.
//! Most answers are one sentence under `detail`, translated and at times wrong: it is shown, never interpreted.

use crate::{
    http::{
        Effect::{Change, Destroy},
        Hazard,
    },
    provider::operation::{
        Arg, Join, boolean, delete, file, get, integer, json, list, operations, post, put, secret, ssh_key, text,
    },
};

use super::options::STAFF;

const OBJECTS: &[&str] = &["objects"];
/// The source of operations that the two documents leave out.
const FOTBO: &str = "Fotbo's OpenAPI file of March 2024";
const OCP: &str = "OneCloudPlanet's OpenAPI file, the same product";
const WEB: &str = "Fleio's web application";
const WHMCS: &str = "Fleio's WHMCS module";

const FILTERING: Arg =
    text("filtering").about("FIELD:VALUE; several joined by +; FIELD__ne:VALUE excludes").eg("status:active");
const ORDERING: Arg =
    text("ordering").about("a field to sort by; a minus sign before it turns the order round").eg("-created");
const NUMBER: Arg = text("page").about("which page, from 1, or last").eg("1");
const PER_PAGE: Arg = text("page_size").about("records in a page: 20 unless told, 10000 at most").eg("100");
const PAGE: &[Arg] = &[FILTERING, ORDERING, NUMBER, PER_PAGE];
const REGION: Arg = text("region").about("the region's id").eg("nl");
const NAME: Arg = text("name").req().eg("web-1");
const DESCRIPTION: Arg = text("description").eg("for the shop");
const UP: Arg = boolean("admin_state_up").about("whether it is switched on").eg("true");
const KEYS: Arg = list("ssh_keys", Join::JsonText).about("ids of SSH keys").eg("115");
const PASSWORD: Arg = secret("root_password").about("the password of root; give this or keys");
const FLAVOR: Arg = text("flavor").req().about("the flavor's id").eg("nl-4");
const IMAGE: Arg = text("image").req().about("the image's id").eg("b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11");
const BOOT: Arg = json("boot_source").req().about("source_type (image, volume, volume_snapshot ...), source_id, delete_on_termination, create_new_volume, volume_size in GB, volume_type")
    .eg(r#"{"source_type":"image","source_id":"b8e54aa5-0c1d-4a34-9d2f-5b7f2f0c7a11"}"#);
const NICS: Arg = list("nics", Join::Array).about("ids of networks").eg("d9f9ca07-3ce5-435e-8aa2-a7302697025d");
const CLIENT: Arg = integer("client").about("the id of the client it is for, which is needed in practice").eg("700101");
const FIXED: Arg = json("fixed_ips")
    .about("a list of objects with ip_address or subnet_id")
    .eg(r#"[{"subnet_id":"5b1c7e90-8f64-4f0a-b3a7-2f6d1f9f7001"}]"#);
const GROUP: Arg = text("group").req().about("the security group's id").eg("6d1f3b2a-90c4-4c57-8a43-5c2f1f9f5001");
const VOLUME: Arg = text("volume_id").req().about("the volume's id").eg("c3a8e1b4-7d20-4f6b-9e15-0a64d2f8c001");
const ROTATION: Arg = integer("rotation").req().about("how many backups are kept").eg("7");
const SUBNET: Arg = text("subnet").about("the subnet's id").eg("5b1c7e90-8f64-4f0a-b3a7-2f6d1f9f7001");
const OWNER: Arg = text("device_owner").about("what the device is: compute:nova for an instance").eg("compute:nova");
const DEVICE: Arg = text("device_id").about("the instance's id").eg("a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001");
const ROTATES: &str = "older backups beyond the number of rotation are deleted";
const EXTERNAL: Arg =
    text("external_network_id").about("the outer network's id").eg("2c9f6e14-5d3a-4b7e-8f02-6d1f9f7a9001");
const ATTACHMENTS: Arg = list("associated_attachments", Join::Comma).about("ids of files uploaded before");
/// The arguments that change a service.
const UPGRADED: &[Arg] = &[
    integer("product").about("the new product's id, where it gets another").eg("4"),
    integer("cycle").req().about("the id of the billing cycle").eg("11"),
    json("configurable_options").about("a list of objects with option and option_value"),
];
/// The details of a client, which are changed all together.
const CLIENT_ARGS: &[Arg] = &[
    text("first_name").eg("Alex"),
    text("last_name").eg("Example"),
    text("company"),
    text("address1").eg("1 Sample St."),
    text("address2"),
    text("city").eg("Springfield"),
    text("country").about("two letters").eg("CH"),
    text("state"),
    text("zip_code").eg("8000"),
    text("phone"),
    text("fax"),
    text("email").eg("ops@example.com"),
    text("vat_id"),
    json("custom_fields").about("a list, as the client has it"),
];
const FORMAT: Arg = text("disk_format").about("qcow2, raw, iso ...").eg("qcow2");
const MIN_DISK: Arg = integer("min_disk").about("in GB");
const MIN_RAM: Arg = integer("min_ram").about("in MB");
const ARCH: Arg = text("architecture");
const VISIBLE: Arg =
    text("visibility").about("who may use it").among(&["private", "shared", "community"]).eg("private");
const PROTECTED: Arg = boolean("protected").about("whether deleting it is refused");
const DISTRO: Arg = text("os_distro");
const VERSION: Arg = text("os_version");
const HYPERVISOR: Arg = text("hypervisor_type");
const COPY: &[Arg] = &[text("destination_name").req().eg("debian-13"), text("destination_region_id").req().eg("de")];
/// The ways in which IPv6 is configured.
const IPV6_MODES: &[&str] = &["slaac", "dhcpv6-stateful", "dhcpv6-stateless"];
/// The arguments that make a subnet.
const SUBNET_ARGS: &[Arg] = &[
    NAME.eg("lan-4"),
    text("network_id").req().eg("d9f9ca07-3ce5-435e-8aa2-a7302697025d"),
    integer("ip_version").req().about("the version of IP").among(&["4", "6"]).eg("4"),
    text("cidr").eg("10.0.0.0/24"),
    boolean("enable_dhcp"),
    text("network_address_source").about("manually, or a pool's id").eg("manually"),
    integer("network_mask"),
    text("setGatewayIp").about("default or manually"),
    text("gateway_ip"),
    json("dns_nameservers").about("a list of objects with ip"),
    json("allocation_pools").about("a list of objects with start and end"),
    json("host_routes").about("a list of objects with destination and nexthop"),
    text("ipv6_ra_mode").about("how routes are told").among(IPV6_MODES),
    text("ipv6_address_mode").about("how addresses are given").among(IPV6_MODES),
    text("subnetpool_id"),
    integer("prefixlen"),
];

operations! {
    // fleio.txt
    STAFF_CLIENTS_LIST = get("staff.clients-list", "/clients", "List all clients").below(&STAFF).objects(OBJECTS).paged().with(PAGE).at("fleio.txt, List all clients");
    STAFF_CLIENTS_CREATE = post("staff.clients-create", "/clients", "Create a client").below(&STAFF).creates().object(&[])
        .with(&[text("address1").eg("99 Elm St."), text("city").eg("New York"), text("country").about("two letters").eg("US"), boolean("create_auto_order_service").about("whether a service is ordered too; the reply may say false"),
            text("currency").eg("EUR"), text("email").eg("jane@example.com"), text("first_name").eg("Jane"), text("last_name").eg("Doe"), text("phone"), text("state"), text("zip_code"), text("company")]).at("fleio.txt, Create a new client");
    STAFF_CLIENTS_SHOW = get("staff.clients-show", "/clients/{id}", "Show a client").below(&STAFF).object(&[]).observed("public scripts");
    STAFF_CLIENTS_SUSPEND = post("staff.clients-suspend", "/clients/{id}/suspend", "Suspend a client and all services").below(&STAFF).observed(WHMCS);
    STAFF_CLIENTS_RESUME = post("staff.clients-resume", "/clients/{id}/resume", "Let a suspended client go on").below(&STAFF).observed(WHMCS);
    STAFF_CLIENTS_CREDIT = post("staff.clients-change-credit", "/clients/{id}/change_credit", "Add to the credit of a client, or take from it").below(&STAFF).pays().priced_by(&STAFF_CLIENTS_SHOW).object(&[])
        .with(&[boolean("add_credit").req().about("false takes it away").eg("true"), text("amount").req().about("how much, without a sign").eg("25.00"), text("currency").req().eg("EUR"), text("source_currency").about("the currency the amount is in").eg("EUR"),
            text("source_amount"), text("exchange_rate"), text("external_source").about("where the money is from")]).observed(WHMCS);
    STAFF_SERVICES_LIST = get("staff.services-list", "/billing/services", "List the services of all clients, or of one").below(&STAFF).objects(OBJECTS).paged()
        .with(&[integer("client").about("a client's id").eg("700101"), FILTERING, ORDERING, NUMBER, PER_PAGE]).observed(WHMCS);
    STAFF_INSTANCES_CREATE = post("staff.instances-create", "/openstack/instances", "Create an instance for a client").below(&STAFF).creates().pays().job(&[])
        .with(&[REGION.req(), boolean("share_image"), NICS, CLIENT.req(), BOOT, NAME, FLAVOR]).at("fleio.txt, Create an instance");
    STAFF_INSTANCES_LIST = get("staff.instances-list", "/openstack/instances", "List the instances of all clients, or of one with filtering=project__service__client__id:ID").below(&STAFF).objects(OBJECTS).paged()
        .with(&[FILTERING.eg("project__service__client__id:722694"), ORDERING, NUMBER, PER_PAGE]).at("fleio.txt, Get client's instance list");
    STAFF_INSTANCES_STOP = post("staff.instances-stop", "/openstack/instances/{id}/stop", "Stop an instance of any client").below(&STAFF).converges().at("fleio.txt, Stop an instance");
    STAFF_INSTANCES_START = post("staff.instances-start", "/openstack/instances/{id}/start", "Start an instance of any client").below(&STAFF).converges().hazard(Hazard::Starts).at("fleio.txt, Start an instance");

    // fotbo.txt, instances
    INSTANCES_LIST = get("instances.list", "/openstack/instances", "List instances").objects(OBJECTS).paged().with(PAGE).at("fotbo.txt, Get Instance list");
    INSTANCES_CREATE = post("instances.create", "/openstack/instances", "Create one or more instances; the reply names an operation to follow, not the instance").creates().pays().job(&[])
        .with(&[BOOT, CLIENT, FLAVOR, NAME, NICS, REGION.req(), PASSWORD, KEYS, integer("number_of_instances").eg("1"), secret("user_data").about("a cloud-init script of at most 21844 characters"),
            list("tags", Join::Array).about("where the deployment has tags").eg("shop")]).at("fotbo.txt, Create Instances");
    INSTANCES_CREATE_OPTIONS = get("instances.create-options", "/openstack/instances/create_options", "Show what an instance can be created from: images, flavors, keys, networks, regions").object(&[])
        .with(&[text("image").about("an image's id, to see what fits it"), REGION]).at("fotbo.txt, Get create Instance options");
    INSTANCES_REBOOT = post("instances.reboot", "/openstack/instances/{id}/reboot", "Restart an instance by asking its guest").at("fotbo.txt, Reboot Instance");
    INSTANCES_RESCUE_OPTIONS = get("instances.rescue-options", "/openstack/instances/{id}/rescue", "Show the images an instance can be rescued with").object(&[]).at("fotbo.txt, List Rescue Instance");
    INSTANCES_RESCUE = post("instances.rescue", "/openstack/instances/{id}/rescue", "Boot an instance from a rescue image").with(&[IMAGE, PASSWORD.about("the password of root while rescued")]).at("fotbo.txt, Rescue Instance");
    INSTANCES_SHELVE = post("instances.shelve", "/openstack/instances/{id}/shelve", "Shelve an instance: its state is kept, its place is given up").at("fotbo.txt, Shelve Instance");
    INSTANCES_START = post("instances.start", "/openstack/instances/{id}/start", "Start an instance").converges().hazard(Hazard::Starts).at("fotbo.txt, Start Instance");
    INSTANCES_STOP = post("instances.stop", "/openstack/instances/{id}/stop", "Stop an instance").converges().at("fotbo.txt, Stop Instance");
    INSTANCES_UNRESCUE = post("instances.unrescue", "/openstack/instances/{id}/unrescue", "Leave rescue mode, or unmount a boot ISO, and restart").at("fotbo.txt, Unrescue Instance");
    INSTANCES_REBUILD_OPTIONS = get("instances.rebuild-options", "/openstack/instances/{id}/rebuild", "Show what an instance can be rebuilt from").object(&[]).at("fotbo.txt, Select Instance for Rebuild");
    INSTANCES_REBUILD = post("instances.rebuild", "/openstack/instances/{id}/rebuild", "Rebuild an instance from an image").effect(Destroy).warns("all data on the instance is destroyed")
        .with(&[IMAGE, KEYS, PASSWORD]).at("fotbo.txt, Rebuild instance");
    INSTANCES_RENAME = post("instances.rename", "/openstack/instances/{id}/rename", "Rename an instance").with(&[NAME]).at("fotbo.txt, Rename Instance");
    INSTANCES_RESIZE = post("instances.resize", "/openstack/instances/{id}/resize", "Give an instance another flavor; confirm or revert it when its state is resized").pays().with(&[FLAVOR]).at("fotbo.txt, Resize Instance");
    INSTANCES_RESIZE_OPTIONS = get("instances.resize-options", "/openstack/instances/{id}/resize_options", "Show the flavors an instance can be resized to").object(&[])
        .or_else(&["/openstack/instances/{id}/resize"]).at("fotbo.txt, Get Resize Options");
    INSTANCES_TRAFFIC = get("instances.traffic-data", "/openstack/instances/{id}/traffic-data", "Show the traffic of an instance by billing cycle and by month").object(&[]).at("fotbo.txt, Traffic Data");
    INSTANCES_UNSHELVE = post("instances.unshelve", "/openstack/instances/{id}/unshelve", "Bring a shelved instance back").at("fotbo.txt, Unshelve Instance");
    INSTANCES_ISO_OPTIONS = get("instances.boot-from-iso-options", "/openstack/instances/{id}/boot_from_iso", "Show the ISO images an instance can boot from").object(&[]).at("fotbo.txt, List booting from ISO");
    INSTANCES_ISO = post("instances.boot-from-iso", "/openstack/instances/{id}/boot_from_iso", "Boot an instance from an ISO image").with(&[IMAGE]).at("fotbo.txt, Boot from iso");
    INSTANCES_PASSWORD = post("instances.change-password", "/openstack/instances/{id}/change_password", "Change the password of a running instance").with(&[secret("password").req()]).at("fotbo.txt, Change Instance Password");
    INSTANCES_DISSOCIATE_IP_OPTIONS = get("instances.dissociate-ip-options", "/openstack/instances/{id}/dissociate_ip_create_options", "Show the floating IPs that can be taken from an instance").object(&[])
        .at("fotbo.txt, Dissociate IP Create Options");
    INSTANCES_CONSOLE_URL = get("instances.console-url", "/openstack/instances/{id}/get_console_url", "Get the address of an instance's console").object(&[])
        .warns("whoever has the address has the console").at("fotbo.txt, Get Console URL");
    INSTANCES_ADD_IP_OPTIONS = get("instances.add-ip-options", "/openstack/instances/{id}/add_ip_options", "Show the ports and networks an address can be added on").object(&[]).at("fotbo.txt, Get Add IP Options");
    INSTANCES_ASSOCIATE_IP_OPTIONS = get("instances.associate-ip-options", "/openstack/instances/{id}/associate_ip_create_options", "Show the free floating IPs and the ports that can take one").object(&[])
        .at("fotbo.txt, Get Associate IP Create Options");
    INSTANCES_CONFIRM_RESIZE = post("instances.confirm-resize", "/openstack/instances/{id}/confirm_resize", "Keep the new size after a resize").at("fotbo.txt, Confirm Resize");
    INSTANCES_CONSOLE_OUTPUT = get("instances.console-output", "/openstack/instances/{id}/get_console_output", "Show what an instance last wrote to its console").object(&[])
        .with(&[integer("length").about("lines, 0 to 1000, 30 unless told").eg("30")]).at("fotbo.txt, Get Console Output");
    INSTANCES_MEASURES = get("instances.measures", "/openstack/instances/{id}/measures", "Show the load or the traffic of an instance over time").objects(&["measures"])
        .with(&[integer("hours").about("how far back").among(&["1", "24", "168", "720"]).eg("24"), text("metric").about("the kind of measure").among(&["cpu_util", "interface_traffic"]).eg("cpu_util")]).at("fotbo.txt, Instance Measures");
    INSTANCES_ADD_FLOATING_IP = post("instances.add-floating-ip", "/openstack/instances/{id}/add_floating_ip", "Lead a floating IP to an instance")
        .with(&[text("fixed_ip").req().about("the instance's own address").eg("10.0.0.11"), text("floating_ip").req().about("the floating address").eg("203.0.113.50")]).at("fotbo.txt, Add Floating IP");
    INSTANCES_ADD_PORT_OPTIONS = get("instances.add-port-options", "/openstack/instances/{id}/add_port_options", "Show the networks a port can be added on").object(&[]).at("fotbo.txt, Add Port Options");
    INSTANCES_CREATE_BACKUP = post("instances.create-backup", "/openstack/instances/{id}/create_backup", "Back an instance up now; read the backups to see that it worked").creates().priced_by(&INSTANCES_BACKUP_PRICE).warns(ROTATES)
        .with(&[text("backup_name").req().eg("web-1-today"), text("backup_type").req().about("manual").eg("manual"), ROTATION]).at("fotbo.txt, Create Backup");
    INSTANCES_BACKUP_PRICE = get("instances.backup-price", "/openstack/instances/{id}/get_backup_price", "Show what a backup of an instance costs, as text").object(&[]).at("fotbo.txt, Get Backup Price");
    INSTANCES_BACKUPS = get("instances.backups", "/openstack/instances/{id}/get_instance_backups_and_backup_schedules", "Show the backups and the backup schedules of an instance").object(&[])
        .at("fotbo.txt, Get Instance Backups and Backup Schedules");
    INSTANCES_CREATE_SNAPSHOT = post("instances.create-snapshot", "/openstack/instances/{id}/create_snapshot", "Make an image of an instance").creates().priced_by(&INSTANCES_SNAPSHOT_PRICE).object(&[]).with(&[NAME]).at("fotbo.txt, Create Snapshot");
    INSTANCES_SNAPSHOT_PRICE = get("instances.snapshot-price", "/openstack/instances/{id}/get_snapshot_price_per_cycle", "Show what a snapshot of an instance costs, as text").object(&[])
        .or_else(&["/openstack/instances/{id}/get_snapshot_price"]).at("fotbo.txt, Get Snapshot Price per Cycle");
    INSTANCES_REMOVE_FLOATING_IP = post("instances.remove-floating-ip", "/openstack/instances/{id}/remove_floating_ip", "Take a floating IP from an instance")
        .with(&[text("ip").req().about("the floating address").eg("203.0.113.50")]).at("fotbo.txt, Remove Floating IP");
    INSTANCES_ACTIONS = get("instances.actions", "/openstack/instances/{id}/actions", "List what was done to an instance").objects(OBJECTS).with(&[integer("limit").about("actions at most").eg("10")]).at("fotbo.txt, Instance Actions");
    INSTANCES_ADD_GROUP = post("instances.associate-security-group", "/openstack/instances/{id}/associate_security_group", "Put an instance into a security group").with(&[GROUP]).at("fotbo.txt, Create Associate Security Group");
    INSTANCES_GROUP_OPTIONS = get("instances.associate-security-group-options", "/openstack/instances/{id}/associate_security_group_create_options", "List the groups an instance can be put into").objects(&["groups"])
        .at("fotbo.txt, Get Associate Security Group Options");
    INSTANCES_REMOVE_GROUP = post("instances.dissociate-security-group", "/openstack/instances/{id}/dissociate_security_group", "Take an instance out of a security group").with(&[GROUP]).at("fotbo.txt, Dissociate Security Group");
    INSTANCES_GROUPS = get("instances.security-groups", "/openstack/instances/{id}/list_security_groups", "List the security groups of an instance with their rules").objects(&["security_groups"]).at("fotbo.txt, List Security Groups");
    INSTANCES_DELETE = delete("instances.delete", "/openstack/instances/{id}", "Delete an instance; a locked one is refused").at("fotbo.txt, Delete instance");
    INSTANCES_SHOW = get("instances.show", "/openstack/instances/{id}", "Show an instance").object(&[]).at("fotbo.txt, Get Instance Details");
    INSTANCES_PRICE = get("instances.price", "/openstack/instances/get_price", "Show what a new instance costs, as text").object(&[])
        .with(&[text("client_id").eg("700101"), text("flavor_id").req().eg("nl-4"), text("network_ids").about("ids of its networks").eg("d9f9ca07-3ce5-435e-8aa2-a7302697025d"), REGION.req()]).at("fotbo.txt, Get Instance Price");
    INSTANCES_PERMISSIONS = get("instances.permissions", "/openstack/instances/permissions", "Show what the account may do with instances").object(&[]).at("fotbo.txt, Instance Permissions");

    // fotbo.txt, ports, regions, backup schedules, load balancers
    PORTS_CREATE = post("ports.create", "/openstack/ports", "Add a port to an instance").creates().object(&[])
        .with(&[text("attach_to").about("what it is attached to"), DEVICE, OWNER, FIXED, text("network").req().about("the network's id").eg("d9f9ca07-3ce5-435e-8aa2-a7302697025d"),
            text("project").about("as add-port-options gives it"), REGION.req(), SUBNET]).warns("an address in an outer network can cost money").at("fotbo.txt, Add Ports");
    PORTS_ADD_IP = post("ports.add-ip", "/openstack/ports/{id}/add_ip", "Add an address to a port").pays()
        .with(&[boolean("append_ip").about("whether it is added to those there are"), DEVICE, OWNER, FIXED.req(), text("port").about("the port's id again"), REGION.req(), SUBNET]).at("fotbo.txt, Add IP to Port");
    PORTS_ADD_IPS = post("ports.automatic-add-ips", "/openstack/ports/{id}/automatic_add_ips", "Add free addresses of a subnet to a port").pays()
        .with(&[FIXED.req().about("a list of objects with subnet_id, one for each address"), REGION.req()]).at("fotbo.txt, Automatic IP Addition to Port");
    PORTS_REMOVE_IP = post("ports.remove-ip", "/openstack/ports/{id}/remove_ip", "Take an address from a port")
        .with(&[FIXED.req().about("a list of objects with ip_address and subnet_id"), REGION.req()]).at("fotbo.txt, Remove IP from Port");
    REGIONS_LIST = get("regions.list", "/openstack/regions", "List regions").objects(OBJECTS).paged().with(PAGE).at("fotbo.txt, List Regions");
    SCHEDULES_CREATE = post("backup-schedules.create", "/osbackup", "Have an instance backed up every day or week").creates().pays().object(&[]).warns(ROTATES)
        .with(&[text("backup_name").req().eg("web-1-weekly"), text("backup_type").req().about("how often").among(&["daily", "weekly"]).eg("weekly"), integer("day").about("the day of a weekly one, from 0"),
            text("instance").req().about("the instance's id").eg("a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001"), ROTATION,
            json("run_at").about("null, or the time of the first one as JSON text").eg("null")]).at("fotbo.txt, Create Backup schedules");
    BALANCERS_OPTIONS = get("load-balancers.create-options", "/openstack/lbaas-load-balancers/create_options", "Show what a load balancer can be created with").object(&[]).with(&[REGION])
        .or_else(&["/openstack/lbaas-listeners/create_options"]).at("fotbo.txt, Get Load Balancer Options");
    BALANCERS_LIST = get("load-balancers.list", "/openstack/lbaas-load-balancers", "List load balancers").objects(OBJECTS).paged().with(&[FILTERING, ORDERING, NUMBER, PER_PAGE, REGION]).at("fotbo.txt, List Load Balancer");
    BALANCERS_POLICIES = get("load-balancers.policies", "/openstack/lbaas-l7policies", "List the layer 7 policies of a listener").objects(OBJECTS).with(&[text("listener_id"), NUMBER, REGION])
        .or_else(&["/openstack/lbaas-l7-policies", "/openstack/lbaas-policies"]).inferred("fotbo.txt, Load Balancer Policies, which names no path");

    // More of instances
    INSTANCES_REVERT_RESIZE = post("instances.revert-resize", "/openstack/instances/{id}/revert_resize", "Go back to the old size after a resize").observed(WEB);
    INSTANCES_RESET_STATE = post("instances.reset-state", "/openstack/instances/{id}/reset_state", "Bring an instance out of its error state").observed(WEB);
    INSTANCES_ATTACH_VOLUME = post("instances.attach-volume", "/openstack/instances/{id}/attach_volume", "Attach a volume to an instance").with(&[VOLUME]).observed(WEB);
    INSTANCES_DETACH_VOLUME = post("instances.detach-volume", "/openstack/instances/{id}/detach_volume", "Detach a volume from an instance").with(&[VOLUME]).observed(WEB);
    INSTANCES_TAG = post("instances.tag", "/openstack/instances/{id}/tag", "Put a tag on an instance").objects(&[]).with(&[NAME.eg("shop")]).at(FOTBO);
    INSTANCES_UNTAG = delete("instances.untag", "/openstack/instances/{id}/tag/{tag_id}", "Take a tag from an instance").effect(Change).at(FOTBO);
    PORTS_DELETE = delete("ports.delete", "/openstack/ports/{id}", "Delete a port with its addresses").observed(OCP);
    SCHEDULES_LIST = get("backup-schedules.list", "/osbackup", "List backup schedules").objects(OBJECTS).at(FOTBO);
    SCHEDULES_DELETE = delete("backup-schedules.delete", "/osbackup/{id}", "Delete a backup schedule").observed(WEB);

    // Operations that the cloud carries out later
    OPERATIONS_LIST = get("operations.list", "/operations", "List what is and was carried out").objects(OBJECTS).paged()
        .with(&[FILTERING, ORDERING, NUMBER, PER_PAGE, integer("active_client").about("the id of one of the user's clients")]).at(FOTBO);
    OPERATIONS_SHOW = get("operations.show", "/operations/{id}", "Show how far an operation is").object(&[]).at(FOTBO);
    OPERATIONS_BUSY = get("operations.in-progress", "/operations/has_operations_in_progress", "Show whether anything is being carried out").object(&[]).at(FOTBO);
    OPERATIONS_RETRY = post("operations.retry", "/operations/{id}/retry", "Try a failed operation again, where can_retry says so").warns("what the operation creates can cost money").at(FOTBO);
    OPERATIONS_ABORT = post("operations.abort", "/operations/{id}/abort_operation", "Abort an operation").observed(OCP);
    OPERATIONS_READ = post("operations.mark-all-as-read", "/operations/mark_all_as_read", "Mark all operations as seen").at(FOTBO);

    // Volumes
    VOLUMES_LIST = get("volumes.list", "/openstack/volumes", "List volumes").objects(OBJECTS).paged().with(PAGE).observed(WEB);
    VOLUMES_CREATE = post("volumes.create", "/openstack/volumes", "Create a volume").creates().pays().object(&[])
        .with(&[NAME.eg("data-1"), integer("size").req().about("in GB, a multiple of what the type wants").eg("20"), REGION, text("type").about("the volume type's name"),
            json("source").about("source_type (image, volume, new) and source, its id").eg(r#"{"source_type":"new"}"#)]).observed(WEB);
    VOLUMES_SHOW = get("volumes.show", "/openstack/volumes/{id}", "Show a volume").object(&[]).observed(WEB);
    VOLUMES_DELETE = delete("volumes.delete", "/openstack/volumes/{id}", "Delete a volume").observed(WEB);
    VOLUMES_RENAME = post("volumes.rename", "/openstack/volumes/{id}/rename", "Rename a volume").with(&[NAME.eg("data-1")]).observed(WEB);
    VOLUMES_EXTEND = post("volumes.extend", "/openstack/volumes/{id}/extend", "Make a volume larger; it cannot be made smaller again").pays().with(&[integer("size").req().about("the new size in GB").eg("40")]).observed(WEB);
    VOLUMES_CREATE_OPTIONS = get("volumes.create-options", "/openstack/volumes/create_options", "Show what a volume can be created from").object(&[]).observed(WEB);

    // Networks
    NETWORKS_LIST = get("networks.list", "/openstack/networks", "List networks").objects(OBJECTS).paged().with(PAGE).observed(OCP);
    NETWORKS_CREATE = post("networks.create", "/openstack/networks", "Create a network").creates().object(&[]).with(&[NAME.eg("lan"), REGION.req(), UP.req(), DESCRIPTION]).observed(OCP);
    NETWORKS_CREATE_OPTIONS = get("networks.create-options", "/openstack/networks/create_options", "Show where a network can be created").object(&[]).observed(OCP);
    NETWORKS_SHOW = get("networks.show", "/openstack/networks/{id}", "Show a network with its subnets").object(&[]).observed(OCP);
    NETWORKS_UPDATE = put("networks.update", "/openstack/networks/{id}", "Change a network").object(&[]).with(&[NAME.eg("lan"), UP.req(), DESCRIPTION]).observed(OCP);
    NETWORKS_DELETE = delete("networks.delete", "/openstack/networks/{id}", "Delete a network").observed(OCP);
    SUBNETS_CREATE = post("subnets.create", "/openstack/subnets", "Create a subnet").creates().object(&[]).with(SUBNET_ARGS).observed(OCP);
    SUBNETS_CREATE_OPTIONS = get("subnets.create-options", "/openstack/subnets/create_options", "Show the address pools and modes for a subnet").object(&[]).with(&[text("network_id").eg("d9f9ca07-3ce5-435e-8aa2-a7302697025d")]).at(FOTBO);
    SUBNETS_SHOW = get("subnets.show", "/openstack/subnets/{id}", "Show a subnet").object(&[]).inferred("the older server's routes");
    SUBNETS_UPDATE = put("subnets.update", "/openstack/subnets/{id}", "Change a subnet").object(&[]).with(SUBNET_ARGS).at(FOTBO);
    SUBNETS_DELETE = delete("subnets.delete", "/openstack/subnets/{id}", "Delete a subnet").inferred("the older server's routes, and has_delete_permission of subnets");
    ROUTERS_LIST = get("routers.list", "/openstack/routers", "List routers").objects(OBJECTS).paged().with(PAGE).observed(OCP);
    ROUTERS_CREATE = post("routers.create", "/openstack/routers", "Create a router").creates().object(&[]).with(&[NAME.eg("edge"), REGION.req(), EXTERNAL.req(), UP.req(), DESCRIPTION]).observed(OCP);
    ROUTERS_CREATE_OPTIONS = get("routers.create-options", "/openstack/routers/create_options", "Show the regions and outer networks for a router").object(&[]).observed(OCP);
    ROUTERS_SHOW = get("routers.show", "/openstack/routers/{id}", "Show a router with its interfaces").object(&[]).observed(OCP);
    ROUTERS_UPDATE = put("routers.update", "/openstack/routers/{id}", "Change a router").object(&[]).with(&[NAME.eg("edge"), DESCRIPTION, EXTERNAL, UP]).observed(OCP);
    ROUTERS_DELETE = delete("routers.delete", "/openstack/routers/{id}", "Delete a router").observed(OCP);
    ROUTERS_INTERFACE_OPTIONS = get("routers.add-interface-options", "/openstack/routers/{id}/create_add_interface_options", "List the subnets a router can be joined to").objects(&["subnets"]).observed(OCP);
    ROUTERS_ADD_INTERFACE = post("routers.add-interface", "/openstack/routers/{id}/add_interface", "Join a subnet to a router").with(&[SUBNET.req(), text("ip").about("its address there; empty for the gateway's")]).observed(OCP);
    ROUTERS_REMOVE_INTERFACE = post("routers.remove-interface", "/openstack/routers/{id}/remove_interface", "Part a subnet from a router")
        .with(&[text("interface_id").req().about("as the router's interfaces name it").eg("7e2f9c10-4b8d-4a6e-8f31-1f6d1f9f8001")]).observed(WEB);

    // Security groups
    GROUPS_LIST = get("security-groups.list", "/openstack/securitygroups", "List security groups").objects(OBJECTS).paged().with(PAGE).at(FOTBO);
    GROUPS_CREATE = post("security-groups.create", "/openstack/securitygroups", "Create a security group").creates().object(&[]).with(&[NAME.eg("web"), DESCRIPTION.about("which is wanted, but may be empty"), REGION.req()]).at(FOTBO);
    GROUPS_SHOW = get("security-groups.show", "/openstack/securitygroups/{id}", "Show a security group with its rules").object(&[]).at(FOTBO);
    GROUPS_UPDATE = put("security-groups.update", "/openstack/securitygroups/{id}", "Change a security group").object(&[]).with(&[NAME.eg("web"), DESCRIPTION, REGION]).at(FOTBO);
    GROUPS_DELETE = delete("security-groups.delete", "/openstack/securitygroups/{id}", "Delete a security group with its rules").inferred("the older server's routes, and the permission securitygroups.destroy");
    GROUPS_ADD_RULE = post("security-groups.add-rule", "/openstack/securitygroups/{id}/add_rule", "Add a rule to a security group; show the group to learn its id").creates()
        .with(&[text("security_group_id").req().about("the group's id again").eg("6d1f3b2a-90c4-4c57-8a43-5c2f1f9f5001"), text("direction").req().about("where the traffic goes").among(&["ingress", "egress"]).eg("ingress"),
            text("ethertype").about("the version of IP").among(&["IPv4", "IPv6"]).eg("IPv4"), text("protocol").about("tcp, udp, icmp ...; left out for all").eg("tcp"), integer("port_range_min").eg("443"), integer("port_range_max").eg("443"),
            text("remote_ip_prefix").about("whom it is for, as a network").eg("0.0.0.0/0"), text("remote_group_id").about("or as a security group"), DESCRIPTION]).at(FOTBO);
    GROUPS_DELETE_RULE = post("security-groups.delete-rule", "/openstack/securitygroups/{id}/delete_rule", "Delete a rule of a security group").destroys()
        .with(&[text("rule_id").req().eg("0f9e4d71-2c36-4b58-9a10-3d6d1f9f6001")]).at(FOTBO);

    // Floating IPs
    FLOATING_LIST = get("floating-ips.list", "/openstack/floatingips", "List floating IPs").objects(OBJECTS).paged().with(PAGE).at(FOTBO);
    FLOATING_CREATE = post("floating-ips.create", "/openstack/floatingips", "Get a floating IP; list them to learn its address").creates().priced_by(&FLOATING_PRICE).object(&[])
        .with(&[text("floating_network").req().about("the outer network's id").eg("2c9f6e14-5d3a-4b7e-8f02-6d1f9f7a9001"), DESCRIPTION.about("which is wanted, but may be empty"), REGION]).observed(OCP);
    FLOATING_DELETE = delete("floating-ips.delete", "/openstack/floatingips/{id}", "Give a floating IP back").warns("the address is lost for good").observed(OCP);
    FLOATING_CREATE_OPTIONS = get("floating-ips.create-options", "/openstack/floatingips/create_options", "Show the outer networks that have floating IPs").object(&[]).observed(OCP);
    FLOATING_PRICE = get("floating-ips.price", "/openstack/floatingips/get_price", "Show what a floating IP costs, as text").object(&[]).with(&[REGION.req()]).observed(OCP);
    FLOATING_PTR = post("floating-ips.set-ptr", "/openstack/dns/set_floating_ip_ptr", "Set the reverse name of a floating IP").object(&[])
        .with(&[text("floating_ip_id").req().eg("e4b7d0c2-1a95-4f38-b6e7-2d6d1f9f3001"), text("ptrdname").req().about("the name").eg("web.example.com."), DESCRIPTION, text("ttl").about("seconds").eg("3600")]).observed(OCP);

    // SSH keys
    KEYS_LIST = get("ssh-keys.list", "/pkm", "List SSH keys").objects(OBJECTS).paged().with(PAGE).observed(OCP);
    KEYS_CREATE = post("ssh-keys.create", "/pkm", "Store a public SSH key").creates().object(&[])
        .with(&[NAME.about("at most 32 letters, digits, spaces, _ and -").eg("laptop"), ssh_key("public_key").req().eg("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample ops")]).observed(OCP);
    KEYS_SHOW = get("ssh-keys.show", "/pkm/{id}", "Show an SSH key").object(&[]).observed(OCP);
    KEYS_UPDATE = put("ssh-keys.update", "/pkm/{id}", "Change an SSH key; machines keep what they have").object(&[]).with(&[NAME.eg("laptop"), ssh_key("public_key").eg("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample ops")]).observed(OCP);
    KEYS_DELETE = delete("ssh-keys.delete", "/pkm/{id}", "Delete an SSH key; machines keep it").observed(OCP);
    KEYS_GENERATE = get("ssh-keys.generate", "/pkm/get_generated_key_pair", "Have a key pair made, which is not stored").object(&[]).told_once().warns("the private key cannot be read again").observed(OCP);

    // Images
    IMAGES_LIST = get("images.list", "/openstack/images", "List images").objects(OBJECTS).paged().with(PAGE).at(FOTBO);
    IMAGES_UPLOAD = post("images.upload", "/openstack/images", "Upload an image").creates().priced_by(&IMAGES_PRICE).multipart().object(&[]).fixed(&[("source", "file")])
        .with(&[NAME.eg("debian-13"), FORMAT, REGION, MIN_DISK, MIN_RAM, ARCH, VISIBLE, PROTECTED, DISTRO, VERSION, HYPERVISOR, file("file").req().eg("debian-13.qcow2")]).at(FOTBO);
    IMAGES_IMPORT = post("images.import", "/openstack/images", "Have an image fetched from an address").creates().priced_by(&IMAGES_PRICE).multipart().object(&[]).fixed(&[("source", "url")])
        .with(&[NAME.eg("debian-13"), text("url").req().eg("https://images.example.com/debian-13.qcow2"), FORMAT, REGION, MIN_DISK, MIN_RAM, ARCH, VISIBLE, PROTECTED, DISTRO, VERSION, HYPERVISOR]).at(FOTBO);
    IMAGES_SHOW = get("images.show", "/openstack/images/{id}", "Show an image").object(&[]).at(FOTBO);
    IMAGES_DELETE = delete("images.delete", "/openstack/images/{id}", "Delete an image").at(FOTBO);
    IMAGES_COPY = post("images.copy", "/openstack/images/{id}/copy-image", "Copy an image to another region").creates().pays().with(COPY).fixed(&[("delete_source_image", "false")]).at(FOTBO);
    IMAGES_MOVE = post("images.move", "/openstack/images/{id}/copy-image", "Copy an image to another region and delete the original").effect(Destroy).warns("the original is deleted")
        .with(COPY).fixed(&[("delete_source_image", "true")]).at(FOTBO);
    IMAGES_CREATE_OPTIONS = get("images.create-options", "/openstack/images/create_options", "Show what an image can be created with").object(&[]).at(FOTBO);
    IMAGES_PRICE = get("images.price", "/openstack/images/get_price", "Show what an image costs, as text").object(&[]).with(&[FORMAT.req(), REGION.req(), VISIBLE.req()]).at(FOTBO);
    IMAGES_SNAPSHOTS = get("images.snapshots-of", "/openstack/images/get_snapshots_for_instance", "List the snapshots of an instance").objects(OBJECTS)
        .with(&[text("instance_uuid").req().eg("a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001")]).at(FOTBO);
    IMAGES_DOWNLOAD = get("images.download", "/openstack/images/{id}/download", "Download an image").binary().observed(WEB);

    // Money
    BILLING_SUMMARY = get("billing.summary", "/billing/summary", "Show credit, currency and what is unpaid").object(&[]).at(FOTBO);
    USAGE_CURRENT = get("usage.current", "/openstack/billing", "Show the usage of the current billing cycle").object(&[]).or_else(&["/openstack/billing/usage"]).observed(WEB);
    USAGE_HISTORY = get("usage.history", "/openstack/billing/history", "List past billing cycles").objects(OBJECTS).paged().with(PAGE).observed(WEB);
    USAGE_QUOTA = get("usage.quota", "/openstack/summary", "Show what is used of the account's quota").object(&[]).at(FOTBO);
    INVOICES_LIST = get("invoices.list", "/billing/invoices", "List invoices").objects(OBJECTS).paged().with(PAGE).observed(WEB);
    INVOICES_SHOW = get("invoices.show", "/billing/invoices/{id}", "Show an invoice with its lines").object(&[]).observed(WEB);
    INVOICES_DOWNLOAD = get("invoices.download", "/billing/invoices/{id}/download", "Download an invoice as PDF").binary().fixed(&[("content_type", "pdf")]).observed(WEB);
    INVOICES_PAYMENT_OPTIONS = get("invoices.payment-options", "/billing/invoices/{id}/payment_options", "Show how an invoice can be paid").object(&[]).observed(WEB);
    INVOICES_PAY = post("invoices.pay", "/billing/invoices/{id}/pay_from_credit_balance", "Pay an invoice from the credit balance").pays().priced_by(&INVOICES_SHOW).observed(WEB);
    SERVICES_LIST = get("services.list", "/billing/services", "List services").objects(OBJECTS).paged().with(PAGE).observed(WEB);
    SERVICES_SHOW = get("services.show", "/billing/services/{id}", "Show a service").object(&[]).observed(WEB);
    SERVICES_UPGRADE_OPTIONS = get("services.upgrade-options", "/billing/services/{id}/upgrade_options", "Show the products, billing cycles and options a service can be changed to").object(&[]).observed(WEB);
    SERVICES_UPGRADE_ESTIMATE = post("services.upgrade-estimate", "/billing/services/{id}/upgrade", "Show what a change of a service costs; nothing is ordered").reads().object(&[]).with(UPGRADED).observed(WEB);
    SERVICES_UPGRADE = post("services.upgrade", "/billing/services/{id}/upgrade", "Order a change of a service; the reply names the invoice").pays().priced_by(&SERVICES_UPGRADE_ESTIMATE).object(&[]).with(UPGRADED).fixed(&[("confirm", "true")]).observed(WEB);
    SERVICES_CANCEL = post("services.cancel", "/billing/services/{id}/cancel", "Ask for a service to be cancelled").effect(Destroy).object(&[]).warns("what the service holds is lost when it ends")
        .with(&[text("reason").eg("no longer needed"), text("cancellation_type").about("at once, or at the end of the cycle, as the portal words it")]).observed(WEB);

    // The account
    CURRENT_USER = get("current-user.show", "/current-user", "Show who the token belongs to, and what the deployment offers").object(&[]).at(FOTBO);
    CLIENTS_SHOW = get("clients.show", "/clients/{id}", "Show a client's details").object(&[]).at(FOTBO);
    CLIENTS_UPDATE = put("clients.update", "/clients/{id}", "Change a client's details").object(&[]).with(CLIENT_ARGS).at(FOTBO);
    NOTIFICATIONS_LIST = get("notifications.list", "/notifications", "List notifications").objects(OBJECTS).paged().with(PAGE).observed(WEB);
    NOTIFICATIONS_SHOW = get("notifications.show", "/notifications/{id}", "Show a notification").object(&[]).observed(WEB);
    NOTIFICATIONS_VIEW = post("notifications.view", "/notifications/{id}/view", "Mark a notification as seen").observed(WEB);
    NOTIFICATIONS_UNSEEN = post("notifications.unseen", "/notifications/{id}/unseen", "Mark a notification as not seen").observed(WEB);
    NOTIFICATIONS_READ = post("notifications.mark-all-as-read", "/notifications/mark_all_as_read", "Mark all notifications as seen").observed(WEB);

    // Tickets, which a deployment may lack
    TICKETS_LIST = get("tickets.list", "/plugins/tickets/tickets", "List tickets").objects(OBJECTS).paged().with(&[FILTERING, ORDERING, NUMBER, PER_PAGE, text("search").about("words to look for")]).observed(WEB);
    TICKETS_CREATE = post("tickets.create", "/plugins/tickets/tickets", "Open a ticket").creates().object(&[])
        .with(&[text("title").req().eg("No network"), text("department").req().about("the department's id").eg("1"), text("description").about("the message, at most 10240 characters").eg("web-1 cannot be reached."),
            CLIENT.about("the id of the client it is for"), integer("service").about("the id of the service it is about"), list("cc_recipients", Join::Comma).about("e-mail addresses"),
            list("associated_attachment_ids", Join::Comma).about("ids of files uploaded before")]).observed(WEB);
    TICKETS_SHOW = get("tickets.show", "/plugins/tickets/tickets/{id}", "Show a ticket with its replies").object(&[]).observed(WEB);
    TICKETS_REPLY = post("tickets.reply", "/plugins/tickets/tickets/{id}/add_reply", "Reply to a ticket").creates().object(&[]).with(&[text("reply_text").req().eg("It works again."), ATTACHMENTS]).observed(WEB);
    TICKETS_CLOSE = post("tickets.close", "/plugins/tickets/tickets/{id}/close_ticket", "Close a ticket").observed(WEB);
    TICKETS_REOPEN = post("tickets.reopen", "/plugins/tickets/tickets/{id}/reopen_ticket", "Open a closed ticket again").observed(WEB);
    TICKETS_DEPARTMENTS = get("tickets.departments", "/plugins/tickets/departments", "List the departments a ticket can go to").objects(OBJECTS).paged().with(PAGE).observed(WEB);
    TICKETS_ATTACH = post("tickets.attach", "/plugins/tickets/ticket_attachments", "Upload a file for a ticket or a reply; its id goes with that").creates().multipart().object(&[])
        .with(&[text("file_name").req().eg("report.txt"), file("data").req().eg("report.txt")]).observed(WEB);
    TICKETS_ATTACHMENT = get("tickets.attachment", "/plugins/tickets/ticket_attachments/{id}/download_file", "Download a file of a ticket").binary().observed(WEB);
}
