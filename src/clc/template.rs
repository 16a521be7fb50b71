//! Dynamic data: `{PRIVATE_IPV4}` and its like in the options of etcd and flannel.

use super::platform::Platform;
use super::problems;
use crate::report::Problem;

/// Whether a text asks for dynamic data: any brace does.
pub(super) fn is_template(text: &str) -> bool {
    text.contains(['{', '}'])
}

/// Replaces each `{NAME}` by `${VARIABLE}` of the platform.
///
/// Nothing is replaced when the first brace of the text is a closing one, as in the old tools.
///
/// # Errors
/// The platform is not told, or has no such name.
pub(super) fn expand(text: &str, platform: Platform) -> Result<String, Problem> {
    let Some(platform) = platform.entry() else {
        return Err(problems::template_without_platform());
    };
    if text.find('}') < text.find('{') {
        return Ok(text.to_owned());
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (field, after))) = next_field(rest) {
        let variable = platform
            .variable(field)
            .ok_or_else(|| problems::template_field_unknown(field, &platform.fields()))?;
        out.extend([before, "${", &variable, "}"]);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The text before the next field, the field, and the text behind it.
fn next_field(text: &str) -> Option<(&str, (&str, &str))> {
    let (before, from_field) = text.split_once('{')?;
    Some((before, from_field.split_once('}')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Result<&str, &str>) {
        let platform = Platform::parse("ec2").unwrap();
        let found = expand(text, platform).map_err(|problem| problem.rule);
        assert_eq!(found.as_deref(), expect.as_deref(), "{text}");
    }

    #[test]
    fn fields() {
        const UNKNOWN: Result<&str, &str> = Err("template-field-unknown");
        check("a", Ok("a"));
        check("{HOSTNAME}", Ok("${COREOS_EC2_HOSTNAME}"));
        check(
            "x{HOSTNAME}y{PUBLIC_IPV4}",
            Ok("x${COREOS_EC2_HOSTNAME}y${COREOS_EC2_IPV4_PUBLIC}"),
        );
        check("}{HOSTNAME}", Ok("}{HOSTNAME}"));
        check(
            "{HOSTNAME}}{HOSTNAME}",
            Ok("${COREOS_EC2_HOSTNAME}}${COREOS_EC2_HOSTNAME}"),
        );
        check("{HOSTNAME", Ok("{HOSTNAME"));
        check("HOSTNAME}", Ok("HOSTNAME}"));
        check("{}", UNKNOWN);
        check("{ HOSTNAME }", UNKNOWN);
        check("{{HOSTNAME}}", UNKNOWN);
        check("{hostname}", UNKNOWN);
        check("{PUBLIC_IPV6}", UNKNOWN);
    }

    #[test]
    fn without_platform() {
        let problem = expand("{HOSTNAME}", Platform::default()).unwrap_err();
        assert_eq!(problem.rule, "template-without-platform");
    }
}
