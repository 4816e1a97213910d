// The table that -v and --time print: one line for each stage, as it ends.
#ifndef WASM2MPY_SUPPORT_STAGE_LOG_H_
#define WASM2MPY_SUPPORT_STAGE_LOG_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace wasm2mpy {

class StageLog {
 public:
  using Print = std::function<void(std::string_view line)>;

  // Prints sizes, times, both, or nothing at all below the heading `title`.
  // The first stage starts now.
  StageLog(Print print, std::string_view title, bool show_sizes,
           bool show_times);

  // Ends a stage that made `size` bytes; the next one starts.
  void end_stage(std::string_view name, std::optional<size_t> size = {});
  // Calls `on_stage` with the name of each stage that begins: "optimise".
  void tell(std::function<void(std::string_view)> on_stage);
  // What is done now, where that is not the stage that usually follows.
  void begin(std::string_view what);
  // One more line with a size, which took no time of its own.
  void add_size(std::string_view name, size_t size);
  void end_all();

  bool shows_sizes() const { return show_sizes_; }
  bool shows_times() const { return show_times_; }

 private:
  using Clock = std::chrono::steady_clock;

  void print_line(std::string_view name, std::optional<Clock::duration> time,
                  std::optional<size_t> size);

  Print print_;
  std::function<void(std::string_view)> on_stage_;
  bool show_sizes_;
  bool show_times_;
  Clock::time_point start_;
  Clock::time_point stage_start_;
};

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_STAGE_LOG_H_
