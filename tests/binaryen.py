"""Where wasm-opt of Binaryen is."""

import os
import pathlib
import shutil


def find_wasm_opt(deps):
    """$WASM_OPT, that of tools/setup --examples, or one in PATH; else None."""
    own = pathlib.Path(deps) / 'binaryen/wasm-opt'
    return os.environ.get('WASM_OPT') or (
        str(own) if own.exists() else shutil.which('wasm-opt'))
