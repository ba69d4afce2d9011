//! Changes that are refused, or whose target changes, between consent and the request.
//! A refusal is never taken for something that was done already.

use super::*;
use crate::model::{
    Group, Head,
    verbs::{GROUP_START, INSTANCE_DELETE},
};

#[tokio::test(start_paused = true)]
async fn a_refusal_where_no_state_tells_is_a_failure() {
    let refused = reply(400, "errors:system The group is busy");
    let (session, stub) = scripted("cloudsigma", [refused]);
    let head = Head { id: "g".into(), name: Some("office".into()), state: "active", ..Head::default() };
    let entry = Entry {
        origin: session.account.origin.clone(),
        record: std::sync::Arc::new(Group { head, ..Group::default() }) as std::sync::Arc<dyn crate::model::Record>,
        raw: None,
    };
    let hit = crate::fleet::Match {
        noun: &crate::provider::GROUPS,
        session: session.clone(),
        entry,
        exact: true,
        by_prefix: false,
    };
    let binding = Group::noun().binding(session.account.provider.bindings()).act(&GROUP_START).unwrap();
    let subject = Subject::Found(hit);
    let task = Task { subject, action: &GROUP_START, act: binding, given: Rc::default() };
    let change = carry_out(&task, patient()).await;
    assert_eq!((change.status, change.changed, kind(&change)), (Status::Failed, false, Some(Kind::Failed)));
    assert_eq!(paths(&stub), ["/servergroups/g/start"]);
}

#[tokio::test(start_paused = true)]
async fn one_that_was_started_meanwhile_is_not_deleted() {
    let agreed = ActOptions { consent: Consent::Everything, ..patient() };
    let (change, asked) = done("cloudsigma", lasting("stopped"), &INSTANCE_DELETE, agreed, [seen("active")]).await;
    assert_eq!((change.status, kind(&change)), (Status::Failed, Some(Kind::Refused)));
    assert_eq!(asked, ["/servers/s/info"], "nothing but the look");
}
