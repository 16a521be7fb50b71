//! Who may do what.

use std::collections::BTreeSet;

use crate::client::{Client, exchange};
use crate::simulator;

#[test]
fn a_caller_is_told_who_it_is() {
    let simulator = simulator();
    let client = Client::with(&simulator, "AKIA210987654321EXAM", "us-east-1");
    let answer = client.sts("GetCallerIdentity", "");
    assert_eq!(answer.text("Account"), "210987654321");
    assert_eq!(
        answer.text("Arn"),
        "arn:aws:iam::210987654321:user/simulated"
    );
}

#[test]
fn a_role_is_another_accounts() {
    let simulator = simulator();
    let form =
        "RoleArn=arn:aws:iam::210987654321:role/admin&RoleSessionName=me&DurationSeconds=900";
    let role = Client::of(&simulator).sts("AssumeRole", form);
    let key = role.text("AccessKeyId");
    let answer = Client::with(&simulator, &key, "us-east-1").sts("GetCallerIdentity", "");
    assert_eq!(answer.text("Account"), "210987654321");
    assert_eq!(
        answer.text("Arn"),
        "arn:aws:sts::210987654321:assumed-role/admin/me"
    );
    let wrong = form.replace("role/", "user/");
    assert_eq!(
        Client::of(&simulator).sts("AssumeRole", &wrong).code(),
        "ValidationError"
    );
}

#[test]
fn unknown_keys_and_forbidden_actions_are_refused() {
    let simulator = simulator();
    simulator.set(|options| {
        options.bad_keys.insert("bad".to_owned());
        let forbidden = BTreeSet::from(["RunInstances".to_owned()]);
        options.denied.insert("reader".to_owned(), forbidden);
    });
    let bad = Client::with(&simulator, "bad", "us-east-1");
    let answer = bad.ec2("DescribeInstances", "");
    assert_eq!((answer.status, &*answer.code()), (401, "AuthFailure"));
    let answer = bad.sts("GetCallerIdentity", "");
    assert_eq!(
        (answer.status, &*answer.code()),
        (403, "InvalidClientTokenId")
    );
    let reader = Client::with(&simulator, "reader", "us-east-1");
    assert_eq!(reader.ec2("DescribeInstances", "").code(), "ok");
    for form in ["", "DryRun=true"] {
        let answer = reader.ec2("RunInstances", form);
        assert_eq!(
            (answer.status, &*answer.code()),
            (403, "UnauthorizedOperation")
        );
    }
    let form = "Action=DescribeInstances&Version=2016-11-15";
    let unsigned = exchange(&simulator, "POST /", "", form).unwrap();
    assert_eq!(
        (unsigned.status, &*unsigned.code()),
        (403, "MissingAuthenticationToken")
    );
}
