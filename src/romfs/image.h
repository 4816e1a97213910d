// Images of ROMFS: files in, the bytes of flash out, and back.
#ifndef WASM2MPY_ROMFS_IMAGE_H_
#define WASM2MPY_ROMFS_IMAGE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "support/diagnostics.h"

namespace wasm2mpy::romfs {

struct File {
  std::string path;  // "lib/fft.mpy"
  std::vector<uint8_t> bytes;
};

// An image with these files and their folders, in the order of their names, so
// that the same files give the same bytes. Native modules are where their code
// is aligned (RT_XIP_ALIGNMENT). Fails if two have one path, or a path is none.
Result<std::vector<uint8_t>> write_image(std::span<const File> files,
                                         Diagnostics& diagnostics);

// A file of an image; its contents are in the image's bytes.
struct Entry {
  std::string path;
  uint64_t offset = 0;
  std::span<const uint8_t> bytes;
};

// The files of an image, in its order; empty folders are none. Flash behind the
// image's end does not matter. Safe on input of any kind.
Result<std::vector<Entry>> read_image(std::span<const uint8_t> bytes,
                                      std::string file,
                                      Diagnostics& diagnostics);

// The text of `wasm2mpy inspect` for an image.
std::string describe(std::span<const uint8_t> bytes,
                     std::span<const Entry> entries);

}  // namespace wasm2mpy::romfs

#endif  // WASM2MPY_ROMFS_IMAGE_H_
