#include "cli/progress.h"

#include <format>
#include <utility>

#include "support/diagnostics.h"

namespace wasm2mpy {
namespace {

constexpr std::chrono::seconds kInterval{1};
// To the start of the line, and what follows is erased.
constexpr std::string_view kClear = "\r\x1b[K";

}  // namespace

Progress::Progress(Print print, std::string file,
                   std::chrono::milliseconds patience)
    : print_(std::move(print)),
      file_(escape_controls(file)),
      start_(Clock::now()),
      visible_from_(start_ + patience),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

Progress::~Progress() {
  thread_.request_stop();
  thread_.join();
}

void Progress::begin(std::string_view what) {
  std::lock_guard lock(mutex_);
  what_ = what;
  wake_.notify_all();
}

void Progress::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  auto never = [] { return false; };
  wake_.wait_until(lock, stop, visible_from_, never);
  wake_.wait(lock, stop, [&] { return !what_.empty(); });
  bool is_visible = false;
  while (!stop.stop_requested()) {
    auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start_);
    print_(std::format("{}wasm2mpy: {}: {}, {} s", kClear, file_, what_,
                       seconds.count()));
    is_visible = true;
    std::string shown = what_;
    wake_.wait_for(lock, stop, kInterval, [&] { return what_ != shown; });
  }
  if (is_visible) print_(kClear);
}

}  // namespace wasm2mpy
