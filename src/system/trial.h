// Libraries that end the program when their input surprises them.
#ifndef WASM2MPY_SYSTEM_TRIAL_H_
#define WASM2MPY_SYSTEM_TRIAL_H_

#include <functional>

namespace wasm2mpy {

// Whether `work` comes to its end. It is done in a child process, without
// output, so nothing of what it does remains. True if no child can be made.
// To be called before there are threads.
bool survives(const std::function<void()>& work);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SYSTEM_TRIAL_H_
