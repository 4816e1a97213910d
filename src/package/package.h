// A package that mip installs: what is in its folder besides the modules.
#ifndef WASM2MPY_PACKAGE_PACKAGE_H_
#define WASM2MPY_PACKAGE_PACKAGE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy::package {

struct Package {
  std::string folder;
  std::string name;     // of the module; an identifier
  std::string version;  // empty: none
  std::string url;      // where the folder will be; empty: anywhere
};

struct TextFile {
  std::string path;
  std::string text;
};

// "armv6m_6.3": the folder, in a package, of the modules for a target.
std::string arch_folder(const Target& target);

// Whether they can be written into a package.json as they are.
Result<void> check(const Package& package, Diagnostics& diagnostics);

// FOLDER/ARCH_6.3/package.json for each target, FOLDER/package.json for all of
// them, and the loader FOLDER/NAME.py.
std::vector<TextFile> files(const Package& package,
                            std::span<const Target* const> targets);

// The loader: NAME.py, which becomes the module that fits the board.
std::string loader(const Package& package,
                   std::span<const Target* const> targets);

}  // namespace wasm2mpy::package

#endif  // WASM2MPY_PACKAGE_PACKAGE_H_
