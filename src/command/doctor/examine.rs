//! All checks of the doctor, in the order they are told.
//! The configuration is checked here, everything else in a file of its own.

use clap::ArgMatches;

use super::{
    accounts,
    finding::{Check, Finding, Verdict},
    ground::Ground,
    permissions, schedules,
};

/// Makes all checks.
pub(crate) async fn examine(ground: &Ground<'_>, args: &ArgMatches) -> Vec<Finding> {
    let permissions = permissions::check(&ground.paths, ground.sandbox);
    let mut findings = configuration(ground, &permissions);
    findings.extend(permissions);
    findings.extend(accounts::check(ground, &ground.scope, |_| true).await);
    // Accounts that do not answer, or do not take the secret, are not asked again.
    let answered = |name: &String| {
        let own = |found: &&Finding| found.check == Check::Account && found.account.as_ref() == Some(name);
        findings.iter().find(own).is_some_and(|found| matches!(found.verdict, Verdict::Ok(_)))
    };
    let names: Vec<String> = ground.scope.iter().filter(|name| answered(name)).cloned().collect();
    findings.extend(schedules::check(ground, args, names).await);
    findings
}

/// Checks the accounts file, and the section of each account.
fn configuration(ground: &Ground<'_>, permissions: &[Finding]) -> Vec<Finding> {
    let about = |verdict| {
        let file = ground.paths.config_file.as_ref().filter(|_| !ground.sandbox);
        let name = file.map(|file| file.display().to_string());
        Finding { name, ..Finding::new(Check::Config, verdict) }
    };
    let mut findings = vec![about(accounts_file(ground))];
    let warnings = ground.config.as_ref().map(|config| config.warnings.as_slice()).unwrap_or_default();
    // Warnings about modes are told by the check of permissions too.
    let told =
        |words: &String| permissions.iter().any(|found| found.mends().is_some_and(|mends| words.contains(mends)));
    let warnings = warnings.iter().filter(|words| !told(words));
    findings.extend(warnings.map(|words| about(Verdict::Warning { message: words.clone(), hint: None })));
    findings.extend(ground.scope.iter().map(|name| match ground.fleet.session(name) {
        Ok(session) => Finding::new(Check::Config, Verdict::Ok(session.account.url.clone())).about_account(name),
        Err(error) => Finding::failed(Check::Config, error.account(name)),
    }));
    findings
}

/// Judges the accounts file.
fn accounts_file(ground: &Ground<'_>) -> Verdict {
    match &ground.config {
        _ if ground.sandbox => Verdict::skipped("the sandbox has accounts of its own"),
        Err(error) => Verdict::Failed(error.clone()),
        Ok(config) => match (config.accounts.len(), &config.file) {
            (0, _) => Verdict::Failed(accounts::none(&ground.fleet)),
            (_, None) => Verdict::ok("there is none, and variables make an account"),
            (1, Some(_)) => Verdict::ok("1 account"),
            (count, Some(_)) => Verdict::Ok(format!("{count} accounts")),
        },
    }
}
