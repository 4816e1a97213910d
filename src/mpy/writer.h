// Writing of native .mpy modules.
#ifndef WASM2MPY_MPY_WRITER_H_
#define WASM2MPY_MPY_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "link/linker.h"
#include "mpy/format.h"
#include "support/diagnostics.h"
#include "target/target.h"

namespace wasm2mpy::mpy {

// A constant object with contents. With ROMFS these stay in flash, unlike
// code.
struct ConstantObject {
  ObjectType type = ObjectType::kBytes;  // kStr or kBytes
  std::vector<uint8_t> bytes;
  uint32_t alignment = 1;  // of the bytes, in the file
};

struct NativeModule {
  const Target* target = nullptr;
  std::string source_name;         // the first qstr: "app.wasm"
  std::vector<std::string> qstrs;  // qstr_table[1], [2], ...
  // obj_table[1], [2], ...; obj_table[0] is always mp_fun_table. With --xip the
  // first one is the code, and the image is the stub that enters it.
  std::vector<ConstantObject> objects;
  link::Image image;
};

// The bytes of the file. Fails, with a message for each, if a qstr is too long
// for MicroPython.
Result<std::vector<uint8_t>> write_mpy(const NativeModule& module,
                                       Diagnostics& diagnostics);

}  // namespace wasm2mpy::mpy

#endif  // WASM2MPY_MPY_WRITER_H_
