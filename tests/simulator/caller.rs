//! Who asks: read from the signature, which is not checked, since the simulator knows nobody's secret.

use std::collections::BTreeMap;

use super::refusal::Refusal;
use super::world::Place;

/// Who asks, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The access key's id.
    pub(crate) key: String,
    /// The account it belongs to, and the region the request is for.
    pub(crate) place: Place,
    /// The user, or the role.
    pub(crate) arn: String,
}

/// Roles that were assumed, by the access key that was handed out.
pub(crate) type Roles = BTreeMap<String, String>;

impl Caller {
    /// From `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, ...`.
    pub(crate) fn from_authorization(
        header: Option<&str>,
        service: &str,
        roles: &Roles,
    ) -> Result<Self, Refusal> {
        let Some(header) = header else {
            let message = "Request is missing Authentication Token";
            return Err(Refusal::with_status(
                403,
                "MissingAuthenticationToken",
                message,
            ));
        };
        let scope = credential(header).ok_or_else(|| {
            let message =
                "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature'";
            Refusal::with_status(400, "IncompleteSignature", message)
        })?;
        let [key, _date, region, of, "aws4_request"] = scope[..] else {
            let message = "Credential must have exactly 5 slash-delimited elements";
            return Err(Refusal::with_status(400, "IncompleteSignature", message));
        };
        if of != service {
            let message = format!("Credential should be scoped to correct service: '{service}'.");
            return Err(Refusal::with_status(403, "SignatureDoesNotMatch", message));
        }
        let place = Place::new(&account(key), region);
        let user = format!("arn:aws:iam::{}:user/simulated", place.account);
        Ok(Self {
            key: key.to_owned(),
            arn: roles.get(key).cloned().unwrap_or(user),
            place,
        })
    }
}

fn credential(header: &str) -> Option<Vec<&str>> {
    let fields = header.strip_prefix("AWS4-HMAC-SHA256 ")?;
    let field = |name: &str| {
        let mut fields = fields.split(',').map(str::trim);
        fields.find_map(|field| field.strip_prefix(name)?.strip_prefix('='))
    };
    field("SignedHeaders")?;
    field("Signature")?;
    Some(field("Credential")?.split('/').collect())
}

/// The account of an access key: its digits after `AKIA` (`ASIA` for those of a role), else a usual one.
fn account(key: &str) -> String {
    let rest = key.strip_prefix("AKIA").or(key.strip_prefix("ASIA"));
    let digits = rest.and_then(|rest| rest.get(..12));
    let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
    digits.map_or_else(|| Place::default().account, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_in_the_key_and_the_region_in_the_scope() {
        for (key, expected) in [
            ("AKIA210987654321EXAMPLE", "210987654321"),
            ("ASIA210987654321EXAMPLE", "210987654321"),
            ("AKIAEXAMPLE", "123456789012"),
            ("test", "123456789012"),
        ] {
            let header = format!(
                "AWS4-HMAC-SHA256 Credential={key}/20261122/eu-west-1/ec2/aws4_request, \
                 SignedHeaders=host, Signature=00"
            );
            let caller = Caller::from_authorization(Some(&header), "ec2", &Roles::new()).unwrap();
            assert_eq!(caller.place, Place::new(expected, "eu-west-1"));
        }
    }

    #[test]
    fn requests_without_a_proper_signature_are_refused() {
        for (header, code) in [
            (None, "MissingAuthenticationToken"),
            (Some("Basic eDp5"), "IncompleteSignature"),
            (
                Some(
                    "AWS4-HMAC-SHA256 Credential=k/d/r/sts/aws4_request, SignedHeaders=h, Signature=0",
                ),
                "SignatureDoesNotMatch",
            ),
        ] {
            let refusal = Caller::from_authorization(header, "ec2", &Roles::new()).unwrap_err();
            assert_eq!(refusal.code, code);
        }
    }
}
