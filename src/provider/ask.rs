//! The binding of a question about a record: one operation, or a recipe of several calls.
//! The answer is rows in the fields of the question, the same at every provider.

use bytes::Bytes;
use futures_util::future::LocalBoxFuture;

use crate::{error::Result, model::Line};

use super::{
    act::{ArgSource, Typed},
    encode::CallScope,
    node::Node,
    operation::Operation,
    session::Session,
};

/// The binding of a question.
pub(crate) enum Ask {
    /// One operation: the sources of its arguments, and the function that makes rows of one record of its reply.
    Op(&'static Operation, &'static [(&'static str, ArgSource)], fn(&Node<'_>, &mut Vec<Line>)),
    /// A recipe of several calls, with the flags it reads.
    Recipe(&'static [&'static str], AskRecipe),
    /// A recipe that answers with files.
    Files(FilesRecipe),
}

/// One file that a provider keeps.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// The name, without a folder.
    pub name: String,
    /// The content.
    pub bytes: Bytes,
}

/// Fetches the files of a record, with as many calls as that takes.
pub(crate) type FilesRecipe = for<'c> fn(&'c Session, &'c Typed<'c>) -> LocalBoxFuture<'c, Result<Vec<Attachment>>>;

/// Answers a question with several calls.
pub(crate) type AskRecipe = for<'c> fn(&'c Session, &'c Typed<'c>) -> LocalBoxFuture<'c, Result<Vec<Line>>>;

impl Ask {
    /// The rows that answer the question.
    pub(crate) async fn answer(&self, session: &Session, typed: &Typed<'_>) -> Result<Vec<Line>> {
        match self {
            Self::Recipe(_, recipe) => recipe(session, typed).await,
            Self::Files(_) => Ok(Vec::new()),
            Self::Op(operation, inputs, read) => {
                let reply = session.call(operation, &typed.fill(inputs)?, CallScope::reading()).await?;
                let mut lines = Vec::new();
                session.each(operation, &reply, &mut |_, node| read(node, &mut lines))?;
                Ok(lines)
            }
        }
    }

    /// Returns whether the question uses a flag.
    pub(crate) fn heeds(&self, flag: &str) -> bool {
        match self {
            Self::Recipe(takes, _) => takes.contains(&flag),
            Self::Files(_) => false,
            Self::Op(_, inputs, _) => {
                inputs.iter().any(|(_, from)| matches!(from, ArgSource::Flag(name) if *name == flag))
            }
        }
    }
}
