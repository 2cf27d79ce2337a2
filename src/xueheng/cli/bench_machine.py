"""The machine that something is measured on, so that figures can be told apart."""

import os
import platform
import re
import sys
from importlib import metadata
from pathlib import Path

from xueheng import __version__

PACKAGES = ("duckdb", "pyarrow", "sqlglot", "polars", "pandas", "numpy")
_CPU_FACTS = Path("/proc/cpuinfo")


def machine() -> dict[str, object]:
    """Processor, cores that this process may use, memory, system, versions, and how busy the machine is already."""
    return {
        "cpu": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "memory_mb": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        "system": f"{platform.system()} {platform.release()}",
        "load_before": round(os.getloadavg()[0], 2),
        "python": sys.version.split()[0],
        "xueheng": __version__,
        "packages": {name: version for name in PACKAGES if (version := _version(name))},
    }


def _processor() -> str:
    if _CPU_FACTS.exists():
        found = re.search(r"(?m)^model name\s*: (.+)$", _CPU_FACTS.read_text("utf-8"))
        if found:
            return found.group(1)
    return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
