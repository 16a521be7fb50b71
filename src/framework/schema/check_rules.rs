//! The rules of a whole configuration.

use crate::framework::{AttributePath, Diagnostic, Diagnostics, Value};

use super::block::{Block, NestedBlock};

impl Block {
    /// Checks the rules of all attributes, also those of nested blocks, and says what breaks them.
    pub fn check_rules(&self, config: &Value, diagnostics: &mut Diagnostics) {
        self.check_rules_at(config, &AttributePath::root(), diagnostics);
    }

    fn check_rules_at(&self, object: &Value, path: &AttributePath, found: &mut Diagnostics) {
        for attribute in &self.attributes {
            let value = object.attribute(attribute.name);
            if value.is_null() || value.is_unknown() {
                continue;
            }
            let faults = attribute
                .rules
                .iter()
                .filter_map(|rule| rule.check(value).err());
            found.extend(faults.map(|fault| {
                Diagnostic::error(fault.summary, fault.detail)
                    .at(path.clone().attribute(attribute.name))
            }));
        }
        for nested in &self.blocks {
            nested.check_rules_at(object.attribute(nested.name), path, found);
        }
    }
}

impl NestedBlock {
    fn check_rules_at(&self, value: &Value, parent: &AttributePath, found: &mut Diagnostics) {
        let path = parent.clone().attribute(self.name);
        match value {
            Value::Object(_) => self.block.check_rules_at(value, &path, found),
            Value::List(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    let path = path.clone().index(index);
                    self.block.check_rules_at(element, &path, found);
                }
            }
            Value::Map(elements) => {
                for (key, element) in elements {
                    let path = path.clone().key(key);
                    self.block.check_rules_at(element, &path, found);
                }
            }
            Value::Set(elements) => {
                let mut inside = Diagnostics::new();
                for element in elements {
                    self.block.check_rules_at(element, &path, &mut inside);
                }
                // elements of sets have no address
                found.extend(inside.into_iter().map(|fault| fault.at(path.clone())));
            }
            _ => {} // null or unknown
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{Attribute, Type};

    fn block() -> Block {
        Block::new().attribute(
            Attribute::optional("merge", Type::String, "How to merge.")
                .one_of(&["by_key", "append"]),
        )
    }

    fn merge(text: &str) -> Value {
        Value::object([("merge", Value::String(text.to_owned()))])
    }

    fn check(block: &Block, config: &Value, expect: &[(&str, &str)]) {
        let mut found = Diagnostics::new();
        block.check_rules(config, &mut found);
        let found: Vec<_> = found
            .iter()
            .map(|fault| (fault.path.to_string(), fault.detail.clone()))
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(path, detail)| (path.as_str(), detail.as_str()))
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn choices() {
        check(&block(), &merge("append"), &[]);
        check(
            &block(),
            &merge("bykey"),
            &[(
                "merge",
                r#"Must be "by_key" or "append"; did you mean "by_key"?"#,
            )],
        );
        check(
            &block(),
            &merge("?"),
            &[("merge", r#"Must be "by_key" or "append"."#)],
        );
    }

    #[test]
    fn null_and_unknown_break_no_rule() {
        check(&block(), &Value::object([("merge", Value::Null)]), &[]);
        check(&block(), &Value::object([("merge", Value::UNKNOWN)]), &[]);
    }

    #[test]
    fn faults_in_blocks_have_their_place() {
        const WRONG: &str = r#"Must be "by_key" or "append"."#;
        let outer = Block::new()
            .block(NestedBlock::list("list", block()))
            .block(NestedBlock::map("map", block()))
            .block(NestedBlock::set("set", block()));
        let config = Value::object([
            ("list", Value::List(vec![merge("append"), merge("?")])),
            ("map", Value::Map([("k".to_owned(), merge("?"))].into())),
            ("set", Value::Set(vec![merge("?")])),
        ]);
        check(
            &outer,
            &config,
            &[
                ("list[1].merge", WRONG),
                (r#"map["k"].merge"#, WRONG),
                ("set", WRONG),
            ],
        );
    }
}
