//! How a section of the schema is declared.

/// Declares mappings of the schema: for `key: Type` a field `key: Field<Type>`, all keys optional.
///
/// The order of the keys is that of the documentation; it has no other meaning.
macro_rules! schema {
    ($($(#[$meta:meta])* struct $name:ident { $($key:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Default)]
        pub(in crate::clc) struct $name {
            $(pub(in crate::clc) $key: $crate::clc::decode::Field<$type>,)*
        }

        impl $crate::clc::decode::Decode for $name {
            fn place(&mut self, mark: $crate::report::Mark) {
                $(self.$key.place(mark);)*
            }

            fn decode(
                &mut self,
                node: $crate::yaml::Node<'_>,
                mark: $crate::report::Mark,
                decoder: &mut $crate::clc::decode::Decoder<'_>,
            ) {
                use $crate::clc::problems::Expected;
                use $crate::yaml::Content;
                match node.content() {
                    Content::Mapping(pairs) => {
                        let keys = &[$(stringify!($key)),*];
                        decoder.mapping(pairs, mark, keys, &mut |key, value, decoder| {
                            match key {
                                $(stringify!($key) => self.$key.decode(value, decoder),)*
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

pub(in crate::clc) use schema;
