#!/usr/bin/env python3
"""What machines on AWS cost: requests, and time against that of one machine, on the simulator with real delays.

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

SIZES = (1, 10, 100)
START_SECONDS = 30
STOP_SECONDS = 20

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
  aws {
    subnet_ids = ["subnet-00000000000000001", "subnet-00000000000000002"]
  }
}
variable "snippet" {
  default = "{}"
}
"""


class Simulator:
    def __init__(self, binary: str):
        self.process = subprocess.Popen(
            [binary, "--port", "0", "--real-time", "true", "--start-delay", str(START_SECONDS),
             "--stop-delay", str(STOP_SECONDS), "--status-delay", "10"],
            stdout=subprocess.PIPE, text=True,
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
        AWS_EC2_METADATA_DISABLED="true",
    )
    try:
        print(f"one machine runs {START_SECONDS} s after its launch, and has ended {STOP_SECONDS} s after its end")
        print(f"{'machines':>8}  {'command':<12}{'requests':>9}{'of them lists':>15}{'wall':>9}")
        for count in SIZES:
            work = directory / str(count)
            work.mkdir()
            (work / "main.tf").write_text(MAIN % {"count": count, "turn": max(1, count // 10)})
            steps = [("create", ["apply", "-auto-approve"]), ("refresh", ["refresh"]),
                     ("destroy", ["destroy", "-auto-approve"])]
            for name, arguments in steps:
                before, begin = simulator.requests(), time.monotonic()
                subprocess.run(["terraform", *arguments], cwd=work, env=environment, check=True, capture_output=True)
                wall, after = time.monotonic() - begin, simulator.requests()
                all_of = sum(after.values()) - sum(before.values())
                lists = after.get("DescribeInstances", 0) - before.get("DescribeInstances", 0)
                own = {"create": START_SECONDS, "destroy": STOP_SECONDS}.get(name)
                ratio = f"  {wall / own:.2f} x one machine's" if own else ""
                print(f"{count:>8}  {name:<12}{all_of:>9}{lists:>15}{wall:>8.1f}s{ratio}", flush=True)
    finally:
        simulator.process.kill()
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
