//! The three services, which share a protocol but not how they put answers and errors.

use super::form::Form;
use super::refusal::Refusal;
use super::xml::Xml;

/// A service of AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// Machines.
    Ec2,
    /// Load balancers.
    Elb,
    /// Who one is.
    Sts,
}

impl Service {
    /// The one a request is for: they have different versions.
    pub(crate) fn from_form(form: &Form<'_>) -> Option<Self> {
        match form.text("Version")? {
            "2016-11-15" => Some(Self::Ec2),
            "2015-12-01" => Some(Self::Elb),
            "2011-06-15" => Some(Self::Sts),
            _ => None,
        }
    }

    /// Its name in signatures and ARNs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::Elb => "elasticloadbalancing",
            Self::Sts => "sts",
        }
    }

    fn namespace(self) -> &'static str {
        match self {
            Self::Ec2 => "http://ec2.amazonaws.com/doc/2016-11-15/",
            Self::Elb => "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
            Self::Sts => "https://sts.amazonaws.com/doc/2011-06-15/",
        }
    }

    /// The document of an answer.
    pub(crate) fn answer(self, action: &str, content: &Xml, request_id: &str) -> String {
        let mut xml = Xml::new();
        if self == Self::Ec2 {
            xml.text("requestId", request_id);
            xml.append(content);
        } else {
            xml.element(&format!("{action}Result"), |xml| xml.append(content));
            xml.element("ResponseMetadata", |xml| xml.text("RequestId", request_id));
        }
        xml.document(&format!("{action}Response"), Some(self.namespace()))
    }

    /// The document of an error.
    pub(crate) fn error(self, refusal: &Refusal, request_id: &str) -> String {
        let mut xml = Xml::new();
        if self == Self::Ec2 {
            xml.list_of("Errors", "Error", [refusal], |xml, refusal| {
                xml.text("Code", &refusal.code);
                xml.text("Message", &refusal.message);
            });
            xml.text("RequestID", request_id);
            return xml.document("Response", None);
        }
        xml.element("Error", |xml| {
            let fault = if refusal.status < 500 {
                "Sender"
            } else {
                "Receiver"
            };
            xml.text("Type", fault);
            xml.text("Code", &refusal.code);
            xml.text("Message", &refusal.message);
        });
        xml.text("RequestId", request_id);
        xml.document("ErrorResponse", Some(self.namespace()))
    }

    /// An access key that AWS does not know.
    pub(crate) fn bad_key(self) -> Refusal {
        match self {
            Self::Ec2 => {
                let message = "AWS was not able to validate the provided access credentials";
                Refusal::with_status(401, "AuthFailure", message)
            }
            Self::Elb | Self::Sts => {
                let message = "The security token included in the request is invalid.";
                Refusal::with_status(403, "InvalidClientTokenId", message)
            }
        }
    }

    /// An action the caller may not do.
    pub(crate) fn denied(self, user: &str, action: &str) -> Refusal {
        let of = self.name();
        let who = format!("User: {user} is not authorized to perform: {of}:{action}");
        let why = format!("because no identity-based policy allows the {of}:{action} action");
        match self {
            Self::Ec2 => {
                let message =
                    format!("You are not authorized to perform this operation. {who} {why}.");
                Refusal::with_status(403, "UnauthorizedOperation", message)
            }
            Self::Elb | Self::Sts => {
                Refusal::with_status(403, "AccessDenied", format!("{who} {why}"))
            }
        }
    }

    /// Too many requests.
    pub(crate) fn throttled(self) -> Refusal {
        match self {
            Self::Ec2 => {
                Refusal::with_status(503, "RequestLimitExceeded", "Request limit exceeded.")
            }
            Self::Elb | Self::Sts => Refusal::new("Throttling", "Rate exceeded"),
        }
    }
}
