// The canonical text of a function type: the codes and bytes of rt_type.text
// in runtime/rt.h. Types of two modules are equal exactly when their texts
// are, so that functions can be called across modules.
#ifndef WASM2MPY_CODEGEN_ABI_TYPE_TEXT_H_
#define WASM2MPY_CODEGEN_ABI_TYPE_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "wasm/module.h"

namespace wasm2mpy::codegen {

class TypeTexts {
 public:
  explicit TypeTexts(const wasm::Module& module)
      : module_(module), digests_(module.types.size()) {}

  // Codes of parameters and results, then, when the type is not told by these
  // alone, a digest of its recursion group and its place there.
  std::string text(uint32_t type_index);

 private:
  // A digest of the recursion group that begins with a type, with references
  // into other groups by their digests: equal for equivalent groups.
  // (Written-out types would grow exponentially.)
  const std::string& group_digest(uint32_t start);
  std::string make_digest(uint32_t start);

  const wasm::Module& module_;
  std::vector<std::string> digests_;  // by start of the group
  uint32_t next_group_ = 0;           // the first without a digest
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_ABI_TYPE_TEXT_H_
