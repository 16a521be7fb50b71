//! What is stored of a set of machines.

use std::collections::BTreeMap;

use crate::cloud::Home;
use crate::framework::{AttributePath, ConvertError, Field, FromValue as _, IntoValue as _, Value};
use crate::machines::arguments::Arguments;
use crate::machines::machine::Machine;
use crate::machines::outputs::per_machine;

/// The machines of a state or a plan.
pub(super) fn machines_of(value: &Value) -> Result<Vec<Machine>, ConvertError> {
    let machines = Option::<Vec<Machine>>::from_value(value.attribute("machines"))?;
    Ok(machines.unwrap_or_default())
}

/// A state with other machines, and all that is said of them.
pub(super) fn with_machines(base: &Value, arguments: &Arguments, machines: Vec<Machine>) -> Value {
    let hash = Field::<String>::from_value(base.attribute("config_sha256")).unwrap_or_default();
    let outputs = per_machine(arguments, machines, &hash);
    with(base, outputs)
}

/// A state that says where its machines are.
pub(super) fn with_home(base: &Value, home: &Home, uid: &str, image: Option<String>) -> Value {
    with(
        base,
        [
            ("uid", uid.into_value()),
            ("account_id", home.account_id.clone().into_value()),
            ("region", home.region.clone().into_value()),
            ("project_id", home.project_id.clone().into_value()),
            ("ami_id", image.into_value()),
        ],
    )
}

/// The state of before a change, with all that machines may be given during it: tags and target groups of before and
/// after, and sessions of either. Whatever the next plan wants, it takes away what is not wanted, and a look finds what is
/// missing.
pub(super) fn under_way(prior: &Value, planned: &Value) -> Value {
    let tags = both(prior, planned, &["tags_all"], all_tags);
    let groups = both(&tags, planned, &["aws", "target_group_arns"], all_elements);
    both(&groups, planned, &["equinix_metal", "bgp_session"], either)
}

/// A state with an attribute made of the one before and the one after; as before, where the resource has no such one.
fn both(prior: &Value, planned: &Value, path: &[&str], join: fn(&Value, &Value) -> Value) -> Value {
    let [name, rest @ ..] = path else {
        return join(prior, planned);
    };
    let attribute = AttributePath::of(*name);
    match (prior.at(&attribute), planned.at(&attribute)) {
        (Some(before), Some(after)) => with(prior, [(*name, both(before, after, rest, join))]),
        _ => prior.clone(),
    }
}

fn all_tags(prior: &Value, planned: &Value) -> Value {
    match (prior, planned) {
        (Value::Map(before), Value::Map(after)) => {
            let added = after.iter().filter(|(key, _)| !before.contains_key(*key));
            let all = before.iter().chain(added);
            Value::Map(all.map(|(key, tag)| (key.clone(), tag.clone())).collect())
        }
        _ => first_of(prior, planned),
    }
}

fn all_elements(prior: &Value, planned: &Value) -> Value {
    match (prior, planned) {
        (Value::List(before), Value::List(after)) => {
            let added = after.iter().filter(|element| !before.contains(element));
            Value::List(before.iter().chain(added).cloned().collect())
        }
        _ => first_of(prior, planned),
    }
}

fn either(prior: &Value, planned: &Value) -> Value {
    let mut both = [prior, planned].into_iter();
    both.find(|one| **one == Value::Bool(true))
        .unwrap_or(prior)
        .clone()
}

fn first_of(prior: &Value, planned: &Value) -> Value {
    if prior.is_null() { planned } else { prior }.clone()
}

/// An object with other attributes.
pub(super) fn with<const N: usize>(base: &Value, attributes: [(&str, Value); N]) -> Value {
    let mut object = match base {
        Value::Object(object) => object.clone(),
        _ => BTreeMap::new(),
    };
    for (name, value) in attributes {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

/// A text of a state; `None` when it is not set.
pub(super) fn text(value: &Value, name: &str) -> Option<String> {
    let text = Field::<String>::from_value(value.attribute(name));
    text.ok().and_then(Field::into_known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machines::arguments::Kind;

    #[test]
    fn a_state_without_machines_has_none() {
        for machines in [Value::Null, Vec::<Value>::new().into_value()] {
            let state = Value::object([("machines", machines)]);
            assert_eq!(machines_of(&state).unwrap(), []);
        }
        assert_eq!(machines_of(&Value::Null).unwrap(), []);
        let broken = Value::object([("machines", "x".into_value())]);
        assert!(machines_of(&broken).is_err());
    }

    #[test]
    fn what_machines_may_be_given_meanwhile_is_kept() {
        let on_aws = |groups: &[&str]| {
            let groups: Vec<String> = groups.iter().map(ToString::to_string).collect();
            let block = Value::object([
                ("target_group_arns", groups.into_value()),
                ("key", "k".into_value()),
            ]);
            Value::object([("aws", block), ("equinix_metal", Value::Null)])
        };
        let on_metal = |session: Value| {
            let block = Value::object([("bgp_session", session)]);
            Value::object([("aws", Value::Null), ("equinix_metal", block)])
        };
        let controllers = || {
            let block = Value::object([("facility", "am6".into_value())]);
            Value::object([("aws", Value::Null), ("equinix_metal", block)])
        };
        let null = || {
            let block = Value::object([
                ("target_group_arns", Value::Null),
                ("key", "k".into_value()),
            ]);
            Value::object([("aws", block), ("equinix_metal", Value::Null)])
        };
        let tags = |tags: &[(&str, &str)]| {
            let tag = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).into_value());
            Value::object([("tags_all", Value::Map(tags.iter().map(tag).collect()))])
        };
        for (prior, planned, expect) in [
            (
                tags(&[("a", "1"), ("b", "1")]),
                tags(&[("b", "2"), ("c", "2")]),
                tags(&[("a", "1"), ("b", "1"), ("c", "2")]),
            ),
            (
                on_aws(&["a", "b"]),
                on_aws(&["b", "c"]),
                on_aws(&["a", "b", "c"]),
            ),
            (on_aws(&["a"]), on_aws(&[]), on_aws(&["a"])),
            (on_aws(&["a"]), null(), on_aws(&["a"])),
            (null(), on_aws(&["a"]), on_aws(&["a"])),
            (null(), null(), null()),
            (
                on_metal(false.into_value()),
                on_metal(true.into_value()),
                on_metal(true.into_value()),
            ),
            (
                on_metal(true.into_value()),
                on_metal(Value::Null),
                on_metal(true.into_value()),
            ),
            (
                on_metal(Value::Null),
                on_metal(Value::Null),
                on_metal(Value::Null),
            ),
            (controllers(), controllers(), controllers()),
        ] {
            assert_eq!(under_way(&prior, &planned), expect, "{prior:?} {planned:?}");
        }
    }

    #[test]
    fn what_is_said_of_machines_is_said_of_those_there_are() {
        let state = Value::object([
            ("cluster_name", "c".into_value()),
            ("pool_name", "p".into_value()),
            ("worker_count", 2.into_value()),
            ("config_sha256", "new".into_value()),
            ("machines", Value::Null),
            ("tags", "kept".into_value()),
        ]);
        let arguments =
            Arguments::read(Kind::WorkerPool, &with(&state, [("tags", Value::Null)])).unwrap();
        let machine = |ordinal: i64, hash: &str| Machine {
            name: Field::Null,
            ordinal: Field::Known(ordinal),
            id: Field::Known(format!("i-{ordinal}")),
            state: Field::Null,
            zone: Field::Null,
            public_ipv4: Field::Null,
            private_ipv4: Field::Known(format!("10.0.0.{ordinal}")),
            public_ipv6: Field::Null,
            config_sha256: Field::Known(hash.to_owned()),
            launched_at: Field::Null,
        };
        let machines = vec![machine(0, "old"), machine(1, "new")];
        let now = with_machines(&state, &arguments, machines.clone());
        assert_eq!(machines_of(&now).unwrap(), machines);
        let texts = |texts: [&str; 2]| texts.map(str::to_owned).to_vec().into_value();
        assert_eq!(now.attribute("machine_ids"), &texts(["i-0", "i-1"]));
        assert_eq!(
            now.attribute("private_ipv4s"),
            &texts(["10.0.0.0", "10.0.0.1"])
        );
        assert_eq!(now.attribute("outdated_count"), &1.into_value());
        assert_eq!(now.attribute("tags"), &"kept".into_value());
        assert_eq!(text(&now, "config_sha256").as_deref(), Some("new"));
    }

    #[test]
    fn a_state_says_where_its_machines_are() {
        let home = Home {
            account_id: Some("1".to_owned()),
            region: Some("r".to_owned()),
            project_id: None,
        };
        let base = Value::object([("uid", Value::UNKNOWN), ("tags", "kept".into_value())]);
        let state = with_home(&base, &home, "u", Some("ami-1".to_owned()));
        let texts =
            ["uid", "account_id", "region", "ami_id", "tags"].map(|name| text(&state, name));
        assert_eq!(texts.map(Option::unwrap), ["u", "1", "r", "ami-1", "kept"]);
        assert!(state.attribute("project_id").is_null());
    }

    #[test]
    fn what_is_not_set_or_not_known_is_no_text() {
        let value = Value::object([
            ("null", Value::Null),
            ("unknown", Value::UNKNOWN),
            ("text", "t".into_value()),
        ]);
        let texts = ["null", "unknown", "missing", "text"].map(|name| text(&value, name));
        assert_eq!(texts, [None, None, None, Some("t".to_owned())]);
    }
}
