"""On what the figures were measured."""

import os
import platform
import sqlite3
import statistics
import time
from importlib.metadata import version
from pathlib import Path


def describe(folder: Path, postgres: str) -> list[str]:
    """A line each; `folder` is where the databases are, `postgres` the server's version."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return [
        f"CPU: {_cpu()}, {os.cpu_count()} cores, load average {load} at the start",
        f"{platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, PostgreSQL {postgres}",
        f"slack-bolt {version('slack-bolt')}, uvicorn {version('uvicorn')}, uvloop {version('uvloop')}",
        f"fsync of 64 KiB where the databases are: {fsync(folder):.2f} ms",
    ]


def fsync(folder: Path, times: int = 100) -> float:
    """Milliseconds (median) to write 64 KiB over what is there and have it on the disk, as a commit does."""
    path, took = folder / "fsync", []
    with path.open("wb", buffering=0) as file:
        for number in range(2 * times):
            file.seek(number % times * 65536)
            start = time.perf_counter()
            file.write(bytes(65536))
            os.fsync(file.fileno())
            took.append((time.perf_counter() - start) * 1e3)
    path.unlink()
    return statistics.median(took[times:])


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = next((line for line in lines if line.startswith("model name")), "")
    return named.partition(":")[2].strip() or platform.processor() or platform.machine()
