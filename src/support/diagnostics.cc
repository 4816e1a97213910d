#include "support/diagnostics.h"

#include <algorithm>
#include <format>
#include <map>
#include <tuple>
#include <utility>

namespace wasm2mpy {
namespace {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      return "note";
  }
  return "error";
}

// A module that wants what is not supported wants it in many functions.
constexpr size_t kMostAlike = 4;

// What is equal of those that differ only in where they are.
using Kind = std::tuple<Severity, std::string_view, std::string_view>;
Kind kind(const Diagnostic& diagnostic) {
  return {diagnostic.severity, diagnostic.file, diagnostic.message};
}

void append_line(std::string& text, const Diagnostic& diagnostic) {
  std::string line;
  if (!diagnostic.file.empty()) {
    line += diagnostic.file;
    if (diagnostic.offset) line += std::format(":+0x{:x}", *diagnostic.offset);
    line += ": ";
  }
  if (!diagnostic.context.empty()) line += diagnostic.context + ": ";
  line += diagnostic.message;
  // Most of it may come from the input or be the name of a file.
  text += std::format("wasm2mpy: {}: {}\n", severity_name(diagnostic.severity),
                      escape_controls(line));
}

}  // namespace

void Diagnostics::report(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::kError) ++error_count_;
  diagnostics_.push_back(std::move(diagnostic));
}

std::unexpected<Reported> Diagnostics::fail(std::string message) {
  Diagnostic diagnostic;
  diagnostic.message = std::move(message);
  return fail(std::move(diagnostic));
}

std::unexpected<Reported> Diagnostics::fail(Diagnostic diagnostic) {
  diagnostic.severity = Severity::kError;
  report(std::move(diagnostic));
  return std::unexpected(Reported{});
}

void Diagnostics::note(std::string message) {
  Diagnostic diagnostic;
  diagnostic.severity = Severity::kNote;
  diagnostic.message = std::move(message);
  report(std::move(diagnostic));
}

void Diagnostics::warn(Diagnostic diagnostic) {
  diagnostic.severity = Severity::kWarning;
  report(std::move(diagnostic));
}

std::string Diagnostics::to_string() const {
  std::map<Kind, size_t> total, shown;
  for (const Diagnostic& diagnostic : diagnostics_) ++total[kind(diagnostic)];

  std::string text;
  bool is_hidden = false;  // and its notes
  std::string more;        // after the notes of the one that is shown last
  for (const Diagnostic& diagnostic : diagnostics_) {
    if (diagnostic.severity != Severity::kNote) {
      text += std::exchange(more, {});
      size_t count = ++shown[kind(diagnostic)];
      size_t all = total[kind(diagnostic)];
      // "in 1 more places" would be no shorter.
      bool is_wanted = !is_quiet_ || diagnostic.severity != Severity::kWarning;
      bool has_more = all > kMostAlike + 1;
      is_hidden = !is_wanted || (has_more && count > kMostAlike);
      if (is_wanted && has_more && count == kMostAlike) {
        append_line(more, {.severity = Severity::kNote,
                           .message = std::format("the same in {} more places",
                                                  all - kMostAlike)});
      }
    }
    if (!is_hidden) append_line(text, diagnostic);
  }
  return text + more;
}

std::string escape_controls(std::string_view text) {
  std::string result;
  for (char c : text) {
    auto byte = uint8_t(c);
    if (byte < 0x20 || byte == 0x7f) {
      result += std::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  return result;
}

std::string quote(std::string_view name) {
  constexpr size_t kMaxLength = 80;
  size_t length = std::min(name.size(), kMaxLength);
  // Not within a UTF-8 sequence.
  while (length < name.size() && length > 0 &&
         (uint8_t(name[length]) & 0xc0) == 0x80) {
    --length;
  }
  std::string text = "'";
  for (char c : name.substr(0, length)) {
    if (c == '\'' || c == '\\') text += '\\';
    text += escape_controls({&c, 1});
  }
  return text + (length < name.size() ? "...'" : "'");
}

}  // namespace wasm2mpy
