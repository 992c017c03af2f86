"""Hosts of their own on one machine: network namespaces with an address each, on one bridge. Needs root and `ip`."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from types import TracebackType

NETWORK = "198.18"
"""The range that is set apart for tests of networks: nobody's own."""


def lacking() -> str:
    """Why this machine cannot make hosts, in words; empty if it can."""
    if os.geteuid() != 0 or not (shutil.which("ip") and shutil.which("unshare")):
        return "hosts in network namespaces need root, `ip` and `unshare`"
    tried = f"onrecord-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", tried], capture_output=True, check=False)
    subprocess.run(["ip", "netns", "del", tried], capture_output=True, check=False)
    return "" if made.returncode == 0 else f"no network namespaces here: {made.stderr.decode().strip()}"


@dataclass(frozen=True)
class Host:
    """One host: a namespace with an address."""

    name: str
    namespace: str
    cable: str
    address: str

    def prefix(self) -> tuple[str, ...]:
        """What to put before a command, so that it runs there, and takes the host's name for the machine's."""
        named = ("sh", "-c", 'hostname "$0"; exec "$@"', self.name)
        return ("ip", "netns", "exec", self.namespace, "unshare", "--uts", *named)

    def cut_off(self) -> None:
        """Nothing comes in or goes out; connections stay open."""
        _ip("link", "set", self.cable, "down")

    def heal(self) -> None:
        """The network is back."""
        _ip("link", "set", self.cable, "up")


@dataclass
class Network:
    """A bridge with hosts on it; this process has an address there, too."""

    number: int = field(default_factory=lambda: os.getpid() % 250)
    hosts: dict[str, Host] = field(default_factory=dict)

    @property
    def bridge(self) -> str:
        return f"onrec{self.number}"

    def __enter__(self) -> Network:
        _ip("link", "add", self.bridge, "type", "bridge")
        _ip("addr", "add", f"{NETWORK}.{self.number}.254/24", "dev", self.bridge)
        _ip("link", "set", self.bridge, "up")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        for host in self.hosts.values():
            _ip("netns", "del", host.namespace)
        _ip("link", "del", self.bridge)

    def add(self, name: str) -> Host:
        """A new host on the bridge."""
        at = len(self.hosts) + 1
        host = Host(name, f"{self.bridge}-{name}", f"{self.bridge}v{at}", f"{NETWORK}.{self.number}.{at}")
        _ip("netns", "add", host.namespace)
        self.hosts[name] = host
        _ip("link", "add", host.cable, "type", "veth", "peer", "name", "eth0", "netns", host.namespace)
        _ip("link", "set", host.cable, "master", self.bridge)
        _ip("link", "set", host.cable, "up")
        for words in (["addr", "add", f"{host.address}/24", "dev", "eth0"], ["link", "set", "eth0", "up"]):
            _ip("-n", host.namespace, *words)
        _ip("-n", host.namespace, "link", "set", "lo", "up")
        return host


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
