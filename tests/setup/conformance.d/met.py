"""Says how many requests there were of each operation, and how they ended: where none succeeded, nothing was judged."""

import json
import sys
import urllib.request

simulator = sys.argv[1]
met = json.loads(urllib.request.urlopen(f"{simulator}/control/statuses").read())
for operation, statuses in met.items():
    print(f"{operation:<30}", " ".join(f"{status}×{count}" for status, count in statuses.items()))
silent = [operation for operation, statuses in met.items() if not any(status.startswith("2") for status in statuses)]
if set(silent) - {"unknown"}:
    sys.exit(f"conformance: no success was judged of {', '.join(silent)}")
