#include <cstdio>
#include <cstdlib>
#include <new>

#include "cli/driver.h"

int main(int argc, char** argv) {
  std::set_new_handler([] {
    std::fputs("wasm2mpy: error: out of memory\n", stderr);
    std::_Exit(EXIT_FAILURE);
  });
  wasm2mpy::Diagnostics diagnostics;
  std::span<const char* const> arguments(argv, static_cast<size_t>(argc));
  if (!arguments.empty()) arguments = arguments.subspan(1);
  int status = wasm2mpy::run(arguments, diagnostics).value_or(EXIT_FAILURE);
  std::fputs(diagnostics.to_string().c_str(), stderr);
  return status;
}
