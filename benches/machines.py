#!/usr/bin/env python3
"""What machines cost: requests, and time against that of one machine, on the simulator with real delays.

Run by `make bench`: machines.py PROVIDER SIMULATOR. Requests are exact. Times are real ones of one run; quote them
against the machine's own time, which the simulator keeps to.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

SIZES = (1, 10, 100)
PROJECT = "5afe0000-0000-4000-a000-00000000c0de"


class Cloud(NamedTuple):
    name: str
    block: str
    launch: str  # the request that makes machines
    list: str  # the request that lists them
    start_seconds: int
    stop_seconds: int


CLOUDS = (
    Cloud("AWS", 'aws {\n    subnet_ids = ["subnet-00000000000000001", "subnet-00000000000000002"]\n  }', "RunInstances",
          "DescribeInstances", 30, 20),
    Cloud("Equinix Metal", f'equinix_metal {{\n    project_id = "{PROJECT}"\n    metro      = "am"\n  }}', "createDevice",
          "findProjectDevices", 120, 20),
)
QUEUE_SECONDS = 10  # of the seconds until a device runs

MAIN = """
terraform {
  required_providers {
    lokomotive = { source = "lokomotive/lokomotive" }
  }
}
resource "lokomotive_worker_pool" "bench" {
  cluster_name      = "bench"
  pool_name         = "pool-%(count)d"
  worker_count      = %(count)d
  container_runtime = "containerd"
  ssh_pubkeys       = []
  kubeconfig        = "certificate-authority-data: AAAA\\nserver: https://a.example.com\\ntoken: a.b\\n"
  min_ready_seconds = 5
  max_unavailable   = %(turn)d
  clc_snippets      = [var.snippet]
  %(block)s
}
variable "snippet" {
  default = "{}"
}
"""


class Simulator:
    def __init__(self, binary: str):
        aws, metal = CLOUDS
        delays = {
            "start": aws.start_seconds, "stop": aws.stop_seconds, "status": 10, "queue": QUEUE_SECONDS,
            "provision": metal.start_seconds - QUEUE_SECONDS, "deprovision": metal.stop_seconds,
        }
        arguments = [word for name, seconds in delays.items() for word in (f"--{name}-delay", str(seconds))]
        self.process = subprocess.Popen(
            [binary, "--port", "0", "--real-time", "true", *arguments], stdout=subprocess.PIPE, text=True,
        )
        self.url = re.match(r"listening on (\S+)", self.process.stdout.readline())[1]

    def requests(self) -> dict[str, int]:
        return json.load(urllib.request.urlopen(f"{self.url}/control/requests"))


def main() -> None:
    provider, simulator = Path(sys.argv[1]).resolve(), Simulator(sys.argv[2])
    directory = Path(tempfile.mkdtemp(prefix="lokomotive-bench-"))
    overrides = directory / "bin"
    overrides.mkdir()
    (overrides / "terraform-provider-lokomotive").symlink_to(provider)
    (directory / "cli.tfrc").write_text(
        f'provider_installation {{\n  dev_overrides {{ "lokomotive/lokomotive" = "{overrides}" }}\n  direct {{}}\n}}\n'
    )
    environment = dict(
        os.environ, TF_CLI_CONFIG_FILE=str(directory / "cli.tfrc"), CHECKPOINT_DISABLE="1", AWS_REGION="us-east-1",
        AWS_ENDPOINT_URL=simulator.url, AWS_ACCESS_KEY_ID="AKIA123456789012BENCH", AWS_SECRET_ACCESS_KEY="bench",
        AWS_EC2_METADATA_DISABLED="true", METAL_API_URL=f"{simulator.url}/metal/v1", METAL_AUTH_TOKEN="bench",
    )
    try:
        for cloud in CLOUDS:
            measure(cloud, simulator, directory, environment)
    finally:
        simulator.process.kill()
        shutil.rmtree(directory)


def measure(cloud: Cloud, simulator: Simulator, directory: Path, environment: dict[str, str]) -> None:
    print(f"{cloud.name}: a machine runs {cloud.start_seconds} s after its launch, and has ended {cloud.stop_seconds} s after "
          "its end")
    print(f"{'machines':>8}  {'command':<12}{'requests':>9}{'launches':>10}{'lists':>7}{'wall':>9}")
    for count in SIZES:
        work = directory / cloud.list / str(count)
        work.mkdir(parents=True)
        (work / "main.tf").write_text(MAIN % {"count": count, "turn": max(1, count // 10), "block": cloud.block})
        steps = [("create", ["apply", "-auto-approve"]), ("refresh", ["refresh"]),
                 ("destroy", ["destroy", "-auto-approve"])]
        for name, arguments in steps:
            before, begin = simulator.requests(), time.monotonic()
            subprocess.run(["terraform", *arguments], cwd=work, env=environment, check=True, capture_output=True)
            wall, after = time.monotonic() - begin, simulator.requests()
            made = {action: n - before.get(action, 0) for action, n in after.items()}
            own = {"create": cloud.start_seconds, "destroy": cloud.stop_seconds}.get(name)
            ratio = f"  {wall / own:.2f} x one machine's" if own else ""
            print(f"{count:>8}  {name:<12}{sum(made.values()):>9}{made.get(cloud.launch, 0):>10}{made.get(cloud.list, 0):>7}"
                  f"{wall:>8.1f}s{ratio}", flush=True)


if __name__ == "__main__":
    main()
