"""What the children of the pool's tests do; found by import, as in a build."""

import ctypes
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from quartier.engine import child
from quartier.engine.jobs import Job


def die(job: Job) -> None:
    """End in the way that the page is called."""
    child.at_cell(3, "x = 1")
    ways = {
        "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
        "exited": lambda: os._exit(3),
        "crashed": lambda: ctypes.string_at(0),
        "stopped": lambda: sys.exit(2),
        "raised": lambda: 1 / 0,
        "endless": lambda: time.sleep(100),
        "well": lambda: None,
    }
    ways[job.page]()


def about(job: Job) -> dict[str, object]:
    return {
        "page": job.page,
        "process": os.getpid(),
        "template": os.getppid(),
        "random": random.random(),
        "numpy": float(np.random.random()),  # noqa: NPY002 - a notebook may use it
        "order": list({"Nord", "Süd", "Ost", "West", "Mitte"}),
        "interrupt": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        "main": getattr(sys.modules["__main__"], "__file__", None),
        "folder": str(Path.cwd()),
    }


def spoil(job: Job) -> object:
    """Leave traces everywhere; the value says whether traces of another were there."""
    import pandas as pd

    found = (getattr(pd, "left_behind", None), os.environ.get("LEFT_BEHIND"), str(Path.cwd()))
    setattr(pd, "left_behind", job.page)  # noqa: B010
    os.environ["LEFT_BEHIND"] = job.page
    os.chdir("/")
    return found


def unpicklable(job: Job) -> object:
    return lambda: None


def wait_with_program(job: Job) -> None:
    """Start a program and wait for it; both processes are noted in the file that the page names."""
    if job.page == "quick":
        return
    program = subprocess.Popen(["sleep", "100"])
    with open(job.page, "a") as file:  # noqa: PTH123
        file.write(f"{os.getpid()} {os.getppid()} {program.pid}\n")
    program.wait()
