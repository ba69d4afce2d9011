//! The targets of a change from the catalogue, and asking for the consent that its effect needs.
//! Names and persistence come from reads in the same command; a machine that they do not tell of counts as the worst.

use serde_json::Value;

use crate::{
    cli::{self, Changing},
    error::Result,
    fleet::{self, Plan},
    http::{Effect, Hazard, Target},
    provider::{CallScope, Cost, DRIVES, INSTANCES, UNTOLD},
};

use super::{
    super::{consent::agree, context::READING, verb::ELSEWHERE},
    Call,
};

impl Call<'_> {
    /// Shows the change and asks for the consent that its effect needs.
    pub(super) async fn agree(&self, changing: &Changing) -> Result<CallScope> {
        let operation = self.operation;
        let targets = self.targets().await?;
        let doomed = operation.hazard == Hazard::EndsAccess
            || operation.hazard == Hazard::EndsRun && (targets.is_empty() || targets.iter().any(|t| !t.survives_stop));
        let effect = if doomed { self.effect().max(Effect::Destroy) } else { self.effect() };
        let names: Vec<String> = targets.iter().map(|t| t.name.clone().unwrap_or_else(|| t.id.clone())).collect();
        let what = if names.is_empty() { String::new() } else { format!(" {}", names.join(", ")) };
        let mut line = format!("{}{what} at {} ({})", operation.id, self.session.account.name(), effect.word());
        if !operation.warning.is_empty() {
            line = format!("{line}; mind: {}", operation.warning);
        }
        if effect != operation.effect && !doomed && !self.costs() {
            line = format!("{line}; mind: {ELSEWHERE}");
        }
        let mut lines = vec![line];
        if self.costs() {
            lines.push(self.price().await?);
        }
        let doomed = match effect {
            Effect::Destroy if names.is_empty() => vec![operation.id.to_owned()],
            Effect::Destroy => names,
            _ => Vec::new(),
        };
        let plan = Plan { by_default: self.by_default, ..Plan::of(operation.id, effect, lines, doomed) };
        let consent = agree(self.context, &plan, changing, self.costs()).await?;
        Ok(CallScope { targets, consent })
    }

    /// The price, as the provider calculates it, or that none is told.
    async fn price(&self) -> Result<String> {
        let Cost::Told(price) = self.operation.cost else { return Ok(UNTOLD.to_owned()) };
        if self.own.body.is_some() && !price.args.is_empty() {
            return Ok("what it costs was not asked, since its body is your own".to_owned());
        }
        let inputs = self.inputs.clone().only(price);
        if let Some(lacking) = price.args.iter().find(|arg| arg.required && inputs.value(arg.name).is_none()) {
            return Ok(format!("{UNTOLD} without {}", lacking.name));
        }
        let call = self.session.call(price, &inputs, CallScope::reading());
        let text = self.context.in_time(&self.session, (price.id, Effect::Read), Some(READING), call).await?;
        let mut told = Vec::new();
        self.session.each(price, &text, &mut |_, node| {
            told.extend(node.items().filter_map(|(key, value)| Some(format!("{} {}", key?, value.str()?))));
        })?;
        Ok(format!("it costs: {}", told.join(", ")))
    }

    /// The things it acts on, with their names where a read tells them.
    async fn targets(&self) -> Result<Vec<Target>> {
        let kind = cli::words(self.operation).0;
        let mut ids = Vec::new();
        let parts = self.depth(kind);
        let path: Vec<String> =
            self.operation.placeholders().take(parts).filter_map(|name| self.inputs.get(name)).collect();
        if !path.is_empty() {
            ids.push(path.join("/"));
        }
        if let Some(Value::Array(several)) = self.inputs.json("server") {
            ids = several.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        }
        let mut targets: Vec<Target> = self.machine().filter(|_| path.is_empty()).into_iter().collect();
        for id in ids {
            let (name, survives_stop) = self.look(kind, &id).await?;
            targets.push(Target { kind, id, name, survives_stop });
        }
        Ok(targets)
    }

    /// The number of parts in the id of a kind of thing; later parts of a path are inside it.
    fn depth(&self, kind: &str) -> usize {
        let bindings = self.session.account.provider.bindings();
        match kind {
            "servers" | "instances" | "vms" => bindings.instances.id.len(),
            "drives" | "volumes" => bindings.drives.id.len(),
            _ => usize::MAX,
        }
    }

    /// The machine that a change's arguments name, where its id is no part of the path; without a name where only the
    /// place is told that holds it, or where the body is the caller's own.
    fn machine(&self) -> Option<Target> {
        let names = self.session.account.provider.bindings().instances.id;
        let takes = |name: &&str| self.operation.args.iter().any(|arg| arg.name == *name);
        if self.operation.makes || !names.iter().any(takes) {
            return None;
        }
        let given: Vec<String> = names.iter().filter_map(|name| self.inputs.get(name)).collect();
        let name = names.last().filter(|_| self.own.body.is_none()).and_then(|name| self.inputs.get(name));
        let survives_stop = self.operation.hazard != Hazard::EndsRun;
        Some(Target { kind: "instance", id: given.join("/"), name, survives_stop })
    }

    /// The name of a machine or drive, and whether it survives being stopped.
    async fn look(&self, kind: &str, id: &str) -> Result<(Option<String>, bool)> {
        let limit = self.context.reading();
        match kind {
            "servers" | "instances" | "vms" if self.operation.hazard != Hazard::Starts => {
                let entry = fleet::show(&self.session, &INSTANCES, id, limit).await?;
                Ok((entry.record.head().name.clone(), entry.record.survives_stop()))
            }
            "drives" | "volumes" => {
                let entry = fleet::show(&self.session, &DRIVES, id, limit).await?;
                Ok((entry.record.head().name.clone(), true))
            }
            _ => Ok((None, self.operation.hazard != Hazard::EndsRun)),
        }
    }
}
