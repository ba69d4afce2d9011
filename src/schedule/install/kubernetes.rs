//! The objects of Kubernetes that carry out the rules: the two files, a claim for the state folder, and the timed runs.
//! No secret is in them: each account's comes from a Secret that they name.

use super::{Every, quoted};

/// The content of an export.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    /// The image that has nubo.
    pub image: String,
    /// The interval between runs.
    pub every: Every,
    /// The URL that each run calls when it begins and when it ends.
    pub ping: Option<String>,
    /// The text of `config.toml`.
    pub config: String,
    /// The text of `schedules.toml`.
    pub rules: String,
    /// The files of dates beside the rules, each with its name and its text.
    pub dates: Vec<(String, String)>,
    /// The files of dates elsewhere that the rules name.
    pub elsewhere: Vec<String>,
    /// The accounts that the rules name.
    pub accounts: Vec<Needed>,
}

/// The settings and secrets that an account needs in the cluster.
#[derive(Clone, Debug)]
pub(crate) struct Needed {
    /// The account's name.
    pub name: String,
    /// The variable that its secret is in; none where a command of its own prints it.
    pub variable: Option<String>,
    /// True when it trusts a file of certificates.
    pub ca_file: bool,
}

/// A user that owns nothing in any image.
const NOBODY: u32 = 65_532;

/// The objects as YAML.
pub(crate) fn yaml(export: &Export) -> String {
    [comments(export), config_map(export), VOLUME.to_owned(), cron_job(export)].join("---\n")
}

/// The comments on the Secret and the files that must exist beside the objects.
fn comments(export: &Export) -> String {
    let mut text = "# The schedules of nubo as a CronJob, for kubectl apply -f FILE\n".to_owned();
    let variables: Vec<&str> = export.accounts.iter().filter_map(|account| account.variable.as_deref()).collect();
    if let Some(first) = variables.first() {
        text.push_str(&format!(
            "# The secrets are not in here. Make a file of lines as in {first}=..., and from it the Secret:\n\
             #   kubectl create secret generic nubo --from-env-file=FILE\n\
             # It must have: {}\n",
            variables.join(" ")
        ));
    }
    for account in &export.accounts {
        if account.variable.is_none() {
            text.push_str(&format!("# {} has a secret_command: the image must have what it runs\n", account.name));
        }
        if account.ca_file {
            text.push_str(&format!(
                "# {} has a ca_file: the image must have it, at the absolute path that config.toml names\n",
                account.name
            ));
        }
    }
    for file in &export.elsewhere {
        text.push_str(&format!("# schedules.toml names {file}: the image must have it there\n"));
    }
    text
}

/// The two files, and the files of dates.
fn config_map(export: &Export) -> String {
    let block = |text: &str| quoted::yaml_block(text, "    ");
    let own = [("config.toml", &export.config), ("schedules.toml", &export.rules)];
    let files = own.into_iter().chain(export.dates.iter().map(|(name, text)| (name.as_str(), text)));
    let data = files.fold(String::new(), |data, (name, text)| data + &format!("  {name}: {}\n", block(text)));
    format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: nubo-schedules\ndata:\n{data}")
}

/// The volume of the state folder.
const VOLUME: &str = "\
# Without this volume each run would be the first: enforce = \"once\" would be \"always\".
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: nubo-schedules
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: 1Gi
";

/// The rights of the container, and the mounts of its files.
const MOUNTS: &str = "              securityContext:
                allowPrivilegeEscalation: false
                capabilities:
                  drop: [ALL]
              volumeMounts:
                - name: config
                  mountPath: /etc/nubo
                  readOnly: true
                - name: state
                  mountPath: /var/lib/nubo
          volumes:
            - name: config
              configMap:
                name: nubo-schedules
            - name: state
              persistentVolumeClaim:
                claimName: nubo-schedules
";

/// The run and when it is made.
fn cron_job(export: &Export) -> String {
    let ping = export.ping.iter().flat_map(|url| ["--ping".to_owned(), url.clone()]);
    let words = ["schedules", "apply", "--yes"].map(str::to_owned).into_iter().chain(ping);
    let words = words.map(|word| quoted::yaml(&word.replace("$(", "$$("))).collect::<Vec<_>>().join(", ");
    let secrets: String =
        export.accounts.iter().filter_map(|account| account.variable.as_deref()).map(from_secret).collect();
    format!(
        "\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nubo-schedules
spec:
  schedule: {schedule}
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: {deadline}
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: 900
      template:
        spec:
          restartPolicy: Never
          automountServiceAccountToken: false
          securityContext:
            runAsNonRoot: true
            runAsUser: {NOBODY}
            runAsGroup: {NOBODY}
            fsGroup: {NOBODY}
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: nubo
              image: {image}
              command: [nubo]
              args: [{words}]
              env:
                - name: NUBO_CONFIG_DIR
                  value: /etc/nubo
                - name: NUBO_STATE_DIR
                  value: /var/lib/nubo
{secrets}{MOUNTS}",
        schedule = quoted::yaml(&export.every.cron()),
        deadline = export.every.seconds(),
        image = quoted::yaml(&export.image),
    )
}

/// A variable whose value is in the Secret.
fn from_secret(variable: &str) -> String {
    format!(
        "                - name: {variable}
                  valueFrom:
                    secretKeyRef:
                      name: nubo
                      key: {variable}
                      optional: false
"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::*;

    const RULES: &str = "# machines of the office\n[office]\nup = [\"mon-fri 08:00-19:30\"]\n\n[é]\n";

    fn export() -> Export {
        let account = |name: &str, variable: Option<&str>| Needed {
            name: name.to_owned(),
            variable: variable.map(str::to_owned),
            ca_file: variable.is_none(),
        };
        Export {
            dates: Vec::new(),
            elsewhere: Vec::new(),
            image: "registry.example.com/nubo:1".to_owned(),
            every: Every::parse("5m").unwrap(),
            ping: None,
            config: "[accounts.zurich]\nprovider = \"cloudsigma-zrh\"\n".to_owned(),
            rules: RULES.to_owned(),
            accounts: vec![account("lab", None), account("zurich", Some("NUBO_SECRET_ZURICH"))],
        }
    }

    fn read(export: &Export) -> Vec<Value> {
        serde_saphyr::from_multiple(&yaml(export)).unwrap()
    }

    #[test]
    fn there_are_three_objects_that_name_each_other() {
        let [map, volume, job] = <[Value; 3]>::try_from(read(&export())).unwrap();
        assert_eq!([&map["kind"], &volume["kind"], &job["kind"]], ["ConfigMap", "PersistentVolumeClaim", "CronJob"]);
        assert_eq!(
            (&map["data"]["schedules.toml"], &map["data"]["config.toml"]),
            (&json!(RULES), &json!(export().config))
        );
        let spec = &job["spec"];
        assert_eq!((&spec["schedule"], &spec["concurrencyPolicy"]), (&json!("*/5 * * * *"), &json!("Forbid")));
        assert_eq!(
            (&spec["startingDeadlineSeconds"], &spec["jobTemplate"]["spec"]["backoffLimit"]),
            (&json!(300), &json!(0))
        );
        let pod = &spec["jobTemplate"]["spec"]["template"]["spec"];
        assert_eq!((&pod["restartPolicy"], &pod["securityContext"]["runAsNonRoot"]), (&json!("Never"), &json!(true)));
        assert_eq!(pod["volumes"][0]["configMap"]["name"], map["metadata"]["name"]);
        assert_eq!(pod["volumes"][1]["persistentVolumeClaim"]["claimName"], volume["metadata"]["name"]);
        let container = &pod["containers"][0];
        assert_eq!(container["args"], json!(["schedules", "apply", "--yes"]));
        assert_eq!(container["env"][0], json!({"name": "NUBO_CONFIG_DIR", "value": "/etc/nubo"}));
        let key = json!({"name": "nubo", "key": "NUBO_SECRET_ZURICH", "optional": false});
        let secret = json!({"name": "NUBO_SECRET_ZURICH", "valueFrom": {"secretKeyRef": key}});
        assert_eq!((&container["env"][2], &container["env"][3]), (&secret, &Value::Null));
    }

    #[test]
    fn comments_say_what_has_to_be_there() {
        let text = yaml(&export());
        for words in [
            "kubectl create secret generic nubo --from-env-file",
            "# It must have: NUBO_SECRET_ZURICH\n",
            "# lab has a secret_command",
            "# lab has a ca_file",
            "would be \"always\"",
        ] {
            assert!(text.contains(words), "{words}\n{text}");
        }
        let mut none = export();
        none.accounts.truncate(1);
        assert!(!yaml(&none).contains("kubectl create"));
        assert_eq!(read(&none).len(), 3);
    }

    #[test]
    fn odd_values_read_back() {
        let odd = Export {
            image: "a: b # \"c\"".to_owned(),
            ping: Some("https://x.example.com/$(HOME)?a=1#b".to_owned()),
            config: "x = '''\r\n---\r\n'''".to_owned(),
            rules: " [a]\n---\n\n".to_owned(),
            ..export()
        };
        let objects = read(&odd);
        assert_eq!(objects.len(), 3);
        assert_eq!(
            (&objects[0]["data"]["config.toml"], &objects[0]["data"]["schedules.toml"]),
            (&json!(odd.config), &json!(odd.rules))
        );
        let container = &objects[2]["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0];
        assert_eq!(container["image"], json!(odd.image));
        // $$( is how Kubernetes writes $( that names no variable.
        assert_eq!(container["args"][4], "https://x.example.com/$$(HOME)?a=1#b");
    }
}
