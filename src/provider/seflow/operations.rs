//! The catalogue of `SeFlow`, in the order of its page, then newer `HostBill` portals' own; `at` names the heading.
//! Payload keys differ between portals: the document's own comes first; with no known key the whole reply is read.

use crate::{
    http::{Effect, Hazard},
    provider::operation::{Arg, Cost, boolean, delete, get, integer, json, map, open, operations, post, put, text},
};

/// The source: `HostBill`'s own description of its user API as another portal publishes it, and published clients.
const NEWER: &str = "newer HostBill portals' own API description; reseller modules use it";

/// Fields of an operator's own, which differ between portals.
const OWN: Arg = open("field")
    .about("a field of the portal's own, such as organizationid, editonce, required or requiredcheck")
    .eg("organizationid=7");

/// The name, address and telephone of the account; the e-mail is its user name and has an operation of its own.
const DETAILS: &[Arg] = &[
    text("firstname").eg("John"),
    text("lastname"),
    text("phonenumber"),
    text("companyname"),
    text("address1"),
    text("address2"),
    text("city"),
    text("state"),
    text("postcode"),
    text("country").about("two letters"),
    text("type").about("the account's type, in the portal's words"),
    text("mobilephone").about("for notices by SMS, with the country's prefix, such as +1"),
    OWN,
];

/// The arguments of an upgrade, at least one of which is given.
const UPGRADE: &[Arg] = &[
    json("resources")
        .about(r#"new values by resource id: {"ID": QUANTITY}, {"ID": "ITEM"} or {"ID": {"ITEM": QUANTITY}}"#)
        .eg(r#"{"1557": "10103"}"#),
    integer("package").about("the new package's id; with cycle unless resources are given"),
    text("cycle")
        .about("the new billing cycle as a letter; with package unless resources are given")
        .among(&["m", "q", "s", "a", "b", "t"]),
];

operations! {
    DETAILS_SHOW = get("details.show", "/details", "Show the registration details of the account").object(&["client"]).at("GET /details");
    DETAILS_UPDATE = post("details.update", "/details", "Change the registration details of the account").with(DETAILS).at("POST /details");
    DETAILS_UPDATE_EMAIL = post("details.update-email", "/details", "Change the e-mail of the account, which is its user name").effect(Effect::Destroy)
        .with(&[text("email").req().about("the new user name").eg("ops@example.com"), OWN]).warns("the old e-mail no longer logs in: set `user` of the account to the new one").at("POST /details");
    BALANCE_SHOW = get("balance.show", "/balance", "Show what is unpaid (acc_balance) and the prepaid credit (acc_credit)").object(&["details"]).at("GET /balance");
    INVOICES_LIST = get("invoices.list", "/invoice", "List invoices").objects(&["invoices"]).at("GET /invoice");
    INVOICES_SHOW = get("invoices.show", "/invoice/{id}", "Show an invoice with its lines").object(&["invoice", "invoices"]).at("GET /invoice/@id");
    TICKETS_LIST = get("tickets.list", "/tickets", "List tickets").objects(&["tickets"]).at("GET /tickets");
    TICKETS_SHOW = get("tickets.show", "/tickets/{number}", "Show a ticket with its replies").object(&["ticket", "tickets"]).at("GET /tickets/@number");
    DOMAINS_LIST = get("domains.list", "/domain", "List domains").objects(&["domains"]).at("GET /domain");
    DOMAINS_SHOW = get("domains.show", "/domain/{id}", "Show a domain").object(&["details"]).at("GET /domain/@id");
    DOMAINS_CHECK = post("domains.check", "/domainorder/status", "Tell whether a domain can be registered: status ok, or nothing where it is taken").reads().object(&["details"])
        .with(&[text("name").req().about("the domain's name").eg("example.com")]).at("POST /domainorder/status");
    SERVICES_LIST = get("services.list", "/service", "List services").objects(&["services"]).at("GET /service");
    SERVICES_SHOW = get("services.show", "/service/{id}", "Show a service").object(&["service", "services"]).at("GET /service/@id");
    SERVICES_UPGRADE_OPTIONS = get("services.upgrade-options", "/service/{id}/upgrade", "List the resources and packages that a service can be upgraded to, with prices").object(&[]).at("GET /service/@id/upgrade");
    SERVICES_UPGRADE_ESTIMATE = post("services.upgrade-estimate", "/service/{id}/upgrade", "Tell what an upgrade of a service would cost, without ordering it").reads().object(&[]).with(UPGRADE).at("POST /service/@id/upgrade");
    SERVICES_UPGRADE = post("services.upgrade", "/service/{id}/upgrade", "Order an upgrade of a service").pays().with(UPGRADE).fixed(&[("send", "true")]).priced_by(&SERVICES_UPGRADE_ESTIMATE)
        .warns("this is an order: it is invoiced, and the service costs the new price from then on").at("POST /service/@id/upgrade");
    SERVICES_BANDWIDTH_GRAPHS = get("services.bandwidth-graphs", "/service/{id}/bandwidth-graphs", "Get graphs of the traffic of the last day, week and month, as base64 PNG").objects(&["graphs"]).pictures(&["daily", "weekly", "monthly"]).at("GET /service/@id/bandwidth-graphs");
    SERVICES_BANDWIDTH = get("services.bandwidth", "/service/{id}/bandwidth", "Show the traffic of a service and what it costs; amounts with their units stand under formatted").object(&["bandwidth"]).at("GET /service/@id/bandwidth");
    SERVICES_IPS = get("services.ips", "/service/{id}/ip", "List the addresses of a service").objects(&["ips"]).at("GET /service/@id/ip");
    SERVICES_RDNS = get("services.rdns", "/service/{id}/rdns", "List the reverse DNS entries of a service").objects(&["ips", "rdns"]).at("GET /service/@id/rdns");
    SERVICES_RDNS_SET = post("services.rdns-set", "/service/{id}/rdns", "Set reverse DNS entries of a service").with(&[map("ipaddress").req().about("ADDRESS=HOSTNAME").eg("10.0.0.1=host.example.com")]).at("POST /service/@id/rdns");
    VMS_LIST = get("vms.list", "/service/{id}/vms", "List the machines of a service").objects(&["vms"]).at("GET /service/@id/vms");
    VMS_SHOW = get("vms.show", "/service/{id}/vms/{vmid}", "Show a machine").object(&["vm", "vms"]).at("GET /service/@id/vms/@vmid");
    VMS_DELETE = delete("vms.delete", "/service/{id}/vms/{vmid}", "Destroy a machine").warns("the machine and its disks are gone; the service stays active and is billed on").at("DELETE /service/@id/vms/@vmid");
    VMS_UPDATE = put("vms.update", "/service/{id}/vms/{vmid}", "Change the memory, processors or note of a machine").pays_with(&["memory", "cpu", "cpu_share"], Cost::Untold)
        .with(&[integer("memory").about("MB").eg("4096"), integer("cpu").about("cores"), integer("cpu_share").about("percent"), text("note")]).at("PUT /service/@id/vms/@vmid");
    VMS_STOP = post("vms.stop", "/service/{id}/vms/{vmid}/stop", "Stop a machine").converges().warns("some portals cut the power instead of shutting down; SeFlow does not say what it does").at("POST /service/@id/vms/@vmid/stop");
    VMS_START = post("vms.start", "/service/{id}/vms/{vmid}/start", "Start a machine").converges().hazard(Hazard::Starts).at("POST /service/@id/vms/@vmid/start");
    VMS_REBOOT = post("vms.reboot", "/service/{id}/vms/{vmid}/reboot", "Restart a machine, from an ISO if one is named").with(&[text("iso").about("the ISO image to boot from")]).at("POST /service/@id/vms/@vmid/reboot");
    VMS_USAGE_CPU = get("vms.usage-cpu", "/service/{id}/vms/{vmid}/usage/cpu", "Get a graph of the processor use of a machine, as a piece of HTML").binary().at("GET /service/@id/vms/@vmid/usage/cpu");
    VMS_USAGE_NET = get("vms.usage-net", "/service/{id}/vms/{vmid}/usage/net", "Get a graph of the network use of a machine, as a piece of HTML").binary().at("GET /service/@id/vms/@vmid/usage/net");
    VMS_USAGE_DISK = get("vms.usage-disk", "/service/{id}/vms/{vmid}/usage/disk", "Get a graph of the disk use of a machine, as a piece of HTML").binary().at("GET /service/@id/vms/@vmid/usage/disk");
    VMS_STORAGE = get("vms.storage", "/service/{id}/vms/{vmid}/storage", "List the disks of a machine").objects(&["storage", "disks"]).at("GET /service/@id/vms/@vmid/storage");
    VMS_STORAGE_RESIZE = put("vms.storage-resize", "/service/{id}/vms/{vmid}/storage/{diskid}", "Change the size of a disk").pays().with(&[integer("size").req().about("GB").eg("40")])
        .warns("a disk that is made smaller can lose data").at("PUT /service/@id/vms/@vmid/storage/@diskid");
    SERVICES_TEMPLATES = get("services.templates", "/service/{id}/templates", "List the templates that machines of a service can be made of").objects(&["templates"]).at("GET /service/@id/templates");
    VMS_INTERFACES = get("vms.interfaces", "/service/{id}/vms/{vmid}/interfaces", "List the network interfaces of a machine").objects(&["interfaces"]).at("GET /service/@id/vms/@vmid/interfaces");
    VMS_INTERFACE_IPS = get("vms.interface-ips", "/service/{id}/vms/{vmid}/interfaces/{iface}/ips", "List the addresses that can be assigned to an interface").objects(&["ips"]).at("GET /service/@id/vms/@vmid/interfaces/@iface/ips");
    VMS_IPS = get("vms.ips", "/service/{id}/vms/{vmid}/ips", "List the addresses of a machine").objects(&["ips", "ip"]).at("GET /service/@id/vms/@vmid/ips");
    VMS_IP_ASSIGN = post("vms.ip-assign", "/service/{id}/vms/{vmid}/ips", "Assign an address to a machine")
        .with(&[text("ipid").req().about("the address's id").eg("118"), text("interfaceid").req().about("the interface's id").eg("1")]).at("POST /service/@id/vms/@vmid/ips");
    VMS_IP_UNASSIGN = delete("vms.ip-unassign", "/service/{id}/vms/{vmid}/ips/{ipid}", "Take an address from a machine").effect(Effect::Change)
        .with(&[text("interfaceid").about("the interface's id")]).at("DELETE /service/@id/vms/@vmid/ips/@ipid");
    VMS_NETWORK_REBUILD = post("vms.network-rebuild", "/service/{id}/vms/{vmid}/rebuild_network", "Write the network settings of a machine anew").at("POST /service/@id/vms/@vmid/rebuild_network");
    SERVICES_RESOURCES = get("services.resources", "/service/{id}/resources", "Show the available and used resources of a service").object(&[]).at("GET /service/@id/resources");

    INVOICES_CREDIT = post("invoices.credit", "/invoice/{id}/credit", "Pay an invoice from the prepaid credit").pays()
        .with(&[text("amount").about("how much of the credit; what pays the invoice in full without it").eg("10.00")]).warns("the credit that is used for it is gone").observed(NEWER);
    TICKETS_OPEN = post("tickets.open", "/tickets", "Open a ticket").creates().object(&[])
        .with(&[integer("dept_id").req().about("the department's id: tickets departments").eg("1"), text("subject").req().eg("Slow network"), text("body").req().about("the message").eg("Since noon.")]).observed(NEWER);
    TICKETS_REPLY = post("tickets.reply", "/tickets/{number}", "Reply to a ticket").creates().with(&[text("body").req().about("the message").eg("Thank you.")]).observed(NEWER);
    TICKETS_CLOSE = put("tickets.close", "/tickets/{number}/close", "Close a ticket").observed(NEWER);
    TICKETS_REOPEN = put("tickets.reopen", "/tickets/{number}/open", "Open a closed ticket again").observed(NEWER);
    TICKETS_DEPARTMENTS = get("tickets.departments", "/ticket/departments", "List the departments that tickets can be opened with").objects(&["departments"]).observed(NEWER);
    TICKETS_ATTACHMENT = get("tickets.attachment", "/ticket/attachment/{file}", "Get a file that belongs to a ticket").binary().observed(NEWER);
    SERVICES_METHODS = get("services.methods", "/service/{id}/methods", "List what the portal can do with a service").objects(&["methods"]).observed(NEWER);
    SERVICES_CANCEL = post("services.cancel", "/service/{id}/cancel", "Ask for the end of a service").effect(Effect::Destroy)
        .with(&[boolean("immediate").req().about("true for at once, false for the end of the paid period").eg("false"), text("reason")])
        .warns("the service ends with all machines and data in it").observed(NEWER);
    SERVICES_LABEL = get("services.label", "/service/{id}/label", "Show the label of a service").object(&[]).observed(NEWER);
    SERVICES_LABEL_SET = post("services.label-set", "/service/{id}/label", "Set the label of a service").with(&[text("label").req().eg("web shop")]).observed(NEWER);
}
