//! One request on its way: its turn, the secret, the reply, and the provider's verdict on it.
//! The account's own secret is taken out of whatever comes back.

use std::{borrow::Cow, sync::Arc};

use super::{Session, Settings};
use crate::{
    conceal::without_all,
    config::credentials,
    error::{Error, Result},
    http::{Authorization, Effect, Reply, Request, Transport, deadline, forms, hushed, text_of, without},
    provider::{Credential, Operation, ReplyKind, verdict},
};

/// A reply with its text and the provider's verdict on it.
pub(crate) struct Exchange {
    /// The reply, with its body if that is to be kept.
    pub reply: Reply,
    /// The body as text.
    pub text: String,
    /// The provider's verdict: the request was carried out, or the error.
    pub verdict: Result<()>,
}

impl Session {
    /// Sends a request with the account's authorization when it is its turn, and judges the reply; without `keep_body`
    /// a text body is kept only as text.
    pub(in crate::provider) async fn exchanged(
        &self,
        operation: &'static Operation,
        request: &mut Request,
        keep_body: bool,
    ) -> Result<Exchange> {
        let observer = &self.settings.observer;
        let turn = self.gate.turn().await?;
        request.deadline = deadline();
        if let Some(file) = &mut request.file {
            file.sent = Arc::clone(&self.uploaded);
        }
        request.authorization = self.authorization().await?;
        self.unsettled.check(request)?;
        let sent = self.stack.send(request).await;
        self.unsettled.note(request, &sent);
        let mut reply = sent?;
        self.ahead.set(reply.ahead.or(self.ahead.get()));
        let body =
            if keep_body || reply.body.contains(&0) { reply.body.clone() } else { std::mem::take(&mut reply.body) };
        let (text, replaced) = text_of(body);
        if replaced > 0 {
            let name = self.account.name();
            let (signs, are) =
                if replaced == 1 { ("sign that is none", "it is") } else { ("signs that are none", "they are") };
            let words =
                format!("{name}: the reply to {} holds {replaced} {signs}; {are} shown as \u{fffd}", operation.id);
            observer.warning(&words);
        }
        let text = match without(&text, &self.own.borrow()) {
            Cow::Owned(without) => without,
            Cow::Borrowed(_) => text,
        };
        let verdict = self.judged(operation, request, &reply, &text);
        self.unsettled.note(request, &verdict);
        drop(turn);
        Ok(Exchange { reply, text, verdict })
    }

    /// The provider's verdict on a reply, without secrets of the request; a refused secret shuts the gate.
    fn judged(&self, operation: &'static Operation, request: &Request, reply: &Reply, text: &str) -> Result<()> {
        let provider = self.account.provider;
        let judged = provider.verdict(operation, reply, text);
        let judged = verdict::settled(provider, request, reply, text, judged)
            .and_then(|()| self.understood(operation, request, reply, text))
            .map_err(|error| error.rewording(|words| without_all(&hushed(&words, request), &self.own.borrow())));
        if let Err(error) = &judged
            && verdict::secret_refused(error)
        {
            self.gate.close(self.place(error.clone()));
        }
        judged
    }

    /// An error when the reply to a change cannot be read: half a document leaves the outcome open even after success.
    fn understood(&self, operation: &'static Operation, request: &Request, reply: &Reply, text: &str) -> Result<()> {
        let silent = matches!(operation.reply, ReplyKind::None | ReplyKind::Binary | ReplyKind::Events);
        if silent || request.effect == Effect::Read {
            return Ok(());
        }
        let mut records = 0_u64;
        let read = self.account.provider.each(operation, text, &mut |_, _| records += 1);
        let made = operation.makes && operation.reply == ReplyKind::Object;
        let nothing = || verdict::nonsense(operation, reply, text, "success but nothing of what was made");
        match read {
            Err(error) => Err(verdict::unsettled(request, reply, &error)),
            Ok(_) if made && records == 0 => Err(verdict::unsettled(request, reply, &nothing())),
            Ok(_) => Ok(()),
        }
    }

    /// The account's authorization, looked up once; the observer is told the secret so that it is never printed.
    pub(crate) async fn authorization(&self) -> Result<Option<Authorization>> {
        let account = &*self.account;
        if matches!(account.credential, Credential::Missing) {
            return Ok(None);
        }
        let Settings { env, paths, observer, .. } = &*self.settings;
        let found = self.authorization.get_or_try_init(|| async {
            let secret = if let Credential::Given(secret) = &account.credential {
                secret.clone()
            } else {
                let found = credentials::find(env, paths, account.name(), &account.section).await?;
                found.warnings.iter().for_each(|warning| observer.warning(warning));
                found.secret
            };
            let authorization = account.provider.authorize(account, &secret)?;
            for secret in [&secret, &authorization.credentials] {
                observer.secret(secret);
                self.own.borrow_mut().extend(forms(secret));
            }
            Ok(authorization)
        });
        found.await.cloned().map(Some).inspect_err(|error: &Error| self.gate.close(self.place(error.clone())))
    }
}
