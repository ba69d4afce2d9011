//! Lists of every noun over the four simulated clouds, in every format.
//! Piped tables are neither cut nor coloured, and have the account first.

use serde_json::json;

use crate::harness::Home;

#[test]
fn instances_of_four_clouds_are_one_table() {
    Home::new().sandbox("instances list").shows("
        ACCOUNT             ID                                    NAME       STATE      CPUS  MEMORY  IPS                          REGION
        sandbox-fleio       a1f0c9d2-3b57-4e0a-9c41-70d1b6a4e001  web-1      running       1   2 GiB  203.0.113.11                 nl
        sandbox-fleio       a2b84e16-90c3-4f7d-8a15-2c9f4be7d002  web-2      running       1   2 GiB  203.0.113.12, 198.51.100.51  nl
        sandbox-fleio       b7d5a3f0-61e8-4c29-b0d4-95e0c72fa003  db-1       running       2   4 GiB  203.0.113.13                 nl
        sandbox-fleio       c3e91b74-2ad6-48b5-a3f9-18d6fe05b004  worker-1   stopped       4   8 GiB  203.0.113.14                 de
        sandbox-fleio       d0426fa8-b5c7-4913-8e62-6fb3a9d1c005  staging-1  shelved       1   2 GiB  203.0.113.15                 de
        sandbox-fleio       e9a7d351-47f0-4b8e-9d07-a04c5e28d006  legacy-1   error         1   2 GiB  203.0.113.16                 nl
        sandbox-cloudsigma  10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1  web-1      running       1   2 GiB  198.51.100.11                -
        sandbox-cloudsigma  21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a  web-2      running       -   2 GiB  198.51.100.12                -
        sandbox-cloudsigma  32d9e913-2f30-4f68-9a6b-c5d2deae18e3  db-1       running       4   8 GiB  -                            -
        sandbox-cloudsigma  43eafa24-3041-4f57-9a88-c5d2dd8ad37c  batch-1    running       1   1 GiB  198.51.100.64                -
        sandbox-cloudsigma  54fc0b35-3152-4f46-9aa5-c5d2dc678e15  mail-1     stopped       -   4 GiB  -                            -
        sandbox-cloudsigma  660d1c46-3263-4f35-9ac2-c5d2db4448ae  dev-1      paused        1   1 GiB  -                            -
        sandbox-seflow      33301/12                              web-3      running       2   4 GiB  192.0.2.12, 2001:db8:2::12   -
        sandbox-seflow      33301/14                              db-2       running       4   8 GiB  192.0.2.14, 2001:db8:2::14   -
        sandbox-seflow      33301/15                              mail-2     stopped       1   1 GiB  192.0.2.15, 2001:db8:2::15   -
        sandbox-seflow      33302/12                              shop-old   suspended     1   2 GiB  192.0.2.40                   -
        sandbox-uivmm       3/ci-runner                           ci-runner  running       -       -  -                            -
        sandbox-uivmm       3/registry                            registry   running       -       -  -                            -
        sandbox-uivmm       7/web-test                            web-test   stopped       -       -  -                            -
        sandbox-uivmm       7/lab                                 lab        paused        -       -  -                            -
        --- exit 0
    ");
}

#[test]
fn wide_tables_have_more_columns() {
    Home::new().sandbox("instances list -a sandbox-seflow -o wide").shows("
        ACCOUNT         PROVIDER  ID        NAME      STATE      PROVIDER STATE  CREATED AT  CPUS  MEMORY     DISK  IPS                         REGION  FLAVOR  IMAGE      TAGS  LOCKED
        sandbox-seflow  seflow    33301/12  web-3     running    online          -              2   4 GiB   40 GiB  192.0.2.12, 2001:db8:2::12  -       -       Debian 12  -     -
        sandbox-seflow  seflow    33301/14  db-2      running    online          -              4   8 GiB  160 GiB  192.0.2.14, 2001:db8:2::14  -       -       Debian 12  -     -
        sandbox-seflow  seflow    33301/15  mail-2    stopped    offline         -              1   1 GiB   20 GiB  192.0.2.15, 2001:db8:2::15  -       -       Debian 12  -     -
        sandbox-seflow  seflow    33302/12  shop-old  suspended  suspended       -              1   2 GiB   25 GiB  192.0.2.40                  -       -       CentOS 7   -     no
        --- exit 0
    ");
}

#[test]
fn names_are_exact_targets() {
    Home::new().sandbox("instances list -a sandbox-seflow,sandbox-uivmm -o name").shows(
        "
        sandbox-seflow/id:33301/12
        sandbox-seflow/id:33301/14
        sandbox-seflow/id:33301/15
        sandbox-seflow/id:33302/12
        sandbox-uivmm/id:3/ci-runner
        sandbox-uivmm/id:3/registry
        sandbox-uivmm/id:7/web-test
        sandbox-uivmm/id:7/lab
        --- exit 0
    ",
    );
}

#[test]
fn json_is_one_array_and_says_nothing_else() {
    let run = Home::new().sandbox("instances list -a sandbox-seflow --json");
    run.ends(0).quietly();
    assert!(run.stdout.starts_with("[\n  {\n    \"account\": \"sandbox-seflow\",\n"), "{}", run.stdout);
    let list = run.json();
    assert_eq!(list.as_array().unwrap().len(), 4);
    assert_eq!(list[0]["memory_bytes"], json!(4_294_967_296_u64));
    assert_eq!(list[0]["ips"], json!(["192.0.2.12", "2001:db8:2::12"]));
    assert_eq!(list[0]["locked"], json!(null));
    assert_eq!(Home::new().sandbox("instances list -a sandbox-seflow -o json").stdout, run.stdout);
}

#[test]
fn ndjson_is_one_object_a_line() {
    Home::new().sandbox("instances list -a sandbox-uivmm -o ndjson --columns account,id,state,cpus,ips").shows(
        r#"
        {"account":"sandbox-uivmm","id":"3/ci-runner","state":"running","cpus":null,"ips":null}
        {"account":"sandbox-uivmm","id":"3/registry","state":"running","cpus":null,"ips":null}
        {"account":"sandbox-uivmm","id":"7/web-test","state":"stopped","cpus":null,"ips":null}
        {"account":"sandbox-uivmm","id":"7/lab","state":"paused","cpus":null,"ips":null}
        --- exit 0
    "#,
    );
}

#[test]
fn drives() {
    Home::new().sandbox("drives list").shows("
        ACCOUNT             ID                                    NAME                       STATE         SIZE  KIND    ATTACHED TO
        sandbox-fleio       5c1e7a90-8d42-4f36-a1b7-e02f96c4d101  db-1-data                  attached   100 GiB  volume  b7d5a3f0-61e8-4c29-b0d4-95e0c72fa003
        sandbox-fleio       6d2f8ba1-9e53-4047-b2c8-f13a07d5e102  db-1-root                  attached    40 GiB  volume  b7d5a3f0-61e8-4c29-b0d4-95e0c72fa003
        sandbox-fleio       7e309cb2-af64-4158-83d9-024b18e6f103  archive                    available  250 GiB  volume  -
        sandbox-fleio       8f41adc3-b075-4269-94ea-135c29f70104  worker-1-scratch           attached    50 GiB  volume  c3e91b74-2ad6-48b5-a3f9-18d6fe05b004
        sandbox-fleio       8f41adc3-b075-4269-94ea-135c29f70105  worker-1-data              attached   200 GiB  volume  c3e91b74-2ad6-48b5-a3f9-18d6fe05b004
        sandbox-cloudsigma  7a10e1b2-5c3d-4e7f-8a9b-1c2d3e4f5061  web-1 root                 attached    20 GiB  disk    10b7c6f1-2d0e-4f8a-9a31-c5d2e0f4a3b1
        sandbox-cloudsigma  7b11e3b5-5c3d-4e7f-8a9b-1c2d4f606172  web-2 root                 attached    20 GiB  disk    21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a
        sandbox-cloudsigma  7c12e5b8-5c3d-4e7f-8a9b-1c2d60717283  db-1 root                  attached    40 GiB  disk    32d9e913-2f30-4f68-9a6b-c5d2deae18e3
        sandbox-cloudsigma  7d13e7bb-5c3d-4e7f-8a9b-1c2d71828394  db-1 data                  attached   500 GiB  disk    32d9e913-2f30-4f68-9a6b-c5d2deae18e3
        sandbox-cloudsigma  7e14e9be-5c3d-4e7f-8a9b-1c2d829394a5  batch-1 root               attached    10 GiB  disk    43eafa24-3041-4f57-9a88-c5d2dd8ad37c
        sandbox-cloudsigma  7f15ebc1-5c3d-4e7f-8a9b-1c2d93a4a5b6  mail-1 root                attached    30 GiB  disk    54fc0b35-3152-4f46-9aa5-c5d2dc678e15
        sandbox-cloudsigma  8016edc4-5c3d-4e7f-8a9b-1c2da4b5b6c7  dev-1 root                 attached    10 GiB  disk    660d1c46-3263-4f35-9ac2-c5d2db4448ae
        sandbox-cloudsigma  8117efc7-5c3d-4e7f-8a9b-1c2db5c6c7d8  old backup, do not delete  available  100 GiB  disk    -
        sandbox-cloudsigma  8218f1ca-5c3d-4e7f-8a9b-1c2dc6d7d8e9  shared files               attached    10 GiB  disk    21c8d802-2e1f-4f79-9a4e-c5d2dfd15e4a, 32d9e913-2f30-4f68-9a6b-c5d2deae18e3
        sandbox-seflow      33301/12/1201                         sda                        attached    40 GiB  disk    33301/12
        sandbox-seflow      33301/14/1401                         sda                        attached   160 GiB  disk    33301/14
        sandbox-seflow      33301/15/1501                         sda                        attached    20 GiB  disk    33301/15
        sandbox-uivmm       3/default/registry                    registry                   attached         -  volume  3/registry
        sandbox-uivmm       3/default/artifacts                   artifacts                  available        -  volume  -
        sandbox-uivmm       7/fast/lab                            lab                        attached         -  volume  7/lab
        --- exit 0
    ");
}

#[test]
fn invoices_pass_over_those_who_have_none() {
    let home = Home::new();
    home.sandbox("invoices list --columns id,state,number,currency,total,due").shows(
        "
        ACCOUNT         ID      STATE      NUMBER    CURRENCY  TOTAL    DUE
        sandbox-fleio   3107    unpaid     INV-3107  EUR       48.40  48.40
        sandbox-fleio   3110    unpaid     INV-3110  USD       24.20  24.20
        sandbox-fleio   3102    unpaid     INV-3102  EUR       36.30  16.30
        sandbox-fleio   3088    overdue    INV-3088  EUR       12.10  12.10
        sandbox-fleio   3052    paid       INV-3052  EUR       45.98   0.00
        sandbox-fleio   3020    refunded   INV-3020  EUR       18.15      -
        sandbox-fleio   2990    cancelled  INV-2990  EUR       12.10      -
        sandbox-seflow  303140  unpaid     SF/0043   EUR       24.40  24.40
        sandbox-seflow  303118  overdue    SF/0042   EUR       36.60  36.60
        sandbox-seflow  303005  paid       SF/0041   USD       49.00   0.00
        sandbox-seflow  302950  refunded   SF/0040   EUR       31.00   0.00
        sandbox-seflow  302877  paid       SF/0039   EUR       48.80   0.00
        sandbox-seflow  301455  cancelled  SF/0007   EUR       15.25   0.00
        --- stderr
        skipped: sandbox-cloudsigma, sandbox-uivmm have no invoices
        --- exit 0
    ",
    );
}

#[test]
fn tickets_pass_over_those_who_have_none() {
    Home::new().sandbox("tickets list --columns id,state,subject,department,unread").shows(
        "
        ACCOUNT         ID                 STATE     SUBJECT                    DEPARTMENT         UNREAD
        sandbox-fleio   T-261118-0931-XK4  answered  db-1: disk latency         Technical support  -
        sandbox-fleio   T-261020-1604-B7M  closed    Invoice address            Billing            -
        sandbox-seflow  437928             answered  Reverse DNS for mail-2     Support            yes
        sandbox-seflow  401177             closed    Upgrade of Cloud Server M  Sales              no
        --- stderr
        skipped: sandbox-cloudsigma, sandbox-uivmm have no tickets
        --- exit 0
    ",
    );
}

#[test]
fn whoami_asks_every_account() {
    Home::new().sandbox("whoami").shows(
        "
        ACCOUNT             ID                                    NAME          STATE    EMAIL            COMPANY
        sandbox-fleio       41                                    Alex Example  active   ops@example.com  -
        sandbox-cloudsigma  f2e19d5c-11aa-44e5-94aa-dc1900000001  Alex Example  unknown  ops@example.com  Example AG
        sandbox-seflow      20408                                 Alex Example  active   ops@example.com  Example AG
        sandbox-uivmm       7                                     demo          active   ops@example.com  -
        --- exit 0
    ",
    );
}

#[test]
fn nouns_may_stand_in_the_singular_and_ls_is_list() {
    let home = Home::new();
    for (short, long) in [("instance ls", "instances list"), ("drive ls", "drives list"), ("ticket ls", "tickets list")]
    {
        assert_eq!(home.sandbox(short).ends(0).stdout, home.sandbox(long).stdout);
    }
    assert_eq!(home.sandbox("invoice list --json").ends(0).stdout, home.sandbox("invoices list --json").stdout);
}

#[test]
fn colour_only_when_it_is_asked_for() {
    let home = Home::new();
    let list = "instances list -a sandbox-uivmm --columns name,state";
    let coloured = home.sandbox(&format!("{list} --color always"));
    assert!(coloured.stdout.contains("\u{1b}[38;5;2mrunning\u{1b}[39m"), "{}", coloured.stdout);
    for (name, value) in [("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("TERM", "dumb")] {
        let home = Home::new().with(name, value);
        assert!(!home.sandbox(list).ends(0).stdout.contains('\u{1b}'), "{name}={value}");
    }
    let forced = Home::new().with("CLICOLOR_FORCE", "1");
    assert!(forced.sandbox(list).stdout.contains('\u{1b}'));
    assert!(!forced.sandbox(&format!("{list} --color never")).stdout.contains('\u{1b}'));
}
