"""One JSON object a line on standard error, as the services write them."""

import json
import sys
from datetime import datetime, timezone


def say(*lines):
    for line in filter(None, lines):
        time = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
        print(json.dumps({"time": time, "level": "info", "service": "bootstrap", "message": line}, ensure_ascii=False), file=sys.stderr, flush=True)
