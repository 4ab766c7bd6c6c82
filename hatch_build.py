"""Build hook: compiles the lexicon and the kernel of the search into the wheel.

Without a C compiler, or with BULLETINS_KERNEL=0, the wheel has no kernel, and numpy searches.
"""

import os
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

KERNEL = "index/engines/whoosh/search/compiling.py"
LEXICON = "index/french/compiling.py"
FOLDING = "index/french/folding.py"


class CompilingHook(BuildHookInterface[BuilderConfig]):
    """Hook that hatchling calls before it makes a wheel; only what builds it is installed then."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Compile both beside their sources, where an editable install reads them, and add them to a wheel.

        Args:
            version: "standard" or "editable".
            build_data: Settings of the wheel; changed in place.
        """
        lexicon = _load(Path(self.root, LEXICON))
        self.app.display_info(lexicon.compile_lexicon(_load(Path(self.root, FOLDING)).fold))
        included: dict[str, str] = {}
        build_data["force_include"] = included
        if version == "standard":
            included[str(lexicon.FILE)] = str(lexicon.FILE.relative_to(self.root))
        compiling = _load(Path(self.root, KERNEL))
        if os.environ.get(compiling.SWITCH) == "0":
            return
        self.app.display_info(compiling.compile_kernel())
        kernel = compiling.binary()
        if version == "standard" and kernel.exists():
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{_platform()}"  # ctypes loads it in any Python 3
            included[str(kernel)] = str(kernel.relative_to(self.root))


def _load(path: Path) -> ModuleType:
    """Import a module by its path, without its package, which needs numpy."""
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no module")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _platform() -> str:
    """Return the tag of this platform; not manylinux, whose rules a kernel compiled here does not keep."""
    return next(tag for tag in platform_tags() if not tag.startswith(("manylinux", "musllinux")))
