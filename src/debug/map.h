// The map of a module's traps: for the code in the text of each (trap_codes.h)
// where it is in the source. It needs nothing beside it.
//
// A text of lines, the parts of which have tabs between them. Control
// characters in names are written as \xNN.
//
//   wasm2mpy debug map 1
//   module  NAME            the file that was compiled
//   site    0x1a4  12  NAME  a code, the function's number and name; "-" and
//                           nothing: code that makes the instance
//   function  0x1a0  12  NAME  the same of a code that stands for any place in
//                           a function
//   frame   NAME  FILE  17  of the site above: a function of the source, file
//                           and line; those that it was inlined into follow.
//                           Without file and with line 0: not known
#ifndef WASM2MPY_DEBUG_MAP_H_
#define WASM2MPY_DEBUG_MAP_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "debug/lines.h"
#include "support/diagnostics.h"
#include "wasm/module.h"

namespace wasm2mpy::debug {

struct Site {
  std::optional<uint32_t> index;  // of the function; none: instantiation
  std::string name;               // of the function; "" if it has none
  std::vector<Frame> frames;      // empty: not known
  bool is_anywhere = false;       // in the function
};

struct Map {
  std::string module;
  std::map<uint32_t, Site> sites;  // by code
};

Map make_map(const wasm::Module& module, std::string name, const Lines& lines,
             const std::set<uint32_t>& codes);

std::string to_text(const Map& map);

// `file` is for messages.
Result<Map> read_map(std::string_view text, std::string_view file,
                     Diagnostics& diagnostics);

// The codes in a text of a trap, such as "unreachable [0x1a4 0x15b]": where it
// was raised and the calls around that.
std::vector<uint32_t> find_codes(std::string_view text);

// What the text says with its codes: a line for each function of the source,
// the innermost first, and the exports and imports between.
std::vector<std::string> explain(const Map& map, std::string_view text);

}  // namespace wasm2mpy::debug

#endif  // WASM2MPY_DEBUG_MAP_H_
