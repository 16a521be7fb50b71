//! Any bytes decode to a value of the type or are refused; what decodes encodes to bytes that decode to
//! the same value.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lokomotive::framework::Type;
use lokomotive::protocol::msgpack;

fuzz_target!(|input: &[u8]| {
    for ty in types() {
        if let Ok(value) = msgpack::decode(input, &ty) {
            let again = msgpack::encode(&value, &ty).expect("what decodes encodes");
            assert_eq!(msgpack::decode(&again, &ty).expect("what was encoded decodes"), value);
        }
    }
});

/// Every kind of type at least once.
fn types() -> [Type; 3] {
    let scalars = Type::object([
        ("flag", Type::Bool),
        ("number", Type::Number),
        ("text", Type::String),
        ("any", Type::Dynamic),
    ]);
    [
        Type::Dynamic,
        Type::list(Type::map(scalars.clone())),
        Type::set(Type::Tuple(vec![Type::Number, scalars])),
    ]
}
