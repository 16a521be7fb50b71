//! From a `provider` block to settings.

use std::collections::BTreeMap;

use crate::cloud::{AssumedRole, AwsSettings, MetalSettings, Setting};
use crate::framework::{
    AttributePath, ConvertError, Diagnostic, Diagnostics, Field, FromValue as _, Value, model,
};
use crate::machines::tag_fault;
use crate::secret::Secret;

model! {
    /// The block `aws`, as it is.
    struct Aws {
        region: Field<String>,
        profile: Field<String>,
        access_key: Field<String>,
        secret_key: Field<String>,
        token: Field<String>,
        max_retries: Field<i64>,
        default_tags: Field<BTreeMap<String, Field<String>>>,
        assume_role: Field<Assumed>,
        endpoints: Field<Endpoints>,
    }
}

model! {
    /// The block `assume_role`.
    struct Assumed {
        role_arn: Field<String>,
        session_name: Field<String>,
        external_id: Field<String>,
    }
}

model! {
    /// The block `endpoints`.
    struct Endpoints {
        ec2: Field<String>,
        elbv2: Field<String>,
        sts: Field<String>,
    }
}

model! {
    /// The block `equinix_metal`, as it is.
    struct Metal {
        auth_token: Field<String>,
        endpoint: Field<String>,
        max_retries: Field<i64>,
    }
}

/// The settings of Equinix Metal. What is not set, the environment says, under the names that its tools had.
pub(super) fn metal(
    config: &Value,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Setting<MetalSettings>, ConvertError> {
    let block = config.attribute("equinix_metal");
    if !block.is_wholly_known() {
        return Ok(Setting::Unknown);
    }
    let written = Field::<Metal>::from_value(block)?.into_known();
    let (token, endpoint, retries) = match written {
        Some(metal) => (
            text(metal.auth_token),
            text(metal.endpoint),
            metal.max_retries,
        ),
        None => (None, None, Field::Null),
    };
    let variable = |name: &str| env(name).filter(|text| !text.is_empty());
    let token = token
        .or_else(|| variable("METAL_AUTH_TOKEN"))
        .or_else(|| variable("PACKET_AUTH_TOKEN"));
    Ok(Setting::Known(MetalSettings {
        auth_token: token.map(Secret::new),
        endpoint: endpoint.or_else(|| variable("METAL_API_URL")),
        max_retries: small(retries),
    }))
}

/// The settings of AWS.
pub(super) fn aws(config: &Value) -> Result<Setting<AwsSettings>, ConvertError> {
    let block = config.attribute("aws");
    if block.is_null() {
        return Ok(Setting::Absent);
    }
    if !block.is_wholly_known() {
        return Ok(Setting::Unknown);
    }
    let aws = Aws::from_value(block)?;
    let secret = |field: Field<String>| text(field).map(Secret::new);
    let role = aws.assume_role.into_known().map(|role| AssumedRole {
        role_arn: text(role.role_arn).unwrap_or_default(),
        session_name: text(role.session_name),
        external_id: secret(role.external_id),
    });
    let endpoints = aws.endpoints.into_known();
    let endpoint = |of: fn(&Endpoints) -> &Field<String>| {
        let endpoints = endpoints.as_ref()?;
        text(of(endpoints).clone())
    };
    let tags = aws.default_tags.into_known().unwrap_or_default();
    Ok(Setting::Known(AwsSettings {
        region: text(aws.region),
        profile: text(aws.profile),
        access_key: secret(aws.access_key),
        secret_key: secret(aws.secret_key),
        token: secret(aws.token),
        assume_role: role,
        ec2_endpoint: endpoint(|endpoints| &endpoints.ec2),
        elbv2_endpoint: endpoint(|endpoints| &endpoints.elbv2),
        sts_endpoint: endpoint(|endpoints| &endpoints.sts),
        max_retries: small(aws.max_retries),
        default_tags: tags
            .into_iter()
            .map(|(key, value)| (key, text(value).unwrap_or_default()))
            .collect(),
    }))
}

/// An empty text is one that is not set, as in the environment.
fn text(field: Field<String>) -> Option<String> {
    field.into_known().filter(|text| !text.is_empty())
}

fn small(field: Field<i64>) -> Option<u32> {
    field
        .into_known()
        .and_then(|number| u32::try_from(number).ok())
}

/// Finds faults that are between arguments.
pub(super) fn validate(config: &Value, diagnostics: &mut Diagnostics) {
    let Ok(Field::Known(aws)) = Field::<Aws>::from_value(config.attribute("aws")) else {
        return;
    };
    let path = AttributePath::of("aws");
    let alone = match (&aws.access_key, &aws.secret_key) {
        (Field::Known(_), Field::Null) => Some(("access_key", "secret_key")),
        (Field::Null, Field::Known(_)) => Some(("secret_key", "access_key")),
        _ => None,
    };
    if let Some((present, missing)) = alone {
        diagnostics.push(
            Diagnostic::error(
                "Half of an access key",
                format!("{present} is set without {missing}. Set both, or neither."),
            )
            .at(path.clone().attribute(present)),
        );
    }
    for (key, value) in aws.default_tags.known().into_iter().flatten() {
        let value = value.known().map_or("", String::as_str);
        if let Some(detail) = tag_fault(key, value) {
            let path = path.clone().attribute("default_tags").key(key.clone());
            diagnostics.push(Diagnostic::error("The tag cannot be used", detail).at(path));
        }
    }
}
