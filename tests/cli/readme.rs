//! The README agrees with the program.
//! The table of verbs is compared with the support matrix, and the commands it shows with the program's own help.

use crate::harness::Home;

const README: &str = include_str!("../../README.md");

#[test]
fn the_table_of_verbs_is_the_support_matrix() {
    let matrix = Home::new().nubo("providers --json").json();
    let expected: Vec<String> = matrix
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let can = |provider: &str| row[provider].as_str().unwrap().replace("no", "-");
            let cells = [can("fleio"), can("cloudsigma"), can("seflow"), can("uivmm")];
            format!("| `{}` | {} |", row["verb"].as_str().unwrap(), cells.join(" | "))
        })
        .collect();
    let table = README.split("## Who can what").nth(1).unwrap().split("\n## ").next().unwrap();
    let told: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    assert_eq!(told, expected);
}

#[test]
fn every_command_it_shows_is_one() {
    let shown = README.lines().filter_map(|line| line.trim().strip_prefix("nubo "));
    let mut count = 0;
    for line in shown {
        let command = line.split(" #").next().unwrap().split(" | ").next().unwrap().trim();
        let words: Vec<&str> = command.split(' ').take_while(|word| !word.contains(['-', '/', '\'', '"'])).collect();
        let words: Vec<&str> = words.into_iter().filter(|w| w.chars().all(|c| c.is_ascii_lowercase())).collect();
        let run = Home::new().nubo(&format!("{} --help", words.join(" ")));
        assert_eq!(run.code, Some(0), "nubo {command}");
        count += 1;
    }
    assert!(count > 10, "only {count} commands");
}

#[test]
fn every_file_it_names_for_successors_is_there() {
    let part = README.split("## For who carries it on").nth(1).unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let named: Vec<&str> = part.split('`').skip(1).step_by(2).filter(|word| word.starts_with("src/")).collect();
    for path in &named {
        assert!(root.join(path).exists(), "{path}");
    }
    assert!(named.len() > 15, "only {}", named.len());
}
