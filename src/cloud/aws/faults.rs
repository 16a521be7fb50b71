//! What the SDK's errors mean.
//!
//! Sources: the EC2 API's page on error codes, and what the SDK makes of lost connections.

use std::error::Error;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::operation::RequestId as _;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::bounds::Excess;
use crate::cloud::{Fault, Kind, causes, said};

/// How long to wait at least for what has not spread yet: with the usual number of attempts that makes up the two
/// minutes that a new instance profile may take.
const SPREADING: Duration = Duration::from_secs(15);

/// Translates an error. Nothing of the request is taken over, and of the answer only AWS's sentence.
pub(super) fn fault<E>(operation: &'static str, error: &SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    match error {
        SdkError::ServiceError(service) => {
            let meta = service.err().meta();
            let status = service.raw().status().as_u16();
            let message = match (meta.message(), meta.code()) {
                (Some(message), _) => said::beginning(message),
                (None, Some(_)) => "AWS gives no reason".to_owned(),
                (None, None) => not_of_aws(status),
            };
            let kind = kind(meta.code(), &message, status);
            let spreading = (kind == Kind::NotSpread).then_some(SPREADING);
            Fault {
                code: meta.code().map(said::beginning),
                request_id: meta
                    .request_id()
                    .or(error.request_id())
                    .map(said::beginning),
                ..Fault::new(kind, operation, message)
            }
            .after(retry_after(service.raw()).or(spreading))
        }
        SdkError::ResponseError(response) => {
            let status = response.raw().status().as_u16();
            let kind = kind(None, "", status);
            let message = excess(error).unwrap_or_else(|| not_of_aws(status));
            Fault::new(kind, operation, message).after(retry_after(response.raw()))
        }
        SdkError::TimeoutError(_) => {
            Fault::new(Kind::Unanswered, operation, "AWS did not answer in time")
        }
        _ if let Some(missing) = credentials(error) => {
            Fault::new(Kind::Unconfigured, operation, missing)
        }
        _ if let Some(refused) = causes::certificate(error) => {
            Fault::new(Kind::Unconfigured, operation, refused)
        }
        // also where a connection broke off: what was asked may have been done
        SdkError::DispatchFailure(failure) if !failure.is_user() => {
            let message = format!("There was no answer: {}", causes::root(error));
            Fault::new(Kind::Unanswered, operation, message)
        }
        _ => {
            let message = format!("The request could not be sent: {}", causes::root(error));
            Fault::new(Kind::Refused, operation, message)
        }
    }
}

fn not_of_aws(status: u16) -> String {
    format!("The answer (status {status}) is not one of AWS's")
}

/// How an answer went beyond its bounds; `None` when that is not what failed.
fn excess(error: &(dyn Error + 'static)) -> Option<String> {
    let mut causes = causes::chain(error).into_iter();
    let excess = causes.find_map(|cause| cause.downcast_ref::<Excess>())?;
    Some(excess.to_string())
}

/// What credentials lack; `None` when that is not what failed.
fn credentials(error: &(dyn Error + 'static)) -> Option<String> {
    let found = causes::chain(error)
        .into_iter()
        .find_map(|cause| cause.downcast_ref::<CredentialsError>())?;
    Some(match found {
        CredentialsError::CredentialsNotLoaded(_) => {
            "There are no AWS credentials. Set them in the provider's block `aws` (profile, or access_key and \
             secret_key), in the environment (AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY), or log in \
             with aws sso login"
                .to_owned()
        }
        // its own text says why in general; what is below it may quote a file
        other => format!("The AWS credentials cannot be used: {other}"),
    })
}

fn retry_after(answer: &HttpResponse) -> Option<Duration> {
    let seconds = answer.headers().get("retry-after")?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// Codes in order: the first line that matches says what it means.
const CODES: &[(&[&str], Kind)] = &[
    (
        &[
            "RequestLimitExceeded",
            "Throttling",
            "ThrottlingException",
            "TooManyRequestsException",
            "EC2ThrottledException",
            "SlowDown",
        ],
        Kind::Throttled,
    ),
    (
        &[
            "AuthFailure",
            "UnauthorizedOperation",
            "AccessDenied",
            "AccessDeniedException",
            "Blocked",
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "MissingAuthenticationToken",
            "OptInRequired",
            "PendingVerification",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClientException",
        ],
        Kind::Denied,
    ),
    (
        &[
            "InsufficientInstanceCapacity",
            "InsufficientHostCapacity",
            "InsufficientReservedInstanceCapacity",
            "InsufficientCapacity",
            "InsufficientFreeAddressesInSubnet",
            "SpotMaxPriceTooLow",
            "UnfulfillableCapacity",
        ],
        Kind::NoCapacity,
    ),
    (
        &[
            "InstanceLimitExceeded",
            "VcpuLimitExceeded",
            "VolumeLimitExceeded",
            "MaxIOPSLimitExceeded",
            "MaxSpotInstanceCountExceeded",
            "PrivateIpAddressLimitExceeded",
            "TooManyTargets",
        ],
        Kind::Quota,
    ),
    (&["IdempotentInstanceTerminated"], Kind::EndedBefore),
    (&["IdempotentParameterMismatch"], Kind::OtherBefore),
    (
        &["InvalidIPAddress.InUse", "InvalidTarget"],
        Kind::NotSpread,
    ),
    (
        &[
            "InternalError",
            "InternalFailure",
            "ServiceUnavailable",
            "Unavailable",
            "RequestTimeout",
        ],
        Kind::Unavailable,
    ),
];

fn kind(code: Option<&str>, message: &str, status: u16) -> Kind {
    let code = code.unwrap_or_default();
    if let Some((_, kind)) = CODES.iter().find(|(codes, _)| codes.contains(&code)) {
        return kind.clone();
    }
    // a new instance profile takes up to a minute to reach EC2
    if code == "InvalidParameterValue" && message.to_lowercase().contains("iam instance profile") {
        return Kind::NotSpread;
    }
    if code.ends_with("NotFound") {
        return Kind::NotFound;
    }
    match status {
        // it was heard, and nobody can read the answer
        200..300 => Kind::Unanswered,
        401 | 403 => Kind::Denied,
        408 | 500..600 => Kind::Unavailable,
        429 => Kind::Throttled,
        _ => Kind::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, message: &str, status: u16, expect: &Kind) {
        let code = (!code.is_empty()).then_some(code);
        assert_eq!(&kind(code, message, status), expect, "{code:?} {status}");
    }

    #[test]
    fn codes_before_statuses() {
        check("RequestLimitExceeded", "", 503, &Kind::Throttled);
        check("InsufficientInstanceCapacity", "", 500, &Kind::NoCapacity);
        check("UnauthorizedOperation", "", 403, &Kind::Denied);
        check("InvalidInstanceID.NotFound", "", 400, &Kind::NotFound);
        check("TargetGroupNotFound", "", 400, &Kind::NotFound);
        check("InvalidParameterValue", "", 400, &Kind::Refused);
        let spreading = "Value (x) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name";
        check("InvalidParameterValue", spreading, 400, &Kind::NotSpread);
    }

    #[test]
    fn statuses_where_there_is_no_code() {
        check("", "", 500, &Kind::Unavailable);
        check("", "", 429, &Kind::Throttled);
        check("", "", 403, &Kind::Denied);
        check("", "", 401, &Kind::Denied);
        check("", "", 200, &Kind::Unanswered);
        check("", "", 400, &Kind::Refused);
        check("", "", 404, &Kind::Refused);
    }
}
