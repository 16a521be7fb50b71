//! Who starts the process: Terraform, a developer with `--debug`, or a person by mistake.

use super::handshake::Invitation;

/// How the process is started.
#[derive(Debug, PartialEq)]
pub(super) enum Start {
    /// `--version`.
    Version,
    /// `--debug`: serve whoever attaches.
    Debug,
    /// By a plugin host.
    Hosted(Invitation),
    /// By a person, who wanted something else.
    ByHand,
}

impl Start {
    /// Reads the arguments (without the program's name) and the environment.
    ///
    /// Flags work with one dash too, as in providers written in Go.
    pub(super) fn new(
        args: impl IntoIterator<Item = String>,
        env: impl Fn(&str) -> Option<String>,
    ) -> Self {
        for arg in args {
            match arg.as_str() {
                "-v" | "-version" | "--version" => return Self::Version,
                "-debug" | "--debug" => return Self::Debug,
                _ => {}
            }
        }
        Invitation::from_env(env).map_or(Self::ByHand, Self::Hosted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(args: &[&str], expect: &Start) {
        let args = args.iter().map(ToString::to_string);
        assert_eq!(&Start::new(args, |_| None), expect);
    }

    #[test]
    fn flags() {
        check(&["--version"], &Start::Version);
        check(&["-version"], &Start::Version);
        check(&["-v"], &Start::Version);
        check(&["--debug"], &Start::Debug);
        check(&["-debug"], &Start::Debug);
    }

    #[test]
    fn by_hand() {
        check(&[], &Start::ByHand);
        check(&["--help"], &Start::ByHand);
        check(&["debug"], &Start::ByHand);
    }

    #[test]
    fn hosted() {
        let env = |name: &str| {
            (name == "TF_PLUGIN_MAGIC_COOKIE")
                .then(|| "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2".into())
        };
        assert!(matches!(Start::new([], env), Start::Hosted(_)));
        let version = Start::new(["--version".into()], env);
        assert_eq!(version, Start::Version);
    }
}
