//! The handshake of go-plugin: an invitation in the environment, one line on stdout in answer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::socket::{Address, Place};

/// Environment variable by which Terraform marks a process it starts as its plugin, and the value it has.
const COOKIE: (&str, &str) = (
    "TF_PLUGIN_MAGIC_COOKIE",
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
);

/// Version of the handshake line itself.
const CORE_PROTOCOL: u32 = 1;

/// Version of the provider protocol we serve. Every Terraform since 0.12 speaks it.
pub(super) const PROVIDER_PROTOCOL: u32 = 5;

/// What the host asks for.
#[derive(Debug, PartialEq, Default)]
pub(super) struct Invitation {
    /// Provider protocols the host speaks; empty if it does not say.
    pub(super) protocols: Vec<u32>,
    /// The certificate the host will show, in PEM; without one the connection is not encrypted.
    pub(super) client_certificate: Option<String>,
    /// Where to listen.
    pub(super) place: Place,
    /// Whether the host asks if broker connections can share the one connection.
    pub(super) asks_multiplexing: bool,
}

impl Invitation {
    /// Reads the invitation; `None` if no host has started this process.
    pub(super) fn from_env(env: impl Fn(&str) -> Option<String>) -> Option<Self> {
        // A variable that is set but empty means the same as none, as in go-plugin.
        let env = |name| env(name).filter(|value| !value.is_empty());
        if env(COOKIE.0)? != COOKIE.1 {
            return None;
        }
        let number = |name| env(name).and_then(|value| value.parse().ok());
        Some(Self {
            protocols: env("PLUGIN_PROTOCOL_VERSIONS")
                .iter()
                .flat_map(|list| list.split(','))
                .filter_map(|version| version.trim().parse().ok())
                .collect(),
            client_certificate: env("PLUGIN_CLIENT_CERT"),
            place: Place {
                directory: env("PLUGIN_UNIX_SOCKET_DIR").map(Into::into),
                group: env("PLUGIN_UNIX_SOCKET_GROUP"),
                ports: number("PLUGIN_MIN_PORT").zip(number("PLUGIN_MAX_PORT")),
            },
            asks_multiplexing: env("PLUGIN_MULTIPLEX_GRPC").is_some(),
        })
    }

    /// Whether the host speaks the protocol we serve. If not we answer with ours all the same: the host then
    /// tells the user which versions would fit.
    pub(super) fn speaks_ours(&self) -> bool {
        self.protocols.is_empty() || self.protocols.contains(&PROVIDER_PROTOCOL)
    }

    /// The answer, with its line feed: where we listen and the certificate (DER) we show there.
    pub(super) fn answer(&self, address: &Address, certificate: Option<&[u8]>) -> String {
        let certificate = certificate.map_or_else(String::new, |der| STANDARD_NO_PAD.encode(der));
        // The seventh field only for hosts that ask for it. We open no broker connection at all.
        let multiplexing = if self.asks_multiplexing { "|false" } else { "" };
        format!(
            "{CORE_PROTOCOL}|{PROVIDER_PROTOCOL}|{network}|{address}|grpc|{certificate}{multiplexing}\n",
            network = address.network(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation(vars: &[(&str, &str)]) -> Option<Invitation> {
        Invitation::from_env(|name| {
            let (_, value) = [COOKIE].iter().chain(vars).rfind(|(var, _)| *var == name)?;
            Some((*value).to_owned())
        })
    }

    fn check_line(vars: &[(&str, &str)], certificate: Option<&[u8]>, expect: &str) {
        let address = Address::Unix("/tmp/x/socket".into());
        let line = invitation(vars).unwrap().answer(&address, certificate);
        assert_eq!(line, expect);
    }

    #[test]
    fn cookie() {
        assert!(invitation(&[]).is_some());
        assert_eq!(invitation(&[(COOKIE.0, "")]), None);
        assert_eq!(invitation(&[(COOKIE.0, "d602bf8f")]), None);
        assert_eq!(Invitation::from_env(|_| None), None);
    }

    #[test]
    fn protocols() {
        let check = |list: &str, expect: bool| {
            let invitation = invitation(&[("PLUGIN_PROTOCOL_VERSIONS", list)]).unwrap();
            assert_eq!(invitation.speaks_ours(), expect, "{list}");
        };
        check("5,6", true);
        check("6, 5", true);
        check("5", true);
        check("", true);
        check("6", false);
        check("4,55,x", false);
    }

    #[test]
    fn everything_the_host_says() {
        let read = invitation(&[
            ("PLUGIN_PROTOCOL_VERSIONS", "6,5"),
            ("PLUGIN_CLIENT_CERT", "-----BEGIN CERTIFICATE-----\n..."),
            ("PLUGIN_UNIX_SOCKET_DIR", "/run/plugins"),
            ("PLUGIN_UNIX_SOCKET_GROUP", "terraform"),
            ("PLUGIN_MIN_PORT", "10000"),
            ("PLUGIN_MAX_PORT", "25000"),
            ("PLUGIN_MULTIPLEX_GRPC", "true"),
        ]);
        let expect = Invitation {
            protocols: vec![6, 5],
            client_certificate: Some("-----BEGIN CERTIFICATE-----\n...".into()),
            place: Place {
                directory: Some("/run/plugins".into()),
                group: Some("terraform".into()),
                ports: Some((10000, 25000)),
            },
            asks_multiplexing: true,
        };
        assert_eq!(read, Some(expect));
    }

    #[test]
    fn lines() {
        check_line(&[], None, "1|5|unix|/tmp/x/socket|grpc|\n");
        // one byte over a multiple of three: padded base64 would end in "=="
        check_line(
            &[],
            Some(&[0xff, 0xfe, 0xfd, 0]),
            "1|5|unix|/tmp/x/socket|grpc|//79AA\n",
        );
        check_line(
            &[("PLUGIN_MULTIPLEX_GRPC", "true")],
            None,
            "1|5|unix|/tmp/x/socket|grpc||false\n",
        );
    }

    #[test]
    fn tcp_line() {
        let address = Address::Tcp(([127, 0, 0, 1], 10000).into());
        let line = invitation(&[]).unwrap().answer(&address, None);
        assert_eq!(line, "1|5|tcp|127.0.0.1:10000|grpc|\n");
    }
}
