#include <cstdio>
#include <cstdlib>

#include "cli/crash.h"
#include "cli/driver.h"

int main(int argc, char** argv) {
  wasm2mpy::install_crash_handlers();
  wasm2mpy::SignalStack stack;
  wasm2mpy::Diagnostics diagnostics;
  std::span<const char* const> arguments(argv, size_t(argc));
  if (!arguments.empty()) arguments = arguments.subspan(1);
  int status = wasm2mpy::run(arguments, diagnostics).value_or(EXIT_FAILURE);
  std::fputs(diagnostics.to_string().c_str(), stderr);
  return status;
}
