//! Support: tickets as conversations, and the departments that answer them.
//! Messages are plain text, the oldest first.

use super::{record::record, value::object};

record! {
    /// A conversation with support.
    Ticket "ticket" ["open" "answered" "customer_reply" "in_progress" "on_hold" "closed" "unknown"] hides ["name"] {
        number: Option<String> = Text Table "the number support knows it by";
        subject: Option<String> = Text Table "what it is about";
        department: Option<String> = Text Table "who answers";
        unread: Option<bool> = Bool Table "whether something in it is new to you";
        updated_at: Option<String> = Time Table "when something was last said";
        messages: Vec<Message> = Objects Detail "what was said, oldest first";
    }

    fn number(&self) -> Option<&str> {
        self.number.as_deref()
    }
}

object! {
    /// One message of a ticket.
    #[derive(Default)]
    Message {
        author: Option<String> = Text "Who said it.";
        staff: Option<bool> = Bool "Whether the provider's staff said it.";
        at: Option<String> = Time "When.";
        text: String = Text "What, as plain text.";
        attachments: Option<Vec<String>> = List "The files that belong to it, by name.";
    }
}

record! {
    /// A department of the provider that a ticket can go to.
    Department "department" ["active" "unknown"] hides ["state"] {
        description: Option<String> = Text Table "what it is for";
    }
}
