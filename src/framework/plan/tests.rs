//! Plans by hand, and plans at random held against Terraform's own checks.

use proptest::prelude::*;
use std::collections::BTreeMap;

use super::{Plan, PlanDraft};
use crate::framework::{Attribute, AttributePath, Block, NestedBlock, Type, Value};

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn object<const N: usize>(attributes: [(&str, Value); N]) -> Value {
    Value::object(attributes)
}

fn list<const N: usize>(elements: [Value; N]) -> Value {
    Value::List(elements.into())
}

/// The attributes of a disk, also a block inside a machine.
fn disk() -> Block {
    Block::new()
        .attribute(Attribute::required("size", Type::String, "Size."))
        .attribute(Attribute::optional("kind", Type::String, "Kind.").with_default("ssd"))
        .attribute(Attribute::optional("label", Type::String, "Label.").requires_replace())
        .attribute(Attribute::optional_computed(
            "serial",
            Type::String,
            "Serial.",
        ))
}

fn machine() -> Block {
    Block::new()
        .attribute(Attribute::required("name", Type::String, "Name."))
        .attribute(Attribute::optional("zone", Type::String, "Zone.").requires_replace())
        .attribute(Attribute::optional("tier", Type::String, "Tier.").with_default("small"))
        .attribute(Attribute::optional("engine", Type::String, "Engine.").with_pinned_default("v2"))
        .attribute(Attribute::computed("id", Type::String, "Id.").keep_prior())
        .attribute(Attribute::computed("address", Type::String, "Address."))
        .attribute(Attribute::optional_computed(
            "image",
            Type::String,
            "Image.",
        ))
        .block(NestedBlock::list("disk", disk()))
        .block(NestedBlock::map("mount", disk()))
        .block(NestedBlock::set("extra", disk()))
        .block(NestedBlock::single("boot", disk()))
        .block(NestedBlock::group("limits", disk()))
}

/// An object of a block in which these attributes are set.
fn complete<const N: usize>(block: &Block, attributes: [(&str, Value); N]) -> Value {
    let mut value = object(attributes);
    block.complete(&mut value);
    value
}

/// What Terraform proposes: what the configuration sets, else what is stored of computed attributes.
fn proposed(block: &Block, config: &Value, prior: &Value) -> Value {
    let Value::Object(set) = config else {
        return config.clone();
    };
    let mut object = set.clone();
    for attribute in &block.attributes {
        if attribute.is_computed() && config.attribute(attribute.name).is_null() {
            let stored = prior.attribute(attribute.name).clone();
            object.insert(attribute.name.to_owned(), stored);
        }
    }
    for nested in &block.blocks {
        let prior = prior.attribute(nested.name);
        let value = match config.attribute(nested.name) {
            config @ Value::Object(_) => proposed(&nested.block, config, prior),
            Value::List(configs) => Value::List(
                configs
                    .iter()
                    .enumerate()
                    .map(|(index, config)| {
                        let prior = prior.at(&AttributePath::root().index(index));
                        proposed(&nested.block, config, prior.unwrap_or(&Value::Null))
                    })
                    .collect(),
            ),
            Value::Map(configs) => Value::Map(
                configs
                    .iter()
                    .map(|(key, config)| {
                        let prior = prior.at(&AttributePath::root().key(key));
                        let prior = prior.unwrap_or(&Value::Null);
                        (key.clone(), proposed(&nested.block, config, prior))
                    })
                    .collect(),
            ),
            value => value.clone(),
        };
        object.insert(nested.name.to_owned(), value);
    }
    Value::Object(object)
}

fn plan(block: &Block, config: &Value, prior: &Value) -> Plan {
    let proposed = proposed(block, config, prior);
    PlanDraft::new(block, config, prior, &proposed, b"private").finish()
}

fn check(config: &Value, prior: &Value, expect: &Value) {
    assert_eq!(plan(&machine(), config, prior).planned, *expect);
}

fn replaces(config: &Value, prior: &Value, expect: &[&str]) {
    let plan = plan(&machine(), config, prior);
    let paths: Vec<_> = plan
        .requires_replace
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(paths, expect);
}

fn with(value: &Value, name: &str, attribute: Value) -> Value {
    let Value::Object(mut attributes) = value.clone() else {
        panic!("{value:?} is no object");
    };
    attributes.insert(name.to_owned(), attribute);
    Value::Object(attributes)
}

/// A configuration that sets the name only.
fn config() -> Value {
    complete(&machine(), [("name", text("a"))])
}

fn stored_limits() -> Value {
    complete(&disk(), [("kind", text("ssd")), ("serial", text("s0"))])
}

/// What is stored of it.
fn stored() -> Value {
    complete(
        &machine(),
        [
            ("name", text("a")),
            ("tier", text("small")),
            ("engine", text("v2")),
            ("id", text("i-1")),
            ("address", text("10.0.0.1")),
            ("image", text("img")),
            ("limits", stored_limits()),
        ],
    )
}

#[test]
fn a_create_knows_defaults_but_nothing_computed() {
    let limits = complete(&disk(), [("kind", text("ssd")), ("serial", Value::UNKNOWN)]);
    let expect = complete(
        &machine(),
        [
            ("name", text("a")),
            ("tier", text("small")),
            ("engine", text("v2")),
            ("id", Value::UNKNOWN),
            ("address", Value::UNKNOWN),
            ("image", Value::UNKNOWN),
            ("limits", limits),
        ],
    );
    check(&config(), &Value::Null, &expect);
}

#[test]
fn without_a_change_the_plan_is_the_state() {
    check(&config(), &stored(), &stored());
}

#[test]
fn a_change_makes_computed_values_unknown_but_keeps_some() {
    let expect = with(&stored(), "name", text("b"));
    let expect = with(&expect, "address", Value::UNKNOWN);
    let expect = with(&expect, "image", Value::UNKNOWN);
    check(&with(&config(), "name", text("b")), &stored(), &expect);
}

#[test]
fn what_is_to_keep_but_is_not_there_is_unknown() {
    let stored = with(&stored(), "id", Value::Null);
    check(&config(), &stored, &stored);
    let changed = plan(&machine(), &with(&config(), "name", text("b")), &stored);
    assert_eq!(changed.planned.attribute("id"), &Value::UNKNOWN);
}

#[test]
fn an_unknown_value_is_a_change() {
    let plan = plan(
        &machine(),
        &with(&config(), "name", Value::UNKNOWN),
        &stored(),
    );
    assert_eq!(plan.planned.attribute("name"), &Value::UNKNOWN);
    assert_eq!(plan.planned.attribute("address"), &Value::UNKNOWN);
    assert_eq!(plan.planned.attribute("id"), &text("i-1"));
}

#[test]
fn a_value_that_is_set_no_more_returns_to_the_default() {
    let stored = with(&stored(), "tier", text("large"));
    let plan = plan(&machine(), &config(), &stored);
    assert_eq!(plan.planned.attribute("tier"), &text("small"));
}

#[test]
fn a_pinned_default_is_for_creates_alone() {
    let stored = with(&stored(), "engine", text("v1"));
    check(&config(), &stored, &stored);
    let changed = plan(&machine(), &with(&config(), "name", text("b")), &stored);
    assert_eq!(changed.planned.attribute("engine"), &text("v1"));
    let set = plan(&machine(), &with(&config(), "engine", text("v3")), &stored);
    assert_eq!(set.planned.attribute("engine"), &text("v3"));
}

#[test]
fn what_the_user_sets_stays_in_a_change() {
    let config = with(&with(&config(), "image", text("mine")), "name", text("b"));
    let plan = plan(&machine(), &config, &stored());
    assert_eq!(plan.planned.attribute("image"), &text("mine"));
}

#[test]
fn only_a_real_difference_replaces() {
    let zone = |value: &Value| with(value, "zone", text("z"));
    replaces(&zone(&config()), &Value::Null, &[]);
    replaces(&zone(&config()), &zone(&stored()), &[]);
    replaces(&zone(&config()), &stored(), &["zone"]);
    replaces(&config(), &zone(&stored()), &["zone"]);
    replaces(
        &with(&config(), "zone", Value::UNKNOWN),
        &zone(&stored()),
        &["zone"],
    );
}

fn config_disk(size: &str, label: Value) -> Value {
    complete(&disk(), [("size", text(size)), ("label", label)])
}

fn stored_disk(size: &str, serial: Value) -> Value {
    complete(
        &disk(),
        [
            ("size", text(size)),
            ("kind", text("ssd")),
            ("serial", serial),
        ],
    )
}

#[test]
fn only_the_elements_of_a_list_that_change_become_unknown() {
    let config = with(
        &config(),
        "disk",
        list([
            config_disk("1", Value::Null),
            config_disk("9", Value::Null),
            config_disk("3", Value::Null),
        ]),
    );
    let stored = with(
        &stored(),
        "disk",
        list([stored_disk("1", text("s1")), stored_disk("2", text("s2"))]),
    );
    let plan = plan(&machine(), &config, &stored);
    assert_eq!(
        plan.planned.attribute("disk"),
        &list([
            stored_disk("1", text("s1")),
            stored_disk("9", Value::UNKNOWN),
            stored_disk("3", Value::UNKNOWN),
        ])
    );
    assert_eq!(plan.planned.attribute("address"), &Value::UNKNOWN);
}

#[test]
fn elements_of_a_map_keep_to_their_key() {
    let map = |key: &str, value: Value| Value::Map(BTreeMap::from([(key.to_owned(), value)]));
    let stored = with(&stored(), "mount", map("b", stored_disk("1", text("s1"))));
    let config_with = |key| with(&config(), "mount", map(key, config_disk("1", Value::Null)));
    check(&config_with("b"), &stored, &stored);
    let moved = plan(&machine(), &config_with("a"), &stored);
    assert_eq!(
        moved.planned.attribute("mount"),
        &map("a", stored_disk("1", Value::UNKNOWN))
    );
}

#[test]
fn elements_of_a_set_find_what_they_were() {
    let stored = with(
        &stored(),
        "extra",
        Value::Set(vec![
            stored_disk("1", text("s1")),
            stored_disk("2", text("s2")),
        ]),
    );
    let extra = |sizes: &[&str]| {
        let elements = sizes.iter().map(|size| config_disk(size, Value::Null));
        with(&config(), "extra", Value::Set(elements.collect()))
    };
    check(&extra(&["2", "1"]), &stored, &stored);
    let changed = plan(&machine(), &extra(&["2", "3"]), &stored);
    assert_eq!(
        changed.planned.attribute("extra"),
        &Value::Set(vec![
            stored_disk("2", text("s2")),
            stored_disk("3", Value::UNKNOWN)
        ])
    );
}

#[test]
fn an_element_of_a_set_is_told_by_its_defaults_too() {
    let other_kind = with(&stored_disk("1", text("s1")), "kind", text("hdd"));
    let stored = with(
        &stored(),
        "extra",
        Value::Set(vec![other_kind, stored_disk("1", text("s2"))]),
    );
    let config = with(
        &config(),
        "extra",
        Value::Set(vec![config_disk("1", Value::Null)]),
    );
    let plan = plan(&machine(), &config, &stored);
    assert_eq!(
        plan.planned.attribute("extra"),
        &Value::Set(vec![stored_disk("1", text("s2"))])
    );
}

#[test]
fn a_set_whose_elements_require_nothing_replaces_nothing() {
    let tag = Block::new().attribute(Attribute::required("key", Type::String, "Key."));
    let block = Block::new().block(NestedBlock::set("tag", tag));
    let tagged = |key| object([("tag", Value::Set(vec![object([("key", text(key))])]))]);
    let plan = plan(&block, &tagged("a"), &tagged("b"));
    assert_eq!(plan.planned, tagged("a"));
    assert_eq!(plan.requires_replace, []);
}

#[test]
fn replacements_inside_blocks() {
    let disks = |label: Value| {
        with(
            &config(),
            "disk",
            list([config_disk("1", Value::Null), config_disk("1", label)]),
        )
    };
    let one = with(&stored(), "disk", list([stored_disk("1", text("s"))]));
    replaces(&disks(text("new")), &one, &["disk[1].label"]);
    replaces(&disks(Value::Null), &one, &[]);
    let set = with(
        &config(),
        "extra",
        Value::Set(vec![config_disk("1", text("l"))]),
    );
    replaces(&set, &stored(), &["extra"]);
    let boot = with(&config(), "boot", config_disk("1", text("l")));
    replaces(&boot, &stored(), &["boot.label"]);
}

#[test]
fn a_block_that_is_not_known_stays_so() {
    let config = with(&config(), "disk", Value::UNKNOWN);
    let plan = plan(&machine(), &config, &stored());
    assert_eq!(plan.planned.attribute("disk"), &Value::UNKNOWN);
}

#[test]
fn a_resource_may_improve_the_draft() {
    let (block, config, stored) = (machine(), with(&config(), "name", text("b")), stored());
    let proposed = proposed(&block, &config, &stored);
    let mut draft = PlanDraft::new(&block, &config, &stored, &proposed, b"old");
    assert!(draft.changes());
    assert!(!draft.is_create());
    draft.set("address", "10.0.0.1");
    draft.require_replace(AttributePath::of("name"));
    draft.require_replace(AttributePath::of("address")); // which does not change
    draft.set_private(b"new".to_vec());
    let plan = draft.finish();
    assert_eq!(plan.planned.attribute("address"), &text("10.0.0.1"));
    assert_eq!(plan.requires_replace, [AttributePath::of("name")]);
    assert_eq!(plan.private, b"new");
}

#[test]
fn a_resource_may_find_a_change_of_its_own() {
    let (block, config, stored) = (machine(), config(), stored());
    let proposed = proposed(&block, &config, &stored);
    let mut draft = PlanDraft::new(&block, &config, &stored, &proposed, b"");
    assert!(!draft.changes());
    draft.recompute();
    assert!(draft.changes());
    assert_eq!(draft.planned("address"), &Value::UNKNOWN);
    assert_eq!(draft.planned("id"), &text("i-1"));
    // the elements of blocks are not concerned
    assert_eq!(draft.planned("limits"), &stored_limits());
}

/// Terraform's check of a planned value ("Provider produced invalid plan").
fn valid(block: &Block, config: &Value, prior: &Value, planned: &Value) -> Result<(), String> {
    for attribute in &block.attributes {
        let name = attribute.name;
        let (set, stored, planned) = (
            config.attribute(name),
            prior.attribute(name),
            planned.attribute(name),
        );
        let kept = !set.is_null() && !stored.is_null() && planned == stored;
        let free = attribute.is_computed() && set.is_null();
        if planned != set && !kept && !free {
            return Err(format!("{name}: {planned:?} for {set:?}"));
        }
    }
    for nested in &block.blocks {
        let name = nested.name;
        let (set, stored, planned) = (
            config.attribute(name),
            prior.attribute(name),
            planned.attribute(name),
        );
        let element = |path: AttributePath, set: &Value| {
            let stored = stored.at(&path).unwrap_or(&Value::Null);
            let planned = planned.at(&path).ok_or(format!("{name}{path} is gone"))?;
            valid(&nested.block, set, stored, planned)
        };
        match (set, planned) {
            (Value::Object(_), Value::Object(_)) => valid(&nested.block, set, stored, planned)?,
            (Value::List(sets), Value::List(plans)) if sets.len() == plans.len() => {
                for (index, set) in sets.iter().enumerate() {
                    element(AttributePath::root().index(index), set)?;
                }
            }
            (Value::Map(sets), Value::Map(plans)) if sets.len() == plans.len() => {
                for (key, set) in sets {
                    element(AttributePath::root().key(key), set)?;
                }
            }
            (Value::Set(sets), Value::Set(plans)) if sets.len() == plans.len() => {}
            (set, planned) if set == planned => {}
            _ => return Err(format!("{name}: {planned:?} for {set:?}")),
        }
    }
    Ok(())
}

/// What apply makes of a plan: something for all that is unknown.
fn applied(planned: &Value) -> Value {
    match planned {
        Value::Unknown(_) => text("made"),
        Value::Object(attributes) => Value::Object(
            attributes
                .iter()
                .map(|(name, value)| (name.clone(), applied(value)))
                .collect(),
        ),
        Value::Map(elements) => Value::Map(
            elements
                .iter()
                .map(|(key, value)| (key.clone(), applied(value)))
                .collect(),
        ),
        Value::List(elements) => Value::List(elements.iter().map(applied).collect()),
        Value::Set(elements) => Value::Set(elements.iter().map(applied).collect()),
        value => value.clone(),
    }
}

fn some_text() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), "[ab]".prop_map(Value::String)]
}

fn some_disk() -> impl Strategy<Value = Value> {
    (some_text(), some_text(), some_text(), some_text()).prop_map(|(size, kind, label, serial)| {
        object([
            ("size", size),
            ("kind", kind),
            ("label", label),
            ("serial", serial),
        ])
    })
}

fn some_config() -> impl Strategy<Value = Value> {
    (
        (some_text(), some_text(), some_text(), some_text()),
        prop::collection::vec(some_disk(), 0..3),
        prop::collection::btree_map("[kl]", some_disk(), 0..3),
        prop::collection::vec(some_disk(), 0..3),
        prop::option::of(some_disk()),
        some_disk(),
    )
        .prop_map(
            |((name, zone, tier, image), disk, mount, extra, boot, limits)| {
                object([
                    ("name", name),
                    ("zone", zone),
                    ("tier", tier),
                    ("id", Value::Null),
                    ("address", Value::Null),
                    ("image", image),
                    ("disk", Value::List(disk)),
                    ("mount", Value::Map(mount)),
                    ("extra", Value::Set(extra)),
                    ("boot", boot.unwrap_or(Value::Null)),
                    ("limits", limits),
                ])
            },
        )
}

proptest! {
    /// Create, change, and plan again without a change: Terraform accepts each, and the last is empty.
    #[test]
    fn terraform_accepts_every_plan(first in some_config(), second in some_config()) {
        let block = machine();
        let create = plan(&block, &first, &Value::Null);
        prop_assert_eq!(valid(&block, &first, &Value::Null, &create.planned), Ok(()));
        prop_assert!(create.requires_replace.is_empty());

        let stored = applied(&create.planned);
        prop_assert_eq!(&plan(&block, &first, &stored).planned, &stored);

        let update = plan(&block, &second, &stored);
        prop_assert_eq!(valid(&block, &second, &stored, &update.planned), Ok(()));
        for path in &update.requires_replace {
            prop_assert!(stored.at(path).is_some() || update.planned.at(path).is_some(), "{}", path);
        }
        let stored = applied(&update.planned);
        prop_assert_eq!(&plan(&block, &second, &stored).planned, &stored);
    }
}
