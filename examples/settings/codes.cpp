// The same as settings.cpp without exceptions: std::expected says what is wrong.
#include <charconv>
#include <expected>
#include <map>
#include <string>
#include <string_view>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

template <typename T>
using Result = std::expected<T, std::string>;

using Settings = std::map<std::string, int, std::less<>>;
Settings settings;
std::string message;

std::string_view trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

Result<int> number(const std::string &text) {
  int value = 0;
  const char *end = text.data() + text.size();
  int base = text.starts_with("0x") ? 16 : 10;
  const char *begin = text.data() + (base == 16 ? 2 : 0);
  auto [used, error] = std::from_chars(begin, end, value, base);
  if (error == std::errc::result_out_of_range)
    return std::unexpected("'" + text + "' is too large");
  if (error != std::errc() || used != end)
    return std::unexpected("'" + text + "' is no number");
  return value;
}

Result<void> read_line(std::string_view line, Settings &into) {
  if (trimmed(line).empty()) return {};
  size_t equals = line.find('=');
  if (equals == line.npos) return std::unexpected("there is no '='");
  std::string name(trimmed(line.substr(0, equals)));
  if (name.empty()) return std::unexpected("there is no name");
  Result<int> value = number(std::string(trimmed(line.substr(equals + 1))));
  if (!value) return std::unexpected(value.error());
  into[name] = *value;
  return {};
}

}  // namespace

EXPORT(read) const char *read(const char *data, size_t size) {
  std::string_view text(data, size);
  Settings all = settings;
  for (int line = 1; !text.empty(); line++) {
    size_t end = std::min(text.find('\n'), text.size() - 1);
    std::string_view this_line = text.substr(0, end + 1);
    if (this_line.ends_with('\n')) this_line.remove_suffix(1);
    if (Result<void> done = read_line(this_line, all); !done) {
      message = "line " + std::to_string(line) + ": " + done.error();
      return message.c_str();
    }
    text.remove_prefix(end + 1);
  }
  settings.swap(all);
  return nullptr;
}

// No such setting: 0.
EXPORT(get) int get(const char *name, size_t size) {
  auto found = settings.find(std::string_view(name, size));
  return found == settings.end() ? 0 : found->second;
}

_LIBCPP_BEGIN_NAMESPACE_STD
void __libcpp_verbose_abort(const char *, ...) { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD
extern "C" void abort_message(const char *, ...) { __builtin_trap(); }
