//! The usage of services: traffic with its units if the portal writes them, and groups of resources.
//! Sources: GET /service/@id/bandwidth; /service/@id/resources has no sample, so a machine's groups are assumed.

use crate::{
    model::{Amount, Cell, Head, Line, Usage},
    provider::Node,
};

/// A number and its unit, as in `22.33 Kbps`; nothing if the text lacks one of them.
fn quantity(text: &str) -> Option<(Amount, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-')?;
    let (number, unit) = (text.get(..end)?, text.get(end..)?.trim());
    Some((Amount::parse(number)?, unit)).filter(|_| !unit.is_empty())
}

/// The bits per second of a unit; the portal counts in thousands.
fn bits(unit: &str) -> Option<u64> {
    Some(match unit {
        "bps" => 1,
        "Kbps" | "kbps" => 1_000,
        "Mbps" => 1_000_000,
        "Gbps" => 1_000_000_000,
        "Tbps" => 1_000_000_000_000,
        _ => return None,
    })
}

/// Two quantities in one unit. Rates of different units become bits per second; other units are not compared.
fn together(used: Option<&str>, limit: Option<&str>) -> (Option<String>, Option<String>, Option<String>) {
    let (used, mut limit) = (used.and_then(quantity), limit.and_then(quantity));
    if let (Some((one, unit)), Some((other, another))) = (&used, &limit)
        && unit != another
    {
        if let (Some(unit), Some(another)) = (bits(unit), bits(another)) {
            let rate = |amount: &Amount, unit| Some(amount.times(unit).to_string());
            return (rate(one, unit), rate(other, another), Some("bps".to_owned()));
        }
        limit = None;
    }
    let unit = used.as_ref().or(limit.as_ref()).map(|(_, unit)| (*unit).to_owned());
    let amount = |quantity: Option<(Amount, &str)>| quantity.map(|(amount, _)| amount.to_string());
    (amount(used), amount(limit), unit)
}

/// The use of one resource of a service.
fn of_service(service: &str, resource: &str) -> Usage {
    Usage {
        head: Head { id: format!("{service}/{resource}"), state: "active", ..Head::default() },
        resource: Some(resource.to_owned()),
        service: Some(service.to_owned()),
        ..Usage::default()
    }
}

/// The traffic of a service.
pub(crate) fn bandwidth(service: &str, n: &Node<'_>, each: &mut dyn FnMut(&Node<'_>, Usage)) {
    let formatted = n.at("formatted");
    let (used, limit, unit) = together(formatted.at("used").str(), formatted.at("limit").str());
    let usage = Usage {
        used,
        limit,
        unit,
        price: n.at("charge").money(),
        from: n.at("period_from").time(),
        until: n.at("period_to").time(),
        ..of_service(service, "bandwidth")
    };
    each(n, usage);
}

/// The resources of a service, each with the part in use.
pub(crate) fn resources(service: &str, n: &Node<'_>, each: &mut dyn FnMut(&Node<'_>, Usage)) {
    groups(n, &mut |name, group| {
        let usage = Usage {
            used: group.at("used").money(),
            limit: group.at("total").money(),
            unit: group.at("unit").text(),
            currency: None,
            ..of_service(service, name)
        };
        each(group, usage);
    });
}

/// Hands over each group of numbers about one resource, with its name.
fn groups(n: &Node<'_>, each: &mut dyn FnMut(&str, &Node<'_>)) {
    let inner = n.at("resources");
    let all = if inner.is_empty() { n } else { inner };
    for (key, group) in all.items() {
        let counts = !group.any(&["total", "used", "free"]).is_empty();
        if let Some(name) = group.any(&["name", "label", "resource"]).str().or(key).filter(|_| counts) {
            each(name, group);
        }
    }
}

/// The rows of a service's resources and their usage.
pub(crate) fn resource_rows(n: &Node<'_>, lines: &mut Vec<Line>) {
    groups(n, &mut |name, group| {
        let numbers = ["total", "used", "free"].map(|key| Cell::from(group.at(key).money()));
        lines.push(Line([Cell::from(name)].into_iter().chain(numbers).collect()));
    });
}

/// The row of a service's traffic and its price.
pub(crate) fn bandwidth_row(n: &Node<'_>, lines: &mut Vec<Line>) {
    let formatted = |key: &str| Cell::from(n.at("formatted").at(key).text());
    lines.push(Line(vec![
        n.at("model").text().into(),
        formatted("used"),
        formatted("limit"),
        formatted("overage"),
        n.at("charge").money().into(),
        n.at("projected_charge").money().into(),
        n.at("period_from").time().into(),
        n.at("period_to").time().into(),
    ]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_only_with_a_unit_that_is_certain() {
        let both = |used: &str, limit: &str| {
            let (used, limit, unit) = together(Some(used), Some(limit));
            [used, limit, unit].map(Option::unwrap_or_default)
        };
        assert_eq!(both("22.33 Kbps", "100.00 Mbps"), ["22330.00", "100000000.00", "bps"]);
        assert_eq!(both("22.33 Mbps", "100.00 Mbps"), ["22.33", "100.00", "Mbps"]);
        assert_eq!(both("5 GB", "1 TB"), ["5", "", "GB"], "thousands or 1024s, nobody says");
        assert_eq!(both("5 MBps", "1 Gbps"), ["5", "", "MBps"], "bytes are no bits");
        assert_eq!(both("5 GB", "Unlimited"), ["5", "", "GB"]);
        assert_eq!(both("22334.81", "100.00 Mbps"), ["", "100.00", "Mbps"], "a number without a unit");
        assert_eq!(both("", "many"), ["", "", ""]);
    }
}
