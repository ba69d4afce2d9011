//! The requests that the verbs of money, tickets and clients send to Fleio.
//! Sources: Fleio's web application; fleio.txt for clients; its WHMCS module for the staff's use of them.

use super::{Sends, flagged, plain};

const UNPAID: &str =
    r#"{"id":3107,"display_number":"INV-3107","status":"unpaid","total":"48.40","balance":"48.40","currency":"EUR"}"#;
const CREDIT: &str = r#"{"gateways":[],"creditBalance":[{"currency":"EUR","amount":"86.60"}]}"#;
const SUMMARY: &str =
    r#"{"credits":[{"currency":{"code":"EUR"},"amount":"86.60"}],"uptodate_credit":74.2,"billing_currency":"EUR"}"#;
const CLIENT: &str = r#"{"id":700101,"first_name":"Alex","last_name":"Example","company":"Example AG","address1":"1 Sample St.",
    "address2":null,"city":"Zurich","country":"CH","state":"","zip_code":"8000","phone":"555 0100","fax":"555 0109","vat_id":null,
    "email":"ops@example.com","currency":"EUR","custom_fields":[{"name":"po","value":7}],"status":"active","uptodate_credit":"74.20"}"#;
const OPTIONS: &str = r#"{"id":1,"cycle":{"id":11,"display_name":"Monthly"},"existing_upgrade_invoice":null,
    "upgrades":[{"id":4,"name":"Large","cycles":[{"id":12,"display_name":"Monthly"},{"id":14,"display_name":"Yearly"}]}],
    "cycle_upgrades":[{"id":11,"display_name":"Monthly"},{"id":13,"cycle":"year","display_name":"Yearly"}],
    "configurable_options":[{"option":21,"option_value":"10"},{"option":22,"option_value":"a"}],
    "configurable_options_upgrades":[{"id":21,"name":"disk"}]}"#;
const OFFER: &[(&str, &str)] = &[("/billing/services/1/upgrade_options", OPTIONS)];

const fn upgrade(flags: &'static str, requests: &'static [&'static str]) -> Sends {
    Sends { verb: "services upgrade", on: "1", flags, reads: OFFER, requests }
}

/// The rows.
pub(crate) const BILLING: &[Sends] = &[
    Sends {
        verb: "invoices pay",
        on: "3107",
        flags: "",
        reads: &[
            ("/billing/invoices/3107", UNPAID),
            ("/billing/invoices/3107/payment_options", CREDIT),
            ("/billing/summary", SUMMARY),
        ],
        requests: &["POST /billing/invoices/3107/pay_from_credit_balance"],
    },
    flagged(
        "tickets create",
        "",
        r#"{"subject":"db-1 is slow","department":"3","body":"Load > 8 since \"noon\".\nSee <top>."}"#,
        &[
            r#"POST /plugins/tickets/tickets  {"title":"db-1 is slow","department":"3","description":"Load &gt; 8 since \"noon\".\nSee &lt;top&gt;."}"#,
        ],
    ),
    flagged(
        "tickets reply",
        "T-1",
        r#"{"body":"It works again."}"#,
        &[r#"POST /plugins/tickets/tickets/T-1/add_reply  {"reply_text":"It works again."}"#],
    ),
    flagged(
        "tickets reply",
        "T-1",
        r#"{"body":"See the file.","attach":["tests/exchanges/sample.bin"]}"#,
        &[
            "POST /plugins/tickets/ticket_attachments  \
             ------nubo-8f1c0d52b7a94e36\r\ncontent-disposition: form-data; name=\"file_name\"\r\n\r\nsample.bin\r\n\
             ------nubo-8f1c0d52b7a94e36\r\ncontent-disposition: form-data; name=\"data\"; filename=\"sample.bin\"\r\n\
             content-type: application/octet-stream\r\n\r\n",
            r#"POST /plugins/tickets/tickets/T-1/add_reply  {"reply_text":"See the file.","associated_attachments":"NEW"}"#,
        ],
    ),
    plain("tickets close", "T-1", &["POST /plugins/tickets/tickets/T-1/close_ticket"]),
    plain("tickets reopen", "T-1", &["POST /plugins/tickets/tickets/T-1/reopen_ticket"]),
    upgrade(r#"{"package":4}"#, &[r#"POST /billing/services/1/upgrade  {"product":4,"cycle":12,"confirm":true}"#]),
    upgrade(
        r#"{"package":4,"cycle":"yearly"}"#,
        &[r#"POST /billing/services/1/upgrade  {"product":4,"cycle":14,"confirm":true}"#],
    ),
    upgrade(r#"{"cycle":"year"}"#, &[r#"POST /billing/services/1/upgrade  {"cycle":13,"confirm":true}"#]),
    upgrade(
        r#"{"resource":{"21":"20"}}"#,
        &[
            r#"POST /billing/services/1/upgrade  {"cycle":11,"configurable_options":[{"option":"22","option_value":"a"},{"option":"21","option_value":"20"}],"confirm":true}"#,
        ],
    ),
    Sends {
        verb: "contact set",
        on: "700101",
        flags: r#"{"phone":"+41446681800","region":"ZH","company":""}"#,
        reads: &[("/clients/700101", CLIENT)],
        requests: &[
            r#"PUT /clients/700101  {"first_name":"Alex","last_name":"Example","company":"","address1":"1 Sample St.","city":"Zurich","country":"CH","state":"ZH","zip_code":"8000","phone":"+41446681800","fax":"555 0109","email":"ops@example.com","custom_fields":[{"name":"po","value":7}]}"#,
        ],
    },
    Sends {
        verb: "contact set --email",
        on: "700101",
        flags: r#"{"phone":"+41446681800","region":"ZH","company":"","email":"new@example.com"}"#,
        reads: &[("/clients/700101", CLIENT)],
        requests: &[
            r#"PUT /clients/700101  {"first_name":"Alex","last_name":"Example","company":"","address1":"1 Sample St.","city":"Zurich","country":"CH","state":"ZH","zip_code":"8000","phone":"+41446681800","fax":"555 0109","email":"new@example.com","custom_fields":[{"name":"po","value":7}]}"#,
        ],
    },
];

/// The requests below the staff base.
pub(crate) const STAFF: &[Sends] = &[
    flagged(
        "clients create",
        "",
        r#"{"first-name":"Jane","last-name":"Doe","email":"jane@example.com","address1":"99 Elm St.","city":"New York","region":"NY","postcode":"1000","country":"US","currency":"EUR","phone":"9999999"}"#,
        &[
            r#"POST /clients  {"address1":"99 Elm St.","city":"New York","country":"US","create_auto_order_service":true,"currency":"EUR","email":"jane@example.com","first_name":"Jane","last_name":"Doe","phone":"9999999","state":"NY","zip_code":"1000"}"#,
        ],
    ),
    flagged(
        "clients credit",
        "7",
        r#"{"amount":"25.00","currency":"eur"}"#,
        &[
            r#"POST /clients/7/change_credit  {"add_credit":true,"amount":"25.00","currency":"EUR","source_currency":"EUR"}"#,
        ],
    ),
    flagged(
        "clients credit",
        "7",
        r#"{"amount":"-5.00","currency":"EUR"}"#,
        &[
            r#"POST /clients/7/change_credit  {"add_credit":false,"amount":"5.00","currency":"EUR","source_currency":"EUR"}"#,
        ],
    ),
    plain("clients suspend", "7", &["POST /clients/7/suspend"]),
    plain("clients resume", "7", &["POST /clients/7/resume"]),
];
