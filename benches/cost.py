"""What the provider costs while Terraform runs: an executable in its place notes that for each of its processes."""

import sys
from pathlib import Path

NAME = "terraform-provider-lokomotive"

WRAPPER = """#!%(python)s
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
provider = os.posix_spawn("%(provider)s", ["%(provider)s", *sys.argv[1:]], os.environ)
peak, ended = 0, 0
while not ended:
    try:
        with open(f"/proc/{provider}/status") as status:
            peak = max([peak, *(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))])
    except OSError:
        pass
    time.sleep(0.02)
    ended, _, usage = os.wait4(provider, os.WNOHANG)
with open("%(log)s", "a") as log:
    log.write(f"{usage.ru_utime + usage.ru_stime} {peak}\\n")
"""


class Provider:
    """A provider that Terraform starts from a configuration of its own, `cli_config`."""

    def __init__(self, binary: Path, directory: Path):
        self.cli_config, self.log = directory / "cli.tfrc", directory / "costs"
        overrides = directory / "bin"
        overrides.mkdir(parents=True)
        wrapper = overrides / NAME
        wrapper.write_text(WRAPPER % {"python": sys.executable, "provider": binary, "log": self.log})
        wrapper.chmod(0o755)
        self.cli_config.write_text(
            f'provider_installation {{\n  dev_overrides {{ "lokomotive/lokomotive" = "{overrides}" }}\n  direct {{}}\n}}\n'
        )

    def costs(self) -> tuple[float, float]:
        """CPU seconds of all its processes, and MiB of the largest, since it was asked before."""
        costs = [line.split() for line in self.log.read_text().splitlines()]
        self.log.unlink()
        return sum(float(cpu) for cpu, _ in costs), max(int(peak) for _, peak in costs) / 1024
