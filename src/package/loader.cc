// NAME.py lies beside the folders armv6m_6.3, ... of the modules. On a board
// only the folder that fits need be there, and any number of packages share it.
//
// The loader takes itself out of sys.modules, then imports the module of the
// same name from the right folder. So the module is the one in sys.modules, is
// there under its own name for what it imports, and the code of the loader is
// garbage afterwards. The first importer gets the loader's module object,
// because MicroPython's import does not look at sys.modules again; it therefore
// gets the same attributes.
#include <format>

#include "mpy/format.h"
#include "package/package.h"
#include "support/text.h"

namespace wasm2mpy::package {
namespace {

// Words in capitals are replaced. A Thumb core (4 to 8) runs the code of all
// that are below it; the best comes first.
constexpr std::string_view kLoader =
    R"(# Imports the native module NAME for the architecture of this board, from the
# folder ARCH_VERSION beside this file. Made by wasm2mpy.
def _load():
    import os, sys

    archs = {ARCHS}
    mpy = getattr(sys.implementation, "_mpy", 0)
    version = "%d.%d" % (mpy & 255, mpy >> 8 & 3)
    if version != "VERSION":
        raise ImportError(
            "NAME is compiled for .mpy VERSION; this board loads " + version
        )
    host = arch = mpy >> 10 & 15
    here = __file__[: __file__.rfind("/") + 1]
    missing = None
    while arch:
        if arch in archs:
            folder = here + archs[arch] + "_VERSION"
            try:
                os.stat(folder + "/NAME.mpy")
                break
            except OSError:
                missing = missing or folder
        arch = arch - 1 if 4 < arch < 9 else 0
    if not arch:
        if missing:
            raise ImportError(missing + "/NAME.mpy is not on this board")
        hosts = (
            HOSTS
        ).split(",")
        raise ImportError(
            "NAME is compiled for %s; this board loads %s code"
            % (", ".join(archs[i] for i in sorted(archs)), hosts[host])
        )
    sys.modules.pop(__name__)
    sys.path.insert(0, folder)
    try:
        module = __import__("NAME")
    finally:
        sys.path.remove(folder)
    sys.modules[__name__] = module
    return module.__dict__


globals().update(globals().pop("_load")())
)";

// What a board loads, by the numbers in sys.implementation._mpy, as Python
// strings in several lines.
std::string host_names() {
  constexpr unsigned kNumbers = 16;
  std::string names = "\"no native";
  for (unsigned number = 1; number < kNumbers; ++number) {
    const Target* target = target::find_target(target::MpyArch(number));
    if (number == kNumbers / 2) names += "\"\n            \"";
    names += std::format(",{}", target ? target->name : "unknown");
  }
  return names + '"';
}

}  // namespace

std::string loader(const Package& package,
                   std::span<const Target* const> targets) {
  std::string archs;
  for (const Target* target : targets) {
    archs += std::format("{}{}: \"{}\"", archs.empty() ? "" : ", ",
                         unsigned(target->mpy_arch), target->name);
  }
  std::string text(kLoader);
  replace_all(text, "VERSION",
              std::format("{}.{}", mpy::kVersion, mpy::kSubVersion));
  replace_all(text, "ARCHS", archs);
  replace_all(text, "HOSTS", host_names());
  // Last, because a module may have any name.
  replace_all(text, "NAME", package.name);
  return text;
}

}  // namespace wasm2mpy::package
