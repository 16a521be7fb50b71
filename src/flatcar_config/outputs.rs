//! The computed attributes of a config.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::digest;
use crate::framework::{Attribute, Field, PlanDraft, Type, Value, model};

model! {
    /// What a config was rendered to.
    pub struct Outputs {
        /// The Ignition config; null when it is secret.
        pub rendered: Field<String>,
        /// The Ignition config when it is secret.
        pub sensitive_rendered: Field<String>,
        /// What to give to a machine.
        pub user_data: Field<String>,
        /// SHA-256 of the Ignition config, in hex.
        pub sha256: Field<String>,
        /// Bytes of the Ignition config.
        pub size: Field<i64>,
        /// Warnings and notes.
        pub warnings: Field<Vec<String>>,
        /// CRC-32 of the Ignition config, in decimal.
        pub id: Field<String>,
    }
}

/// The schema of [`Outputs`].
#[must_use]
pub fn output_attributes() -> Vec<Attribute> {
    vec![
        Attribute::computed(
            "rendered",
            Type::String,
            "Ignition config, in JSON. Null when `sensitive` is true.",
        ),
        Attribute::computed(
            "sensitive_rendered",
            Type::String,
            "Ignition config, in JSON, when `sensitive` is true; null otherwise.",
        )
        .sensitive(),
        Attribute::computed(
            "user_data",
            Type::String,
            "What to give to a machine: the Ignition config, or when it is larger than the platform allows \
             (`packet` 65536 bytes, else 16384) a small config that carries it compressed. Null when that is \
             too large as well.",
        )
        .sensitive(),
        Attribute::computed(
            "sha256",
            Type::String,
            "SHA-256 of the Ignition config, in hex.",
        ),
        Attribute::computed(
            "size",
            Type::Number,
            "Size of the Ignition config, in bytes.",
        ),
        Attribute::computed(
            "warnings",
            Type::list(Type::String),
            "What was rendered but may not be what was meant, and which entries a later document \
             replaced.",
        ),
        Attribute::computed(
            "id",
            Type::String,
            "CRC-32 of the Ignition config, in decimal, as `ct_config` had it.",
        ),
    ]
}

impl Outputs {
    /// The outputs of a rendered config, which is [`normalised`].
    #[must_use]
    pub(super) fn of(
        json: String,
        user_data: Option<String>,
        warnings: Vec<String>,
        sensitive: bool,
    ) -> Self {
        let mut outputs = Self {
            rendered: Field::Null,
            sensitive_rendered: Field::Null,
            user_data: user_data.into(),
            sha256: Field::Known(digest::sha256(&json)),
            // no string is longer than i64::MAX
            size: Field::Known(i64::try_from(json.len()).unwrap_or(i64::MAX)),
            warnings: Field::Known(warnings),
            id: Field::Known(crc32fast::hash(json.as_bytes()).to_string()),
        };
        if sensitive {
            outputs.sensitive_rendered = Field::Known(json);
        } else {
            outputs.rendered = Field::Known(json);
        }
        outputs
    }

    /// The outputs of a config that is not known yet.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            rendered: Field::Unknown,
            sensitive_rendered: Field::Unknown,
            user_data: Field::Unknown,
            sha256: Field::Unknown,
            size: Field::Unknown,
            warnings: Field::Unknown,
            id: Field::Unknown,
        }
    }

    /// Plans them.
    pub fn plan(self, draft: &mut PlanDraft<'_>) {
        draft.set("rendered", self.rendered);
        draft.set("sensitive_rendered", self.sensitive_rendered);
        draft.set("user_data", self.user_data);
        draft.set("sha256", self.sha256);
        draft.set("size", self.size);
        draft.set("warnings", self.warnings);
        draft.set("id", self.id);
    }

    /// An object of the user's arguments and these outputs.
    #[must_use]
    pub fn beside(self, arguments: &Value) -> Value {
        use crate::framework::IntoValue as _;
        let (Value::Object(arguments), Value::Object(outputs)) = (arguments, self.into_value())
        else {
            return Value::Null; // a configuration is always an object
        };
        let mut object = arguments.clone();
        object.extend(outputs);
        Value::Object(object)
    }
}

/// The text as Terraform stores it. cty normalises strings to NFC, so hashes and sizes must be of that
/// form to agree with what a machine is given.
pub(super) fn normalised(json: String) -> String {
    if is_nfc(&json) {
        json
    } else {
        json.nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::Model;

    #[test]
    fn the_schema_has_the_fields_of_the_model() {
        let names: Vec<_> = output_attributes().iter().map(|a| a.name).collect();
        assert_eq!(names, Outputs::FIELDS);
    }

    #[test]
    fn a_secret_config_shows_in_one_attribute_only() {
        let open = Outputs::of("{}".to_owned(), None, Vec::new(), false);
        assert_eq!(open.rendered, Field::Known("{}".to_owned()));
        assert_eq!(open.sensitive_rendered, Field::Null);
        let secret = Outputs::of("{}".to_owned(), None, Vec::new(), true);
        assert_eq!(secret.rendered, Field::Null);
        assert_eq!(secret.sensitive_rendered, Field::Known("{}".to_owned()));
    }

    #[test]
    fn hashes_are_those_of_the_text_that_terraform_stores() {
        let outputs = Outputs::of(normalised("e\u{301}".to_owned()), None, Vec::new(), false);
        assert_eq!(outputs.rendered, Field::Known("\u{e9}".to_owned()));
        assert_eq!(outputs.size, Field::Known(2));
        assert_eq!(
            outputs.sha256,
            Field::Known(
                "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c".to_owned()
            )
        );
    }
}
