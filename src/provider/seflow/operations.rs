//! SeFlow's catalogue. Payload keys differ between portals: the document's own stands first.
//! Source: headings of SeFlow's page.

use crate::{
    http::Nature,
    provider::operation::{get, operations, post, text},
};

operations! {
    DETAILS_SHOW = get("details.show", "/details", "Show the registration details of the account").object(&["client"]).at("GET /details");
    INVOICE_LIST = get("invoice.list", "/invoice", "List invoices").objects(&["invoices"]).at("GET /invoice");
    INVOICE_SHOW = get("invoice.show", "/invoice/{id}", "Show an invoice").object(&["invoice", "invoices"]).at("GET /invoice/@id");
    TICKETS_LIST = get("tickets.list", "/tickets", "List tickets").objects(&["tickets"]).at("GET /tickets");
    TICKETS_SHOW = get("tickets.show", "/tickets/{number}", "Show a ticket with its replies").object(&["ticket", "tickets"]).at("GET /tickets/@number");
    SERVICE_LIST = get("service.list", "/service", "List services").objects(&["services"]).at("GET /service");
    VMS_LIST = get("vms.list", "/service/{id}/vms", "List the machines of a service").objects(&["vms"]).at("GET /service/@id/vms");
    VMS_SHOW = get("vms.show", "/service/{id}/vms/{vmid}", "Show a machine").object(&["vm", "vms"]).at("GET /service/@id/vms/@vmid");
    VMS_STOP = post("vms.stop", "/service/{id}/vms/{vmid}/stop", "Stop a machine").converges().at("POST /service/@id/vms/@vmid/stop");
    VMS_START = post("vms.start", "/service/{id}/vms/{vmid}/start", "Start a machine").converges().nature(Nature::Starts).at("POST /service/@id/vms/@vmid/start");
    VMS_REBOOT = post("vms.reboot", "/service/{id}/vms/{vmid}/reboot", "Restart a machine, from an ISO if one is named").with(&[text("iso")]).at("POST /service/@id/vms/@vmid/reboot");
    STORAGE_LIST = get("storage.list", "/service/{id}/vms/{vmid}/storage", "List the disks of a machine").objects(&["storage", "disks"]).at("GET /service/@id/vms/@vmid/storage");
}
