//! Long answers, a page at a time.

use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use super::form::Form;
use super::refusal::Refusal;

/// What a request says about pages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    size: usize,
    after: Option<String>,
}

impl Paging {
    /// Reads it. `ids` says whether the request also names what it wants, which goes with no page size.
    pub(crate) fn from_form(
        form: &Form<'_>,
        sizes: RangeInclusive<usize>,
        ids: Option<&str>,
    ) -> Result<Self, Refusal> {
        let size: Option<usize> = form.number("MaxResults")?;
        let token = form.text("NextToken");
        if let (Some(size), Some(ids)) = (size, ids) {
            let message = format!(
                "The parameter {ids} cannot be used with the parameter maxResults ({size})"
            );
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
        if let Some(size) = size.filter(|size| !sizes.contains(size)) {
            let (low, high) = sizes.into_inner();
            let why = format!("Expecting a value between {low} and {high}.");
            return Err(Refusal::value("MaxResults", &size.to_string(), &why));
        }
        let after = token.map(|token| {
            let bytes = URL_SAFE.decode(token).ok();
            let key = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            key.ok_or_else(|| Refusal::value("NextToken", token, "It is not one of ours."))
        });
        Ok(Self {
            size: size.unwrap_or(*sizes.end()),
            after: after.transpose()?,
        })
    }

    /// With no more on a page than this.
    pub(crate) fn at_most(self, most: Option<usize>) -> Self {
        Self {
            size: self.size.min(most.unwrap_or(usize::MAX)),
            ..self
        }
    }

    /// The page of these things, which are sorted by the key, and the token of the next.
    pub(crate) fn page<T>(
        &self,
        things: Vec<T>,
        key: impl Fn(&T) -> String,
    ) -> (Vec<T>, Option<String>) {
        let mut page: Vec<T> = things
            .into_iter()
            .filter(|thing| self.after.as_ref().is_none_or(|after| key(thing) > *after))
            .collect();
        let is_last = page.len() <= self.size;
        page.truncate(self.size);
        let last = page.last().filter(|_| !is_last);
        let token = last.map(|thing| URL_SAFE.encode(key(thing)));
        (page, token)
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::Parameters;
    use super::*;

    fn paging(form: &str, ids: Option<&str>) -> Result<Paging, Refusal> {
        Paging::from_form(&Parameters::parse(form.as_bytes()).form(), 2..=5, ids)
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        let all: Vec<String> = (10..15).map(|number| number.to_string()).collect();
        let mut found = Vec::new();
        let mut form = "MaxResults=2".to_owned();
        loop {
            let (page, token) = paging(&form, None)
                .unwrap()
                .page(all.clone(), String::clone);
            found.push(page.len());
            let Some(token) = token else { break };
            form = format!("MaxResults=2&NextToken={token}");
        }
        assert_eq!(found, [2, 2, 1]);
    }

    #[test]
    fn sizes_and_tokens_are_checked() {
        for (form, ids, code) in [
            ("MaxResults=1", None, "InvalidParameterValue"),
            ("MaxResults=6", None, "InvalidParameterValue"),
            ("NextToken=%20", None, "InvalidParameterValue"),
            (
                "MaxResults=2",
                Some("instancesSet"),
                "InvalidParameterCombination",
            ),
        ] {
            assert_eq!(paging(form, ids).unwrap_err().code, code, "{form}");
        }
    }
}
