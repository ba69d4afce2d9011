//! The money of an account: credit, debt, spending, usage and prices.
//! One sign rule holds for all providers: debt is `due`, credit is `credit`, and neither is negative.

use super::record::record;

record! {
    /// The credit and the debt of an account in one currency.
    Balance "balance" ["active" "suspended" "closed" "unknown"] hides ["id" "name"] {
        currency: Option<String> = Text Table "ISO currency; null where the provider tells none";
        credit: Option<String> = Money Table "what one has: paid ahead and not used up";
        due: Option<String> = Money Table "what one owes";
        due_since: Option<String> = Time Table "the due date of the oldest invoice that is not paid";
        as_of: Option<String> = Time Wide "until when the provider counted, where it says so";
    }
}

record! {
    /// One entry of a ledger; spending is negative.
    Transaction "transaction" ["booked" "unknown"] hides ["id" "name" "state"] {
        date: Option<String> = Time Table "when it was booked";
        description: Option<String> = Text Table "what it was";
        amount: Option<String> = Money Wide "how much without tax";
        tax: Option<String> = Money Wide "the tax in it";
        total: Option<String> = Money Table "how much in all; negative where it was spent";
        currency: Option<String> = Text Table "ISO currency";
    }
}

record! {
    /// The use of one resource: now, or in a billing cycle.
    Usage "usage" ["active" "unknown"] hides ["id" "name" "state"] {
        resource: Option<String> = Text Table "what is used, as the provider calls it";
        service: Option<String> = Text Table "id of the service it is of, where the provider counts by service";
        used: Option<String> = Decimal Table "how much is used";
        subscribed: Option<String> = Decimal Table "how much of it is subscribed to";
        burst: Option<String> = Decimal Table "how much of it no subscription covers";
        limit: Option<String> = Decimal Table "how much may be used";
        unit: Option<String> = Text Table "of what; null where the provider does not say";
        price: Option<String> = Money Table "what it costs";
        currency: Option<String> = Text Table "ISO currency";
        from: Option<String> = Time Wide "since when it is counted";
        until: Option<String> = Time Wide "until when it is counted";
    }
}

record! {
    /// The price of one resource now.
    Price "price" ["active" "unknown"] hides ["name" "state"] {
        resource: Option<String> = Text Table "what is sold";
        terms: Option<String> = Text Table "subscription, burst, or null where there is one price";
        price: Option<String> = Money Table "what it costs";
        currency: Option<String> = Text Table "ISO currency; null where the provider tells none";
        unit: Option<String> = Text Wide "for how much and how long; null where the provider does not say";
        from: Option<String> = Time Wide "since when the price holds";
        until: Option<String> = Time Wide "until when it holds";
    }
}

record! {
    /// A currency that a provider deals in.
    Currency "currency" ["active" "unknown"] hides ["name" "state"] {
        own: Option<bool> = Bool Table "whether it is the account's";
    }
}
