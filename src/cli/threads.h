// Threads for several architectures at a time (Client::threads).
#ifndef WASM2MPY_CLI_THREADS_H_
#define WASM2MPY_CLI_THREADS_H_

#include <cstddef>
#include <functional>

namespace wasm2mpy {

// Calls `work` in as many threads as there are cores, but in at most so many,
// and returns when all have returned.
void run_in_threads(size_t most, const std::function<void()>& work);

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_THREADS_H_
