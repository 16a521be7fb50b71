//! What is told of a device: events, most of which are steps of an installation.

use super::super::clock::Moment;
use super::super::ids::Ids;

/// Something that happened, or will.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Its id.
    pub(crate) id: String,
    /// When.
    pub(crate) at: Moment,
    /// Such as `provisioning.110`.
    pub(crate) kind: &'static str,
    /// For people.
    pub(crate) body: String,
}

impl Event {
    /// An event.
    pub(crate) fn new(ids: &mut Ids, at: Moment, kind: &'static str, body: &str) -> Self {
        Self {
            id: ids.uuid(),
            at,
            kind,
            body: body.to_owned(),
        }
    }

    /// The steps of an installation that succeeds.
    pub(crate) fn of_installation(ids: &mut Ids, begins: Moment, ends: Moment) -> Vec<Self> {
        let takes = ends.since(begins);
        let steps = [
            (0, "provisioning.101", "Provision started"),
            (1, "provisioning.102", "Network configured"),
            (2, "provisioning.104.01", "Device connected to DHCP system"),
            (3, "provisioning.105", "Server partitions created"),
            (
                4,
                "provisioning.109",
                "Installation finished, rebooting server",
            ),
            (
                5,
                "provisioning.110",
                "Device phoned home and is ready to go",
            ),
        ];
        let mut events = Vec::new();
        for (step, kind, body) in steps {
            events.push(Self::new(ids, begins + takes * step / 5, kind, body));
        }
        events
    }
}
