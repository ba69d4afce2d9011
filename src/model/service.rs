//! Things that are paid for again and again: subscriptions, services of a portal, and domains.
//! Prices are for one cycle, in the currency beside them.

use super::record::record;

record! {
    /// Resources paid ahead for some months.
    Subscription "subscription" ["active" "pending" "suspended" "cancelled" "expired" "unknown"] {
        kind: Option<String> = Text Table "cpu, mem, disk, xfer, ip, vlan, or as the provider calls it";
        quantity: Option<String> = Decimal Table "how much";
        unit: Option<String> = Text Table "of what";
        resource: Option<String> = Text Wide "the address or VLAN that came with it";
        currency: Option<String> = Text Wide "ISO currency";
        price: Option<String> = Money Wide "what it costs for a cycle; null where the provider does not tell";
        cycle: Option<String> = Text Wide "how long it is paid for at a time";
        starts_at: Option<String> = Time Wide "when it begins";
        renews_at: Option<String> = Time Wide "when it goes on by itself; null where it does not";
        expires_at: Option<String> = Time Table "when it ends";
    }
}

record! {
    /// A service rented from a portal.
    Service "service" ["active" "pending" "suspended" "cancelled" "expired" "unknown"] {
        product: Option<String> = Text Table "what was bought";
        category: Option<String> = Text Wide "what kind of thing it is";
        currency: Option<String> = Text Table "ISO currency; null where the provider tells none";
        price: Option<String> = Money Table "what it costs for a cycle";
        cycle: Option<String> = Text Table "how long it is paid for at a time, in the provider's word";
        renews_at: Option<String> = Time Table "when it is due next";
        expires_at: Option<String> = Time Wide "when it ends";
    }
}

record! {
    /// A domain name.
    Domain "domain" ["active" "pending" "suspended" "cancelled" "expired" "unknown"] {
        currency: Option<String> = Text Wide "ISO currency; null where the provider tells none";
        price: Option<String> = Money Table "what it costs for a cycle";
        cycle: Option<String> = Text Table "for how long that is";
        auto_renew: Option<bool> = Bool Table "whether it is renewed by itself";
        renews_at: Option<String> = Time Table "when it is due next, where it is renewed";
        expires_at: Option<String> = Time Table "when it ends unless it is renewed";
        nameservers: Option<Vec<String>> = List Detail "its name servers";
    }
}
