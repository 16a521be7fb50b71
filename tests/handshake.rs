//! The real process under a host: who gets in, what ends it, what it leaves behind.
#![cfg(unix)]

#[expect(
    unreachable_pub,
    clippy::unwrap_used,
    reason = "support of this test and of others to come"
)]
mod host;

use std::io::ErrorKind;
use std::process::Stdio;
use std::time::Duration;

use lokomotive::pb::plugin::Empty;
use lokomotive::pb::plugin::grpc_controller_client::GrpcControllerClient;
use lokomotive::pb::plugin::grpc_stdio_client::GrpcStdioClient;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;
use tokio::time::{sleep, timeout};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ALL_VERSIONS, SupportedProtocolVersion};
use tonic::Code;

use self::host::{Channel, HostCertificate, PATIENCE, PROVIDER, Plugin, command, origin};

/// The first bytes of a client in HTTP/2: the preface and empty settings.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

#[tokio::test]
async fn the_line_says_where_and_how() {
    let host = HostCertificate::new();
    let plugin = Plugin::start(Some(&host)).await;
    let [core, provider, network, path, protocol, certificate] = plugin.handshake.as_slice() else {
        panic!("{:?}", plugin.handshake);
    };
    assert_eq!(
        [core, provider, network, protocol],
        ["1", "5", "unix", "grpc"]
    );
    assert!(path.len() < 104, "{path}");
    assert!(
        certificate.len() > 50 && !certificate.contains('='),
        "{certificate}"
    );
}

#[tokio::test]
async fn a_host_without_tls_gets_no_certificate() {
    let plugin = Plugin::start(None).await;
    assert_eq!(plugin.handshake[4..], ["grpc", ""]);
    let service = Channel::new(plugin.connect().await).await;
    let mut controller = GrpcControllerClient::with_origin(service, origin());
    controller.shutdown(Empty {}).await.unwrap();
    plugin.ends_cleanly().await;
}

/// Whether a client that shows `certificate` gets an answer in HTTP/2.
async fn gets_in(
    plugin: &Plugin,
    certificate: Option<&HostCertificate>,
    versions: &[&'static SupportedProtocolVersion],
) -> bool {
    let mut stream = match plugin.connect_tls(certificate, versions).await {
        Ok(stream) => stream,
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidData, "{error}");
            return false;
        }
    };
    let mut frame = [0; 9];
    // the refusal may be quicker than the bytes
    if stream.write_all(PREFACE).await.is_err() {
        return false;
    }
    match timeout(PATIENCE, stream.read_exact(&mut frame))
        .await
        .expect("an answer")
    {
        // length, then the type of a settings frame
        Ok(_) => frame[3] == 4,
        Err(_) => false,
    }
}

#[tokio::test]
async fn only_the_host_gets_in() {
    let host = HostCertificate::new();
    let plugin = Plugin::start(Some(&host)).await;
    for version in [&TLS12, &TLS13] {
        assert!(
            gets_in(&plugin, Some(&host), &[version]).await,
            "{version:?}"
        );
        assert!(!gets_in(&plugin, None, &[version]).await, "{version:?}");
        // the same in every word but the key
        let stranger = HostCertificate::new();
        assert!(
            !gets_in(&plugin, Some(&stranger), &[version]).await,
            "{version:?}"
        );
    }
}

#[tokio::test]
async fn a_silent_stranger_holds_up_nobody() {
    let host = HostCertificate::new();
    let plugin = Plugin::start(Some(&host)).await;
    let _silent = plugin.connect().await;
    assert!(gets_in(&plugin, Some(&host), ALL_VERSIONS).await);
}

#[tokio::test]
async fn shutdown_ends_it_even_with_an_open_stream() {
    let host = HostCertificate::new();
    let plugin = Plugin::start(Some(&host)).await;
    let service = plugin.channel(&host).await;
    let mut stdio = GrpcStdioClient::with_origin(service.clone(), origin());
    let mut stream = stdio.stream_stdio(()).await.unwrap().into_inner();
    let mut controller = GrpcControllerClient::with_origin(service, origin());
    controller.shutdown(Empty {}).await.unwrap();
    assert!(stream.message().await.unwrap().is_none());
    // less than the host's two seconds, and than our own limit for calls that do not return
    timeout(Duration::from_secs(1), plugin.ends_cleanly())
        .await
        .expect("prompt");
}

#[tokio::test]
async fn a_call_that_never_returns_does_not_hold_up_the_end() {
    let plugin = Plugin::start(None).await;
    let service = Channel::new(plugin.connect().await).await;
    // its request never ends, so its handler never starts
    let mut stuck = tonic::client::Grpc::with_origin(service.clone(), origin());
    stuck.ready().await.unwrap();
    let stuck = tokio::spawn(async move {
        let requests = tonic::Request::new(tokio_stream::pending());
        let path = "/plugin.GRPCController/Shutdown".parse().unwrap();
        let codec = tonic_prost::ProstCodec::<Empty, Empty>::default();
        stuck.client_streaming(requests, path, codec).await
    });
    sleep(Duration::from_millis(100)).await;
    let mut controller = GrpcControllerClient::with_origin(service, origin());
    controller.shutdown(Empty {}).await.unwrap();
    // the host kills after two
    timeout(Duration::from_secs(2), plugin.ends_cleanly())
        .await
        .expect("prompt");
    assert!(stuck.await.unwrap().is_err());
}

#[tokio::test]
async fn an_interrupt_does_not_end_it() {
    let host = HostCertificate::new();
    let plugin = Plugin::start(Some(&host)).await;
    let service = plugin.channel(&host).await;
    for _ in 0..2 {
        plugin.signal("INT").await;
        sleep(Duration::from_millis(100)).await;
    }
    let mut controller = GrpcControllerClient::with_origin(service, origin());
    controller.shutdown(Empty {}).await.unwrap();
    plugin.ends_cleanly().await;
}

#[tokio::test]
async fn a_termination_ends_it() {
    let host = HostCertificate::new();
    let plugin = Plugin::start(Some(&host)).await;
    let _connected = plugin.channel(&host).await;
    plugin.signal("TERM").await;
    plugin.ends_cleanly().await;
}

#[tokio::test]
async fn it_does_not_outlive_its_host() {
    let mut shell = Command::new("sh");
    shell.args(["-c", "\"$0\" & wait", PROVIDER]);
    shell.env("TF_PLUGIN_MAGIC_COOKIE", host::COOKIE);
    shell.stdout(Stdio::piped());
    let mut plugin = Plugin::from_command(shell).await;
    plugin.process.kill().await.unwrap();
    let socket = plugin.socket();
    let gone = async {
        while socket.exists() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, gone)
        .await
        .expect("the plugin still listens");
}

#[tokio::test]
async fn other_services_are_absent() {
    let plugin = Plugin::start(None).await;
    let service = Channel::new(plugin.connect().await).await;
    let mut broker = tonic::client::Grpc::with_origin(service, origin());
    broker.ready().await.unwrap();
    let path = "/plugin.GRPCBroker/StartStream".parse().unwrap();
    let codec = tonic_prost::ProstCodec::<Empty, Empty>::default();
    let answer = broker
        .unary(tonic::Request::new(Empty {}), path, codec)
        .await;
    assert_eq!(answer.unwrap_err().code(), Code::Unimplemented);
}

#[tokio::test]
async fn a_broken_client_certificate_is_an_error() {
    let mut command = command();
    command.env("PLUGIN_CLIENT_CERT", "hello");
    let output = command.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("PLUGIN_CLIENT_CERT is not"), "{stderr}");
}

#[tokio::test]
async fn a_person_is_told_what_it_is() {
    let by_hand = Command::new(PROVIDER)
        .env_remove("TF_PLUGIN_MAGIC_COOKIE")
        .output();
    let output = by_hand.await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("terraform init"), "{stderr}");
}

#[tokio::test]
async fn the_version_is_told() {
    let output = Command::new(PROVIDER)
        .arg("--version")
        .output()
        .await
        .unwrap();
    assert!(output.status.success());
    let expect = concat!(
        "terraform-provider-lokomotive ",
        env!("CARGO_PKG_VERSION"),
        "\n"
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expect);
}

#[tokio::test]
async fn a_log_only_on_request_and_in_hclog() {
    let run = async |level: &str| {
        let mut command = command();
        command.env("TF_LOG_PROVIDER", level);
        let mut plugin = Plugin::from_command(command).await;
        let mut stderr = plugin.process.stderr.take().unwrap();
        plugin.signal("INT").await;
        sleep(Duration::from_millis(100)).await;
        plugin.signal("TERM").await;
        plugin.ends_cleanly().await;
        let mut text = String::new();
        stderr.read_to_string(&mut text).await.unwrap();
        text
    };
    assert_eq!(run("").await, "");
    let text = run("debug").await;
    let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(line["@level"], "debug");
    assert_eq!(line["@module"], "lokomotive.plugin.endings");
    assert_eq!(line["@message"], "an interrupt is left to the host");
}

#[tokio::test]
async fn a_debug_session_needs_no_host_and_ends_with_ctrl_c() {
    let mut command = Command::new(PROVIDER);
    command.arg("--debug").env_remove("TF_PLUGIN_MAGIC_COOKIE");
    command.stdout(Stdio::piped()).kill_on_drop(true);
    let mut process = command.spawn().unwrap();
    let mut stdout = process.stdout.take().unwrap();
    let mut text = String::new();
    while !text.contains("'\n") {
        let mut bytes = [0; 1024];
        let count = timeout(PATIENCE, stdout.read(&mut bytes))
            .await
            .unwrap()
            .unwrap();
        assert_ne!(count, 0, "{text}");
        text.push_str(std::str::from_utf8(&bytes[..count]).unwrap());
    }
    let (_, variable) = text.split_once("export TF_REATTACH_PROVIDERS='").unwrap();
    let json = variable.trim_end().trim_end_matches('\'');
    let reattach: serde_json::Value = serde_json::from_str(json).unwrap();
    let (_, reattach) = reattach.as_object().unwrap().iter().next().unwrap();
    let address = reattach["Addr"]["String"].as_str().unwrap().to_owned();
    // the same fields as in a handshake
    let plugin = Plugin {
        process,
        handshake: ["1", "5", "unix", &address, "grpc", ""]
            .map(str::to_owned)
            .to_vec(),
    };
    let _attached = Channel::new(plugin.connect().await).await;
    plugin.signal("INT").await;
    plugin.ends_cleanly().await;
}
