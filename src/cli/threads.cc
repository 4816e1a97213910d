#include "cli/threads.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "cli/crash.h"

namespace wasm2mpy {

void run_in_threads(size_t most, const std::function<void()>& work) {
  size_t count =
      std::min<size_t>(most, std::max(1u, std::thread::hardware_concurrency()));
  std::vector<std::jthread> threads;
  while (threads.size() + 1 < count) {
    threads.emplace_back([&work] {
      SignalStack stack;
      work();
    });
  }
  work();
}

}  // namespace wasm2mpy
