//! The only place that writes: data to stdout in one format, everything else to stderr.
//! A format is one small file with one function; the rest decides about terminals, colour and width.

mod cell;
mod console;
mod grid;
mod json;
mod layout;
mod name;
mod progress;
mod prompt;
mod report;
mod role;
mod separated;
mod short_id;
mod show;
mod status_line;
mod stream;
mod table;
mod terminal;
mod yaml;

use std::{
    io::{self, Write},
    str::FromStr,
};

pub(crate) use console::Console;
pub(crate) use progress::Progress;
pub(crate) use stream::ColorWhen;
use stream::Stream;

use crate::{
    error::{Error, Result},
    model::{Row, Rows, clean, nearest},
};

/// The format of the data on stdout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    /// Columns for people.
    #[default]
    Table,
    /// Columns for people, with more fields.
    Wide,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Ndjson,
    /// The JSON document as YAML.
    Yaml,
    /// Values separated by commas, one record a line.
    Csv,
    /// Values separated by tabs, one record a line.
    Tsv,
    /// `ACCOUNT/id:ID`, one a line.
    Name,
}

/// Writes one answer in one format.
type Writer = fn(&Page<'_>, &mut dyn Write) -> io::Result<()>;

impl Format {
    /// Every format, in the order the help names them.
    pub(crate) const ALL: [Self; 8] =
        [Self::Table, Self::Wide, Self::Json, Self::Ndjson, Self::Yaml, Self::Csv, Self::Tsv, Self::Name];

    /// The word people type.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Wide => "wide",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Yaml => "yaml",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Name => "name",
        }
    }

    /// True when programs read it, so that stderr has JSON errors and nothing that is only for people.
    pub(crate) const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Ndjson)
    }

    /// True when it is laid out in columns for people.
    pub(crate) const fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Wide)
    }

    /// True when it has every field of a record, so that the provider's reply can stand beside them.
    pub(crate) const fn is_structured(self) -> bool {
        !self.is_table() && !matches!(self, Self::Name)
    }

    /// True when it begins with a line of headings.
    pub(crate) const fn has_heading(self) -> bool {
        self.is_table() || matches!(self, Self::Csv | Self::Tsv)
    }

    /// The function that writes it.
    fn writer(self) -> Writer {
        match self {
            Self::Table | Self::Wide => table::write,
            Self::Json => json::write,
            Self::Ndjson => json::write_lines,
            Self::Yaml => yaml::write,
            Self::Csv => separated::write_csv,
            Self::Tsv => separated::write_tsv,
            Self::Name => name::write,
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word).ok_or_else(|| {
            let words = Self::ALL.map(Self::word);
            let near = nearest(word, words).map_or(String::new(), |near| format!("did you mean {near}? "));
            Error::usage(format!("there is no format {word:?}"))
                .hint(format!("{near}the formats are {}", words.join(", ")))
        })
    }
}

/// The settings of the two streams, as the flags say.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one flag of the command line")]
pub(crate) struct Settings {
    /// The format of stdout.
    pub format: Format,
    /// True when tables, csv and tsv go without their heading.
    pub no_header: bool,
    /// The choice of colour.
    pub color: ColorWhen,
    /// True when notices and progress are unwanted.
    pub quiet: bool,
    /// The number of times that `--verbose` was given.
    pub verbose: u8,
    /// True when the structured formats have the provider's reply under `raw`.
    pub raw: bool,
    /// True when nothing may be asked, even on a terminal.
    pub no_input: bool,
    /// True when tables show times whose offset is known in UTC.
    pub utc: bool,
    /// True when a table on a terminal is shown whole, however wide it is.
    pub no_trunc: bool,
}

/// The parts of an answer that the rows do not tell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caption<'a> {
    /// The noun in the plural, as in `no instances`.
    pub noun: &'a str,
    /// True when everybody who was asked answered, so that nothing printed means that there is nothing.
    pub complete: bool,
    /// True when only one account was in scope, so that a terminal need not repeat its name.
    pub one_account: bool,
}

/// One answer with all that a format needs to write it.
struct Page<'a> {
    rows: &'a Rows,
    others: &'a [Box<dyn Row>],
    short_ids: bool,
    named_columns: bool,
    columns: Option<&'a [usize]>,
    caption: Caption<'a>,
    settings: &'a Settings,
    stream: Stream,
}

#[cfg(test)]
mod samples;
