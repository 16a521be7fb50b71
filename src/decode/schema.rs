//! How a section of the schema is declared.

/// Declares mappings of the schema: for `key: Type` a field `key: Field<Type>`, all keys optional. A key
/// that only some versions of the format have names what they have: `key: Type [if FEATURE]`.
///
/// The order of the keys is that of the documentation; it has no other meaning.
macro_rules! schema {
    ($($(#[$meta:meta])* struct $name:ident { $($key:ident: $type:ty $([if $feature:expr])?,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Default)]
        pub(crate) struct $name {
            $(pub(crate) $key: $crate::decode::Field<$type>,)*
        }

        impl $crate::decode::Decode for $name {
            fn place(&mut self, mark: $crate::report::Mark) {
                $(self.$key.place(mark);)*
            }

            fn decode(
                &mut self,
                node: $crate::yaml::Node<'_>,
                mark: $crate::report::Mark,
                decoder: &mut $crate::decode::Decoder<'_>,
            ) {
                use $crate::decode::Expected;
                use $crate::yaml::Content;
                match node.content() {
                    Content::Mapping(pairs) => {
                        let keys = &[$(stringify!($key)),*];
                        decoder.mapping(pairs, mark, keys, &mut |key, value, decoder| {
                            match key {
                                $(stringify!($key) $(if decoder.has($feature))? => self.$key.decode(value, decoder),)*
                                _ => return false,
                            }
                            true
                        });
                    }
                    Content::Scalar(scalar) if scalar.is_null() => {
                        *self = Self::default();
                        self.place(mark);
                    }
                    _ => decoder.mismatch(mark, Expected::Mapping, node),
                }
            }
        }
    )*};
}

pub(crate) use schema;
