//! The news: unread replies, and records that are new or changed since the mark.
//! Without a mark every record that is still open counts as news.

use super::mark::{Markable, Seen, SeenInvoice, SeenTicket};
use crate::model::{Invoice, Ticket, words};

/// The reason why a record is news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The record was not there when the mark was set.
    New,
    /// The record has changed since the mark was set.
    Changed,
    /// The provider says that a part of it was not read.
    Unread,
}

words!(Why);

impl Why {
    /// Every reason.
    pub(crate) const ALL: [Self; 3] = [Self::New, Self::Changed, Self::Unread];

    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unread => "unread",
        }
    }
}

/// The reason why an invoice is news; none where it is not.
pub(crate) fn of_invoice(invoice: &Invoice, marked: Option<&Seen<SeenInvoice>>) -> Option<Why> {
    let settled = matches!(invoice.head.state, "paid" | "cancelled" | "refunded");
    match marked.map(|marked| marked.get(&invoice.head.id)) {
        None => (!settled).then_some(Why::New),
        Some(None) => Some(Why::New),
        Some(Some(before)) => invoice.differs(before).then_some(Why::Changed),
    }
}

/// The reason why a ticket is news; none where it is not. A ticket that appeared since the mark is none where its
/// provider says that all of it was read and support has not answered: the customer wrote it.
pub(crate) fn of_ticket(ticket: &Ticket, marked: Option<&Seen<SeenTicket>>) -> Option<Why> {
    let unread = ticket.unread == Some(true);
    let closed = ticket.head.state == "closed";
    let why = match marked.map(|marked| marked.get(&ticket.head.id)) {
        None if closed => None,
        None => Some(Why::New),
        Some(None) => {
            let own = ticket.unread == Some(false) && ticket.head.state != "answered";
            (unread || !(closed || own)).then_some(Why::New)
        }
        Some(Some(before)) => ticket.differs(before).then_some(Why::Changed),
    };
    why.map(|why| if unread { Why::Unread } else { why })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Head;

    fn head(id: &str, state: &'static str) -> Head {
        Head { id: id.to_owned(), state, ..Head::default() }
    }

    fn invoice(state: &'static str, due: &str) -> Invoice {
        Invoice { head: head("7", state), due: Some(due.to_owned()), ..Invoice::default() }
    }

    fn ticket(state: &'static str, unread: Option<bool>, updated: &str) -> Ticket {
        Ticket { head: head("9", state), unread, updated_at: Some(updated.to_owned()), ..Ticket::default() }
    }

    /// A mark with one record in it.
    fn marked<R: Markable>(record: &R) -> Seen<R::Seen> {
        Seen::from([(record.head().id.clone(), record.seen())])
    }

    #[test]
    fn without_a_mark_what_is_open_is_new() {
        for (state, why) in [
            ("unpaid", Some(Why::New)),
            ("overdue", Some(Why::New)),
            ("draft", Some(Why::New)),
            ("unknown", Some(Why::New)),
            ("paid", None),
            ("cancelled", None),
            ("refunded", None),
        ] {
            assert_eq!(of_invoice(&invoice(state, "1"), None), why, "{state}");
        }
        assert_eq!(of_ticket(&ticket("open", Some(false), "a"), None), Some(Why::New));
        assert_eq!(of_ticket(&ticket("answered", Some(true), "a"), None), Some(Why::Unread));
        assert_eq!(of_ticket(&ticket("closed", Some(true), "a"), None), None);
    }

    #[test]
    fn with_a_mark_invoices_are_news_when_they_appear_or_change() {
        let before = marked(&invoice("unpaid", "10.00"));
        assert_eq!(of_invoice(&invoice("unpaid", "10.00"), Some(&before)), None);
        assert_eq!(of_invoice(&invoice("overdue", "10.00"), Some(&before)), Some(Why::Changed));
        assert_eq!(of_invoice(&invoice("unpaid", "5.00"), Some(&before)), Some(Why::Changed));
        assert_eq!(of_invoice(&invoice("paid", "0.00"), Some(&Seen::new())), Some(Why::New));
    }

    #[test]
    fn with_a_mark_tickets_are_news_when_something_was_said() {
        let before = marked(&ticket("customer_reply", Some(false), "a"));
        assert_eq!(of_ticket(&ticket("customer_reply", Some(false), "a"), Some(&before)), None);
        assert_eq!(of_ticket(&ticket("answered", Some(false), "b"), Some(&before)), Some(Why::Changed));
        assert_eq!(of_ticket(&ticket("answered", Some(true), "b"), Some(&before)), Some(Why::Unread));
        assert_eq!(of_ticket(&ticket("customer_reply", Some(true), "a"), Some(&before)), Some(Why::Unread));
        assert_eq!(of_ticket(&ticket("closed", None, "a"), Some(&before)), Some(Why::Changed));
        let unread = marked(&ticket("answered", Some(true), "a"));
        assert_eq!(of_ticket(&ticket("answered", Some(false), "a"), Some(&unread)), None, "read in the portal");
        assert_eq!(
            of_ticket(&ticket("answered", Some(true), "a"), Some(&unread)),
            None,
            "marked although unread there"
        );
        let closed = marked(&ticket("closed", None, "a"));
        assert_eq!(of_ticket(&ticket("closed", None, "a"), Some(&closed)), None);
    }

    #[test]
    fn a_ticket_that_appeared_is_news_unless_it_is_ones_own_or_closed() {
        let none = Seen::new();
        for (state, unread, why) in [
            ("open", Some(false), None),
            ("open", None, Some(Why::New)),
            ("open", Some(true), Some(Why::Unread)),
            ("answered", Some(false), Some(Why::New)),
            ("closed", None, None),
            ("closed", Some(true), Some(Why::Unread)),
        ] {
            assert_eq!(of_ticket(&ticket(state, unread, "a"), Some(&none)), why, "{state} {unread:?}");
        }
    }
}
