//! Any bytes decode to a value of the type or are refused; what decodes encodes to bytes that decode to
//! the same value.

use lokomotive::framework::Type;
use lokomotive::protocol::msgpack;

/// Tries one input.
pub(crate) fn run(input: &[u8]) {
    for ty in types() {
        if let Ok(value) = msgpack::decode(input, &ty) {
            let again = msgpack::encode(&value, &ty).expect("what decodes encodes");
            let decoded = msgpack::decode(&again, &ty).expect("what was encoded decodes");
            assert_eq!(decoded, value);
        }
    }
}

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
