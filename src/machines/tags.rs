//! The user's tags on machines: those of the resource over those of the provider's block `aws`, where that is their cloud.

use std::collections::BTreeMap;

use super::arguments::Arguments;
use crate::framework::{Field, IntoValue as _, Value};

/// All tags of the user's, as a plan knows them.
pub(super) fn all(arguments: &Arguments, defaults: &Field<BTreeMap<String, String>>) -> Value {
    let (Field::Known(_) | Field::Null, Field::Known(_) | Field::Null) =
        (&arguments.common.tags, defaults)
    else {
        return Value::UNKNOWN;
    };
    let is_on_aws = !arguments.common.aws.is_null();
    let defaults = defaults.known().filter(|_| is_on_aws).into_iter().flatten();
    let mut tags: BTreeMap<String, Field<String>> = defaults
        .map(|(key, value)| (key.clone(), Field::Known(value.clone())))
        .collect();
    for (key, value) in arguments.common.tags.known().into_iter().flatten() {
        // a tag without a value is an empty one
        let value = value.clone().or(String::new());
        tags.insert(key.clone(), value);
    }
    tags.into_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::FromValue as _;
    use crate::machines::arguments::Kind;

    #[test]
    fn tags_of_the_block_aws_are_for_aws() {
        let block = || Value::object::<&str>([]);
        let tags = || Value::object([("team", Value::String("web".to_owned()))]);
        let defaults = Field::Known(BTreeMap::from([("by".to_owned(), "tf".to_owned())]));
        for (cloud, keys) in [("aws", &["by", "team"][..]), ("equinix_metal", &["team"])] {
            let written = Value::object([(cloud, block()), ("tags", tags())]);
            let arguments = Arguments::read(Kind::WorkerPool, &written).unwrap();
            let all = BTreeMap::<String, Field<String>>::from_value(&all(&arguments, &defaults));
            assert!(all.unwrap().keys().eq(keys), "{cloud}");
        }
    }
}
