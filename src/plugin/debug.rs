//! `--debug`: a developer starts the provider, and every Terraform told so attaches to it.
//!
//! The conventions are those of providers written in Go: one process serves any number of commands, without
//! encryption, and prints the variable to set.

use serde_json::json;

use super::Identity;
use super::handshake::PROVIDER_PROTOCOL;
use super::socket::Address;

/// What to tell the developer: how to attach to the process `pid` listening at `address`.
pub(super) fn instructions(identity: &Identity, pid: u32, address: &Address) -> String {
    // `Test` asks Terraform to leave the process alone when a command ends.
    let reattach = json!({
        identity.address: {
            "Protocol": "grpc",
            "ProtocolVersion": PROVIDER_PROTOCOL,
            "Pid": pid,
            "Test": true,
            "Addr": { "Network": address.network(), "String": address.to_string() },
        }
    });
    // In single quotes, a shell takes everything as it is but the quote itself.
    let reattach = reattach.to_string().replace('\'', r"'\''");
    format!(
        "{name} serves until Ctrl-C. To have Terraform use it, set in its shell:\n\n\t\
         export TF_REATTACH_PROVIDERS='{reattach}'\n",
        name = identity.name,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_is_ready_to_paste() {
        let identity = Identity {
            name: "terraform-provider-x",
            version: "1.0.0",
            address: "registry.terraform.io/x/x",
        };
        let text = instructions(&identity, 7, &Address::Unix("/tmp/it's/socket".into()));
        let expect = concat!(
            "\texport TF_REATTACH_PROVIDERS='",
            r#"{"registry.terraform.io/x/x":{"Addr":{"Network":"unix","String":"/tmp/it'\''s/socket"},"#,
            r#""Pid":7,"Protocol":"grpc","ProtocolVersion":5,"Test":true}}'"#
        );
        assert_eq!(text.lines().last(), Some(expect));
    }
}
