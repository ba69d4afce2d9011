//! `nubo inbox`: new answers from support and new invoices since one last looked, in all accounts.
//! Only `--mark-read` moves the mark, so that two who look do not take each other's news.

mod mark;
mod news;

use std::{collections::BTreeSet, path::PathBuf, rc::Rc, sync::Arc};

use clap::ArgMatches;

use crate::{
    cli::InboxArgs,
    error::{Error, Result},
    fleet::{Survey, Surveyed},
    model::{Invoice, Origin, Row, RowType, Rows, Selection, Shape, Ticket, Value, row, words},
    provider::{Account, INVOICES, Noun, TICKETS},
};

use super::{
    context::{Context, Invocation, state_folder},
    flags,
    outcome::{Answer, Outcome},
    selecting,
    survey::survey,
};
use mark::ReadMark;
use news::Why;

pub(crate) use mark::forget;

row! {
    /// A piece of news.
    NewsRow "news" from origin: Arc<Origin> = Wide {
        kind: Topic = Text Table "ticket or invoice";
        id: String = Text Wide "the provider's id, as text";
        number: Option<String> = Text Table "the number it is known by";
        subject: Option<String> = Text Table "what it is about, or what is to be paid";
        state: &'static str = State Table "one of nubo's state words";
        change: Why = Text Table "why it is here: new, changed, or unread";
        at: Option<String> = Time Wide "when something was last said, or when it was issued or paid";
    }
}

/// The noun that a piece of news is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    /// Support answered, or a ticket is new.
    Ticket,
    /// An invoice is to be paid, or was paid.
    Invoice,
}

words!(Topic);

impl Topic {
    /// Both nouns.
    const ALL: [Self; 2] = [Self::Ticket, Self::Invoice];

    /// The noun in the singular.
    const fn word(self) -> &'static str {
        match self {
            Self::Ticket => Ticket::KIND.name,
            Self::Invoice => Invoice::KIND.name,
        }
    }
}

/// The nouns that there can be news of.
static NOUNS: [&Noun; 2] = [&TICKETS, &INVOICES];

/// The tickets and invoices of an account, with its mark.
struct Post {
    account: Rc<Account>,
    tickets: Surveyed<Ticket>,
    invoices: Surveyed<Invoice>,
    /// The file of its mark; none where no folder is known.
    file: Option<PathBuf>,
    mark: Result<ReadMark>,
}

/// Shows the news of the accounts in scope.
pub(crate) async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, NewsRow::FIELDS)?;
    let InboxArgs { mark_read, exit_code } = flags(args)?;
    let (paths, sandbox) = (start.paths()?, start.sandbox()?);
    if mark_read {
        paths.state_dir()?;
    }
    let folder = state_folder(&paths, sandbox, "marks");
    let context = Context::open(start, args).await?;
    let hear = async |survey: &mut Survey| {
        let account = Rc::clone(&survey.session.account);
        let file = folder.as_deref().map(|folder| mark::file(folder, &account, sandbox));
        let mark = file.as_deref().map_or_else(|| Ok(ReadMark::default()), mark::read);
        Post { tickets: survey.read().await, invoices: survey.read().await, mark, file, account }
    };
    let mut answers = survey(&context, &NOUNS, &selection, hear).await?;
    let (posts, some) = usable(answers.heard, &mut answers.failures);
    tell_of_missing_marks(&context, &posts, folder.is_none());
    let news = posts.iter().flat_map(Post::news).collect();
    let selected = selection.apply(Rows::typed::<NewsRow>(news, Shape::Array));
    let any = selected.rows.rows.len() + selected.cut > 0;
    if mark_read {
        let shown = shown(&selected.rows);
        answers.failures.extend(posts.iter().filter_map(|post| post.mark_read(&shown).err()));
    }
    let answer = Answer::Rows { selected, noun: "news", one_account: answers.one_account };
    let outcome = Outcome { answer, ..Outcome::nothing() }.failing(answers.failures, some);
    Ok(outcome.checked(exit_code && any))
}

/// The posts whose mark can be used, and true when there are any; the others have failed.
fn usable(posts: Vec<Post>, failures: &mut Vec<Error>) -> (Vec<Post>, bool) {
    let broken = posts.iter().filter_map(|post| {
        let error = post.mark.as_ref().err()?;
        Some(error.clone().at(post.account.name(), post.account.provider.id()))
    });
    failures.extend(broken);
    let posts: Vec<Post> = posts.into_iter().filter(|post| post.mark.is_ok()).collect();
    let some = !posts.is_empty();
    (posts, some)
}

/// Says where everything that is open counts as new.
fn tell_of_missing_marks(context: &Context, posts: &[Post], nowhere: bool) {
    if nowhere {
        context.console.notice("no folder for marks is known, so all that is open is new: set NUBO_STATE_DIR");
        return;
    }
    let without: Vec<&str> = posts.iter().filter(|post| post.unmarked()).map(|post| post.account.name()).collect();
    if !without.is_empty() {
        context.console.notice(&format!("no mark yet, so all that is open is new: {}", without.join(", ")));
    }
}

impl Post {
    /// True when the account has a noun of which nothing was ever marked.
    fn unmarked(&self) -> bool {
        self.mark.as_ref().is_ok_and(|mark| {
            (self.tickets.tells() && mark.tickets.is_none()) || (self.invoices.tells() && mark.invoices.is_none())
        })
    }

    /// The news in it, tickets first.
    fn news(&self) -> Vec<NewsRow> {
        let Ok(mark) = &self.mark else { return Vec::new() };
        let ticket = |ticket: &Ticket| Some(self.ticket(ticket, news::of_ticket(ticket, mark.tickets.as_ref())?));
        let invoice =
            |invoice: &Invoice| Some(self.invoice(invoice, news::of_invoice(invoice, mark.invoices.as_ref())?));
        let tickets = self.tickets.records.iter().filter_map(ticket);
        tickets.chain(self.invoices.records.iter().filter_map(invoice)).collect()
    }

    fn ticket(&self, ticket: &Ticket, change: Why) -> NewsRow {
        NewsRow {
            origin: Arc::clone(&self.account.origin),
            kind: Topic::Ticket,
            id: ticket.head.id.clone(),
            number: ticket.number.clone(),
            subject: ticket.subject.clone(),
            state: ticket.head.state,
            change,
            at: ticket.updated_at.clone().or_else(|| ticket.head.created_at.clone()),
        }
    }

    fn invoice(&self, invoice: &Invoice, change: Why) -> NewsRow {
        let paid = invoice.paid_at.as_ref().filter(|_| invoice.head.state == "paid");
        let at = paid.or(invoice.issued_at.as_ref()).or(invoice.head.created_at.as_ref());
        NewsRow {
            origin: Arc::clone(&self.account.origin),
            kind: Topic::Invoice,
            id: invoice.head.id.clone(),
            number: invoice.number.clone(),
            subject: worth(invoice),
            state: invoice.head.state,
            change,
            at: at.cloned(),
        }
    }

    /// Moves its mark to the shown records; news that was not shown stays news.
    fn mark_read(&self, shown: &Shown) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let news = self.news();
        let hidden = |kind: Topic| -> BTreeSet<&str> {
            let unseen = news.iter().filter(|row| row.kind == kind && !shown.contains(&key(row)));
            unseen.map(|row| row.id.as_str()).collect()
        };
        let moved = mark::write(file, |before| ReadMark {
            tickets: mark::moved(before.tickets, &self.tickets, &hidden(Topic::Ticket)),
            invoices: mark::moved(before.invoices, &self.invoices, &hidden(Topic::Invoice)),
        });
        moved.map_err(|error| error.at(self.account.name(), self.account.provider.id()))
    }
}

/// The rows that were shown, each by account, kind and id.
type Shown = BTreeSet<[String; 3]>;

/// The account, the kind and the id of a row.
fn key(row: &NewsRow) -> [String; 3] {
    [row.origin.account.clone(), row.kind.word().to_owned(), row.id.clone()]
}

/// The rows of an answer, each by account, kind and id.
fn shown(rows: &Rows) -> Shown {
    let columns = ["account", "kind", "id"].map(|name| rows.fields.iter().position(|field| field.name == name));
    let key = |row: &dyn Row| {
        columns.map(|column| match column.map(|index| row.value(index)) {
            Some(Value::Text(text)) => text.to_owned(),
            _ => String::new(),
        })
    };
    rows.rows.iter().map(|row| key(row.as_ref())).collect()
}

/// The amount of an invoice and the day it is due or was paid, as in `48.40 EUR due 2026-11-30`.
fn worth(invoice: &Invoice) -> Option<String> {
    let open = invoice.is_open();
    let amount = invoice.due.as_ref().filter(|_| open).or(invoice.total.as_ref());
    let day =
        |text: &Option<String>| text.as_deref().and_then(|text| text.get(.."YYYY-MM-DD".len()).map(str::to_owned));
    let when = match invoice.head.state {
        "paid" => day(&invoice.paid_at).map(|day| format!("paid {day}")),
        _ if open => day(&invoice.due_at).map(|day| format!("due {day}")),
        _ => None,
    };
    let parts = [amount.cloned(), invoice.currency.clone().filter(|_| amount.is_some()), when];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
