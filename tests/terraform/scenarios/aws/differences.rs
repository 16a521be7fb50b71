//! Where the simulator and moto answer one request differently, and with which of them AWS agrees.
//!
//! Scenarios run on both, so each difference is one that they must not depend on; a difference that is gone fails here.

use crate::aws::post;
use crate::moto::Moto;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

/// Both stand-ins.
struct Both {
    simulator: Simulator,
    moto: Moto,
}

/// What a stand-in says: the code of its error, or how many instances it names.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Instances(usize),
    Code(&'static str),
    /// Not an answer of AWS's form.
    Crash,
}
use Answer::{Code, Crash, Instances};

impl Both {
    /// Asks both, and insists on their answers. `$image` and `$subnet` stand for one of each's own. AWS agrees with the
    /// simulator in all that follows, for the reason at hand.
    #[track_caller]
    fn check(
        &self,
        form: &str,
        simulator: &Answer,
        moto: &Answer,
        why_aws_agrees_with_the_simulator: &str,
    ) {
        let place = crate::simulator::world::Place::default();
        let image = self.simulator.image(&place, "Flatcar-stable-4593.2.4-hvm");
        let ours = ask(
            &self.simulator.url(),
            form,
            &image,
            "subnet-00000000000000001",
        );
        let images = "DescribeImages&Owner.1=075585003325";
        let image = self
            .moto
            .texts("ec2", "2016-11-15", images, "imageId")
            .remove(0);
        let theirs = ask(self.moto.url(), form, &image, &self.moto.subnets()[0]);
        for (who, answer, expect) in [("simulator", ours, simulator), ("moto", theirs, moto)] {
            let is_it = match expect {
                Instances(count) => answer.matches("<instanceId>").count() == *count,
                Code(code) => answer.contains(&format!("<Code>{code}</Code>")),
                Crash => answer.contains(" 500 ") && !answer.contains("<Code>"),
            };
            assert!(
                is_it,
                "{who}, {form}: not {expect:?} ({why_aws_agrees_with_the_simulator}):\n{answer}"
            );
        }
    }
}

fn ask(url: &str, form: &str, image: &str, subnet: &str) -> String {
    let form = form.replace("$image", image).replace("$subnet", subnet);
    let authorization = "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/ec2/aws4_request, \
                         SignedHeaders=host, Signature=0";
    post(
        url,
        authorization,
        &format!("Action={form}&Version=2016-11-15"),
    )
}

/// A launch of a small instance; counts and more come after it.
const RUN: &str = "RunInstances&ImageId=$image&InstanceType=t3.small&SubnetId=$subnet";

#[test]
fn aws_agrees_with_the_simulator() {
    let both = Both {
        simulator: Simulator::start(Options::default()),
        moto: Moto::start(),
    };
    both.check(
        &format!("{RUN}&MinCount=1&MaxCount=1&ClientToken=a"),
        &Instances(1),
        &Instances(1),
        "they agree on the first use of a token",
    );
    both.check(
        &format!("{RUN}&MinCount=1&MaxCount=2&ClientToken=a"),
        &Code("IdempotentParameterMismatch"),
        &Instances(1),
        "EC2's guide on idempotency: another request with a used token is refused; moto makes another instance",
    );
    both.check(
        &format!("{RUN}&MinCount=1&MaxCount=3"),
        &Instances(3),
        &Instances(1),
        "the API page of RunInstances: as many as there are, up to MaxCount; moto takes MinCount",
    );
    both.check(
        &format!("{RUN}&MinCount=3&MaxCount=1"),
        &Code("InvalidParameterValue"),
        &Instances(3),
        "the API page of RunInstances: MinCount is at most MaxCount",
    );
    both.check(
        "DescribeInstances&Filter.1.Name=client-token&Filter.1.Value.1=a",
        &Instances(1),
        &Crash,
        "the API page of DescribeInstances lists the filter",
    );
    both.check(
        "DescribeInstances&InstanceId.1=nonsense",
        &Code("InvalidInstanceID.Malformed"),
        &Code("InvalidInstanceID.NotFound"),
        "EC2's list of error codes tells ids that cannot be from ids that are not",
    );
    let large = "QQ".repeat(12_000);
    both.check(
        &format!("{RUN}&MinCount=1&MaxCount=1&UserData={large}"),
        &Code("InvalidUserData.Malformed"),
        &Instances(1),
        "EC2's guide on user data: 16384 bytes before base64",
    );
    both.check(
        "CreateTags&ResourceId.1=i-00000000000000001&Tag.1.Key=a&Tag.1.Value=b",
        &Code("InvalidInstanceID.NotFound"),
        &Instances(0),
        "EC2's list of error codes: tags go on what there is",
    );
}
