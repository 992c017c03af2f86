"""Known weaknesses of the locked dependencies, by pip-audit; without it or without network: skipped, in words.

python deploy/audit.py requirements.lock

Exit codes: 0 none known, or not checked (standard error says why); 1 some are known.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import Any

SECONDS = 120


def main(lock: str) -> int:
    """Audit one lock file."""
    if importlib.util.find_spec("pip_audit") is None:
        return _skip("pip-audit is not installed (it is in the dev extra)")
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--require-hashes", "--disable-pip"]
    try:
        done = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off", "--timeout", "10"],
            capture_output=True, text=True, check=False, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _skip(f"no answer within {SECONDS} s")
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        # No report: it could not ask. The last thing it says is why.
        return _skip((done.stderr.strip() or "no report").splitlines()[-1])
    return _tell(packages)


def _tell(packages: list[dict[str, Any]]) -> int:
    """What was found, and what could not be asked: a package index that knows no weaknesses finds none in anything."""
    unasked = [package for package in packages if "skip_reason" in package]
    weak = [package for package in packages if package.get("vulns")]
    if len(unasked) == len(packages):
        return _skip(str(unasked[0]["skip_reason"]) if unasked else "the lock file names no package")
    for package in weak:
        _say(f"{package['name']} {package['version']}: {', '.join(weakness['id'] for weakness in package['vulns'])}")
    checked = len(packages) - len(unasked)
    _say(f"audit: {checked} packages checked, {len(weak)} with known weaknesses, {len(unasked)} not checked")
    return 1 if weak else 0


def _skip(why: str) -> int:
    _say(f"audit: skipped, nothing was checked: {why}")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
