//! Properties of the formats below the merge: no text makes them panic, and what they print they can read.

use lokomotive::ignition::at::At;
use lokomotive::ignition::data_url;
use lokomotive::ignition::go_url::Url;
use lokomotive::ignition::json;
use lokomotive::ignition::unit_text;
use lokomotive::ignition::v2_3::Config;
use lokomotive::ignition::v2_3::systemd::Unit;
use lokomotive::report::{Document, Mark, Origin};
use proptest::prelude::*;

fn with_contents(contents: String) -> Config {
    let document = Document::Content;
    let mark = Mark { line: 1, column: 1 };
    let unit = Unit {
        contents,
        ..Unit::default()
    };
    let mut config = Config::default();
    let unit = At::new(unit, Origin { document, mark });
    config.systemd.units.push(unit);
    config
}

proptest! {
    #[test]
    fn data_urls_carry_any_bytes(bytes: Vec<u8>) {
        prop_assert_eq!(data_url::decode(&data_url::encode(&bytes)), Ok(bytes));
    }

    #[test]
    fn malformed_data_urls_are_errors_not_panics(text in "(data:)?[a-zx/;,=\"\\\\%0-9ä-]{0,20}") {
        let _ = data_url::decode(&text);
    }

    #[test]
    fn printed_urls_print_the_same_again(text in "([a-zA-Z]{1,5}:)?(//)?[a-z0-9:@/?#%\\[\\]. {ä!$-]{0,20}") {
        if let Ok(url) = Url::parse(&text) {
            let printed = url.to_string();
            let again = Url::parse(&printed).map(|url| url.to_string());
            prop_assert_eq!(again.as_ref(), Ok(&printed));
        }
    }

    #[test]
    fn any_text_lexes_or_fails(text in "([a-zä =\\]\\[\\\\#;\n\r]|\\[S\\]\n|A=){0,200}") {
        let _ = unit_text::parse(&text);
    }

    /// Line length matters only around the size of the buffer, so lines are long here.
    #[test]
    fn any_long_text_lexes_or_fails(lines in prop::collection::vec((0..5000_usize, any::<bool>()), 0..6)) {
        let line = |(length, is_wide): (usize, bool)| {
            let letter = if is_wide { "ä" } else { "x" };
            format!("A={}\n", letter.repeat(length))
        };
        let text: String = std::iter::once("[S]\n".to_owned()).chain(lines.into_iter().map(line)).collect();
        let _ = unit_text::parse(&text);
    }

    #[test]
    fn json_is_valid_and_holds_the_text(contents in any::<String>()) {
        for pretty in [false, true] {
            let json = json::to_string(&with_contents(contents.clone()), pretty);
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            let read = value["systemd"]["units"][0]["contents"].as_str().unwrap_or_default();
            prop_assert_eq!(read, contents.as_str());
            let has_special = json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!has_special);
        }
    }
}
