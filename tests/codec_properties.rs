//! Properties of the msgpack codec: whatever is written is read back the same, and no bytes do harm.

use lokomotive::framework::{Number, Refinements, Type, Value};
use lokomotive::protocol::msgpack::{decode, encode};
use proptest::prelude::*;

fn any_type() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        Just(Type::Bool),
        Just(Type::Number),
        Just(Type::String),
        Just(Type::Dynamic)
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            prop::collection::btree_map("[a-z]{1,3}", inner.clone(), 0..4).prop_map(Type::Object),
            prop::collection::vec(inner, 0..4).prop_map(Type::Tuple),
        ]
    })
}

fn any_number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("NaN is no number", Number::from_float),
        r"-?[0-9]{1,30}(\.[0-9]{1,30})?(e-?[0-9]{1,3})?"
            .prop_filter_map("a number", |text| Number::parse(&text)),
    ]
}

fn any_refinements() -> impl Strategy<Value = Refinements> {
    let bound = || prop::option::of((any_number(), any::<bool>()));
    (
        prop::option::of(any::<bool>()),
        prop::option::of(".{0,20}"),
        (bound(), bound()),
        (prop::option::of(0..i64::MAX), prop::option::of(0..i64::MAX)),
    )
        .prop_map(
            |(null, prefix, (min, max), (min_length, max_length))| Refinements {
                null,
                prefix,
                min,
                max,
                min_length,
                max_length,
            },
        )
}

fn unknown() -> impl Strategy<Value = Value> {
    any_refinements().prop_map(|refinements| {
        let known = refinements != Refinements::default();
        Value::Unknown(known.then(|| Box::new(refinements)))
    })
}

/// A value of a type; dynamic values bring types of little depth.
fn value_of(ty: &Type) -> BoxedStrategy<Value> {
    let known = match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Number => any_number().prop_map(Value::Number).boxed(),
        Type::String => ".{0,40}".prop_map(Value::String).boxed(),
        Type::Dynamic => prop_oneof![Just(Type::Bool), Just(Type::list(Type::String))]
            .prop_flat_map(|ty| {
                value_of(&ty).prop_map(move |value| Value::Dynamic(ty.clone(), Box::new(value)))
            })
            .boxed(),
        Type::List(element) => prop::collection::vec(value_of(element), 0..20)
            .prop_map(Value::List)
            .boxed(),
        Type::Set(element) => prop::collection::vec(value_of(element), 0..4)
            .prop_map(Value::Set)
            .boxed(),
        Type::Map(element) => prop::collection::btree_map(".{0,5}", value_of(element), 0..20)
            .prop_map(Value::Map)
            .boxed(),
        Type::Object(attributes) => {
            let names: Vec<String> = attributes.keys().cloned().collect();
            let values: Vec<_> = attributes.values().map(value_of).collect();
            values
                .prop_map(move |values| Value::object(names.iter().cloned().zip(values)))
                .boxed()
        }
        Type::Tuple(types) => types
            .iter()
            .map(value_of)
            .collect::<Vec<_>>()
            .prop_map(Value::Tuple)
            .boxed(),
    };
    prop_oneof![8 => known, 1 => Just(Value::Null), 1 => unknown()].boxed()
}

fn typed_value() -> impl Strategy<Value = (Type, Value)> {
    any_type().prop_flat_map(|ty| {
        let value = value_of(&ty);
        (Just(ty), value)
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read((ty, value) in typed_value()) {
        let bytes = encode(&value, &ty).unwrap();
        let read = decode(&bytes, &ty).unwrap();
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(encode(&read, &ty).unwrap(), bytes, "the encoding of numbers is kept");
    }

    #[test]
    fn a_type_survives_its_json(ty in any_type()) {
        prop_assert_eq!(Type::from_json(&ty.to_json()), Ok(ty));
    }

    #[test]
    fn any_bytes_are_read_or_refused(ty in any_type(), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(value) = decode(&bytes, &ty) {
            prop_assert!(encode(&value, &ty).is_ok());
        }
    }

    #[test]
    fn damaged_bytes_are_read_or_refused(
        (ty, value) in typed_value(),
        position in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = encode(&value, &ty).unwrap();
        let position = position.index(bytes.len());
        bytes[position] = byte;
        bytes.truncate(end.index(bytes.len()) + 1);
        let _ = decode(&bytes, &ty);
    }
}
