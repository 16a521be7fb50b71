//! Who may do what with a file of root's.

/// Who may do what with a file of root's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Everybody may read it.
    Public,
    /// Only root may read it.
    Secret,
    /// Everybody may run it.
    Program,
}

impl Mode {
    /// The mode that is written so in octal digits.
    #[must_use]
    pub fn parse(octal: &str) -> Option<Self> {
        let mut all = [Self::Public, Self::Secret, Self::Program].into_iter();
        all.find(|mode| mode.octal() == octal)
    }

    /// In octal digits.
    #[must_use]
    pub fn octal(self) -> &'static str {
        match self {
            Self::Public => "0644",
            Self::Secret => "0600",
            Self::Program => "0755",
        }
    }
}
