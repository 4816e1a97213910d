// Settings as lines of text, "name = number", read by C++ with exceptions: what
// is wrong is thrown where it is found, passes what knows nothing of it, and
// destructors clean up on its way.
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Settings = std::map<std::string, int, std::less<>>;
Settings settings;
std::string message;

std::string_view trimmed(std::string_view text) {
  size_t first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

int number(const std::string &text) try {
  size_t used = 0;
  int value = std::stoi(text, &used, 0);
  if (used != text.size()) throw Wrong("'" + text + "' is no number");
  return value;
} catch (const std::invalid_argument &) {
  throw Wrong("'" + text + "' is no number");
} catch (const std::out_of_range &) {
  throw Wrong("'" + text + "' is too large");
}

void read_line(std::string_view line, Settings &into) {
  if (trimmed(line).empty()) return;
  size_t equals = line.find('=');
  if (equals == line.npos) throw Wrong("there is no '='");
  std::string name(trimmed(line.substr(0, equals)));
  if (name.empty()) throw Wrong("there is no name");
  into[name] = number(std::string(trimmed(line.substr(equals + 1))));
}

}  // namespace

// All of the text, or nothing if anything in it is wrong: then what it is.
EXPORT(read) const char *read(const char *data, size_t size) {
  std::string_view text(data, size);
  Settings all = settings;
  int line = 1;
  try {
    for (; !text.empty(); line++) {
      size_t end = std::min(text.find('\n'), text.size() - 1);
      std::string_view this_line = text.substr(0, end + 1);
      if (this_line.ends_with('\n')) this_line.remove_suffix(1);
      read_line(this_line, all);
      text.remove_prefix(end + 1);
    }
  } catch (const Wrong &wrong) {
    message = "line " + std::to_string(line) + ": " + wrong.what();
    return message.c_str();
  }
  settings.swap(all);
  return nullptr;
}

// What nothing catches is an exception in Python: here std::out_of_range.
EXPORT(get) int get(const char *name, size_t size) {
  auto found = settings.find(std::string_view(name, size));
  if (found == settings.end()) throw std::out_of_range("no such setting");
  return found->second;
}

// What the library prints when it gives up, and what libunwind prints when a
// variable of the environment asks for it, would bring printf along.
extern "C" bool __wrap_logAPIs() { return false; }
_LIBCPP_BEGIN_NAMESPACE_STD
void __libcpp_verbose_abort(const char *, ...) { __builtin_trap(); }
_LIBCPP_END_NAMESPACE_STD
extern "C" void __wrap___abort_message(const char *, ...) { __builtin_trap(); }
