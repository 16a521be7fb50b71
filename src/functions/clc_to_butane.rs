//! `provider::lokomotive::clc_to_butane(content, platform)`.

use crate::clc::platform::Platform;
use crate::diagnose::{self, Disclosure};
use crate::framework::{Definition, Function, FunctionError, Parameter, Type, Value};
use crate::migrate;

/// The argument that holds the platform.
const PLATFORM: usize = 1;

/// The function.
#[derive(Debug)]
pub struct ClcToButane;

impl Function for ClcToButane {
    fn name(&self) -> &'static str {
        "clc_to_butane"
    }

    fn definition(&self) -> Definition {
        Definition {
            summary: "Writes a Container Linux Config as Butane.",
            description: "Writes a Container Linux Config as a Butane document of variant `flatcar`, version \
                `1.1.0`, which renders to the same Ignition 3.4.0 config. Comments, order and block texts stay. \
                Sections that Butane does not have (`etcd`, `flannel`, `locksmith`, `update`, `docker`, \
                `networkd`) become the units and files they mean, under a comment that says so.",
            parameters: vec![Parameter::new(
                "content",
                Type::String,
                "Container Linux Config, in YAML.",
            )],
            variadic: Some(Parameter::new(
                "platform",
                Type::String,
                "Where the machine runs, as in `lokomotive_flatcar_config`; needed when the config has dynamic \
                 data such as `{PRIVATE_IPV4}`.",
            )),
            returns: Type::String,
        }
    }

    fn call(&self, arguments: &[Value]) -> Result<Value, FunctionError> {
        let content = text(arguments, 0)?.unwrap_or_default();
        let platform = text(arguments, PLATFORM)?.unwrap_or_default();
        if arguments.len() > PLATFORM + 1 {
            let text = "There is one platform at most: remove the others.";
            return Err(FunctionError::new(text).at(PLATFORM + 1));
        }
        let platform = Platform::parse(platform).map_err(|problem| {
            FunctionError::new(format!("{}: {}", problem.message, problem.help)).at(PLATFORM)
        })?;
        let (butane, report) = migrate::clc_to_butane(content, platform);
        butane
            .map(Value::String)
            .ok_or_else(|| FunctionError::new(diagnose::text(&report, Disclosure::Excerpts)).at(0))
    }
}

/// An argument that is a text; `None` when it was left out.
fn text(arguments: &[Value], index: usize) -> Result<Option<&str>, FunctionError> {
    match arguments.get(index).map(Value::inner) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(FunctionError::new("This must be a string.").at(index)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::IntoValue;

    fn call(arguments: &[&str]) -> Result<String, FunctionError> {
        let arguments: Vec<Value> = arguments.iter().map(|text| text.into_value()).collect();
        match ClcToButane.call(&arguments)? {
            Value::String(text) => Ok(text),
            other => panic!("not a string: {other:?}"),
        }
    }

    #[test]
    fn the_platform_may_be_left_out() {
        let text = call(&["passwd: {users: [{name: a}]}"]).unwrap();
        assert!(
            text.ends_with("passwd:\n  users:\n    - name: a\n"),
            "{text}"
        );
        let text = call(&["etcd: {name: '{HOSTNAME}'}", "ec2"]).unwrap();
        assert!(text.contains("${COREOS_EC2_HOSTNAME}"), "{text}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_argument() {
        for (arguments, argument, expect) in [
            (vec!["storage: {files: [{path: a}]}"], 0, "line 1"),
            (vec!["etcd: {name: '{HOSTNAME}'}"], 0, "platform"),
            (vec!["", "aws"], 1, "platform is not known"),
            (vec!["", "ec2", "ec2"], 2, "one platform at most"),
        ] {
            let error = call(&arguments).unwrap_err();
            assert_eq!(error.argument, Some(argument), "{error}");
            assert!(error.text.contains(expect), "{error}");
        }
    }
}
