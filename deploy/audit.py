"""Checks the locked dependencies for known vulnerabilities with pip-audit; says so if it cannot check.

python deploy/audit.py requirements.lock

Exit codes: 0 no vulnerability known, or not checked (standard error says why); 1 vulnerabilities known.
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
        # Without a report, pip-audit could not reach the index. Its last line says why.
        return _skip((done.stderr.strip() or "no report").splitlines()[-1])
    return _report(packages)


def _report(packages: list[dict[str, Any]]) -> int:
    """Reports the vulnerable packages, and those that the index could not tell about: they are not called sound."""
    unchecked = [package for package in packages if "skip_reason" in package]
    vulnerable = [package for package in packages if package.get("vulns")]
    if len(unchecked) == len(packages):
        return _skip(str(unchecked[0]["skip_reason"]) if unchecked else "the lock file names no package")
    for package in vulnerable:
        _say(f"{package['name']} {package['version']}: {', '.join(found['id'] for found in package['vulns'])}")
    checked = len(packages) - len(unchecked)
    _say(
        f"audit: {checked} packages checked, {len(vulnerable)} with known vulnerabilities, {len(unchecked)} not checked"
    )
    return 1 if vulnerable else 0


def _skip(why: str) -> int:
    _say(f"audit: skipped, nothing was checked: {why}")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
