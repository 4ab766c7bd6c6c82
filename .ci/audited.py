"""Say what a report of pip-audit found; exit with 1 for a vulnerability, with 2 where there were no data."""

import json
import sys
from pathlib import Path

try:
    packages = json.loads(Path(sys.argv[1]).read_text("utf-8"))["dependencies"]
except (OSError, ValueError, KeyError):
    sys.exit(2)
audited = [package for package in packages if "skip_reason" not in package]
if not audited:
    sys.exit(2)
found = [(package, each) for package in audited for each in package["vulns"]]
for package, each in found:
    remedy = ", ".join(each["fix_versions"]) or "no version yet"
    print(
        f"pip-audit: {package['name']} {package['version']} has {each['id']}, mended in {remedy}: make lock"
    )
unknown = ", ".join(package["name"] for package in packages if "skip_reason" in package)
print(f"pip-audit: {len(audited)} packages, {len(found)} vulnerabilities; without data: {unknown or 'none'}")
sys.exit(1 if found else 0)
