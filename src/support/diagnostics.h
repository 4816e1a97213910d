// Diagnostics: every problem that a user can cause is described by one
// Diagnostic and collected in a sink; only main.cc prints them and picks the
// exit code. A function that fails returns std::unexpected(Reported{}) after
// it has put at least one error into the sink, so that callers only pass the
// failure on. Asserts are for our own bugs.
#ifndef WASM2MPY_SUPPORT_DIAGNOSTICS_H_
#define WASM2MPY_SUPPORT_DIAGNOSTICS_H_

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wasm2mpy {

enum class Severity : uint8_t { kError, kWarning, kNote };

// One line of output:
// `wasm2mpy: error: FILE:+0xOFFSET: func 12 'name': what is wrong`.
// Messages are lower case without a final full stop and name the value that
// was found and what was expected.
struct Diagnostic {
  Severity severity = Severity::kError;
  std::string file;                // empty: not about a file
  std::optional<uint64_t> offset;  // byte offset in `file`
  std::string context;             // e.g. "func 12 'name'"; may be empty
  std::string message;
  std::string_view id = {};  // of a warning, for programs: "no-exports"
};

// Marks a failure whose description is already in the sink.
struct Reported {};

template <class T>
using Result = std::expected<T, Reported>;

class Diagnostics {
 public:
  // Notes belong to the error or warning reported before them.
  void report(Diagnostic diagnostic);
  // Reports an error that has no place in a file, and returns the value that
  // makes a Result fail: `return diagnostics.fail("...")`.
  std::unexpected<Reported> fail(std::string message);
  std::unexpected<Reported> fail(Diagnostic diagnostic);
  void note(std::string message);
  void warn(Diagnostic diagnostic);
  // Warnings and their notes stay out of to_string().
  void be_quiet() { is_quiet_ = true; }

  bool has_errors() const { return error_count_ != 0; }
  size_t error_count() const { return error_count_; }
  const std::vector<Diagnostic>& all() const { return diagnostics_; }

  // All diagnostics as text, one line each, in the order of reporting. Of those
  // that differ only in their place the first four, and how many more.
  std::string to_string() const;

 private:
  std::vector<Diagnostic> diagnostics_;
  size_t error_count_ = 0;
  bool is_quiet_ = false;
};

// Control characters as \xNN, so that no input can forge a line.
std::string escape_controls(std::string_view text);

// A name from the input as messages show it: in single quotes, cut when it is
// very long, without control characters.
std::string quote(std::string_view name);

}  // namespace wasm2mpy

#endif  // WASM2MPY_SUPPORT_DIAGNOSTICS_H_
