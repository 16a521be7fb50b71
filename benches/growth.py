#!/usr/bin/env python3
"""What a pool costs as it grows: 1, 10, 100 and 1000 machines on the simulators of both clouds.

Run by `make growth`: growth.py PROVIDER SIMULATOR [CLOUD]. The provider needs the feature `test-clock`: the simulator
keeps the time, so that hours pass in seconds. Requests are exact. Time is the simulator's, in multiples of what one
machine takes; after a roll, a second plan must be empty. CPU and memory are the provider's, of all processes that a
command starts, and are of this run on this machine: compare the rows with each other. docs/guides/scale.md has the
table, and a test holds its requests.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import NamedTuple

from cost import Provider

SIZES = (1, 10, 100, 1000)
PROJECT = "5afe0000-0000-4000-a000-00000000c0de"
VISIBILITY_SECONDS, MIN_READY_SECONDS, QUEUE_SECONDS, STATUS_SECONDS = 5, 120, 10, 60


class Cloud(NamedTuple):
    name: str
    block: str
    launch: str
    end: str
    list: str
    start_seconds: int  # from its launch until a machine runs
    ready_seconds: int  # from then until it is ready
    stop_seconds: int  # from its end until it has ended


CLOUDS = (
    Cloud("aws", 'aws {\n    subnet_ids = ["subnet-00000000000000001", "subnet-00000000000000002"]\n  }', "RunInstances",
          "TerminateInstances", "DescribeInstances", 30, STATUS_SECONDS, 20),
    Cloud("equinix_metal", f'equinix_metal {{\n    project_id = "{PROJECT}"\n    metro      = "am"\n  }}', "createDevice",
          "deleteDevice", "findProjectDevices", 310, 0, 60),
)

MAIN = """
terraform {
  required_providers {
    lokomotive = { source = "lokomotive/lokomotive" }
  }
}
variable "motd" {
  default = "old"
}
resource "lokomotive_worker_pool" "bench" {
  cluster_name      = "bench"
  pool_name         = "pool-%(count)d"
  worker_count      = %(count)d
  container_runtime = "containerd"
  ssh_pubkeys       = []
  kubeconfig        = "certificate-authority-data: AAAA\\nserver: https://a.example.com\\ntoken: a.b\\n"
  min_ready_seconds = %(min_ready)d
  max_unavailable   = %(turn)d
  clc_snippets      = ["storage: {files: [{path: /etc/motd, filesystem: root, mode: 0644, contents: {inline: ${var.motd}}}]}"]
  %(block)s
}
"""


class Simulator:
    def __init__(self, binary: str):
        aws, metal = CLOUDS
        delays = {
            "visibility": VISIBILITY_SECONDS, "start": aws.start_seconds, "stop": aws.stop_seconds,
            "status": aws.ready_seconds, "queue": QUEUE_SECONDS, "provision": metal.start_seconds - QUEUE_SECONDS,
            "deprovision": metal.stop_seconds,
        }
        arguments = [word for name, seconds in delays.items() for word in (f"--{name}-delay", str(seconds))]
        self.process = subprocess.Popen([binary, "--port", "0", *arguments], stdout=subprocess.PIPE, text=True)
        self.url = re.match(r"listening on (\S+)", self.process.stdout.readline())[1]

    def requests(self) -> dict[str, int]:
        return json.load(urllib.request.urlopen(f"{self.url}/control/requests"))

    def seconds(self) -> float:
        return int(urllib.request.urlopen(f"{self.url}/clock").read()) / 1000


def main() -> None:
    binary, simulator = Path(sys.argv[1]).resolve(), sys.argv[2]
    clouds = [cloud for cloud in CLOUDS if cloud.name in (sys.argv[3:] or [cloud.name])]
    directory = Path(tempfile.mkdtemp(prefix="lokomotive-growth-"))
    try:
        provider = Provider(binary, directory)
        for cloud in clouds:
            print(f"{cloud.name}\n")
            print("| machines | operation | launches | ends | lists | others | time | CPU, s | memory, MiB |")
            print("|---|---|---|---|---|---|---|---|---|")
            for count in SIZES:
                measure(cloud, count, simulator, provider, directory)
            print()
    finally:
        shutil.rmtree(directory)


def measure(cloud: Cloud, count: int, binary: str, provider: Provider, directory: Path) -> None:
    simulator = Simulator(binary)
    work = directory / cloud.name / str(count)
    work.mkdir(parents=True)
    turn = max(1, count // 10)
    (work / "main.tf").write_text(
        MAIN % {"count": count, "turn": turn, "block": cloud.block, "min_ready": MIN_READY_SECONDS}
    )
    environment = dict(
        os.environ, TF_CLI_CONFIG_FILE=str(provider.cli_config), CHECKPOINT_DISABLE="1", AWS_REGION="us-east-1",
        AWS_ENDPOINT_URL=simulator.url, AWS_ACCESS_KEY_ID="AKIA123456789012BENCH", AWS_SECRET_ACCESS_KEY="bench",
        AWS_EC2_METADATA_DISABLED="true", METAL_API_URL=f"{simulator.url}/metal/v1", METAL_AUTH_TOKEN="bench",
        LOKOMOTIVE_TEST_CLOCK=simulator.url,
    )
    a_turn = cloud.stop_seconds + cloud.start_seconds + cloud.ready_seconds + MIN_READY_SECONDS
    turns = -(-count // turn)
    steps = [
        ("create", ["apply", "-auto-approve"], cloud.start_seconds),
        ("refresh", ["plan", "-detailed-exitcode"], None),
        ("roll", ["apply", "-auto-approve", "-var", "motd=new"], a_turn * turns),
        ("second plan", ["plan", "-detailed-exitcode", "-var", "motd=new"], None),
        ("destroy", ["destroy", "-auto-approve", "-var", "motd=new"], cloud.stop_seconds),
    ]
    try:
        for name, arguments, own in steps:
            before, begin = simulator.requests(), simulator.seconds()
            done = subprocess.run(["terraform", *arguments], cwd=work, env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"{cloud.name}, {count} machines, {name}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
            took, after = simulator.seconds() - begin, simulator.requests()
            made = {action: n - before.get(action, 0) for action, n in after.items()}
            launches, ends, lists = (made.pop(action, 0) for action in (cloud.launch, cloud.end, cloud.list))
            cpu, peak = provider.costs()
            if name == "second plan":
                continue
            time = f"{took / own:.2f}" if own else ""
            print(f"| {count} | {name} | {launches} | {ends} | {lists} | {sum(made.values())} | {time} | {cpu:.2f} "
                  f"| {peak:.0f} |", flush=True)
    finally:
        simulator.process.kill()


if __name__ == "__main__":
    main()
