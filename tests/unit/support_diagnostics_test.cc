#include <gtest/gtest.h>

#include "support/diagnostics.h"

namespace wasm2mpy {
namespace {

TEST(Diagnostics, FormatsEveryPart) {
  Diagnostics diagnostics;
  diagnostics.report({.severity = Severity::kError,
                      .file = "app.wasm",
                      .offset = 0x1c,
                      .context = "func 12 'name'",
                      .message = "what is wrong"});
  EXPECT_EQ(diagnostics.to_string(),
            "wasm2mpy: error: app.wasm:+0x1c: func 12 'name': what is "
            "wrong\n");
}

TEST(Diagnostics, LeavesOutWhatIsMissing) {
  Diagnostics diagnostics;
  diagnostics.report({.file = "app.wasm", .message = "cannot be read"});
  diagnostics.report({.file = "app.wasm", .offset = 0, .message = "bad"});
  diagnostics.report({.severity = Severity::kWarning,
                      .context = "import 3",
                      .message = "is not used"});
  EXPECT_EQ(diagnostics.to_string(),
            "wasm2mpy: error: app.wasm: cannot be read\n"
            "wasm2mpy: error: app.wasm:+0x0: bad\n"
            "wasm2mpy: warning: import 3: is not used\n");
}

TEST(Diagnostics, CountsErrorsOnly) {
  Diagnostics diagnostics;
  diagnostics.report({.severity = Severity::kWarning, .message = "careful"});
  diagnostics.note("because");
  EXPECT_FALSE(diagnostics.has_errors());
  Result<int> result = diagnostics.fail("no such file");
  EXPECT_FALSE(result.has_value());
  EXPECT_EQ(diagnostics.error_count(), 1u);
  EXPECT_EQ(diagnostics.to_string(), "wasm2mpy: warning: careful\n"
                                     "wasm2mpy: note: because\n"
                                     "wasm2mpy: error: no such file\n");
}

TEST(Diagnostics, ShowsAFewOfThoseThatAreAlike) {
  Diagnostics diagnostics;
  for (uint64_t offset = 1; offset <= 9; ++offset) {
    diagnostics.report(
        {.file = "app.wasm", .offset = offset, .message = "is wrong"});
    diagnostics.note("because");
  }
  diagnostics.report({.file = "app.wasm", .offset = 10, .message = "is worse"});
  std::string expected;
  for (int offset = 1; offset <= 4; ++offset) {
    expected += "wasm2mpy: error: app.wasm:+0x" + std::to_string(offset) +
                ": is wrong\nwasm2mpy: note: because\n";
  }
  EXPECT_EQ(diagnostics.to_string(),
            expected + "wasm2mpy: note: the same in 5 more places\n"
                       "wasm2mpy: error: app.wasm:+0xa: is worse\n");
  EXPECT_EQ(diagnostics.error_count(), 10u);
}

TEST(Quote, EscapesWhatCouldForgeALine) {
  EXPECT_EQ(quote("add"), "'add'");
  EXPECT_EQ(quote("a\nb"), "'a\\x0ab'");
  EXPECT_EQ(quote("it's"), "'it\\'s'");
  EXPECT_EQ(quote("gr\xc3\xb6\xc3\x9f\x65"), "'gr\xc3\xb6\xc3\x9f\x65'");
}

TEST(Quote, CutsLongNamesBetweenCharacters) {
  EXPECT_EQ(quote(std::string(200, 'x')), "'" + std::string(80, 'x') + "...'");
  std::string umlauts = "x";
  for (int i = 0; i < 100; ++i) umlauts += "\xc3\xb6";
  std::string cut = quote(umlauts);
  EXPECT_TRUE(cut.ends_with("\xc3\xb6...'"));
}

}  // namespace
}  // namespace wasm2mpy
