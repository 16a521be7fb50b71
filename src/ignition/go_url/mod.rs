//! URLs as Go's `net/url` reads and prints them (the rules of Go 1.19).
//!
//! Remote files are printed in the form that package gives them, so its leniency and its escaping are part
//! of what users know as their rendered config. The `url` crate follows another standard (WHATWG) and
//! would print other bytes.

mod escape;

use std::borrow::Cow;
use std::fmt;

use escape::{Part, Text};

/// Why a text is not a URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// It contains a control character.
    #[error("it contains a control character")]
    Control,
    /// It starts with a colon.
    #[error("the scheme before the colon is missing")]
    MissingScheme,
    /// Without a scheme, the first path segment may not contain a colon.
    #[error("its first segment contains a colon but is not a scheme")]
    ColonInSegment,
    /// A `%` is not followed by two hex digits, or the host escapes an ASCII character.
    #[error("it contains a malformed %-escape")]
    Escape(String),
    /// The host contains a character that hosts may not have.
    #[error("its host name contains a character that is not allowed there")]
    HostCharacter(String),
    /// An IPv6 address is not closed.
    #[error("the ] of its IPv6 address is missing")]
    MissingBracket,
    /// The port is not a number.
    #[error("its port is not a number")]
    Port(String),
    /// User name or password contain a character that must be escaped.
    #[error("its user name or password contains a character that must be escaped")]
    UserInfo,
}

impl UrlError {
    /// The piece of the URL that is at fault, where that can be told; never a password.
    #[must_use]
    pub fn fragment(&self) -> Option<&str> {
        match self {
            Self::Escape(piece) | Self::HostCharacter(piece) | Self::Port(piece) => Some(piece),
            _ => None,
        }
    }
}

/// A parsed URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Url {
    scheme: String,
    /// What follows `scheme:` when that is not a slash, up to the query.
    opaque: String,
    user: Option<User>,
    /// Decoded host and port.
    host: Vec<u8>,
    /// Whether `scheme:/path` was written without `//`.
    without_authority: bool,
    path: Text,
    /// The query as written; an empty one stays.
    query: Option<String>,
    fragment: Text,
}

/// Decoded user name and password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct User {
    name: Vec<u8>,
    password: Option<Vec<u8>>,
}

impl Url {
    /// Parses an absolute or relative URL.
    ///
    /// # Errors
    /// The first fault in Go's order: control characters, scheme, host, user, path, fragment.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        let mut url = Self::parse_without_fragment(text)?;
        url.fragment = Text::parse(fragment, Part::Fragment)?;
        Ok(url)
    }

    /// The scheme in lower case; empty for a relative URL.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The first value of a query key, decoded. Malformed pairs are passed over, as Go does.
    #[must_use]
    pub fn query_value(&self, key: &str) -> Option<Vec<u8>> {
        self.query.as_deref()?.split('&').find_map(|pair| {
            if pair.is_empty() || pair.contains(';') {
                return None;
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = escape::decode_query(name).ok()?;
            let value = escape::decode_query(value).ok()?;
            (name == key.as_bytes()).then_some(value)
        })
    }

    fn parse_without_fragment(text: &str) -> Result<Self, UrlError> {
        if text.bytes().any(|byte| byte.is_ascii_control()) {
            return Err(UrlError::Control);
        }
        let (scheme, rest) = split_scheme(text)?;
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query.to_owned())),
            None => (rest, None),
        };
        let mut url = Self {
            scheme: scheme.to_ascii_lowercase(),
            query,
            ..Self::default()
        };
        if !rest.starts_with('/') {
            if !scheme.is_empty() {
                rest.clone_into(&mut url.opaque);
                return Ok(url);
            }
            if rest
                .split('/')
                .next()
                .is_some_and(|segment| segment.contains(':'))
            {
                return Err(UrlError::ColonInSegment);
            }
        }
        let is_path_only = scheme.is_empty() && rest.starts_with("///");
        let path = match rest.strip_prefix("//") {
            Some(authority) if !is_path_only => {
                let end = authority.find('/').unwrap_or(authority.len());
                let (authority, path) = authority.split_at(end);
                (url.user, url.host) = parse_authority(authority)?;
                path
            }
            _ => {
                url.without_authority = !scheme.is_empty() && rest.starts_with('/');
                rest
            }
        };
        url.path = Text::parse(path, Part::Path)?;
        Ok(url)
    }
}

impl fmt::Display for Url {
    /// Prints what Go's `URL.String` prints.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_scheme = !self.scheme.is_empty();
        if has_scheme {
            write!(f, "{}:", self.scheme)?;
        }
        if self.opaque.is_empty() {
            let path = self.path.escaped(Part::Path);
            let has_authority = !self.host.is_empty() || self.user.is_some();
            if has_authority || (has_scheme && !path.is_empty() && !self.without_authority) {
                f.write_str("//")?;
            }
            if let Some(user) = &self.user {
                write!(f, "{user}@")?;
            }
            f.write_str(&escape::encode(&self.host, Part::Host))?;
            f.write_str(&relative_path(has_scheme || has_authority, path))?;
        } else {
            f.write_str(&self.opaque)?;
        }
        if let Some(query) = &self.query {
            write!(f, "?{query}")?;
        }
        let fragment = self.fragment.escaped(Part::Fragment);
        if !fragment.is_empty() {
            write!(f, "#{fragment}")?;
        }
        Ok(())
    }
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape::encode(&self.name, Part::User))?;
        match &self.password {
            Some(password) => write!(f, ":{}", escape::encode(password, Part::User)),
            None => Ok(()),
        }
    }
}

/// At the start of a relative URL a segment with a colon would read as a scheme: `./` goes before it.
fn relative_path(has_start: bool, path: Cow<'_, str>) -> Cow<'_, str> {
    let segment = path.split('/').next().unwrap_or_default();
    if !has_start && segment.contains(':') {
        format!("./{path}").into()
    } else {
        path
    }
}

/// Splits `scheme:rest`; the scheme is empty when there is none.
fn split_scheme(text: &str) -> Result<(&str, &str), UrlError> {
    let is_scheme_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    match text.split_once(':') {
        Some(("", _)) => Err(UrlError::MissingScheme),
        Some((scheme, rest))
            if scheme.bytes().all(is_scheme_byte)
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic()) =>
        {
            Ok((scheme, rest))
        }
        _ => Ok(("", text)),
    }
}

fn parse_authority(authority: &str) -> Result<(Option<User>, Vec<u8>), UrlError> {
    let Some((user, host)) = authority.rsplit_once('@') else {
        return Ok((None, parse_host(authority)?));
    };
    let host = parse_host(host)?;
    let is_user_byte =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !user.bytes().all(is_user_byte) {
        return Err(UrlError::UserInfo);
    }
    let (name, password) = match user.split_once(':') {
        Some((name, password)) => (name, Some(password)),
        None => (user, None),
    };
    let user = User {
        name: escape::decode(name, Part::User)?,
        password: password
            .map(|text| escape::decode(text, Part::User))
            .transpose()?,
    };
    Ok((Some(user), host))
}

/// Decodes `host[:port]`; an IPv6 address in brackets may have a zone behind `%25`.
fn parse_host(host: &str) -> Result<Vec<u8>, UrlError> {
    if !host.starts_with('[') {
        if let Some(at) = host.rfind(':') {
            check_port(&host[at..])?;
        }
        return escape::decode(host, Part::Host);
    }
    let end = host.rfind(']').ok_or(UrlError::MissingBracket)?;
    check_port(&host[end + 1..])?;
    match host[..end].find("%25") {
        Some(zone) => Ok([
            escape::decode(&host[..zone], Part::Host)?,
            escape::decode(&host[zone..end], Part::Zone)?,
            escape::decode(&host[end..], Part::Host)?,
        ]
        .concat()),
        None => escape::decode(host, Part::Host),
    }
}

/// A port is empty, or a colon and digits (none is fine).
fn check_port(text: &str) -> Result<(), UrlError> {
    match text.strip_prefix(':') {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        None if text.is_empty() => Ok(()),
        _ => Err(UrlError::Port(text.to_owned())),
    }
}

#[cfg(test)]
mod tests;
