//! Hardware reservations: whether to wait for one that is not free.
//!
//! A reservation is not free for minutes after its device has gone, while the service wipes the machine. A request that
//! comes too early is refused with the same words as one that will never be granted, so this asks which it is.

use serde_json::Value;

use super::connection::Ask;
use super::machines::Machines;
use crate::cloud::{Fault, Order};

/// What is known of a reservation that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outlook {
    /// It is free, or will be.
    Free,
    /// It is not going to be, and why.
    Taken(String),
}

impl Machines {
    /// Whether the reservation that an order asks for comes free by itself.
    pub(super) async fn outlook(&self, order: &Order) -> Result<Outlook, Fault> {
        let predecessor = order.predecessor.as_deref();
        match self.template.reservation(order.ordinal) {
            Some("next-available") => {
                let any = self.reservations().await?;
                let of_plan = any
                    .iter()
                    .filter(|one| slug(one) == Some(&self.template.plan));
                let mut outlooks = of_plan.map(|one| outlook(one, predecessor));
                Ok(if outlooks.any(|outlook| outlook == Outlook::Free) {
                    Outlook::Free
                } else {
                    let plan = &self.template.plan;
                    Outlook::Taken(format!(
                        "No reservation of the plan {plan} is free or on its way back"
                    ))
                })
            }
            Some(id) => {
                let path = format!("hardware-reservations/{id}");
                let ask = Ask::read("findHardwareReservationById", path);
                let answer = self.connection.ask(&self.stop, &ask).await?;
                Ok(outlook(&answer, predecessor))
            }
            None => Ok(Outlook::Taken("No reservation was asked for".to_owned())),
        }
    }

    async fn reservations(&self) -> Result<Vec<Value>, Fault> {
        let project = &self.template.project_id;
        let path = format!("projects/{project}/hardware-reservations");
        let ask = Ask::read("findProjectHardwareReservations", path);
        let list = "hardware_reservations";
        self.all(ask, list, |reservation| Ok(reservation.clone()))
            .await
    }
}

fn slug(reservation: &Value) -> Option<&String> {
    match &reservation["plan"]["slug"] {
        Value::String(slug) => Some(slug),
        _ => None,
    }
}

/// What becomes of a reservation. Its device is told with a link, or whole.
pub(super) fn outlook(reservation: &Value, predecessor: Option<&str>) -> Outlook {
    if reservation["need_of_service"] == true {
        return Outlook::Taken("The reservation's machine needs service".to_owned());
    }
    let device = &reservation["device"];
    let link = device["href"]
        .as_str()
        .and_then(|link| link.rsplit('/').next());
    match device["id"].as_str().or(link) {
        Some(device) if reservation["provisionable"] != true && predecessor != Some(device) => {
            Outlook::Taken(format!("The reservation is the device {device}'s"))
        }
        _ => Outlook::Free,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reservation_without_a_device_comes_free() {
        let free = [
            json!({"provisionable": true, "device": null}),
            json!({"provisionable": false, "device": null}),
            json!({"provisionable": null}),
            json!({"provisionable": false, "device": {"href": "/metal/v1/devices/d-1"}}),
            json!({"provisionable": false, "device": {"id": "d-1"}}),
        ];
        for reservation in free {
            assert_eq!(
                outlook(&reservation, Some("d-1")),
                Outlook::Free,
                "{reservation}"
            );
        }
    }

    #[test]
    fn a_reservation_of_another_device_does_not() {
        let taken = [
            json!({"provisionable": false, "device": {"href": "/metal/v1/devices/d-2"}}),
            json!({"device": {"id": "d-2"}}),
        ];
        for reservation in taken {
            let expect = Outlook::Taken("The reservation is the device d-2's".to_owned());
            assert_eq!(outlook(&reservation, Some("d-1")), expect, "{reservation}");
        }
        let broken = json!({"provisionable": true, "need_of_service": true});
        assert!(matches!(outlook(&broken, None), Outlook::Taken(_)));
    }
}
