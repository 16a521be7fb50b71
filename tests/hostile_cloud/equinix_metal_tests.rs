//! A service with Equinix Metal's API, and what it may do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::answers::{Length, drip, endless, endless_headers, of_1996, ok, told, truncated, whole};
use crate::clouds::Cloud;
use crate::equinix_metal::TOKEN;
use crate::front::{Answer, Bad};
use crate::scene::Expect::{Error, Nothing};
use crate::scene::Scene;
use crate::terraform::Command;

const LIST: &str = "GET /devices";
const CREATE: &str = "POST /devices";

async fn scene() -> Scene {
    Scene::new(Cloud::EquinixMetal).await
}

#[tokio::test]
async fn lists_of_the_wrong_form() {
    let scene = scene().await;
    for body in [
        "null",
        "[]",
        "5",
        "\"devices\"",
        "{}",
        r#"{"devices": {"a": 1}}"#,
        "",
    ] {
        let error = Error("The answer has no list of devices");
        scene.refresh(LIST, body, ok(body), error).await;
    }
    for id in [
        "null",
        "7",
        "\"\"",
        "\"../../projects/x\"",
        "\"a b\"",
        "\"\\u001b[2J\"",
        "[\"d\"]",
    ] {
        let body = format!(r#"{{"devices": [{{"id": {id}, "tags": 5}}]}}"#);
        let error = Error("without an id, or with one that is none");
        scene.refresh(LIST, id, ok(body), error).await;
    }
    for body in [
        "<html>Please log in</html>",
        "{\"devices\": [",
        "{\"devices\": [\"\u{0}\"]}",
        &("[".repeat(100_000) + &"]".repeat(100_000)),
        &("{\"devices\":".repeat(100_000)),
    ] {
        let name: String = body.chars().take(20).collect();
        let error = Error("The answer is not JSON");
        scene.refresh(LIST, &name, ok(body), error).await;
    }
    let invalid = ok(b"{\"devices\": [\"\xff\xfe\"]}".to_vec());
    scene
        .refresh(LIST, "invalid UTF-8", invalid, Error("not JSON"))
        .await;
    let gzip = whole("200 OK", "content-encoding: gzip\r\n", vec![0x1f; 1 << 20]);
    scene.refresh(LIST, "gzip", gzip, Error("not JSON")).await;
    // what is listed wrongly is looked up one by one
    for body in [
        r#"{"devices": []}"#,
        r#"{"devices": [], "devices": [], "meta": {"total": 99999999999999999999}}"#,
        r#"{"devices": [{"id": "x", "tags": {}, "state": [], "ip_addresses": -1e999, "metro": 0}]}"#,
    ] {
        scene.refresh(LIST, body, ok(body), Nothing).await;
    }
    scene
        .refresh(LIST, "HTTP/1.0", of_1996(r#"{"devices": []}"#), Nothing)
        .await;
}

#[tokio::test]
async fn answers_without_end() {
    let scene = scene().await;
    let too_long = || Error("The answer is longer than");
    for length in [Length::Announced, Length::Chunked, Length::Open] {
        let name = format!("endless, {length:?}");
        scene
            .refresh(LIST, &name, endless(length, "[", " "), too_long())
            .await;
    }
    let many = ok("[".to_owned() + &"0,".repeat(7 << 20) + "0]");
    scene
        .refresh(
            LIST,
            "millions of numbers",
            many,
            Error("has more than 500000 values"),
        )
        .await;
    let million: Vec<String> = (0..1_000_000)
        .map(|n| format!("{{\"id\":\"d-{n}\"}},"))
        .collect();
    let million = ok(format!("{{\"devices\":[{}{{}}]}}", million.concat()));
    scene
        .refresh(LIST, "a million devices", million, too_long())
        .await;
    let error = Error("The cloud does not answer findProjectDevices");
    scene
        .refresh(LIST, "endless headers", endless_headers(), error)
        .await;
    scene
        .refresh(LIST, "drip", drip(), Error("no answer in time"))
        .await;
    let broken = truncated(r#"{"devices": []}"#);
    scene
        .refresh(LIST, "truncated", broken, Error("the connection broke off"))
        .await;
}

#[tokio::test]
async fn lists_without_end() {
    let scene = scene().await;
    let own = scene.live();
    assert_eq!(own, 2);
    let page = r#"{"devices": [{"id": "a"}], "meta": {"next": {"href": "/metal/v1/x?page=1"}, "total": 1e300}}"#;
    scene
        .refresh(
            LIST,
            "the same page",
            ok(page),
            Error("The list has no end"),
        )
        .await;
    let elsewhere = scene.elsewhere.url();
    let page = page.replace("/metal/v1/x", &elsewhere);
    scene
        .refresh(
            LIST,
            "a next page elsewhere",
            ok(page),
            Error("The list has no end"),
        )
        .await;
    let count = AtomicUsize::new(0);
    let pages = told(move |_| {
        let first = count.fetch_add(1, Ordering::Relaxed) * 100;
        let devices: Vec<String> = (first..first + 100)
            .map(|n| format!(r#"{{"id": "d-{n}", "state": "failed"}}"#))
            .collect();
        format!(
            r#"{{"devices": [{}], "meta": {{"next": {{"href": "x"}}}}}}"#,
            devices.join(",")
        )
    });
    scene
        .refresh(
            LIST,
            "ever more devices",
            pages,
            Error("more than 100 pages"),
        )
        .await;
}

#[tokio::test]
async fn devices_that_are_not_what_they_say() {
    let scene = scene().await;
    let own = r#""tags": ["lokomotive:set=ex/worker/general", "lokomotive:uid=x\u001b[31m", "lokomotive:ordinals=0"]"#;
    let twice = format!(r#"{{"devices": [{{"id": "a", {own}}}, {{"id": "a", {own}}}]}}"#);
    scene
        .refresh(LIST, "another's device, twice", ok(twice), Nothing)
        .await;
    let others: Vec<String> = (0..1000)
        .map(|n| format!(r#"{{"id": "d-{n}", "state": "failed", "tags": ["lokomotive:set=ex/worker/general"]}}"#))
        .collect();
    let others = format!(r#"{{"devices": [{}]}}"#, others.join(","));
    let told = scene
        .refresh(LIST, "a thousand that failed", ok(others), Nothing)
        .await;
    assert!(told.requests < 20, "{} requests", told.requests);
    let tags = format!(
        r#"{{"devices": [{{"id": "a", "tags": ["{}"]}}]}}"#,
        "x".repeat(1 << 20)
    );
    scene
        .refresh(
            LIST,
            "a tag of a megabyte",
            ok(tags),
            Error("longer than 16384 bytes"),
        )
        .await;
}

#[tokio::test]
async fn redirects_and_echoes() {
    let scene = scene().await;
    let elsewhere = scene.elsewhere.url();
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary",
        "308 Permanent",
        "300 Choices",
    ] {
        let headers = format!("location: {elsewhere}/metal/v1/devices\r\n");
        let answer = whole(status, &headers, "{}");
        let error = Error("is not one of the API's");
        scene.refresh(LIST, status, answer, error).await;
        let answer = whole(status, &headers, "{}");
        scene
            .refresh(
                "GET /5afe0000-0000-4000-a000-00000000c0de",
                status,
                answer,
                error,
            )
            .await;
    }
    let echo = format!(
        r#"{{"errors": ["\u001b[2JNo\r\n {TOKEN} is\u0007 not one of ours {}"]}}"#,
        "x".repeat(1 << 20)
    );
    for status in [
        "400 Bad",
        "401 Unauthorized",
        "403 Forbidden",
        "422 No",
        "500 Broken",
        "503 Busy",
    ] {
        let headers =
            format!("x-request-id: {TOKEN}\r\nsunset: {TOKEN}\r\ndeprecation: {TOKEN}\r\n");
        let answer = whole(status, &headers, echo.as_bytes());
        scene
            .refresh(LIST, &format!("echo, {status}"), answer, Error("(hidden)"))
            .await;
    }
}

#[tokio::test]
async fn waits_without_end() {
    let scene = scene().await;
    for wait in ["1000000000000", "18446744073709551615", "-5", "soon", "1e9"] {
        for name in ["retry-after", "x-ratelimit-reset"] {
            let headers = format!("{name}: {wait}\r\n");
            let answer = || whole("429 Too Many Requests", &headers, "{}");
            let error = Error("The cloud gets too many requests");
            scene
                .refresh(LIST, &format!("{name}: {wait}"), answer(), error)
                .await;
        }
    }
    let headers = "retry-after: 1000000000000\r\n";
    let id = scene.ids().remove(0);
    let request: &'static str = format!("DELETE /devices/{id}").leak();
    let bad = Bad {
        request,
        is_done: false,
        answer: whole("503 Busy", headers, "{}"),
    };
    let told = scene
        .play("an end that is put off", Command::Destroy, vec![bad])
        .await;
    assert!(told.terraform.ids().contains(&id), "{:?}", told.outcome);
}

#[tokio::test]
async fn creates_that_are_answered_with_nonsense() {
    let scene = scene().await.emptied();
    let apply = |bad| scene.play_create(bad);
    let answers: [(&str, Answer); 6] = [
        ("{}", ok("{}")),
        ("a path for an id", ok(r#"{"id": "../../projects/x"}"#)),
        ("HTML", ok("<html>")),
        ("endless", endless(Length::Chunked, "", " ")),
        ("truncated", truncated("{")),
        ("a server that broke", whole("500 Broken", "", "{}")),
    ];
    for (name, answer) in answers {
        // what was made is found, and not made twice
        let told = apply(vec![bad(true, &answer)]).await;
        assert!(told.outcome.is_ok(), "{name}: {:?}", told.outcome);
        assert_eq!((told.terraform.ids().len(), scene.live()), (2, 2), "{name}");
        scene.clear();
    }
    for (name, answer) in [("{}", ok("{}")), ("HTML", ok("<html>"))] {
        // where nobody can look, the error says that there may be something
        let blind = Bad {
            request: LIST,
            is_done: false,
            answer: after_create(&scene),
        };
        let told = apply(vec![bad(true, &answer), blind]).await;
        assert!(
            told.outcome
                .says("Machines may have been made all the same"),
            "{name}: {:?}",
            told.outcome
        );
        assert!(
            told.outcome.says("What came of it cannot be seen"),
            "{name}: {:?}",
            told.outcome
        );
        scene.clear();
    }
}

#[tokio::test]
async fn creates_that_are_answered_with_what_was_sent() {
    let scene = scene().await.emptied();
    let echo: Answer = Arc::new(|asked, stream| {
        let sent: serde_json::Value = serde_json::from_slice(&asked.body)?;
        let told = serde_json::json!({ "errors": ["No such plan", sent["userdata"], asked.head] });
        whole("422 No", "", told.to_string())(asked, stream)
    });
    let told = scene.play_create(vec![bad(false, &echo)]).await;
    assert!(told.outcome.says("No such plan"), "{:?}", told.outcome);
    assert!(told.outcome.says("(hidden)"), "{:?}", told.outcome);
}

fn bad(is_done: bool, answer: &Answer) -> Bad {
    Bad {
        request: CREATE,
        is_done,
        answer: Arc::clone(answer),
    }
}

/// A list that is empty until something was made, and refused from then on.
fn after_create(scene: &Scene) -> Answer {
    let front = scene.front();
    Arc::new(move |asked, stream| {
        let is_made = front.asked().iter().any(|asked| asked.is(CREATE));
        let answer = if is_made {
            whole("403 Forbidden", "", "{}")
        } else {
            ok(r#"{"devices": []}"#)
        };
        answer(asked, stream)
    })
}
