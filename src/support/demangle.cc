#include "support/demangle.h"

#include "llvm/Demangle/Demangle.h"

namespace wasm2mpy {
namespace {

// "::h" and sixteen hexadecimal digits.
std::string_view without_rust_hash(std::string_view name) {
  constexpr std::string_view kHash = "::h";
  constexpr size_t kDigits = 16;
  if (name.size() <= kHash.size() + kDigits) return name;
  std::string_view digits = name.substr(name.size() - kDigits);
  bool is_hash = name.substr(0, name.size() - kDigits).ends_with(kHash) &&
                 digits.find_first_not_of("0123456789abcdef") == digits.npos;
  return is_hash ? name.substr(0, name.size() - kDigits - kHash.size()) : name;
}

// "f(int, char (*)(int)) const" is "f", and "(anonymous namespace)::g()" loses
// its last parentheses only.
std::string_view without_parameters(std::string_view name) {
  size_t end = name.rfind(')');
  if (end == name.npos) return name;
  std::string_view behind = name.substr(end + 1);
  if (!behind.empty() && !behind.starts_with(' ')) return name;
  size_t depth = 0;
  for (size_t i = end + 1; i-- > 0;) {
    if (name[i] == ')') ++depth;
    if (name[i] == '(' && --depth == 0) return i ? name.substr(0, i) : name;
  }
  return name;
}

}  // namespace

std::string demangled(std::string_view name) {
  bool is_mangled = name.starts_with("_Z") || name.starts_with("_R");
  return is_mangled ? llvm::demangle(name) : std::string(name);
}

std::string plain_name(std::string_view name) {
  std::string plain = demangled(name);
  return std::string(without_parameters(without_rust_hash(plain)));
}

}  // namespace wasm2mpy
