//! A finding of one check: the result, one sentence, and the remedy.
//! A finding is printed as a row, and read back from one when another run of the program printed it.

use serde::Deserialize;

use crate::{
    error::{Error, Kind},
    model::row,
};

pub(crate) use super::verdict::{Check, Standing, Verdict};

/// The finding of one check about one thing.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// The check.
    pub check: Check,
    /// The account it is about.
    pub account: Option<String>,
    /// The file, folder, rule or place of a secret it is about.
    pub name: Option<String>,
    /// The result of the check.
    pub verdict: Verdict,
}

row! {
    /// A finding as it is printed.
    #[derive(Deserialize)]
    FindingRow "finding" {
        check: Check = Text Table "config, permissions, secret, account, clock or schedules";
        account: Option<String> = Text Table "the account it is about; null where it is about none";
        name: Option<String> = Text Wide "the file, folder or rule it is about, or where a secret is";
        status: Standing = State Table "ok, warning, failed or skipped";
        message: String = Text Table "what was found, in one sentence";
        hint: Option<String> = Text Wide "what to do about it";
        code: Option<Kind> = Text Data "the kind of failure; null where nothing failed";
    }
}

impl Finding {
    /// A finding about no account and nothing that has a name.
    pub(crate) const fn new(check: Check, verdict: Verdict) -> Self {
        Self { check, account: None, name: None, verdict }
    }

    /// A failure, about the account that its error names.
    pub(crate) fn failed(check: Check, error: Error) -> Self {
        let account = error.details().account.clone();
        Self { account, ..Self::new(check, Verdict::Failed(error)) }
    }

    /// Says which account the finding is about.
    #[must_use]
    pub(crate) fn about_account(mut self, account: &str) -> Self {
        self.account = Some(account.to_owned());
        self
    }

    /// Says which file, folder, rule or place the finding is about.
    #[must_use]
    pub(crate) fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The error of a failure.
    pub(crate) const fn failure(&self) -> Option<&Error> {
        match &self.verdict {
            Verdict::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// The remedy of a warning.
    pub(crate) fn mends(&self) -> Option<&str> {
        match &self.verdict {
            Verdict::Warning { hint, .. } => hint.as_deref(),
            _ => None,
        }
    }

    /// The sentence of a warning with its remedy, as every command warns.
    pub(crate) fn warning(&self) -> Option<String> {
        match &self.verdict {
            Verdict::Warning { message, hint: Some(hint) } => Some(format!("{message}: `{hint}`")),
            Verdict::Warning { message, hint: None } => Some(message.clone()),
            _ => None,
        }
    }

    /// The row that tells it.
    pub(crate) fn row(&self) -> FindingRow {
        let (message, hint, code) = self.verdict.parts();
        FindingRow {
            check: self.check,
            account: self.account.clone(),
            name: self.name.clone(),
            status: self.verdict.standing(),
            message,
            hint,
            code,
        }
    }

    /// The findings that another run printed as JSON; none where a record is no finding.
    pub(crate) fn read(json: &[u8]) -> Option<Vec<Self>> {
        serde_json::from_slice::<Vec<FindingRow>>(json).ok()?.into_iter().map(FindingRow::finding).collect()
    }
}

impl FindingRow {
    /// The finding that a row tells of, unless it failed without a kind.
    fn finding(self) -> Option<Finding> {
        let Self { message, hint, account, .. } = self;
        let verdict = match self.status {
            Standing::Ok => Verdict::Ok(message),
            Standing::Warning => Verdict::Warning { message, hint },
            Standing::Skipped => Verdict::Skipped(message),
            Standing::Failed => {
                let error = account.iter().fold(Error::new(self.code?, message), |error, name| error.account(name));
                Verdict::Failed(hint.into_iter().fold(error, Error::hint))
            }
        };
        Some(Finding { check: self.check, account, name: self.name, verdict })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::model::{Row, RowType, Value};

    /// A finding as JSON prints it.
    fn record(finding: &Finding) -> serde_json::Value {
        let row = finding.row();
        let values = FindingRow::FIELDS.iter().enumerate().map(|(at, field)| (field.name, row.value(at)));
        let text = |value| match value {
            Value::Text(text) => json!(text),
            _ => json!(null),
        };
        values.map(|(name, value)| (name.to_owned(), text(value))).collect::<serde_json::Map<_, _>>().into()
    }

    #[test]
    fn a_finding_reads_back_as_it_was_printed() {
        let refused = Error::new(Kind::Denied, "the provider refused the secret").account("lab").hint("another one");
        let findings = [
            Finding::new(Check::Config, Verdict::ok("2 accounts")).named("/config.toml"),
            Finding::failed(Check::Account, refused),
            Finding::new(Check::Clock, Verdict::skipped("no reply")).about_account("lab"),
            Finding::new(
                Check::Permissions,
                Verdict::Warning { message: "open".into(), hint: Some("chmod 600 x".into()) },
            ),
        ];
        let printed: Vec<_> = findings.iter().map(record).collect();
        let read = Finding::read(json!(printed).to_string().as_bytes()).unwrap();
        assert_eq!(read.iter().map(record).collect::<Vec<_>>(), printed);
        assert_eq!(printed[1]["code"], "denied");
        assert_eq!(read[3].warning().unwrap(), "open: `chmod 600 x`");
        assert_eq!(read[1].failure().unwrap().kind(), Kind::Denied);
    }

    #[test]
    fn what_is_no_record_is_not_read() {
        for text in ["", "{}", "[1]", "nubo: killed", r#"[{"check": "config", "status": "ok"}]"#] {
            assert!(Finding::read(text.as_bytes()).is_none(), "{text}");
        }
        let odd = json!([{"check": "weather", "status": "ok", "message": "sunny"}]).to_string();
        assert!(Finding::read(odd.as_bytes()).is_none());
        let odd = json!([{"check": "config", "status": "failed", "message": "?", "code": "new"}]).to_string();
        assert!(Finding::read(odd.as_bytes()).is_none());
        assert_eq!(Finding::read(b"[]").unwrap().len(), 0);
    }

    #[test]
    fn what_a_provider_said_is_in_the_record() {
        let error = Error::new(Kind::Denied, "it was refused").said("Invalid token.").account("lab");
        assert_eq!(record(&Finding::failed(Check::Account, error))["message"], "it was refused (Invalid token.)");
    }
}
