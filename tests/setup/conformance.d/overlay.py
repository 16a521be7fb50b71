"""Prints a description of Equinix Metal's API as the simulator is held to it.

What is left out or changed, and why:

* Operations that the simulator does not serve are left out: the provider does not use them.
* Ids are those of things that there are: a random project is always a 404, which says nothing of the answer beyond.
  Devices' ids are handed on by links from createDevice, in the stateful phase.
* Names of plans, metros, operating systems and the like, which the description has as any text, are some that there are;
  random ones are always a 422.
* 422 is declared for requests without a body: the simulator refuses a query that it does not know, so that a mistake of
  the provider's shows. The service overlooks it.
* 404 is declared for BGP sessions: the description has none for a device that is not there. It must be an oversight.
* In the mode wire-like, every field of an answer may be null. Recorded answers of the service have null in many fields
  that are not nullable by its description.
"""

import json
import sys
import urllib.request

SERVED = {
    "createDevice", "findProjectDevices", "findDeviceById", "updateDevice", "deleteDevice", "performAction",
    "findDeviceEvents", "findHardwareReservationById", "findProjectHardwareReservations", "findProjectById",
    "findPlansByProject", "findMetros", "findOperatingSystems", "checkCapacityForMetro", "findBgpSessions",
    "createBgpSession", "findBgpConfigByProject", "requestBgpConfig",
}

# Types of answers, all of whose fields may be null in the mode wire-like. Those of requests are not among them.
ANSWERS = {
    "Device", "Event", "HardwareReservation", "IPAssignment", "Meta", "Port", "PortData", "Project", "BgpSession", "Facility",
    "Metro", "Plan", "OperatingSystem", "UserLite",
}

# Values that there are, by type and field.
VALUES = {
    ("MetroInput", "metro"): ["am", "ny"],
    ("DeviceCreateInput", "plan"): ["c3.small.x86", "c3.medium.x86"],
    ("DeviceCreateInput", "operating_system"): ["flatcar_stable", "flatcar_beta"],
    ("DeviceCreateInput", "hostname"): ["node-0", "node-1.example.com"],
    ("DeviceCreateInput", "userdata"): ["", "{}", "#!/bin/sh"],
    ("DeviceCreateInput", "ipxe_script_url"): [""],
    ("DeviceCreateInput", "hardware_reservation_id"): [""],
    ("DeviceUpdateInput", "hostname"): ["node-2"],
    ("DeviceUpdateInput", "billing_cycle"): ["hourly", "monthly"],
    ("DeviceUpdateInput", "userdata"): ["", "{}"],
    ("DeviceActionInput", "operating_system"): ["flatcar_stable"],
    ("ServerInfo", "metro"): ["am", "ny"],
    ("ServerInfo", "facility"): ["am6"],
    ("ServerInfo", "plan"): ["c3.small.x86"],
    ("ServerInfo", "quantity"): ["1", "2"],
}

# Fields that are always refused, or with what nobody has: no device would be made if they were sent.
REFUSED = {"spot_instance", "spot_price_max", "storage", "project_ssh_keys", "user_ssh_keys", "ip_addresses"}

# Operations on the device that createDevice makes.
LINKED = ["findDeviceById", "updateDevice", "performAction", "findDeviceEvents", "findBgpSessions", "createBgpSession",
          "deleteDevice"]


def ask(url, body=None, token=None):
    request = urllib.request.Request(url, data=body, method="GET" if body is None else "POST")
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("X-Auth-Token", token)
    answer = urllib.request.urlopen(request).read()
    return json.loads(answer) if answer else None


def operations(api):
    for path, item in api["paths"].items():
        for method, operation in item.items():
            if method in ("get", "put", "post", "delete", "patch"):
                yield path, method, operation


def keep_served(api):
    for path, method, operation in list(operations(api)):
        if operation.get("operationId") not in SERVED:
            del api["paths"][path][method]
    api["paths"] = {path: item for path, item in api["paths"].items() if set(item) - {"parameters"}}


def name_things(api, ids):
    schemas = api["components"]["schemas"]
    for (schema, field), values in VALUES.items():
        schemas[schema]["properties"][field]["enum"] = values
    for field in REFUSED:
        schemas["DeviceCreateInput"]["properties"].pop(field, None)
    facility = schemas["FacilityInput"]["properties"]["facility"]
    facility.clear()
    facility.update({"type": "array", "items": {"type": "string", "enum": ["am6", "ny7"]}, "minItems": 1})
    for path, _, operation in operations(api):
        for prefix, value in ids.items():
            if path.startswith(prefix):
                for parameter in operation.get("parameters", []):
                    if parameter.get("name") == "id":
                        parameter["schema"]["enum"] = [value]


def declare(api):
    error = {"description": "refused", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    for path, _, operation in operations(api):
        operation["responses"].setdefault("422", error)
        if path.endswith("/bgp/sessions"):
            operation["responses"].setdefault("404", error)


def link(api):
    made = next(operation for _, _, operation in operations(api) if operation["operationId"] == "createDevice")
    made["responses"]["201"]["links"] = {
        name: {"operationId": name, "parameters": {"id": "$response.body#/id"}} for name in LINKED
    }


def allow_null(api):
    for name in ANSWERS & set(api["components"]["schemas"]):
        schema = api["components"]["schemas"][name]
        for field, kind in schema.get("properties", {}).items():
            if "$ref" in kind:
                schema["properties"][field] = {"nullable": True, "allOf": [kind]}
            else:
                kind["nullable"] = True


def main():
    openapi, simulator, project, mode = sys.argv[1:]
    with open(openapi, encoding="utf-8") as file:
        api = json.load(file)
    reserved = ask(f"{simulator}/control/reservation?plan=c3.small.x86&metro=am", b"")["reserved"]
    config = json.dumps({"asn": 65000, "deployment_type": "local"}).encode()
    ask(f"{simulator}/metal/v1/projects/{project}/bgp-configs", config, "conformance")
    keep_served(api)
    name_things(api, {"/projects/": project, "/hardware-reservations/": reserved})
    declare(api)
    link(api)
    if mode == "wire-like":
        allow_null(api)
    json.dump(api, sys.stdout, indent=1)


main()
