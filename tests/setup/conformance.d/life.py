"""A device's life on the simulator, and what else there is, by a client of somebody else's."""

import sys
import urllib.request

import equinix_metal
from equinix_metal.models.bgp_config_request_input import BgpConfigRequestInput
from equinix_metal.models.bgp_session_input import BGPSessionInput
from equinix_metal.models.capacity_input import CapacityInput
from equinix_metal.models.create_device_request import CreateDeviceRequest
from equinix_metal.models.device_action_input import DeviceActionInput
from equinix_metal.models.device_create_in_metro_input import DeviceCreateInMetroInput
from equinix_metal.models.device_update_input import DeviceUpdateInput

simulator, project, token = sys.argv[1:]
configuration = equinix_metal.Configuration(host=f"{simulator}/metal/v1", api_key={"x_auth_token": token})
api = equinix_metal.DevicesApi(equinix_metal.ApiClient(configuration))


def pass_time(seconds):
    now = int(urllib.request.urlopen(f"{simulator}/clock").read())
    request = urllib.request.Request(f"{simulator}/clock?until={now + 1000 * seconds}", method="POST")
    urllib.request.urlopen(request)


def check(what, found, expected):
    print(f"{what}: {found}")
    if found != expected:
        sys.exit(f"conformance: {what} should be {expected}")


def refusal(what, call, status):
    try:
        call()
    except equinix_metal.ApiException as error:
        check(what, error.status, status)
        print(f"  {error.body}")
    else:
        sys.exit(f"conformance: {what} should be refused")


def state(device):
    return api.find_device_by_id(device, include=["project", "metro", "facility", "hardware_reservation"]).state


order = DeviceCreateInMetroInput(
    metro="am", plan="c3.small.x86", operating_system="flatcar_stable", hostname="node-0", userdata="{}", tags=["set=a"],
    no_ssh_keys=True, billing_cycle="hourly",
)
made = api.create_device(project, CreateDeviceRequest(order))
check("a device that was just asked for", made.state, "queued")
check("its addresses", made.ip_addresses, [])
refusal("deleting it", lambda: api.delete_device(made.id), 422)
pass_time(15)
check("a little later", state(made.id), "provisioning")
refusal("deleting it then", lambda: api.delete_device(made.id), 422)
pass_time(600)
check("ten minutes later", state(made.id), "active")
listed = api.find_project_devices(project, tag="set=a", per_page=100)
check("devices with its tag", [device.id for device in listed.devices], [made.id])
check("devices with another", api.find_project_devices(project, tag="set=b").devices, [])
check("its addresses", len(listed.devices[0].ip_addresses), 3)
check("its root password's length", len(listed.devices[0].root_password) > 0, True)
changed = api.update_device(made.id, DeviceUpdateInput(tags=["set=b"], userdata="#!/bin/sh"))
check("its tags, changed", changed.tags, ["set=b"])
api.perform_action(made.id, DeviceActionInput(type="reboot"))
check("after a reboot", state(made.id), "active")
api.perform_action(made.id, DeviceActionInput(type="reinstall", operating_system="flatcar_beta"))
check("just after a reinstallation was asked for", state(made.id), "active")
pass_time(60)
check("a minute later", state(made.id), "reinstalling")
pass_time(600)
check("ten minutes later", state(made.id), "active")
events = equinix_metal.EventsApi(api.api_client).find_device_events(made.id, per_page=50)
check("its last event", events.events[0].type, "provisioning.110")
api.delete_device(made.id)
check("after its deletion", state(made.id), "deprovisioning")
pass_time(120)
refusal("two minutes later", lambda: api.find_device_by_id(made.id), 404)
refusal("deleting it again", lambda: api.delete_device(made.id), 404)

# Operations that a description may lack are judged by the client at least.
client = api.api_client
check("metros", "am" in [metro.code for metro in equinix_metal.MetrosApi(client).find_metros().metros], True)
plans = equinix_metal.PlansApi(client).find_plans_by_project(project).plans
check("plans", "c3.small.x86" in [plan.slug for plan in plans], True)
systems = equinix_metal.OperatingSystemsApi(client).find_operating_systems().operating_systems
check("operating systems", "flatcar_stable" in [system.slug for system in systems], True)
check("the project", equinix_metal.ProjectsApi(client).find_project_by_id(project).id, project)
question = CapacityInput.from_dict({"servers": [{"metro": "am", "plan": "c3.small.x86", "quantity": "1"}]})
check("capacity", equinix_metal.CapacityApi(client).check_capacity_for_metro(question).servers[0].available, True)

bgp = equinix_metal.BGPApi(client)
refusal("the BGP config of a project without", lambda: bgp.find_bgp_config_by_project(project), 404)
bgp.request_bgp_config(project, BgpConfigRequestInput(asn=65000, deployment_type="local"))
check("its number", bgp.find_bgp_config_by_project(project).asn, 65000)

request = urllib.request.Request(f"{simulator}/control/reservation?plan=c3.small.x86&metro=am", method="POST")
urllib.request.urlopen(request)
reservations = equinix_metal.HardwareReservationsApi(client)
reserved = reservations.find_project_hardware_reservations(project, provisionable="only").hardware_reservations[0]
order.hardware_reservation_id = reserved.id
made = api.create_device(project, CreateDeviceRequest(order))
refusal("a second device of a reservation", lambda: api.create_device(project, CreateDeviceRequest(order)), 422)
found = reservations.find_hardware_reservation_by_id(reserved.id, include=["device"])
check("the device of the reservation", found.device.id, made.id)
check("whether another can be made of it", found.provisionable, False)
session = api.create_bgp_session(made.id, BGPSessionInput(address_family="ipv4"))
check("BGP sessions", [one.id for one in api.find_bgp_sessions(made.id).bgp_sessions], [session.id])
