// The table that -v and --time print: one line for each stage, as it ends.
#ifndef WASM2MPY_SUPPORT_STAGE_LOG_H_
#define WASM2MPY_SUPPORT_STAGE_LOG_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

#include "cli/progress.h"

namespace wasm2mpy {

// For StageLog, when there is one log only.
void print_to_stderr(std::string_view text);

class StageLog {
 public:
  using Print = std::function<void(std::string_view line)>;

  // Prints sizes, times, both, or nothing at all below the heading `title`.
  // The first stage starts now.
  StageLog(Print print, std::string_view title, bool show_sizes,
           bool show_times);

  // Ends a stage that made `size` bytes; the next one starts.
  void end_stage(std::string_view name, std::optional<size_t> size = {});
  // Tells `progress` what is done now; it must outlive the log.
  void show_progress(Progress& progress);
  // What is done now, where that is not the stage that usually follows.
  void begin(std::string_view what);
  // One more line with a size, which took no time of its own.
  void add_size(std::string_view name, size_t size);
  void end_all();

 private:
  using Clock = std::chrono::steady_clock;

  void print_line(std::string_view name, std::optional<Clock::duration> time,
                  std::optional<size_t> size);

  Print print_;
  Progress* progress_ = nullptr;
  bool show_sizes_;
  bool show_times_;
  Clock::time_point start_;
  Clock::time_point stage_start_;
};

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_STAGE_LOG_H_
