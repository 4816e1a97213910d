// What packages bring along besides the tool, made from the option table: the
// manual page and the completions of shells.
#ifndef WASM2MPY_CLI_GENERATE_H_
#define WASM2MPY_CLI_GENERATE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wasm2mpy {

// The names that generate() knows.
std::vector<std::string_view> generated_names();

// The file that `--generate=NAME` prints; nothing for an unknown name.
std::optional<std::string> generate(std::string_view name);

// A page for `man`, in its macros (man(7)).
std::string man_page();

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();

}  // namespace wasm2mpy

#endif  // WASM2MPY_CLI_GENERATE_H_
