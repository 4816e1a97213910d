#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "cli/progress.h"

namespace wasm2mpy {
namespace {

using namespace std::chrono_literals;

// What is printed until `end` is in it, and then until the end.
std::string shown(std::chrono::milliseconds patience, std::string_view end) {
  std::mutex mutex;
  std::string text;
  auto has_end = [&] {
    std::lock_guard lock(mutex);
    return text.find(end) != text.npos;
  };
  {
    Progress progress(
        [&](std::string_view part) {
          std::lock_guard lock(mutex);
          text += part;
        },
        "a\nb.wasm", patience);
    progress.begin("optimise");
    for (int i = 0; i < 2000 && !has_end(); ++i) {
      std::this_thread::sleep_for(5ms);
    }
    progress.begin("link");
  }
  return text;
}

TEST(Progress, SaysWhatIsDone) {
  std::string text = shown(1ms, "optimise");
  EXPECT_EQ(text.substr(0, text.find(',')),
            "\r\x1b[Kwasm2mpy: a\\x0ab.wasm: optimise");
  // The line is gone in the end.
  EXPECT_TRUE(text.ends_with("\r\x1b[K")) << text;
}

TEST(Progress, IsSilentAtFirst) { EXPECT_EQ(shown(1h, ""), ""); }

}  // namespace
}  // namespace wasm2mpy
