//! Endpoints in place of AWS's, and what they may do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::answers::{Length, drip, endless, endless_headers, of_1996, ok, told, truncated, whole};
use crate::clouds::Cloud;
use crate::front::{Answer, Bad};
use crate::scene::Expect::Error;
use crate::scene::Scene;

const LIST: &str = "DescribeInstances";
const LAUNCH: &str = "RunInstances";

async fn scene() -> Scene {
    Scene::new(Cloud::Aws).await
}

fn instances(inside: &str) -> String {
    format!("<DescribeInstancesResponse>{inside}</DescribeInstancesResponse>")
}

#[tokio::test]
async fn lists_of_the_wrong_form() {
    let scene = scene().await;
    let nested = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    for body in [
        "",
        "<html>Please log in</html>",
        "{\"reservationSet\": []}",
        "<DescribeInstancesResponse><reservationSet>",
        "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><launchTime>soon</launchTime>",
        "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><amiLaunchIndex>1e9</amiLaunchIndex></item>",
        &instances(&nested.replace("</a>", "")),
    ] {
        let name: String = body.chars().take(60).collect();
        scene.refresh(LIST, &name, ok(body), Error("is not")).await;
    }
    let invalid = ok(b"<DescribeInstancesResponse>\xff\xfe</DescribeInstancesResponse>".to_vec());
    scene
        .refresh(LIST, "invalid UTF-8", invalid, Error("is not one of AWS's"))
        .await;
    for inside in [
        String::new(),
        "<reservationSet>5</reservationSet><reservationSet/>".to_owned(),
        format!("<reservationSet>{nested}</reservationSet>"),
        "<reservationSet><item><instancesSet><item><instanceId/><tagSet>x</tagSet></item></instancesSet></item></reservationSet>"
            .to_owned(),
    ] {
        let name: String = inside.chars().take(60).collect();
        // what is not listed is looked up by the same request
        let answer = ok(instances(&inside));
        scene.play_once(LIST, &name, answer).await;
    }
    let old = of_1996("<DescribeInstancesResponse></DescribeInstancesResponse>");
    scene.play_once(LIST, "HTTP/1.0", old).await;
    for body in ["<html/>", "<GetCallerIdentityResponse/>"] {
        scene
            .refresh(
                "GetCallerIdentity",
                body,
                ok(body),
                Error("GetCallerIdentity"),
            )
            .await;
    }
}

#[tokio::test]
async fn answers_without_end() {
    let scene = scene().await;
    for length in [Length::Announced, Length::Chunked, Length::Open] {
        let name = format!("endless, {length:?}");
        let answer = endless(length, "<DescribeInstancesResponse>", "          ");
        scene
            .refresh(LIST, &name, answer, Error("The answer is longer than"))
            .await;
    }
    for begin in [
        "<DescribeInstancesResponse><reservationSet>",
        "<DescribeInstancesResponse><reservationSet><item><instancesSet>",
    ] {
        let answer = endless(Length::Chunked, begin, "<item/>");
        scene
            .refresh(LIST, begin, answer, Error("more than 100000 items"))
            .await;
    }
    let most = "<item/>".repeat(99_000);
    let most = format!(
        "<reservationSet><item><instancesSet>{most}</instancesSet></item></reservationSet>"
    );
    scene
        .play_once(LIST, "as many items as may be", ok(instances(&most)))
        .await;
    let error = Error("The cloud does not answer DescribeInstances");
    scene
        .refresh(LIST, "endless headers", endless_headers(), error)
        .await;
    scene
        .refresh(LIST, "drip", drip(), Error("did not answer in time"))
        .await;
    scene
        .refresh(
            LIST,
            "truncated",
            truncated("<DescribeInstancesResponse>"),
            error,
        )
        .await;
    let error = Error("The cloud does not answer GetCallerIdentity");
    scene
        .refresh(
            "GetCallerIdentity",
            "endless identity",
            endless(Length::Open, "", " "),
            error,
        )
        .await;
}

#[tokio::test]
async fn lists_without_end() {
    let scene = scene().await;
    let same = ok(instances("<nextToken>again</nextToken>"));
    scene
        .refresh(LIST, "the same page", same, Error("The list has no end"))
        .await;
    let count = AtomicUsize::new(0);
    let pages = told(move |_| {
        let page = count.fetch_add(1, Ordering::Relaxed);
        let items: Vec<String> = (0..1000)
            .map(|n| format!("<item><instanceId>i-{page}-{n}</instanceId></item>"))
            .collect();
        let items = items.concat();
        let set = format!(
            "<reservationSet><item><instancesSet>{items}</instancesSet></item></reservationSet>"
        );
        instances(&format!("{set}<nextToken>{page}</nextToken>"))
    });
    scene
        .refresh(
            LIST,
            "ever more instances",
            pages,
            Error("The list has no end"),
        )
        .await;
}

#[tokio::test]
async fn redirects_and_echoes() {
    let scene = scene().await;
    let elsewhere = scene.elsewhere.url();
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let headers = format!("location: {elsewhere}/\r\n");
        for request in [LIST, "GetCallerIdentity"] {
            let answer = whole(status, &headers, "");
            scene
                .refresh(request, status, answer, Error("is not one of AWS's"))
                .await;
        }
    }
    let long = "x".repeat(1 << 20);
    let echo = format!(
        "<Response><Errors><Error><Code>Bad&#x1b;[2J{long}</Code><Message>&#x1b;[2JNo {long}</Message></Error></Errors>\
         <RequestID>{long}</RequestID></Response>"
    );
    let told = scene
        .refresh(LIST, "a long error", whole("400 Bad", "", echo), Error("…"))
        .await;
    let length: usize = told.outcome.errors.iter().map(String::len).sum();
    assert!(length < 3000, "{length}");
    for wait in ["1000000000000", "18446744073709551615", "-5", "soon"] {
        let answer = whole("503 Busy", &format!("retry-after: {wait}\r\n"), "");
        let error = Error("The cloud does not answer DescribeInstances");
        scene
            .refresh(LIST, &format!("retry-after: {wait}"), answer, error)
            .await;
    }
}

#[tokio::test]
async fn launches_that_are_answered_with_nonsense() {
    let scene = scene().await.emptied();
    let answers: [(&str, Answer); 4] = [
        ("HTML", ok("<html>")),
        (
            "endless",
            endless(Length::Chunked, "<RunInstancesResponse>", "<item/>"),
        ),
        ("truncated", truncated("<RunInstancesResponse>")),
        ("a server that broke", whole("500 Broken", "", "")),
    ];
    for (name, answer) in answers {
        let told = scene.play_create(vec![bad(true, &answer)]).await;
        // the request is repeated under one token, so nothing is made twice
        assert!(scene.live() <= 2, "{name}: {} machines", scene.live());
        let is_told = told
            .outcome
            .says("Machines may have been made all the same");
        assert!(
            is_told || told.terraform.ids().len() == 2,
            "{name}: {:?}",
            told.outcome
        );
        scene.clear();
    }
}

#[tokio::test]
async fn launches_that_are_answered_with_what_was_sent() {
    let scene = scene().await.emptied();
    let echo: Answer = Arc::new(|asked, stream| {
        let sent = form_urlencoded::parse(&asked.body);
        let data: String = sent
            .filter(|(name, _)| name == "UserData")
            .map(|(_, data)| data)
            .collect();
        let body = format!(
            "<Response><Errors><Error><Code>No</Code><Message>No such data {data}</Message></Error></Errors></Response>"
        );
        whole("400 Bad", "", body)(asked, stream)
    });
    let told = scene.play_create(vec![bad(false, &echo)]).await;
    assert!(
        told.outcome.says("No such data(hidden)") || told.outcome.says("No such data (hidden)"),
        "{:?}",
        told.outcome
    );
}

fn bad(is_done: bool, answer: &Answer) -> Bad {
    Bad {
        request: LAUNCH,
        is_done,
        answer: Arc::clone(answer),
    }
}
