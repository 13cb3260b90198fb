"""Holds the dependencies to deny.toml: licences, bans and sources.

For machines without cargo-deny, whose build takes longer than all else that is checked. It reads the same file and knows
the parts of it that stand there; what it does not know it refuses to pass over.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KNOWN = {
    "graph": {"all-features"},
    "licenses": {"allow", "private"},
    "bans": {"multiple-versions", "deny"},
    "sources": {"unknown-registry", "unknown-git", "allow-registry"},
    "advisories": {"yanked"},
}


def allowed(expression: str, licences: set[str]) -> bool:
    """Whether an SPDX expression can be met with these licences; "/" is an old way to write OR."""
    words = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))
    words.reverse()

    def either() -> bool:
        met = both()
        while words and words[-1] == "OR":
            words.pop()
            met = both() or met
        return met

    def both() -> bool:
        met = one()
        while words and words[-1] == "AND":
            words.pop()
            met = one() and met
        return met

    def one() -> bool:
        word = words.pop()
        if word == "(":
            met = either()
            words.pop()
            return met
        if words and words[-1] == "WITH":
            words.pop()
            word = f"{word} WITH {words.pop()}"
        return word in licences

    return either() and not words


def check(metadata: dict, rules: dict) -> list[str]:
    """Everything that is wrong, a sentence each."""
    wrong = []
    licences = set(rules["licenses"]["allow"])
    banned = {ban["crate"]: ban["reason"] for ban in rules["bans"]["deny"]}
    registries = tuple(f"registry+{registry}" for registry in rules["sources"]["allow-registry"])
    for package in metadata["packages"]:
        name = f"{package['name']} {package['version']}"
        if package["name"] in banned:
            wrong.append(f"{name} is banned: {banned[package['name']]}")
        if package["source"] is None:
            continue
        if not package["source"].startswith(registries):
            wrong.append(f"{name} comes from {package['source']}")
        if not allowed(package["license"] or "none", licences):
            wrong.append(f"{name} has a licence that is not allowed: {package['license']}")
    return wrong


def test() -> None:
    """The checks find what they are for."""
    ours = {"MIT", "Apache-2.0", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"}
    for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(GPL-2.0 OR MIT) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]:
        assert allowed(good, ours), good
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND GPL-2.0", "GPL-2.0 WITH LLVM-exception", "none"]:
        assert not allowed(bad, ours), bad
    rules = {"licenses": {"allow": ["MIT"]}, "bans": {"deny": [{"crate": "b", "reason": "no"}]}, "sources": {"allow-registry": ["r"]}}
    package = {"name": "a", "version": "1", "source": "registry+r", "license": "MIT"}
    for changed in [{"name": "b"}, {"source": "git+r"}, {"license": None}]:
        assert len(check({"packages": [package | changed]}, rules)) == 1, changed
    assert not check({"packages": [package, package | {"source": None, "license": None}]}, rules)


def main() -> int:
    test()
    rules = tomllib.loads((ROOT / "deny.toml").read_text())
    for section, entries in rules.items():
        unknown = set(entries) - KNOWN.get(section, set())
        if unknown:
            print(f"deny.toml: nobody here knows {section}.{min(unknown)}")
            return 1
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]
    metadata = json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    wrong = check(metadata, rules)
    for sentence in wrong:
        print(sentence)
    print(f"{len(metadata['packages'])} packages against deny.toml: {len(wrong)} wrong; advisories are not checked without cargo-deny")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
