//! Bounds of answers. The SDK reads an answer to its end, and makes a structure of two kilobytes of each empty item.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use aws_sdk_ec2::config::interceptors::BeforeDeserializationInterceptorContextMut;
use aws_sdk_ec2::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_ec2::error::BoxError;
use aws_smithy_types::body::SdkBody;
use http_body::{Body, Frame, SizeHint};

/// The longest answer that is read, in bytes: a thousand instances with fifty tags each, the most that AWS lists and
/// allows, are half of that.
const LONGEST: usize = 32 << 20;

/// The most items of lists in one answer: a thousand instances have less, with fifty tags each.
const MOST_ITEMS: usize = 100_000;

/// The names of items in answers, in the protocols of EC2 and of Elastic Load Balancing.
const ITEMS: [&[u8]; 2] = [b"item", b"member"];

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Excess {
    #[error("The answer is longer than {LONGEST} bytes")]
    Bytes,
    #[error("The answer has more than {MOST_ITEMS} items")]
    Items,
    #[error("The answer is not whole XML, as AWS's are")]
    Broken,
}

/// Bounds the answers of a client.
#[derive(Debug)]
pub(super) struct Bounds;

impl Intercept for Bounds {
    fn name(&self) -> &'static str {
        "Bounds"
    }

    fn modify_before_deserialization(
        &self,
        context: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let answer = context.response_mut();
        let bounded = Bounded {
            must_be_whole: answer.status().is_success(),
            body: Box::pin(answer.take_body()),
            seen: Seen::default(),
        };
        *answer.body_mut() = SdkBody::from_body_1_x(bounded);
        Ok(())
    }
}

/// A body that ends with an error where it goes beyond, or ends too early: the SDK takes what has come by then for all.
struct Bounded {
    /// Errors come from others, too, and say enough as they are.
    must_be_whole: bool,
    body: Pin<Box<SdkBody>>,
    seen: Seen,
}

impl Body for Bounded {
    type Data = <SdkBody as Body>::Data;
    type Error = <SdkBody as Body>::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let frame = ready!(self.body.as_mut().poll_frame(context));
        let seen = match &frame {
            Some(Ok(frame)) => frame.data_ref().map_or(Ok(()), |data| self.seen.take(data)),
            None if self.must_be_whole && !self.seen.is_whole() => Err(Excess::Broken),
            None | Some(Err(_)) => Ok(()),
        };
        match seen {
            Ok(()) => Poll::Ready(frame),
            Err(excess) => Poll::Ready(Some(Err(excess.into()))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What has come of an answer so far.
#[derive(Debug, Default)]
struct Seen {
    bytes: usize,
    items: usize,
    /// Elements that have begun and not ended.
    open: usize,
    tag: Option<Tag>,
}

/// A tag that has not ended, as far as it matters.
#[derive(Debug, Default)]
struct Tag {
    first: Option<u8>,
    last: u8,
    /// The beginning of its name, without a namespace.
    name: Vec<u8>,
    is_named: bool,
}

impl Seen {
    fn take(&mut self, data: &[u8]) -> Result<(), Excess> {
        self.bytes += data.len();
        if self.bytes > LONGEST {
            return Err(Excess::Bytes);
        }
        for byte in data {
            match (byte, &mut self.tag) {
                (b'<', None) => self.tag = Some(Tag::default()),
                (_, None) => {}
                (b'>', Some(_)) => self.end_tag(),
                (byte, Some(tag)) => tag.take(*byte),
            }
        }
        if self.items > MOST_ITEMS {
            return Err(Excess::Items);
        }
        Ok(())
    }

    fn end_tag(&mut self) {
        let tag = self.tag.take().unwrap_or_default();
        match tag.first {
            Some(b'/') => self.open = self.open.saturating_sub(1),
            Some(b'?' | b'!') => {}
            _ => {
                self.items += usize::from(ITEMS.contains(&&*tag.name));
                self.open += usize::from(tag.last != b'/');
            }
        }
    }

    /// Whether all that has begun has ended.
    fn is_whole(&self) -> bool {
        self.open == 0 && self.tag.is_none()
    }
}

impl Tag {
    fn take(&mut self, byte: u8) {
        self.first.get_or_insert(byte);
        self.last = byte;
        if self.is_named {
            return;
        }
        match byte {
            b':' => self.name.clear(),
            // a name that is longer than any item's is as good as whole
            _ if byte.is_ascii_alphanumeric() => {
                if self.name.len() < 8 {
                    self.name.push(byte);
                }
            }
            _ => self.is_named = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(parts: &[&str]) -> Seen {
        let mut seen = Seen::default();
        for part in parts {
            seen.take(part.as_bytes()).unwrap();
        }
        seen
    }

    #[test]
    fn items_are_counted_wherever_a_part_ends() {
        let text = "<r><item><a>item</a></item><item/><items/><x:member a='b'/><member>";
        assert_eq!(seen(&[text]).items, 4);
        let single: Vec<&str> = text.split_inclusive(|_| true).collect();
        assert_eq!(seen(&single).items, 4);
    }

    #[test]
    fn what_breaks_off_is_not_whole() {
        for whole in [
            "",
            "{}",
            "<?xml version='1.0'?>\n<a><b c='/'>x/></b><d/></a>\n",
        ] {
            assert!(seen(&[whole]).is_whole(), "{whole}");
        }
        for broken in ["<a>", "<a><b></b>", "<a></a", "<", "<a><b/>"] {
            assert!(!seen(&[broken]).is_whole(), "{broken}");
        }
    }

    #[test]
    fn answers_end_where_they_go_beyond() {
        let mut seen = Seen::default();
        let page = "<item/>".repeat(MOST_ITEMS);
        assert_eq!(seen.take(page.as_bytes()), Ok(()));
        assert_eq!(seen.take(b"<item/>"), Err(Excess::Items));
        let mut seen = Seen::default();
        assert_eq!(seen.take(&vec![b' '; LONGEST]), Ok(()));
        assert_eq!(seen.take(b" "), Err(Excess::Bytes));
    }
}
