//! The lenient scalars against plain definitions of what they accept, and whole trees there and back.
//! Nothing a server writes may make any of them panic.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

fn text(text: &str) -> Node<'_> {
    Node::Text(Cow::Borrowed(text))
}

/// The definition of `integer` in other words: digits, perhaps with a plus in front or zeros after a point.
fn plain_integer(text: &str) -> Option<u64> {
    let text = text.trim();
    let whole = match text.split_once('.') {
        Some((whole, zeros)) if zeros.chars().all(|c| c == '0') => whole,
        Some(_) => return None,
        None => text,
    };
    let digits = whole.strip_prefix('+').unwrap_or(whole);
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    digits.chars().try_fold(0_u64, |sum, c| sum.checked_mul(10)?.checked_add(u64::from(c.to_digit(10)?)))
}

/// The definition of `money` in other words.
fn plain_money(text: &str) -> bool {
    let mut signs = text.trim().chars().peekable();
    signs.next_if(|c| *c == '-');
    let rest: Vec<char> = signs.collect();
    let points = rest.iter().filter(|c| **c == '.').count();
    let digits = rest.iter().filter(|c| c.is_ascii_digit()).count();
    digits > 0 && points <= 1 && points + digits == rest.len()
}

#[test]
fn numbers_are_read_from_texts_and_numbers_alike() {
    let cases =
        [("5", Some(5)), (" 5 ", Some(5)), ("5.0", Some(5)), ("5.5", None), ("", None), ("-5", None), ("5e3", None)];
    for (written, number) in cases {
        assert_eq!(text(written).integer(), number, "{written:?}");
        assert_eq!(Node::Number(Cow::Borrowed(written)).integer(), number, "{written:?}");
    }
    assert_eq!(text("18446744073709551615").integer(), Some(u64::MAX));
    assert_eq!(text("18446744073709551616").integer(), None);
    assert_eq!((text("2").scaled(1 << 20), text("18446744073709551615").scaled(2)), (Some(2 << 20), None));
    assert_eq!(
        (Node::Null.integer(), Node::Bool(true).integer(), Node::List(Vec::new()).integer()),
        (None, None, None)
    );
}

#[test]
fn yes_and_no_have_many_spellings() {
    for word in ["true", "TRUE", "1", "yes", " on "] {
        assert_eq!(text(word).bool(), Some(true), "{word}");
    }
    for word in ["false", "False", "0", "no", "off"] {
        assert_eq!(text(word).bool(), Some(false), "{word}");
    }
    assert_eq!((Node::Bool(true).bool(), Node::Number("0".into()).bool()), (Some(true), Some(false)));
    for word in ["", "2", "ok", "active"] {
        assert_eq!(text(word).bool(), None, "{word}");
    }
}

#[test]
fn zero_dates_mean_never() {
    for never in ["0000-00-00", "0000-00-00 00:00:00", "0", "", " "] {
        assert_eq!(text(never).time(), None, "{never:?}");
    }
    assert_eq!(text(" 2015-09-10 13:13:37 ").time().as_deref(), Some("2015-09-10 13:13:37"));
}

#[test]
fn amounts_keep_their_text() {
    for (written, amount) in
        [("12.10", true), ("-3", true), (" 0.0000 ", true), ("1,50", false), ("1e3", false), ("n/a", false)]
    {
        assert_eq!(text(written).money().as_deref(), amount.then_some(written.trim()), "{written:?}");
    }
}

#[test]
fn elements_of_lists_maps_and_single_values() {
    let list: Node<'_> = serde_json::from_str(r#"["a", 2, null, "", {"k":"v"}]"#).unwrap();
    assert_eq!((list.items().count(), text("one").items().count(), Node::Null.items().count()), (5, 1, 0));
    let map: Node<'_> = serde_json::from_str(r#"{"a":"x","b":{"c":1}}"#).unwrap();
    assert_eq!(map.items().map(|(key, _)| key.unwrap()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(map.any(&["z", "b", "a"]).at("c").integer(), Some(1));
    assert_eq!((map.at("z").is_empty(), text("x").at("z").is_empty()), (true, true));
}

#[test]
fn numbers_keep_their_text_there_and_back() {
    let written = r#"{"a":12.10,"b":1e5,"c":-0.0,"d":123456789012345678901234567890,"e":[0.1000]}"#;
    let node: Node<'_> = serde_json::from_str(written).unwrap();
    assert_eq!(node.at("a").str(), Some("12.10"));
    let back: Value = serde_json::from_str(&serde_json::to_string(&node).unwrap()).unwrap();
    assert_eq!(back, serde_json::from_str::<Value>(written).unwrap());
    assert!(serde_json::to_string(&node).unwrap().contains(r#""a":12.10,"#));
}

#[test]
fn secrets_are_hidden_at_any_depth_unless_they_are_empty() {
    let node: Node<'_> = serde_json::from_str(
        r#"{"vm":[{"password":"x","rootPassword":["y"],"vnc:password":"","name":"n","token":null,"secret":7}]}"#,
    )
    .unwrap();
    let expected = json!({"vm":[{"password":"***","rootPassword":"***","vnc:password":"","name":"n","token":null,"secret":"***"}]});
    assert_eq!(serde_json::from_str::<Value>(&serde_json::to_string(&node).unwrap()).unwrap(), expected);
}

#[test]
fn what_is_nested_too_deep_is_an_error() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(serde_json::from_str::<Node<'_>>(&deep).is_err());
}

/// Any JSON whose keys hold no secrets.
fn json() -> impl Strategy<Value = Value> {
    let number = "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,8})?([eE][+-]?[0-9]{1,2})?";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(|text| serde_json::from_str(&text).unwrap()),
        any::<String>().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        let key = "[a-z:_$é\"\\\\]{0,8}".prop_filter("no secret", |key| !is_secret(key));
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_comes_back_as_it_was(value in json()) {
        let written = value.to_string();
        let node: Node<'_> = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(&serde_json::to_string(&node).unwrap(), &written);
        prop_assert_eq!(serde_json::to_string(&node.into_owned()).unwrap(), written);
    }

    #[test]
    fn numbers_agree_with_their_plain_definition(written in "[ +.0-9-]{0,24}") {
        prop_assert_eq!(text(&written).integer(), plain_integer(&written));
        prop_assert_eq!(text(&written).money().is_some(), plain_money(&written));
        prop_assert_eq!(text(&written).money().unwrap_or_else(|| written.trim().to_owned()), written.trim());
    }

    #[test]
    fn whole_numbers_are_read_as_they_are(number in any::<u64>(), unit in any::<u64>()) {
        let written = number.to_string();
        prop_assert_eq!(text(&written).integer(), Some(number));
        prop_assert_eq!(text(&written).scaled(unit), number.checked_mul(unit));
    }

    #[test]
    fn nothing_that_is_written_makes_a_reader_panic(written in any::<String>()) {
        for node in [text(&written), Node::Number(Cow::Borrowed(&written))] {
            let _ = (node.integer(), node.bool(), node.money(), node.time(), node.text());
            prop_assert_eq!(node.integer(), plain_integer(&written));
            prop_assert_eq!(node.money().is_some(), plain_money(&written));
            prop_assert!(serde_json::to_string(&node).is_ok());
        }
    }
}
