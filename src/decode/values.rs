//! Values below the mappings: scalars, lists, and values that may be absent.

use super::{Decode, Decoder, Dialect, Expected, Field, Findings, List, problems};
use crate::report::at::At;
use crate::report::{Mark, Severity};
use crate::yaml::scalar::Mismatch;
use crate::yaml::{Content, Node, Scalar};

impl Decode for String {
    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        let read = |scalar: &Scalar<'_>| scalar.string().map(std::borrow::Cow::into_owned);
        scalar(self, node, mark, decoder, Expected::Text, read);
    }
}

impl Decode for bool {
    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        scalar(self, node, mark, decoder, Expected::Bool, |scalar| {
            scalar.bool()
        });
    }
}

impl Decode for i64 {
    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        scalar(self, node, mark, decoder, Expected::Integer, |scalar| {
            scalar.int()
        });
    }
}

impl Decode for u64 {
    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        scalar(self, node, mark, decoder, Expected::Natural, |scalar| {
            scalar.uint()
        });
    }
}

fn scalar<T>(
    value: &mut T,
    node: Node<'_>,
    mark: Mark,
    decoder: &mut Decoder<'_>,
    expected: Expected,
    read: impl FnOnce(&Scalar<'_>) -> Result<T, Mismatch>,
) {
    let Content::Scalar(written) = node.content() else {
        return decoder.mismatch(mark, expected, node);
    };
    match read(written) {
        Ok(meant) => *value = meant,
        Err(Mismatch::Type) => decoder.mismatch(mark, expected, node),
        Err(Mismatch::Base64) => decoder.findings.type_fault(mark, problems::not_base64()),
        Err(Mismatch::NotUtf8) => decoder
            .findings
            .type_fault(mark, problems::binary_not_utf8()),
    }
}

/// A later list replaces an earlier one. An item that is null stays as an empty item, or is left out: see
/// [`Dialect`].
impl<T: Decode> Decode for List<T> {
    fn place(&mut self, mark: Mark) {
        for item in self {
            item.place(mark);
        }
    }

    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        match node.content() {
            Content::Sequence(items) => {
                self.clear();
                for item in items {
                    if decoder.leaves_out(item) {
                        continue;
                    }
                    let mut field = Field::<T>::default();
                    field.decode(item, decoder);
                    self.push(field);
                }
            }
            Content::Scalar(scalar) if scalar.is_null() => self.clear(),
            _ => decoder.mismatch(mark, Expected::List, node),
        }
    }
}

impl Decoder<'_> {
    /// Whether a list item is left out, which is told.
    fn leaves_out(&mut self, item: Node<'_>) -> bool {
        let is_left_out =
            self.format.dialect == Dialect::YamlV3 && item.scalar().is_some_and(Scalar::is_null);
        if is_left_out {
            let at = self.position(item);
            self.findings
                .parse(Severity::Warning, at, problems::null_item());
        }
        is_left_out
    }
}

/// The values of a list whose positions do not matter any more.
pub(crate) fn texts(list: Field<List<String>>) -> Vec<String> {
    list.value.into_iter().map(|item| item.value).collect()
}

/// The values of a list, each tied to its place.
pub(crate) fn located(list: Field<List<String>>, findings: &Findings) -> Vec<At<String>> {
    list.value
        .into_iter()
        .map(|Field { value, mark }| findings.at(value, mark))
        .collect()
}

/// Nothing and `null` make the value absent; what the other words for null make of it depends on the
/// [`Dialect`].
impl<T: Decode> Decode for Option<T> {
    fn place(&mut self, mark: Mark) {
        if let Some(value) = self {
            value.place(mark);
        }
    }

    fn decode(&mut self, node: Node<'_>, mark: Mark, decoder: &mut Decoder<'_>) {
        match node.content() {
            Content::Scalar(scalar) if decoder.is_absent(scalar) => *self = None,
            _ => {
                let value = self.get_or_insert_with(|| {
                    let mut value = T::default();
                    value.place(mark);
                    value
                });
                value.decode(node, mark, decoder);
            }
        }
    }
}
