//! The operations, by method and path.

use super::call::{Answer, Call};
use super::{actions, bgp, create, devices, offers, reservations};

/// An operation of the API.
pub(crate) struct Operation {
    /// Its name in the API's description.
    pub(crate) name: &'static str,
    method: &'static str,
    /// The parts of its path; `{}` is an id.
    path: &'static str,
    /// What carries it out.
    pub(crate) act: fn(&mut Call<'_>) -> Answer,
}

/// All that are served.
const OPERATIONS: &[Operation] = &[
    operation(
        "createDevice",
        "POST",
        "projects/{}/devices",
        create::create,
    ),
    operation(
        "findProjectDevices",
        "GET",
        "projects/{}/devices",
        devices::list,
    ),
    operation("findDeviceById", "GET", "devices/{}", devices::find),
    operation("updateDevice", "PUT", "devices/{}", devices::update),
    operation("deleteDevice", "DELETE", "devices/{}", devices::delete),
    operation(
        "performAction",
        "POST",
        "devices/{}/actions",
        actions::perform,
    ),
    operation(
        "findDeviceEvents",
        "GET",
        "devices/{}/events",
        devices::events,
    ),
    operation(
        "findHardwareReservationById",
        "GET",
        "hardware-reservations/{}",
        reservations::find,
    ),
    operation(
        "findProjectHardwareReservations",
        "GET",
        "projects/{}/hardware-reservations",
        reservations::list,
    ),
    operation("findProjectById", "GET", "projects/{}", offers::project),
    operation(
        "findPlansByProject",
        "GET",
        "projects/{}/plans",
        offers::plans,
    ),
    operation("findMetros", "GET", "locations/metros", offers::metros),
    operation(
        "findOperatingSystems",
        "GET",
        "operating-systems",
        offers::operating_systems,
    ),
    operation(
        "checkCapacityForMetros",
        "POST",
        "capacity/metros",
        offers::capacity,
    ),
    operation(
        "findBgpSessions",
        "GET",
        "devices/{}/bgp/sessions",
        bgp::sessions,
    ),
    operation(
        "createBgpSession",
        "POST",
        "devices/{}/bgp/sessions",
        bgp::create_session,
    ),
    operation(
        "findProjectBgpSessions",
        "GET",
        "projects/{}/bgp/sessions",
        bgp::sessions_of_project,
    ),
    operation(
        "deleteBgpSession",
        "DELETE",
        "bgp/sessions/{}",
        bgp::delete_session,
    ),
    operation(
        "findBgpConfigByProject",
        "GET",
        "projects/{}/bgp-config",
        bgp::config,
    ),
    operation(
        "requestBgpConfig",
        "POST",
        "projects/{}/bgp-configs",
        bgp::request_config,
    ),
];

const fn operation(
    name: &'static str,
    method: &'static str,
    path: &'static str,
    act: fn(&mut Call<'_>) -> Answer,
) -> Operation {
    Operation {
        name,
        method,
        path,
        act,
    }
}

/// What a request is for.
pub(crate) enum Route<'a> {
    /// An operation, and the id in the path.
    To(&'static Operation, &'a str),
    /// A path that has other methods.
    OtherMethods(Vec<&'static str>),
    /// Nothing.
    Nowhere,
}

impl<'a> Route<'a> {
    /// Finds it; the path is without what is the same in all.
    pub(crate) fn of(method: &str, path: &'a str) -> Self {
        let mut methods = Vec::new();
        for operation in OPERATIONS {
            if let Some(id) = id(operation.path, path) {
                if operation.method == method {
                    return Self::To(operation, id);
                }
                methods.push(operation.method);
            }
        }
        if methods.is_empty() {
            Self::Nowhere
        } else {
            Self::OtherMethods(methods)
        }
    }
}

/// The id in a path, empty where it has none, if it is one of these paths.
fn id<'a>(pattern: &str, path: &'a str) -> Option<&'a str> {
    let mut id = "";
    let (mut parts, mut expected) = (path.split('/'), pattern.split('/'));
    loop {
        match (expected.next(), parts.next()) {
            (None, None) => return Some(id),
            (Some("{}"), Some(part)) if !part.is_empty() => id = part,
            (Some(expected), Some(part)) if expected == part => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;

    #[test]
    fn paths_lead_to_operations() {
        for (method, path, expected) in [
            ("GET", "devices/x", "findDeviceById x"),
            ("PATCH", "devices/x", "GET PUT DELETE"),
            ("GET", "locations/metros", "findMetros "),
            ("POST", "devices/x/bgp/sessions", "createBgpSession x"),
            ("GET", "devices/", "nothing"),
            ("GET", "devices/x/y", "nothing"),
        ] {
            let found = match Route::of(method, path) {
                Route::To(operation, id) => format!("{} {id}", operation.name),
                Route::OtherMethods(methods) => methods.join(" "),
                Route::Nowhere => "nothing".to_owned(),
            };
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn every_operation_is_described() {
        let mut served: Vec<&str> = OPERATIONS.iter().map(|one| one.name).collect();
        let mut described: Vec<&str> = schema::operations().collect();
        served.sort_unstable();
        described.sort_unstable();
        assert_eq!(served, described);
    }
}
