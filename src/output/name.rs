//! `name`: the exact target of every row, one a line, for `xargs` and for pasting.
//! A row without an id is written as its first field.

use std::io::{self, Write};

use super::{Page, clean::clean};
use crate::model::Value;

/// Writes `ACCOUNT/id:ID` for every row that has an id.
pub(crate) fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let place = |name| page.rows.fields.iter().position(|field| field.name == name);
    let (account, id) = (place("account"), place("id"));
    for row in &page.rows.rows {
        let text = |place: Option<usize>| match place.map(|index| row.value(index)) {
            Some(Value::Text(text)) => Some(clean(text)),
            _ => None,
        };
        match (text(account), text(id)) {
            (Some(account), Some(id)) => writeln!(out, "{account}/id:{id}")?,
            _ if id.is_none() || account.is_none() => writeln!(out, "{}", text(Some(0)).unwrap_or_default())?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{instances, print};
    use crate::{model::Shape, output::Format};

    #[test]
    fn one_exact_target_a_line() {
        let text = print(&instances(Shape::Array), |page| page.format = Format::Name);
        assert_eq!(text, "zurich/id:4b2f9a1e-7c1d-4d0a-9e55-0d6a3c1f8b21\nfotbo/id:33301/12\nhome/id:9\n");
    }
}
