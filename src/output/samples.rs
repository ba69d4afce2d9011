//! Answers for the tests of the formats, and a way to write them into a text.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::{Caption, Page, Settings, stream::Stream};
use crate::model::{
    Entry, Head, Instance, Invoice, InvoiceLine, InvoiceTransaction, Message, Origin, Record, Rows, Shape, Ticket, row,
};

row! {
    /// A row of a text and a list of texts.
    Pair "pair" {
        a: String = Text Table "a text";
        b: Vec<String> = List Table "texts";
    }
}

fn origin(account: &str, provider: &'static str) -> Arc<Origin> {
    Arc::new(Origin { account: account.into(), provider, preset: None })
}

fn entry(account: &str, provider: &'static str, record: impl Record) -> Entry {
    Entry {
        origin: origin(account, provider),
        record: Arc::new(record),
        raw: Some("{\n  \"id\": \"as it came\",\n  \"n\": 12.10\n}".into()),
    }
}

/// Three machines of three accounts, with hostile and missing values.
pub(crate) fn instances(shape: Shape) -> Rows {
    let head = |id: &str, name: Option<&str>, state| Head {
        id: id.into(),
        name: name.map(Into::into),
        state,
        provider_state: Some(state.to_uppercase()),
        created_at: Some("2026-03-05T10:00:00+02:00".into()),
    };
    let web = Instance {
        head: head("4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21", Some("web-1"), "running"),
        cpus: Some(4),
        memory_bytes: Some(8 << 30),
        ips: Some(vec!["10.0.0.1".into(), "2001:db8::1".into()]),
        region: Some("zrh".into()),
        persistent: Some(true),
        ..Instance::default()
    };
    let db = Instance {
        head: head("33301/12", Some("d\u{1b}[31mb\n東京\u{9b}2J"), "stopped"),
        cpus: Some(16),
        memory_bytes: Some(512 << 20),
        ips: Some(vec![]),
        locked: Some(true),
        ..Instance::default()
    };
    let bare = Instance { head: head("9", None, "error"), ..Instance::default() };
    let entries = vec![entry("zurich", "cloudsigma", web), entry("fotbo", "fleio", db), entry("home", "uivmm", bare)];
    Rows::records(Instance::KIND, entries, shape)
}

/// One invoice with its lines.
pub(crate) fn invoice() -> Rows {
    let line = |description: &str, amount: &str| InvoiceLine {
        description: Some(description.into()),
        amount: Some(amount.into()),
    };
    let record = Invoice {
        head: Head { id: "71".into(), state: "overdue", ..Head::default() },
        number: Some("2026-0071".into()),
        currency: Some("CHF".into()),
        total: Some("112.10".into()),
        lines: vec![line("Cloud server M", "12.10"), line("Cloud\tserver XL", "100.00")],
        transactions: Vec::<InvoiceTransaction>::new(),
        ..Invoice::default()
    };
    Rows::records(Invoice::KIND, vec![entry("seflow", "seflow", record)], Shape::Object)
}

/// One ticket with its messages.
pub(crate) fn ticket() -> Rows {
    let message = |author: &str, staff, at: &str, text: &str| Message {
        author: Some(author.into()),
        staff: Some(staff),
        at: Some(at.into()),
        text: text.into(),
        attachments: None,
    };
    let photo = Some(vec!["photo.png".to_owned(), "log\u{7}.txt".to_owned()]);
    let record = Ticket {
        head: Head { id: "5".into(), state: "answered", ..Head::default() },
        number: Some("884211".into()),
        subject: Some("Disk is slow".into()),
        unread: Some(true),
        messages: vec![
            Message {
                attachments: photo,
                ..message("Ada", false, "2026-03-05 10:00:00", "Hello,\r\n\r\nthe disk is \u{1b}[1mslow\u{1b}[0m.\n")
            },
            message(
                "Bo",
                true,
                "2026-03-05 11:30:00",
                "We looked at the host and found another machine that was busy.",
            ),
        ],
        ..Ticket::default()
    };
    Rows::records(Ticket::KIND, vec![entry("seflow", "seflow", record)], Shape::Object)
}

/// The form in which a test wants its answer written.
#[derive(Default)]
pub(crate) struct Wish {
    pub settings: Settings,
    pub stream: Stream,
    pub columns: Option<Vec<usize>>,
    pub one_account: bool,
}

/// An answer for a pipe, from which nothing was selected.
pub(crate) fn page<'a>(rows: &'a Rows, settings: &'a Settings) -> Page<'a> {
    Page {
        rows,
        others: &[],
        short_ids: false,
        named_columns: false,
        columns: None,
        caption: Caption { noun: "instances", complete: true, one_account: false },
        settings,
        stream: Stream::default(),
    }
}

/// The text that a format writes for an answer.
pub(crate) fn print_as(rows: &Rows, wish: &Wish) -> String {
    let caption = Caption { noun: "instances", complete: true, one_account: wish.one_account };
    let (columns, stream) = (wish.columns.as_deref(), wish.stream);
    let page = Page { short_ids: true, columns, caption, stream, ..page(rows, &wish.settings) };
    let mut bytes = Vec::new();
    wish.settings.format.writer()(&page, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The text that a format writes into a pipe.
pub(crate) fn print(rows: &Rows, change: impl FnOnce(&mut Settings)) -> String {
    let mut wish = Wish::default();
    change(&mut wish.settings);
    print_as(rows, &wish)
}

/// A terminal of a width without colour.
pub(crate) fn terminal(width: usize) -> Stream {
    Stream { terminal: true, width: Some(width), color: false, rewrites: true }
}
