"""The packed articles are what their sources say."""

import subprocess
import sys

from conftest import ROOT


def test_the_files_are_as_the_script_writes_them():
    done = subprocess.run([sys.executable, ROOT / "datasets/make.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
