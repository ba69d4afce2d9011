//! Fleio's catalogue. Paths are below the end-user base unless an id begins with `staff.`.
//! Sources: headings of the two documents; what no document names was observed in Fleio's own clients.

use crate::{
    http::Nature,
    provider::operation::{Arg, get, operations, post, text},
};

/// What every list takes.
const PAGE: &[Arg] = &[text("filtering"), text("ordering"), text("page"), text("page_size")];
const OBJECTS: &[&str] = &["objects"];

operations! {
    INSTANCES_LIST = get("instances.list", "/openstack/instances", "List instances").objects(OBJECTS).paged().with(PAGE).at("fotbo.txt, Get Instance list");
    INSTANCES_SHOW = get("instances.show", "/openstack/instances/{id}", "Show an instance").object(&[]).at("fotbo.txt, Get Instance Details");
    INSTANCES_START = post("instances.start", "/openstack/instances/{id}/start", "Start an instance").converges().nature(Nature::Starts).at("fotbo.txt, Start Instance");
    INSTANCES_STOP = post("instances.stop", "/openstack/instances/{id}/stop", "Stop an instance").converges().at("fotbo.txt, Stop Instance");
    INSTANCES_REBOOT = post("instances.reboot", "/openstack/instances/{id}/reboot", "Restart an instance").at("fotbo.txt, Reboot Instance");
    VOLUMES_LIST = get("volumes.list", "/openstack/volumes", "List volumes").objects(OBJECTS).paged().with(PAGE).observed("Fleio's web application");
    VOLUMES_SHOW = get("volumes.show", "/openstack/volumes/{id}", "Show a volume").object(&[]).observed("Fleio's web application");
    INVOICES_LIST = get("invoices.list", "/billing/invoices", "List invoices").objects(OBJECTS).paged().with(PAGE).observed("Fleio's web application");
    INVOICES_SHOW = get("invoices.show", "/billing/invoices/{id}", "Show an invoice with its lines").object(&[]).observed("Fleio's web application");
    TICKETS_LIST = get("tickets.list", "/plugins/tickets/tickets", "List tickets").objects(OBJECTS).paged().with(PAGE).observed("Fleio's web application");
    TICKETS_SHOW = get("tickets.show", "/plugins/tickets/tickets/{id}", "Show a ticket with its replies").object(&[]).observed("Fleio's web application");
    CURRENT_USER = get("current-user.show", "/current-user", "Show who the token belongs to").object(&[]).observed("Fleio's OpenAPI document");
}
