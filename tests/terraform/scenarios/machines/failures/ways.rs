//! Rows 18 and 19: the way to a cloud, over TLS and proxies.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::super::expect_exactly;
use crate::clouds::Cloud;
use crate::core::Core;
use crate::machines::{APPLY, Pool, workspace};
use crate::on_both_clouds;
use crate::simulator::Simulator;
use crate::simulator::options::Options;

on_both_clouds!(
    row_18_certificates_are_verified,
    row_18_no_plain_http_but_to_this_machine,
    row_19_proxies_of_the_environment,
);

/// A server on the way to a simulator; stops when dropped.
struct Relay {
    address: SocketAddr,
    /// What came through, as far as it was to be seen.
    seen: Arc<Mutex<Vec<String>>>,
    runtime: Option<Runtime>,
}

/// A certificate that no authority has signed.
struct SelfSigned {
    acceptor: TlsAcceptor,
    pem: String,
}

impl SelfSigned {
    fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key);
        Self {
            acceptor: TlsAcceptor::from(Arc::new(config.unwrap())),
            pem: made.cert.pem(),
        }
    }
}

impl Relay {
    /// Ends TLS in front of a simulator; shows the handshakes that came about, and those that did not.
    fn tls(simulator: &Simulator, acceptor: TlsAcceptor) -> Self {
        let to = simulator.address();
        Self::start(move |stream, seen| {
            let acceptor = acceptor.clone();
            async move {
                let accepted = acceptor.accept(stream).await;
                let word = if accepted.is_ok() {
                    "accepted"
                } else {
                    "refused"
                };
                seen.lock().unwrap().push(word.to_owned());
                let mut stream = accepted.ok()?;
                let mut onward = TcpStream::connect(to).await.ok()?;
                copy_bidirectional(&mut stream, &mut onward).await.ok()
            }
        })
    }

    /// A proxy that connects where it is asked to.
    fn proxy() -> Self {
        Self::start(async |mut stream, seen| {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.ok()?);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            let target = head.strip_prefix("CONNECT ")?.split(' ').next()?.to_owned();
            seen.lock().unwrap().push(target.clone());
            let mut onward = TcpStream::connect(&target).await.ok()?;
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
            copy_bidirectional(&mut stream, &mut onward).await.ok()
        })
    }

    fn start<H, F>(handle: H) -> Self
    where
        H: Fn(TcpStream, Arc<Mutex<Vec<String>>>) -> F + Clone + Send + 'static,
        F: Future<Output = Option<(u64, u64)>> + Send + 'static,
    {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime
            .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&seen);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(handle(stream, Arc::clone(&shared)));
            }
        });
        Self {
            address,
            seen,
            runtime: Some(runtime),
        }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

fn row_18_certificates_are_verified(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let certificate = SelfSigned::new();
    let relay = Relay::tls(&simulator, certificate.acceptor.clone());
    let mut workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.write(
        "provider.tf",
        &cloud.provider(&format!("https://{}", relay.address)),
    );
    workspace
        .run(APPLY)
        .exits(1)
        .says("There is no way to the cloud")
        .says("The certificate that was shown is not accepted")
        .says("SSL_CERT_FILE");
    let refused = relay.seen();
    assert!(refused.iter().all(|word| word == "refused"), "{refused:?}");
    assert!(
        refused.len() <= 4,
        "what stays wrong is not asked again: {refused:?}"
    );
    assert_eq!(simulator.requests().len(), 0);
    // it is the certificate that was wrong, and nothing else
    workspace.write("authority.pem", &certificate.pem);
    let authority = workspace.path("authority.pem");
    workspace.set("SSL_CERT_FILE", authority.to_str().unwrap());
    workspace.apply();
    assert!(relay.seen().contains(&"accepted".to_owned()));
    expect_exactly(cloud, &simulator, &workspace, 2);
}

fn row_18_no_plain_http_but_to_this_machine(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::on(cloud, 1).hcl());
    for url in [
        "http://ec2.example.com",
        "http://10.0.0.1:80",
        "http://127.0.0.1.example.com",
    ] {
        workspace.write("provider.tf", &cloud.provider(url));
        let found = workspace.run(&["validate", "-json"]).exits(1).diagnostics();
        let endpoints = cloud.provider(url).matches(url).count();
        assert_eq!(found.len(), endpoints, "one for each: {found:#?}");
        for diagnostic in &found {
            assert_eq!(diagnostic.summary, "Not a safe URL");
            assert!(
                diagnostic.underlined.starts_with(&format!("\"{url}")),
                "{diagnostic:?}"
            );
        }
    }
}

fn row_19_proxies_of_the_environment(core: Core, cloud: Cloud) {
    let simulator = Simulator::start(Options::default());
    let certificate = SelfSigned::new();
    let relay = Relay::tls(&simulator, certificate.acceptor.clone());
    let proxy = Relay::proxy();
    let mut workspace = workspace(core, &simulator, &Pool::on(cloud, 2).hcl());
    workspace.write(
        "provider.tf",
        &cloud.provider(&format!("https://{}", relay.address)),
    );
    workspace.write("authority.pem", &certificate.pem);
    let authority = workspace.path("authority.pem");
    workspace.set("SSL_CERT_FILE", authority.to_str().unwrap());
    workspace.set("HTTPS_PROXY", format!("http://{}", proxy.address));
    workspace.apply();
    let through = proxy.seen();
    assert!(!through.is_empty());
    assert!(
        through
            .iter()
            .all(|target| *target == relay.address.to_string()),
        "{through:?}"
    );
    assert_eq!(through.len(), relay.seen().len(), "nothing went around it");
    workspace.set("NO_PROXY", "127.0.0.1");
    workspace.apply();
    assert_eq!(proxy.seen(), through);
    assert!(relay.seen().len() > through.len());
    expect_exactly(cloud, &simulator, &workspace, 2);
}
