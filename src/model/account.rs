//! The people behind accounts: the owner of a secret, the contact details at a provider, and the clients of a portal.
//! The field names follow conventions; the names of providers stand in their readers.

use super::record::record;

record! {
    /// The owner of a secret at the provider.
    Identity "identity" ["active" "suspended" "closed" "unknown"] {
        email: Option<String> = Text Table "the e-mail address";
        company: Option<String> = Text Table "the company";
        currency: Option<String> = Text Wide "ISO currency of the account";
    }
}

record! {
    /// The contact details that a provider has of its customer.
    Contact "contact" ["active" "suspended" "closed" "unknown"] hides ["id"] {
        first_name: Option<String> = Text Wide "first name";
        last_name: Option<String> = Text Wide "last name";
        company: Option<String> = Text Table "the company";
        email: Option<String> = Text Table "the e-mail address";
        phone: Option<String> = Text Table "telephone";
        mobile: Option<String> = Text Wide "mobile telephone";
        address1: Option<String> = Text Wide "street";
        address2: Option<String> = Text Wide "what stands below the street";
        postcode: Option<String> = Text Wide "postcode";
        city: Option<String> = Text Table "city";
        region: Option<String> = Text Wide "state or province";
        country: Option<String> = Text Table "country, two letters where the provider has them";
        vat_id: Option<String> = Text Wide "VAT number";
        title: Option<String> = Text Data "title";
        nick_name: Option<String> = Text Data "what the owner is called";
    }
}

record! {
    /// A client of a portal, for those who run one.
    Client "client" ["active" "inactive" "suspended" "closed" "busy" "unknown"] {
        first_name: Option<String> = Text Wide "first name";
        last_name: Option<String> = Text Wide "last name";
        company: Option<String> = Text Table "the company";
        email: Option<String> = Text Table "the e-mail address";
        phone: Option<String> = Text Wide "telephone";
        city: Option<String> = Text Wide "city";
        country: Option<String> = Text Wide "country";
        vat_id: Option<String> = Text Wide "VAT number";
        currency: Option<String> = Text Table "ISO currency";
        credit: Option<String> = Money Table "what the client has";
        due: Option<String> = Money Wide "what the client owes";
        out_of_credit_at: Option<String> = Time Wide "when the credit was used up";
    }
}
