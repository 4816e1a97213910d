// Pieces of JSON, as text.
#ifndef WASM2MPY_REPORT_JSON_TEXT_H_
#define WASM2MPY_REPORT_JSON_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <format>
#include <span>
#include <string>
#include <string_view>

namespace wasm2mpy::report {

std::string quoted(std::string_view text);

std::string list_json(std::span<const std::string> texts);

// An object under construction, one member a line.
class JsonObject {
 public:
  explicit JsonObject(size_t indent) : indent_(indent) {}

  void add(std::string_view name, uint64_t value) {
    add_raw(name, std::to_string(value));
  }
  void add(std::string_view name, std::string_view value) {
    add_raw(name, quoted(value));
  }
  void add_raw(std::string_view name, std::string_view value) {
    text_ += text_.empty() ? "\n" : ",\n";
    text_ += std::string(indent_ + 2, ' ');
    text_ += std::format("\"{}\": {}", name, value);
  }
  std::string end() const {
    return "{" + text_ + "\n" + std::string(indent_, ' ') + "}";
  }

 private:
  size_t indent_;
  std::string text_;
};

}  // namespace wasm2mpy::report

#endif  // WASM2MPY_REPORT_JSON_TEXT_H_
