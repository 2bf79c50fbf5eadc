#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What the generator writes, the compiler reads back: units give the operations that they were written from, and
string literals the bytes. Usage: roundtrip.py WRITER COMPILER INCLUDE_DIRECTORY"""
import concurrent.futures
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

writer, compiler, include = sys.argv[1:4]
flags = ["-std=c++20", "-O0", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I", include]


def compile_one(source):
    made = subprocess.run([compiler, *flags, "-c", str(source), "-o", str(source.with_suffix(".o"))],
                          capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(f"{source} doesn't compile:\n{made.stderr[:4000]}")


with tempfile.TemporaryDirectory(prefix="athanor-roundtrip-") as folder:
    folder = pathlib.Path(folder)
    subprocess.run([writer, str(folder)], check=True)
    start = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(compile_one, sorted(folder.glob("*.cpp"))))
    print(f"compiled in {time.monotonic() - start:.1f} s")
    for what in ["units", "literals"]:
        objects = [str(o) for o in sorted(folder.glob(f"{what}_*.o"))]
        subprocess.run([compiler, *objects, "-o", str(folder / what)], check=True)
        done = subprocess.run([str(folder / what)], capture_output=True, text=True)
        print(done.stdout, end="")
        if done.returncode != 0:
            if len(sys.argv) > 4:
                shutil.copytree(folder, sys.argv[4], dirs_exist_ok=True)
            sys.exit(f"{what}: what was compiled isn't what was written")
