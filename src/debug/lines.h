// The source lines of a module, from the DWARF in its custom sections.
//
// Addresses of DWARF in WebAssembly count from the first byte behind the head
// of the code section. Tools that change code do not all rewrite it, and a
// wrong line is worse than none: a function has lines only if DWARF tells just
// the bounds that its body has in the file.
//
// https://yurydelendik.github.io/webassembly-dwarf/
#ifndef WASM2MPY_DEBUG_LINES_H_
#define WASM2MPY_DEBUG_LINES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "wasm/module.h"

namespace wasm2mpy::debug {

// A function of the source, and where in it an instruction comes from.
struct Frame {
  std::string function;  // plain; "" if it has no name
  std::string file;      // "": not known
  uint32_t line = 0;     // 0: not known

  auto operator<=>(const Frame&) const = default;
};

// Whether the module has DWARF at all.
bool has_lines(const wasm::Module& module);

class Lines {
 public:
  // `module` outlives this.
  explicit Lines(const wasm::Module& module);
  Lines(Lines&& other);
  ~Lines();

  // What DWARF says of an instruction of that function: the function of the
  // source that it stands in, then the one that this was inlined into, and so
  // on. Empty: nothing.
  std::vector<Frame> frames(const wasm::Function& function,
                            uint64_t offset) const;

  // Whether the module has no DWARF at all.
  bool empty() const;

  // The first thing that is wrong with it; "" if nothing has been found yet.
  const std::string& error() const;

 private:
  struct Dwarf;
  std::unique_ptr<Dwarf> dwarf_;
};

}  // namespace wasm2mpy::debug

#endif  // WASM2MPY_DEBUG_LINES_H_
