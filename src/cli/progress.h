// One line that says what a long compilation is at, and that goes away with it.
#ifndef WASM2MPY_CLI_PROGRESS_H_
#define WASM2MPY_CLI_PROGRESS_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace wasm2mpy {

class Progress {
 public:
  using Print = std::function<void(std::string_view text)>;
  static constexpr std::chrono::milliseconds kPatience{2000};

  // Prints nothing before `patience` is over. `print` is called by a thread of
  // its own.
  Progress(Print print, std::string file,
           std::chrono::milliseconds patience = kPatience);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  // What is done from now on: "optimise".
  void begin(std::string_view what);

 private:
  using Clock = std::chrono::steady_clock;

  void run(std::stop_token stop);

  Print print_;
  std::string file_;
  Clock::time_point start_;
  Clock::time_point visible_from_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::string what_;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_PROGRESS_H_
