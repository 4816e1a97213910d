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
  text += std::format("wasm2mpy: {}: ", severity_name(diagnostic.severity));
  if (!diagnostic.file.empty()) {
    text += diagnostic.file;
    if (diagnostic.offset) text += std::format(":+0x{:x}", *diagnostic.offset);
    text += ": ";
  }
  if (!diagnostic.context.empty()) text += diagnostic.context + ": ";
  text += diagnostic.message;
  text += '\n';
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
      bool has_more = all > kMostAlike + 1;
      is_hidden = has_more && count > kMostAlike;
      if (has_more && count == kMostAlike) {
        append_line(more, {.severity = Severity::kNote,
                           .message = std::format("the same in {} more places",
                                                  all - kMostAlike)});
      }
    }
    if (!is_hidden) append_line(text, diagnostic);
  }
  return text + more;
}

std::string quote(std::string_view name) {
  constexpr size_t kMaxLength = 80;
  size_t length = std::min(name.size(), kMaxLength);
  // Not within a UTF-8 sequence.
  while (length < name.size() && length > 0 &&
         (static_cast<unsigned char>(name[length]) & 0xc0) == 0x80) {
    --length;
  }
  std::string text = "'";
  for (char c : name.substr(0, length)) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '\'' || c == '\\') {
      text += '\\';
      text += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      text += std::format("\\x{:02x}", byte);
    } else {
      text += c;
    }
  }
  return text + (length < name.size() ? "...'" : "'");
}

}  // namespace wasm2mpy
