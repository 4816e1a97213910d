#include "contract/layout.h"

#include <algorithm>
#include <cassert>

namespace wasm2mpy {

const RuntimeLayout& runtime_layout(std::string_view arch) {
  const auto* found =
      std::ranges::find(kRuntimeLayouts, arch, &RuntimeLayout::arch).base();
  assert(found != kRuntimeLayouts.data() + kRuntimeLayouts.size() &&
         "cmake/freestanding.cmake and the target table have the same rows");
  return *found;
}

}  // namespace wasm2mpy
