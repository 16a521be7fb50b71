//! A small plugin host: starts the provider's binary and talks to it as Terraform does.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hyper::body::Incoming;
use hyper::client::conn::http2::{self, SendRequest};
use hyper::{Request, Response, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, PKCS_ECDSA_P521_SHA512,
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, BufReader};
use tokio::net::UnixStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::{ALL_VERSIONS, ClientConfig, RootCertStore, SupportedProtocolVersion};
use tonic::body::Body;
use tonic::client::GrpcService;
use tonic::codegen::BoxFuture;

/// The binary under test.
pub const PROVIDER: &str = env!("CARGO_BIN_EXE_terraform-provider-lokomotive");

/// The value by which a plugin knows its host.
pub const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// Longest wait for anything.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A certificate of the kind Terraform makes for each plugin it starts: P-521, self-signed, marked as a CA.
pub struct HostCertificate {
    certificate: Certificate,
    key: KeyPair,
}

impl HostCertificate {
    /// Makes a new one.
    pub fn new() -> Self {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        params
            .distinguished_name
            .push(DnType::CommonName, "localhost");
        params
            .distinguished_name
            .push(DnType::OrganizationName, "HashiCorp");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.extended_key_usages = vec![
            ExtendedKeyUsagePurpose::ClientAuth,
            ExtendedKeyUsagePurpose::ServerAuth,
        ];
        let key = KeyPair::generate_for(&PKCS_ECDSA_P521_SHA512).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self { certificate, key }
    }

    /// The certificate as the plugin gets it.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    fn chain_and_key(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        let key = PrivatePkcs8KeyDer::from(self.key.serialize_der());
        (vec![self.certificate.der().clone()], key.into())
    }
}

/// A running plugin and what its handshake said.
pub struct Plugin {
    /// The process; killed when dropped.
    pub process: Child,
    /// The fields of the handshake line.
    pub handshake: Vec<String>,
}

/// The command that starts the plugin as a host does, with nothing of this process's environment that matters to it.
pub fn command() -> Command {
    let mut command = Command::new(PROVIDER);
    for name in ["TF_LOG", "TF_LOG_PROVIDER", "PLUGIN_CLIENT_CERT"] {
        command.env_remove(name);
    }
    command
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
        .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
        .env("PLUGIN_MIN_PORT", "10000")
        .env("PLUGIN_MAX_PORT", "25000")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

impl Plugin {
    /// Starts the plugin for a host with `certificate`, or for one without encryption.
    pub async fn start(certificate: Option<&HostCertificate>) -> Self {
        let mut command = command();
        if let Some(certificate) = certificate {
            command.env("PLUGIN_CLIENT_CERT", certificate.pem());
        }
        Self::from_command(command).await
    }

    /// Starts the plugin and waits for its handshake.
    pub async fn from_command(mut command: Command) -> Self {
        let mut process = command.spawn().unwrap();
        let mut stdout = BufReader::new(process.stdout.as_mut().unwrap());
        let mut line = String::new();
        let reading = stdout.read_line(&mut line);
        timeout(PATIENCE, reading)
            .await
            .expect("handshake")
            .unwrap();
        let line = line.strip_suffix('\n').expect("one whole line");
        Self {
            process,
            handshake: line.split('|').map(str::to_owned).collect(),
        }
    }

    /// Path of the socket.
    pub fn socket(&self) -> PathBuf {
        PathBuf::from(&self.handshake[3])
    }

    /// A connection without encryption.
    pub async fn connect(&self) -> UnixStream {
        UnixStream::connect(self.socket()).await.unwrap()
    }

    /// A connection that shows `certificate`, trusts the handshake's, and has got through the TLS handshake.
    ///
    /// In TLS 1.3 a client learns of a refusal only with the first byte it reads.
    pub async fn connect_tls(
        &self,
        certificate: Option<&HostCertificate>,
        versions: &[&'static SupportedProtocolVersion],
    ) -> std::io::Result<TlsStream<UnixStream>> {
        let theirs = STANDARD_NO_PAD.decode(&self.handshake[5]).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(theirs)).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match certificate {
            Some(certificate) => {
                let (chain, key) = certificate.chain_and_key();
                config.with_client_auth_cert(chain, key).unwrap()
            }
            None => config.with_no_client_auth(),
        };
        config.alpn_protocols = vec![b"h2".to_vec()];
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(Arc::new(config))
            .connect(name, self.connect().await)
            .await
    }

    /// The service of a connection as Terraform makes it.
    pub async fn channel(&self, certificate: &HostCertificate) -> Channel {
        let stream = self.connect_tls(Some(certificate), ALL_VERSIONS).await;
        Channel::new(stream.unwrap()).await
    }

    /// Sends a signal, by its name without SIG.
    pub async fn signal(&self, name: &str) {
        let pid = self.process.id().expect("a running plugin").to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(sent.await.unwrap().success());
    }

    /// Waits for the end and checks that it was a clean one: exit code 0, no socket left.
    pub async fn ends_cleanly(mut self) {
        let ended = timeout(PATIENCE, self.process.wait()).await;
        assert!(ended.expect("the plugin does not end").unwrap().success());
        let socket = self.socket();
        assert!(!socket.exists());
        let directory = fs::exists(socket.parent().unwrap()).unwrap();
        assert!(!directory, "{}", socket.display());
    }
}

impl Drop for Plugin {
    fn drop(&mut self) {
        // What is killed cannot tidy up; what ended well has done so itself.
        let directory = self.socket().parent().map(fs::remove_dir_all);
        drop(directory);
    }
}

/// A connection in HTTP/2, as the generated clients use it.
#[derive(Clone)]
pub struct Channel(SendRequest<Body>);

impl Channel {
    /// Greets the other side.
    pub async fn new(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        let (requests, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream))
            .await
            .unwrap();
        tokio::spawn(connection);
        Self(requests)
    }
}

impl GrpcService<Body> for Channel {
    type ResponseBody = Incoming;
    type Error = hyper::Error;
    type Future = BoxFuture<Response<Incoming>, hyper::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<hyper::Result<()>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.0.send_request(request))
    }
}

/// Where the generated clients believe to be.
pub fn origin() -> Uri {
    Uri::from_static("http://localhost")
}
