//! Golden bytes and hostile ones.

use std::collections::BTreeMap;

use super::{decode, encode};
use crate::framework::{Number, Refinements, Type, Value};

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn number(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace()
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect()
}

/// The bytes are those of the value, both ways.
fn check(hex: &str, ty: &Type, value: &Value) {
    let bytes = bytes(hex);
    assert_eq!(decode(&bytes, ty).as_ref(), Ok(value), "{hex}");
    assert_eq!(encode(value, ty), Ok(bytes), "{value:?}");
}

fn refused(hex: &str, ty: &Type, expect: &str) {
    let error = decode(&bytes(hex), ty).unwrap_err();
    assert_eq!(error.to_string(), expect);
}

fn cannot_be_written(value: &Value, ty: &Type, expect: &str) {
    assert_eq!(encode(value, ty).unwrap_err().to_string(), expect);
}

#[test]
fn unknown_values_as_terraform_sends_them() {
    check("d4 00 00", &Type::String, &Value::UNKNOWN);
    check("d4 00 00", &Type::Dynamic, &Value::UNKNOWN);
    let prefix = Refinements {
        null: Some(false),
        prefix: Some("pre-".to_owned()),
        ..Refinements::default()
    };
    check(
        "c7 09 0c 82 01 c2 02 a4 70 72 65 2d",
        &Type::String,
        &Value::Unknown(Some(Box::new(prefix))),
    );
}

#[test]
fn bounds_of_unknown_values() {
    let bounds = Refinements {
        min: Some((Number::from(1_i64), true)),
        max: Some((Number::from(9_i64), false)),
        min_length: Some(2),
        max_length: Some(3),
        ..Refinements::default()
    };
    check(
        "c7 0d 0c 84 03 92 01 c3 04 92 09 c2 05 02 06 03",
        &Type::Number,
        &Value::Unknown(Some(Box::new(bounds))),
    );
}

#[test]
fn refinements_that_are_not_understood_are_dropped() {
    for hex in [
        "c7 01 0c c1",
        "c7 03 0c 81 63 c3",
        "c7 00 0c",
        "d4 7f 00",
        "d8 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
    ] {
        assert_eq!(
            decode(&bytes(hex), &Type::String),
            Ok(Value::UNKNOWN),
            "{hex}"
        );
    }
    // what comes before the first that is not is kept
    let not_null = Refinements {
        null: Some(false),
        ..Refinements::default()
    };
    assert_eq!(
        decode(&bytes("c7 05 0c 82 01 c2 63 c3"), &Type::String),
        Ok(Value::Unknown(Some(Box::new(not_null))))
    );
}

#[test]
fn refinements_beyond_the_limit_are_not_written() {
    let long = Refinements {
        prefix: Some("x".repeat(1024)),
        ..Refinements::default()
    };
    let value = Value::Unknown(Some(Box::new(long)));
    assert_eq!(encode(&value, &Type::String), Ok(bytes("d4 00 00")));
}

#[test]
fn numbers_keep_their_encoding() {
    check("a3 30 2e 31", &Type::Number, &number("0.1"));
    check("05", &Type::Number, &number("5"));
    check("ff", &Type::Number, &number("-1"));
    check("cd 03 e8", &Type::Number, &number("1000"));
    check(
        "d3 80 00 00 00 00 00 00 00",
        &Type::Number,
        &number("-9223372036854775808"),
    );
    check(
        "cb 3f e0 00 00 00 00 00 00",
        &Type::Number,
        &Value::Number(Number::from_float(0.5).unwrap()),
    );
    check(
        "b7 31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 36 37 38 39 30 31 32 33",
        &Type::Number,
        &number("12345678901234567890123"),
    );
}

#[test]
fn numbers_of_unusual_encodings_are_read() {
    for (hex, expect) in [
        ("cf ff ff ff ff ff ff ff ff", "18446744073709551615"),
        ("ca 3f 00 00 00", "0.5"),
        ("cc ff", "255"),
        ("ce ff ff ff ff", "4294967295"),
        ("d0 80", "-128"),
        ("d1 80 00", "-32768"),
        ("d2 80 00 00 00", "-2147483648"),
    ] {
        assert_eq!(
            decode(&bytes(hex), &Type::Number),
            Ok(number(expect)),
            "{hex}"
        );
    }
}

#[test]
fn null_and_empty() {
    for ty in [
        Type::Bool,
        Type::list(Type::String),
        Type::Dynamic,
        Type::object([("a", Type::Bool)]),
    ] {
        check("c0", &ty, &Value::Null);
    }
    check("a0", &Type::String, &text(""));
    check("90", &Type::list(Type::String), &Value::List(Vec::new()));
    check("80", &Type::map(Type::String), &Value::Map(BTreeMap::new()));
    check(
        "80",
        &Type::Object(BTreeMap::new()),
        &Value::Object(BTreeMap::new()),
    );
}

#[test]
fn collections() {
    check(
        "92 a1 61 c0",
        &Type::list(Type::String),
        &Value::List(vec![text("a"), Value::Null]),
    );
    check(
        "91 c3",
        &Type::set(Type::Bool),
        &Value::Set(vec![Value::Bool(true)]),
    );
    check(
        "92 a1 61 c2",
        &Type::Tuple(vec![Type::String, Type::Bool]),
        &Value::Tuple(vec![text("a"), Value::Bool(false)]),
    );
    check(
        "82 a1 61 01 a1 62 d4 00 00",
        &Type::object([("a", Type::Number), ("b", Type::String)]),
        &Value::object([("a", number("1")), ("b", Value::UNKNOWN)]),
    );
}

#[test]
fn dynamic_values_bring_their_type() {
    // ["string", "hi"], the type as JSON in a bin
    check(
        "92 c4 08 22 73 74 72 69 6e 67 22 a2 68 69",
        &Type::Dynamic,
        &Value::Dynamic(Type::String, Box::new(text("hi"))),
    );
}

#[test]
fn errors_say_where() {
    let ty = Type::object([("list", Type::list(Type::map(Type::Bool)))]);
    refused(
        "81 a4 6c 69 73 74 91 81 a1 6b 01",
        &ty,
        r#"list[0]["k"]: expected a bool, found FixPos(1)"#,
    );
    refused("80", &ty, "list: missing attribute");
    refused("81 a1 78 c0", &ty, "x: unexpected attribute");
    cannot_be_written(
        &Value::object([("list", Value::List(vec![Value::Bool(true)]))]),
        &ty,
        "list[0]: the value is not of type map(bool)",
    );
    cannot_be_written(
        &Value::object([("x", Value::Null)]),
        &ty,
        "x: the schema has no such attribute",
    );
}

#[test]
fn lengths_are_not_trusted() {
    let ended = "the bytes end inside the value";
    let inside = "[0]: the bytes end inside the value";
    refused("", &Type::String, ended);
    refused("db ff ff ff ff", &Type::String, ended);
    refused("dd ff ff ff ff", &Type::list(Type::String), inside);
    refused("df ff ff ff ff", &Type::map(Type::String), ended);
    refused("c9 ff ff ff ff 0c", &Type::String, ended);
    refused("92 c6 ff ff ff ff", &Type::Dynamic, ended);
    refused("c0 c0", &Type::String, "more bytes follow the value");
    refused("a1 ff", &Type::String, "text that is not UTF-8");
    refused("cb 7f f8 00 00 00 00 00 00", &Type::Number, "not a number");
}

#[test]
fn nesting_is_bounded() {
    // a dynamic value of type dynamic of type dynamic …
    let level = bytes("92 c4 09 22 64 79 6e 61 6d 69 63 22");
    let mut nested = level.repeat(1_000_000);
    nested.push(0xc0);
    let error = decode(&nested, &Type::Dynamic).unwrap_err();
    assert_eq!(error.to_string(), "nested too deeply");
    let deep_type = format!(
        "{}\"bool\"{}",
        "[\"list\",".repeat(100_000),
        "]".repeat(100_000)
    );
    let mut deep = vec![0x92, 0xc6];
    deep.extend(u32::try_from(deep_type.len()).unwrap().to_be_bytes());
    deep.extend(deep_type.into_bytes());
    deep.push(0xc0);
    let error = decode(&deep, &Type::Dynamic).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the value brings something that is no type"
    );
}
