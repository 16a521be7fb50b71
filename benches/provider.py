#!/usr/bin/env python3
"""Whole-process figures of the release binary: size, start, memory, and plans of 1000 and 10 000 configs.

Run by `make bench`. Times on a shared machine are noise: quote the medians together with the
baselines printed beside them, from the same run.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cost import Provider

COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
STARTS = 60
CONFIGS = 1000


def client_certificate(directory: Path) -> str:
    """A certificate like the one Terraform makes for each process: self-signed P-521."""
    pem = directory / "client.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-521",
         "-nodes", "-sha512", "-days", "1", "-subj", "/O=HashiCorp/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost",
         "-keyout", str(directory / "client.key"), "-out", str(pem)],
        check=True, capture_output=True,
    )
    return pem.read_text()


def resident_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RuntimeError("no VmRSS")


def starts(command: list[str], environment: dict[str, str]) -> tuple[list[float], list[int]]:
    """Milliseconds from spawn to the handshake line, and KiB resident after it, for each start."""
    times, memory = [], []
    for _ in range(STARTS):
        begin = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        line = process.stdout.readline()
        times.append((time.perf_counter() - begin) * 1000)
        if not line.startswith(b"1|5|"):
            sys.exit(f"no handshake: {line!r}")
        memory.append(resident_kib(process.pid))
        process.terminate()
        process.wait()
    return times, memory


def spawn_baseline() -> list[float]:
    times = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        subprocess.run(["/bin/true"], check=True)
        times.append((time.perf_counter() - begin) * 1000)
    return times


def config(size: int) -> str:
    text = ["passwd:", "  users:", "    - name: core", "systemd:", "  units:"]
    number = 0
    while sum(len(line) + 1 for line in text) < size:
        number += 1
        text += [
            f"    - name: task-{number}.service",
            "      enable: true",
            "      contents: |",
            "        [Unit]",
            f"        Description=Task {number} of machine INDEX",
            "        After=network-online.target",
            "        [Service]",
            f"        ExecStart=/opt/bin/task --number={number} --machine=INDEX",
            "        Restart=on-failure",
            "        [Install]",
            "        WantedBy=multi-user.target",
        ]
    return "\n".join(text) + "\n"


def plan_cost(binary: Path, directory: Path, count: int) -> tuple[float, float, float]:
    """CPU seconds of the provider over all its starts, its MiB, and CPU seconds of Terraform, in one `terraform plan`."""
    work = directory / f"plan-{count}"
    provider = Provider(binary, work)
    (work / "config.yaml").write_text(config(11 * 1024))
    for number in (1, 2):
        (work / f"snippet{number}.yaml").write_text(
            f"storage:\n  files:\n    - path: /etc/snippet-{number}\n      mode: 0644\n"
            f"      contents:\n        inline: snippet {number}\n"
        )
    (work / "main.tf").write_text(
        'terraform {\n  required_providers {\n    lokomotive = { source = "lokomotive/lokomotive" }\n  }\n}\n'
        'resource "lokomotive_flatcar_config" "bench" {\n'
        f"  count    = {count}\n"
        '  content  = replace(file("config.yaml"), "INDEX", count.index)\n'
        '  snippets = [file("snippet1.yaml"), file("snippet2.yaml")]\n}\n'
    )
    environment = dict(os.environ, TF_CLI_CONFIG_FILE=str(provider.cli_config), CHECKPOINT_DISABLE="1")
    before = os.times()
    subprocess.run(["terraform", "plan", "-input=false", "-no-color"], cwd=work, env=environment,
                   check=True, capture_output=True)
    after = os.times()
    total = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    cpu, peak = provider.costs()
    return cpu, peak, total - cpu


def main() -> None:
    binary = Path(sys.argv[1]).resolve()
    directory = Path(tempfile.mkdtemp(prefix="lokomotive-bench-"))
    try:
        environment = dict(
            os.environ,
            TF_PLUGIN_MAGIC_COOKIE=COOKIE,
            PLUGIN_PROTOCOL_VERSIONS="5,6",
            PLUGIN_CLIENT_CERT=client_certificate(directory),
        )
        times, memory = starts([str(binary)], environment)
        print(f"binary                    {binary.stat().st_size:>12,} bytes")
        print(f"start to handshake, mTLS  {statistics.median(times):9.2f} ms median of {STARTS}"
              f" (spawning /bin/true: {statistics.median(spawn_baseline()):.2f} ms)")
        print(f"resident after handshake  {statistics.median(memory):9.0f} KiB median")
        if shutil.which("terraform") is None:
            sys.exit("terraform is not on PATH: the plans were not measured")
        one, few, many = (plan_cost(binary, directory, count) for count in (1, CONFIGS, 10 * CONFIGS))
        print(f"plan of {CONFIGS} configs      {few[0]:9.2f} s CPU of the provider over its starts, {few[1]:.0f} MiB"
              f" (plan of 1: {one[0]:.2f} s, {one[1]:.0f} MiB; Terraform itself: {few[2]:.2f} s)")
        print(f"plan of {10 * CONFIGS} configs     {many[0] / few[0]:9.1f} times that, {many[1]:.0f} MiB"
              f" (Terraform itself: {many[2] / few[2]:.1f} times)")
    finally:
        shutil.rmtree(directory)


if __name__ == "__main__":
    main()
