// `wasm2mpy romfs`: an image of files and folders.
#ifndef WASM2MPY_CLI_ROMFS_H_
#define WASM2MPY_CLI_ROMFS_H_

#include "cli/options.h"
#include "support/diagnostics.h"

namespace wasm2mpy {

// Writes an image of the files, and of what is in the folders, that the options
// name.
Result<void> make_romfs(const Options& options, Diagnostics& diagnostics);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_ROMFS_H_
