//! Kinds of failure against the README, and failures together.
//! The table people read is the table the program follows.

use super::*;

#[test]
fn the_readme_has_every_kind_and_no_other() {
    let readme = include_str!("../../README.md");
    let table = readme.split("## Exit codes").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| code") && !line.starts_with("| 0 "))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let told: Vec<(String, String)> = rows
        .iter()
        .flat_map(|row| row[1].split(", ").zip(row[2].split(", ")))
        .map(|(code, word)| (code.to_owned(), word.trim_matches('`').to_owned()))
        .collect();
    let known: Vec<(String, String)> = Kind::ALL.iter().map(|k| (k.exit().to_string(), k.word().to_owned())).collect();
    assert_eq!(told, known);
}

#[test]
fn failures_together_agree_or_are_partial() {
    assert_eq!(together([], true), None);
    assert_eq!(together([Kind::Denied, Kind::Denied], false), Some(Kind::Denied));
    assert_eq!(together([Kind::Denied], true), Some(Kind::Partial));
    assert_eq!(together([Kind::Denied, Kind::NotFound], false), Some(Kind::Partial));
    assert_eq!(together([Kind::Denied, Kind::Config], true), Some(Kind::Config));
}
