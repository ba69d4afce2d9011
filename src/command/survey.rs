//! A survey of accounts, which needs several nouns of each: the accounts that are asked, and a notice of the others.
//! The accounts are asked all at once, the nouns of each one after another.

use crate::{
    error::{Error, Result},
    fleet::Survey,
    in_order::in_order,
    model::Selection,
    provider::Noun,
};

use super::context::Context;

/// The answers of the accounts in the scope.
pub(crate) struct Answers<T> {
    /// The answer of each account that told anything.
    pub heard: Vec<T>,
    /// The errors of questions that failed.
    pub failures: Vec<Error>,
    /// True when one account was asked.
    pub one_account: bool,
}

/// Asks the accounts of the scope that have any of some nouns: all of them, unless something was said.
///
/// # Errors
/// `unsupported` when no account in the scope has any of them.
pub(crate) async fn survey<T>(
    context: &Context,
    nouns: &[&Noun],
    selection: &Selection,
    hear: impl AsyncFn(&mut Survey) -> T,
) -> Result<Answers<T>> {
    let scope = context.asked(&context.choice.or_all(), selection)?;
    let (able, unable) = context.fleet.having(&scope, nouns)?;
    context.tell_skipped(&unable, "nothing of this");
    context.console.progress(&format!("asking {}", able.join(", ")));
    let hear = &hear;
    let one = |name: String| async move {
        let mut round = Survey::of(context.fleet.session(&name)?, context.reading());
        let heard = hear(&mut round).await;
        Ok((heard, round.end()))
    };
    let count = able.len();
    let all: Vec<Result<_>> = in_order(count, able.into_iter().map(one)).await;
    let mut answers = Answers { heard: Vec::new(), failures: Vec::new(), one_account: scope.names.len() == 1 };
    for result in all {
        match result {
            Ok((heard, ended)) => {
                answers.heard.extend(ended.told.then_some(heard));
                answers.failures.extend(ended.failures);
                ended.missing.iter().for_each(|error| context.console.notice(&format!("skipped: {error}")));
            }
            Err(error) => answers.failures.push(error),
        }
    }
    Ok(answers)
}
