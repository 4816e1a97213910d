// What the build reads of the runtime's C, against what the tool assumes.
#include <algorithm>

#include <gtest/gtest.h>

#include "contract/layout.h"
#include "target/target.h"

namespace wasm2mpy {
namespace {

TEST(RuntimeLayout, EachArchitectureHasOneThatAgreesWithItsTarget) {
  for (const target::Target& target : target::all_targets()) {
    SCOPED_TRACE(target.name);
    ASSERT_EQ(
        std::ranges::count(kRuntimeLayouts, target.name, &RuntimeLayout::arch),
        1);
    const RuntimeLayout& layout = runtime_layout(target.name);
    EXPECT_EQ(layout.word_size, target.word_size);
    EXPECT_EQ(layout.data_is_apart != 0, !target.data_in_text);
  }
}

// What generated code reads of references, memories and tables lies where the
// short forms of loads reach.
TEST(RuntimeLayout, FieldsOfGeneratedCodeAreNear) {
  for (const RuntimeLayout& layout : kRuntimeLayouts) {
    SCOPED_TRACE(layout.arch);
    EXPECT_LT(layout.func_type, 8 * layout.word_size);
    EXPECT_LT(layout.memory_data, 8 * layout.word_size);
    EXPECT_LT(layout.table_elements, 8 * layout.word_size);
    EXPECT_EQ(layout.global_value % 8, 0u);
    EXPECT_EQ(layout.instance_size % layout.word_size, 0u);
  }
}

}  // namespace
}  // namespace wasm2mpy
