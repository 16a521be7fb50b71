//! What is AWS's own of a scene: keys, the provider's block, subnets, and requests by hand.

/// The access key of tests; the simulator reads the account in it. No part of the secrets may be printed anywhere.
pub(crate) const ACCESS_KEY: &str = "AKIA123456789012PLANTED";
/// The secret to it.
pub(crate) const SECRET_KEY: &str = "c0ffee/PLANTEDSECRETPLANTEDSECRET";

/// The provider's configuration for a stand-in at a URL.
pub(crate) fn provider(url: &str, region: &str) -> String {
    format!("provider \"lokomotive\" {{\n{}}}\n", block(url, region))
}

/// Its block `aws`.
pub(crate) fn block(url: &str, region: &str) -> String {
    format!(
        r#"  aws {{
    region     = "{region}"
    access_key = "{ACCESS_KEY}"
    secret_key = "{SECRET_KEY}"
    endpoints {{
      ec2   = "{url}"
      elbv2 = "{url}"
      sts   = "{url}"
    }}
  }}
"#
    )
}

/// The simulator's subnets.
pub(crate) fn subnets(count: usize) -> Vec<String> {
    (1..=count)
        .map(|number| format!("subnet-{number:017}"))
        .collect()
}

/// The answer to a form that is posted by hand.
pub(crate) fn post(url: &str, authorization: &str, body: &str) -> String {
    use std::io::{Read as _, Write as _};
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    let request = format!(
        "POST / HTTP/1.1\r\nhost: {host}\r\nauthorization: {authorization}\r\ncontent-type: \
         application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
