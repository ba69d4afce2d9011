//! `nubo inbox`: what support answered and what was invoiced since one last looked, in all accounts.
//! Only `--mark-read` moves the mark, so that two who look do not take each other's news.

mod mark;
mod news;

use std::{collections::BTreeSet, path::PathBuf, rc::Rc};

use clap::ArgMatches;

use crate::{
    error::{Error, Result},
    fleet::{Survey, Surveyed},
    model::{
        Cell, Field, FieldKind, Invoice, Line, Record, Row, Rows, Selected, Selection, Shape, Shown, Ticket, Value,
        field,
    },
    provider::{Account, INVOICES, Noun, TICKETS},
};

use super::{
    across,
    context::{Context, Invocation, kept},
    outcome::{Answer, Outcome},
    selecting,
};
use mark::Mark;

pub use mark::forget;
pub use news::Why;

/// The fields of a piece of news.
pub static FIELDS: [Field; 10] = [
    field("account", FieldKind::Text, Shown::Table, "the configured account"),
    field("provider", FieldKind::Text, Shown::Wide, "fleio, cloudsigma, seflow or uivmm"),
    field("preset", FieldKind::Text, Shown::Data, "the preset the account names"),
    field("kind", FieldKind::Text, Shown::Table, "ticket or invoice"),
    field("id", FieldKind::Text, Shown::Wide, "the provider's id, as text"),
    field("number", FieldKind::Text, Shown::Table, "the number it is known by"),
    field("subject", FieldKind::Text, Shown::Table, "what it is about, or what is to be paid"),
    field("state", FieldKind::State, Shown::Table, "one of nubo's state words"),
    field("change", FieldKind::Text, Shown::Table, "why it is here: new, changed, or unread"),
    field("at", FieldKind::Time, Shown::Wide, "when something was last said, or when it was issued or paid"),
];

/// The nouns that there can be news of.
static NOUNS: [&Noun; 2] = [&TICKETS, &INVOICES];

/// What an account has.
struct Post {
    account: Rc<Account>,
    tickets: Surveyed<Ticket>,
    invoices: Surveyed<Invoice>,
    /// Where its mark is; nowhere where no folder is known.
    file: Option<PathBuf>,
    mark: Result<Mark>,
}

/// Shows what is new in the accounts of the scope.
pub async fn run(start: Invocation, args: &ArgMatches) -> Result<Outcome> {
    let asked = selecting(args)?;
    let columns = asked.looks.columns.as_deref();
    let selection = Selection::parse(&asked.filter, asked.sort.as_deref(), columns, asked.limit, &FIELDS)?;
    let marks = args.get_flag("mark_read");
    let (paths, sandbox) = (start.paths()?, start.sandbox()?);
    if marks {
        paths.state_dir()?;
    }
    let folder = kept(&paths, sandbox, "marks");
    let context = Context::open(start, args).await?;
    let hear = async |survey: &mut Survey| {
        let account = Rc::clone(&survey.session.account);
        let file = folder.as_deref().map(|folder| mark::file(folder, &account, sandbox));
        let mark = file.as_deref().map_or_else(|| Ok(Mark::default()), mark::read);
        Post { tickets: survey.read().await, invoices: survey.read().await, mark, file, account }
    };
    let mut answers = across::ask(&context, &NOUNS, hear).await?;
    let (posts, some) = usable(answers.heard, &mut answers.failures);
    tell_of_missing_marks(&context, &posts, folder.is_none());
    let lines = posts.iter().flat_map(Post::news).collect();
    let selected = selection.apply(Rows::lines(&FIELDS, lines, Shape::Array));
    let any = selected.rows.rows.len() + selected.cut > 0;
    if marks {
        answers.failures.extend(posts.iter().filter_map(|post| post.mark_read(&selected).err()));
    }
    let answer = Answer::Rows { selected, noun: "news", one_account: answers.one_account };
    let outcome = Outcome { answer, ..Outcome::nothing() }.failing(answers.failures, some);
    Ok(outcome.checked(args.get_flag("exit_code") && any))
}

/// Those whose mark can be used, and whether there are any; the others have failed.
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
    /// Whether nothing of something that it has was ever marked.
    fn unmarked(&self) -> bool {
        self.mark.as_ref().is_ok_and(|mark| {
            (self.tickets.tells() && mark.tickets.is_none()) || (self.invoices.tells() && mark.invoices.is_none())
        })
    }

    /// What is new in it, tickets first.
    fn news(&self) -> Vec<Line> {
        let Ok(mark) = &self.mark else { return Vec::new() };
        let ticket = |ticket: &Ticket| Some(self.ticket(ticket, news::of_ticket(ticket, mark.tickets.as_ref())?));
        let invoice =
            |invoice: &Invoice| Some(self.invoice(invoice, news::of_invoice(invoice, mark.invoices.as_ref())?));
        let tickets = self.tickets.records.iter().filter_map(ticket);
        tickets.chain(self.invoices.records.iter().filter_map(invoice)).collect()
    }

    fn ticket(&self, ticket: &Ticket, why: Why) -> Line {
        let at = ticket.updated_at.as_ref().or(ticket.head.created_at.as_ref());
        self.line(ticket, ticket.number.as_ref(), ticket.subject.clone(), why, at)
    }

    fn invoice(&self, invoice: &Invoice, why: Why) -> Line {
        let paid = invoice.paid_at.as_ref().filter(|_| invoice.head.state == "paid");
        let at = paid.or(invoice.issued_at.as_ref()).or(invoice.head.created_at.as_ref());
        self.line(invoice, invoice.number.as_ref(), worth(invoice), why, at)
    }

    fn line<R: Record>(
        &self,
        record: &R,
        number: Option<&String>,
        subject: Option<String>,
        why: Why,
        at: Option<&String>,
    ) -> Line {
        let origin = &self.account.origin;
        Line(vec![
            (*origin.account).into(),
            origin.provider.into(),
            origin.preset.clone().into(),
            record.kind().name.into(),
            (*record.head().id).into(),
            number.cloned().into(),
            subject.into(),
            record.head().state.into(),
            why.word().into(),
            Cell::from(at.cloned()),
        ])
    }

    /// Moves its mark to what was shown; what is news and was not shown stays news.
    fn mark_read(&self, selected: &Selected) -> Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let shown: BTreeSet<(String, String)> = selected.rows.rows.iter().filter_map(|row| self.own(&**row)).collect();
        let news: Vec<(String, String)> = self.news().iter().filter_map(|line| self.own(line)).collect();
        let hidden = |kind: &str| -> BTreeSet<&str> {
            let unseen = news.iter().filter(|one| one.0 == kind && !shown.contains(one));
            unseen.map(|(_, id)| id.as_str()).collect()
        };
        let moved = mark::write(file, |before| Mark {
            tickets: mark::moved(before.tickets, &self.tickets, &hidden(Ticket::KIND.name)),
            invoices: mark::moved(before.invoices, &self.invoices, &hidden(Invoice::KIND.name)),
        });
        moved.map_err(|error| error.at(self.account.name(), self.account.provider.id()))
    }

    /// Kind and id of a row that is of this account.
    fn own(&self, row: &dyn Row) -> Option<(String, String)> {
        match (row.value(0), row.value(3), row.value(4)) {
            (Value::Text(account), Value::Text(kind), Value::Text(id)) if account == self.account.name() => {
                Some((kind.to_owned(), id.to_owned()))
            }
            _ => None,
        }
    }
}

/// What an invoice amounts to and when that is due or was paid, as in `48.40 EUR due 2026-11-30`.
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
