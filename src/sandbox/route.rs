//! The routing tables: method and path pattern to handler, with each face's own refusals.
//! A new operation is one handler and one line in the table of its group.

use super::{
    call::{Call, segments},
    canned::{self, Canned, Table},
    reply::Reply,
    world::World,
};

/// The function that answers a request.
pub(crate) type Handler = fn(&mut World, &Call) -> Reply;

/// One operation of a face.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    methods: &'static [&'static str],
    pattern: &'static str,
    handler: Handler,
    saves: bool,
}

impl Route {
    const fn new(methods: &'static [&'static str], pattern: &'static str, handler: Handler, saves: bool) -> Self {
        Self { methods, pattern, handler, saves }
    }

    /// Reads with GET.
    pub(crate) const fn get(pattern: &'static str, handler: Handler) -> Self {
        Self::new(&["GET"], pattern, handler, false)
    }

    /// Reads with POST.
    pub(crate) const fn ask(pattern: &'static str, handler: Handler) -> Self {
        Self::new(&["POST"], pattern, handler, false)
    }

    /// Reads with GET or POST.
    pub(crate) const fn ask_either(pattern: &'static str, handler: Handler) -> Self {
        Self::new(&["GET", "POST"], pattern, handler, false)
    }

    /// Changes with POST.
    pub(crate) const fn post(pattern: &'static str, handler: Handler) -> Self {
        Self::new(&["POST"], pattern, handler, true)
    }

    /// Changes with GET or POST: printed with GET, sent with POST by many clients.
    pub(crate) const fn either(pattern: &'static str, handler: Handler) -> Self {
        Self::new(&["GET", "POST"], pattern, handler, true)
    }

    /// Changes with DELETE.
    pub(crate) const fn delete(pattern: &'static str, handler: Handler) -> Self {
        Self::new(&["DELETE"], pattern, handler, true)
    }

    /// Changes with PUT.
    pub(crate) const fn put(pattern: &'static str, handler: Handler) -> Self {
        Self::new(&["PUT"], pattern, handler, true)
    }

    /// The route reads the thing whose id ends its path.
    fn shows(&self) -> bool {
        self.methods.contains(&"GET") && self.pattern.ends_with('}')
    }

    /// The values of the placeholders if the path matches.
    fn matches(&self, path: &[String]) -> Option<Vec<String>> {
        let mut params = Vec::new();
        let mut parts = path.iter();
        for wanted in self.pattern.split('/') {
            let part = parts.next()?;
            if wanted.starts_with('{') {
                params.push(part.clone());
            } else if wanted != part {
                return None;
            }
        }
        parts.next().is_none().then_some(params)
    }
}

/// The reason why a face refuses a request before any handler.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// No operation has this path.
    Unknown,
    /// The path exists with other methods, named here.
    Method(String),
    /// The world cannot be read or written; the text gives the remedy.
    Broken(String),
}

/// A path prefix and the tables below it.
pub(crate) type Mount = (&'static str, &'static [&'static [Route]]);

/// One simulated cloud as the HTTP server sees it.
#[derive(Debug)]
pub(crate) struct Face {
    /// The provider's word.
    pub provider: &'static str,
    /// The recorded exchanges, which answer operations that the world does not model.
    pub recorded: &'static Table,
    /// The path of an account's base URL.
    pub base: &'static str,
    /// Alternative beginnings of paths, each with the one it stands for.
    pub aliases: &'static [(&'static str, &'static str)],
    /// The path prefixes of the tables; the first mount that knows a path answers.
    pub mounts: &'static [Mount],
    /// The failure of a request that may not pass, such as a wrong secret.
    pub admit: fn(&World, &Call) -> Option<Reply>,
    /// The provider's own form of a refusal.
    pub refuse: fn(&Call, Refusal) -> Reply,
    /// The request asks a machine to shut itself down, which a machine may ignore.
    pub shuts_down: fn(&Call) -> bool,
}

/// The outcome of a request.
pub(crate) struct Outcome {
    /// The answer.
    pub reply: Reply,
    /// The world has to be saved.
    pub save: bool,
    /// No operation has this path.
    pub unknown: bool,
}

impl Face {
    /// Answers a request: from the world, else from the recorded exchanges, else with a refusal.
    pub(crate) fn answer(&self, world: &mut World, call: &mut Call) -> Outcome {
        let path = self.canonical(&call.path);
        let found = self.routes(&path);
        let method = call.method.as_str();
        let route = found.iter().find(|(route, _)| route.methods.contains(&method));
        let recorded = match route {
            Some((_, params)) if params.is_empty() => Vec::new(),
            _ => canned::at(self.recorded, &path),
        };
        if let Some(reply) = (self.admit)(world, call) {
            return Outcome { reply, save: false, unknown: found.is_empty() && recorded.is_empty() };
        }
        // A recorded path that has a word is a better match than a route that would take the word for an id.
        let canned = canned::pick(&recorded, method, call.header("content-type"));
        let canned = canned.filter(|canned| route.is_none_or(|(_, params)| canned.placeholders() < params.len()));
        if let Some(canned) = canned {
            let reply = self.missing(world, call, &path).unwrap_or_else(|| canned.reply());
            return Outcome { reply, save: false, unknown: false };
        }
        let Some((route, params)) = route else { return self.refused(call, &found, &recorded) };
        call.params.clone_from(params);
        world.ticked = false;
        let reply = (route.handler)(world, call);
        let save = world.ticked || (route.saves && reply.status < 400);
        Outcome { reply, save, unknown: false }
    }

    /// The refusal of a request that has no answer.
    fn refused(&self, call: &Call, found: &[(&Route, Vec<String>)], recorded: &[&Canned]) -> Outcome {
        let mut allowed: Vec<_> = found.iter().flat_map(|(route, _)| route.methods.iter().copied()).collect();
        allowed.extend(recorded.iter().map(|canned| canned.exchange.method));
        allowed.sort_unstable();
        allowed.dedup();
        let unknown = allowed.is_empty();
        let refusal = if unknown { Refusal::Unknown } else { Refusal::Method(allowed.join(", ")) };
        Outcome { reply: (self.refuse)(call, refusal), save: false, unknown }
    }

    /// The failure of the first missing thing named by a longer path, as the world would report it.
    fn missing(&self, world: &World, call: &Call, path: &str) -> Option<Reply> {
        let ways = path.match_indices('/').skip(1).filter_map(|(end, _)| path.get(..end));
        ways.map(|way| self.routes(way)).find_map(|routes| {
            let (route, params) = routes.into_iter().find(|(route, _)| route.shows())?;
            let shown = (route.handler)(&mut world.clone(), &call.with(params));
            shown.failed().then_some(shown)
        })
    }

    /// The world, not the record, answers a recorded request.
    pub(crate) fn models(&self, canned: &Canned) -> bool {
        let method = canned.exchange.method;
        let answers = |(route, params): &(&Route, Vec<String>)| {
            route.methods.contains(&method) && params.len() <= canned.placeholders()
        };
        self.routes(canned.path()).iter().any(answers)
    }

    /// The path with an alternative beginning replaced.
    fn canonical(&self, path: &str) -> String {
        let other = |(alias, own): &(&str, &str)| {
            let rest = path.strip_prefix(alias).filter(|rest| rest.starts_with('/'))?;
            Some(format!("{own}{rest}"))
        };
        self.aliases.iter().find_map(other).unwrap_or_else(|| path.to_owned())
    }

    /// The routes whose pattern matches a path, in the order of the tables, with their placeholders.
    fn routes(&self, path: &str) -> Vec<(&'static Route, Vec<String>)> {
        let below = self.mounts.iter().filter_map(|(prefix, tables)| {
            path.strip_prefix(prefix).filter(|rest| rest.starts_with('/')).map(|rest| (segments(rest), *tables))
        });
        let fitting = |(parts, tables): (Vec<String>, &'static [&'static [Route]])| {
            let routes = tables.iter().copied().flatten();
            routes.filter_map(|route| Some((route, route.matches(&parts)?))).collect::<Vec<_>>()
        };
        below.map(fitting).find(|routes| !routes.is_empty()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sandbox::CLOUDS;

    #[test]
    fn a_pattern_fits_a_path_part_by_part() {
        let route = Route::get("things/{id}/info", |_, _| Reply::no_content());
        assert_eq!(route.matches(&segments("/things/a%2Fb/info")), Some(vec!["a/b".to_owned()]));
        for path in ["/things/info", "/things/x/info/", "/things/x/stop", "/things/x/info/y"] {
            assert_eq!(route.matches(&segments(path)), None, "{path}");
        }
    }

    #[test]
    fn no_route_hides_another() {
        let mut checked = 0;
        for (face, ..) in CLOUDS {
            for (prefix, tables) in face.mounts {
                for route in tables.iter().copied().flatten() {
                    for method in route.methods {
                        let path = format!("{prefix}/{}", route.pattern.replace(['{', '}'], "~"));
                        let found = face.routes(&path);
                        let first = found.iter().find(|(route, _)| route.methods.contains(method)).unwrap();
                        assert_eq!(first.0.pattern, route.pattern, "{method} {path}");
                        checked += 1;
                    }
                }
            }
        }
        assert!(checked > 100, "{checked}");
    }
}
