#include "support/stage_log.h"

#include <algorithm>
#include <array>
#include <format>
#include <string>
#include <utility>

namespace wasm2mpy {
namespace {

double milliseconds(std::chrono::steady_clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

// In the order in which they come.
constexpr std::array<std::string_view, 9> kStages = {
    "read", "decode", "validate", "translate", "optimise",
    "emit", "link",   "pack",     "write"};

std::string_view stage_after(std::string_view name) {
  const auto* at = std::ranges::find(kStages, name);
  bool is_last = at == kStages.end() || at + 1 == kStages.end();
  return is_last ? kStages.back() : at[1];
}

}  // namespace

StageLog::StageLog(Print print, std::string_view title, bool show_sizes,
                   bool show_times)
    : print_(std::move(print)),
      show_sizes_(show_sizes),
      show_times_(show_times),
      start_(Clock::now()),
      stage_start_(start_) {
  if (!show_sizes_ && !show_times_) return;
  std::string header = std::format("{:<14}", title);
  if (show_times_) header += std::format("{:>10}", "ms");
  if (show_sizes_) header += std::format("{:>10}", "bytes");
  print_(header + '\n');
}

void StageLog::end_stage(std::string_view name, std::optional<size_t> size) {
  Clock::time_point now = Clock::now();
  print_line(name, now - stage_start_, size);
  begin(stage_after(name));
  stage_start_ = Clock::now();
}

void StageLog::tell(std::function<void(std::string_view)> on_stage) {
  on_stage_ = std::move(on_stage);
  begin(kStages.front());
}

void StageLog::begin(std::string_view what) {
  if (on_stage_) on_stage_(what);
}

void StageLog::add_size(std::string_view name, size_t size) {
  if (show_sizes_) print_line(name, {}, size);
}

void StageLog::end_all() {
  if (show_times_) print_line("total", Clock::now() - start_, {});
}

void StageLog::print_line(std::string_view name,
                          std::optional<Clock::duration> time,
                          std::optional<size_t> size) {
  if (!show_sizes_ && !show_times_) return;
  std::string line = std::format("{:<14}", name);
  if (show_times_) {
    line += time ? std::format("{:>10.2f}", milliseconds(*time))
                 : std::format("{:>10}", "");
  }
  if (show_sizes_ && size) line += std::format("{:>10}", *size);
  line.erase(line.find_last_not_of(' ') + 1);
  print_(line + '\n');
}

}  // namespace wasm2mpy
