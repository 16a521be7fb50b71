//! What a `provider` block takes.

use crate::framework::{Attribute, Block, Fault, NestedBlock, Number, Schema, Type, Value};

/// The schema.
pub(super) fn schema() -> Schema {
    Schema::new(
        "Renders Flatcar Container Linux configs, and runs machines that boot with them. Rendering needs no configuration.",
        Block::new()
            .block(NestedBlock::single("aws", aws()).describe(
                "The way to AWS. What is left out is taken from the environment, the shared configuration files (SSO and \
                 `credential_process` included) or the machine that Terraform runs on, as all of AWS's tools do.",
            ))
            .block(NestedBlock::single("equinix_metal", equinix_metal()).describe(
                "The way to Equinix Metal, which closed on 2026-06-30, or to a service with its API.",
            )),
    )
}

fn equinix_metal() -> Block {
    Block::new()
        .attribute(
            Attribute::optional(
                "auth_token",
                Type::String,
                "Token of a user or a project. Default: the environment's `METAL_AUTH_TOKEN`, else `PACKET_AUTH_TOKEN`.",
            )
            .sensitive(),
        )
        .attribute(
            Attribute::optional(
                "endpoint",
                Type::String,
                "URL of a service with Equinix Metal's API, e.g. `https://metal.example.com/metal/v1`. Default: the \
                 environment's `METAL_API_URL`, else where Equinix had it. `http://` is accepted only for this machine.",
            )
            .check(url),
        )
        .attribute(
            Attribute::optional(
                "max_retries",
                Type::Number,
                "How often a request is repeated that may succeed later. Default `7`.",
            )
            .check(retries),
        )
}

fn aws() -> Block {
    let text = |name, description| Attribute::optional(name, Type::String, description);
    [
        text("region", "The region, e.g. `eu-central-1`."),
        text("profile", "Profile of the shared configuration files."),
        text("access_key", "Id of an access key; with `secret_key`.").sensitive(),
        text("secret_key", "The access key itself.").sensitive(),
        text("token", "Session token of temporary keys.").sensitive(),
        Attribute::optional(
            "max_retries",
            Type::Number,
            "How often a request is repeated that may succeed later. Default `7`.",
        )
        .check(retries),
        Attribute::optional(
            "default_tags",
            Type::map(Type::String),
            "Tags of all machines; those of a resource win over them.",
        ),
    ]
    .into_iter()
    .fold(Block::new(), Block::attribute)
    .block(NestedBlock::single("assume_role", role()).describe("A role to take on."))
    .block(NestedBlock::single("endpoints", endpoints()).describe(
        "Where AWS's services are, if not where AWS has them. `http://` is accepted only for this machine.",
    ))
}

fn role() -> Block {
    Block::new()
        .attribute(Attribute::required(
            "role_arn",
            Type::String,
            "The role's ARN.",
        ))
        .attribute(Attribute::optional(
            "session_name",
            Type::String,
            "What AWS's logs call the session.",
        ))
        .attribute(
            Attribute::optional(
                "external_id",
                Type::String,
                "What the role's owner wants to hear.",
            )
            .sensitive(),
        )
}

fn endpoints() -> Block {
    let endpoint =
        |name, description| Attribute::optional(name, Type::String, description).check(url);
    Block::new()
        .attribute(endpoint("ec2", "URL of EC2."))
        .attribute(endpoint("elbv2", "URL of Elastic Load Balancing."))
        .attribute(endpoint("sts", "URL of the Security Token Service."))
}

fn retries(value: &Value) -> Result<(), Fault> {
    let Value::Number(number) = value.inner() else {
        return Ok(());
    };
    match Number::as_i64(number) {
        Some(0..=50) => Ok(()),
        _ => Err(Fault {
            summary: "Not a number of retries".to_owned(),
            detail: "Use a whole number from 0 to 50.".to_owned(),
        }),
    }
}

/// Accepts URLs. What is sent there is signed, but not encrypted without TLS.
fn url(value: &Value) -> Result<(), Fault> {
    let Value::String(url) = value.inner() else {
        return Ok(());
    };
    let host = |rest: &str| -> String {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let end = authority
            .rfind(':')
            .filter(|end| !authority[*end..].contains(']'));
        authority[..end.unwrap_or(authority.len())].to_owned()
    };
    // what stands before an @ is a name and a password, not the host
    let is_fine = if url.contains('@') {
        false
    } else if let Some(rest) = url.strip_prefix("https://") {
        !host(rest).is_empty()
    } else if let Some(rest) = url.strip_prefix("http://") {
        matches!(host(rest).as_str(), "127.0.0.1" | "localhost" | "[::1]")
    } else {
        false
    };
    is_fine.then_some(()).ok_or_else(|| Fault {
        summary: "Not a safe URL".to_owned(),
        detail: "Write https:// and a host. Without TLS only this machine can be named: http://127.0.0.1 or \
                 http://localhost."
            .to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_without_tls() {
        for (text, accepted) in [
            ("https://ec2.example.com", true),
            ("https://ec2.example.com:8443/x", true),
            ("http://127.0.0.1:5000", true),
            ("http://localhost", true),
            ("http://[::1]:5000", true),
            ("http://ec2.example.com", false),
            ("http://127.0.0.1.example.com", false),
            ("http://localhost@example.com", false),
            ("http://127.0.0.1:5000@example.com", false),
            ("ftp://127.0.0.1", false),
            ("127.0.0.1:5000", false),
            ("https://", false),
        ] {
            let value = Value::String(text.to_owned());
            assert_eq!(url(&value).is_ok(), accepted, "{text}");
        }
    }
}
