// The text format, through libwabt.
//
// libwabt parses by native recursion, so the nesting of the text is bounded
// before it sees it. Its validator gives errors with lines, which serve a
// writer of text better than our byte offsets, but it knows less of
// WebAssembly 3.0 than ours: its verdict only counts when ours agrees.
#include <algorithm>
#include <format>
#include <memory>
#include <utility>

#include "wabt/binary-writer.h"
#include "wabt/feature.h"
#include "wabt/ir.h"
#include "wabt/stream.h"
#include "wabt/validator.h"
#include "wabt/wast-lexer.h"
#include "wabt/wast-parser.h"

#include "wasm/function.h"
#include "wasm/reader.h"

namespace wasm2mpy::wasm {
namespace {

// Parentheses and open blocks together. 1 KB of stack per level is ample; the
// deepest text that tools write (folded expressions of compiler output) stays
// under a few hundred.
constexpr size_t kMaxNesting = 2'000;

struct Position {
  size_t line;
  size_t column;
};

// Just enough of a lexer to follow the nesting: it skips strings and comments
// and sees parentheses and words.
class NestingScanner {
 public:
  explicit NestingScanner(std::string_view text) : text_(text) {}

  // Where the nesting becomes too deep.
  std::optional<size_t> find_excess() {
    while (position_ < text_.size()) {
      char c = text_[position_];
      if (c == '"') {
        skip_string();
      } else if (starts_with(";;")) {
        position_ = std::min(text_.find('\n', position_), text_.size());
      } else if (starts_with("(;")) {
        skip_block_comment();
      } else if (c == '(') {
        ++depth_;
        ++position_;
        read_word(/*is_folded=*/true);
      } else if (c == ')') {
        if (depth_ > 0) --depth_;
        ++position_;
      } else {
        read_word(/*is_folded=*/false);
      }
      if (depth_ + open_blocks_ > kMaxNesting) return position_;
    }
    return std::nullopt;
  }

 private:
  bool starts_with(std::string_view prefix) const {
    return text_.substr(position_).starts_with(prefix);
  }

  void skip_string() {
    for (++position_; position_ < text_.size(); ++position_) {
      if (text_[position_] == '\\') {
        ++position_;
      } else if (text_[position_] == '"') {
        break;
      }
    }
    position_ = std::min(position_ + 1, text_.size());
  }

  void skip_block_comment() {
    size_t depth = 0;
    do {
      if (starts_with("(;")) {
        ++depth;
        position_ += 2;
      } else if (starts_with(";)")) {
        --depth;
        position_ += 2;
      } else {
        ++position_;
      }
    } while (depth > 0 && position_ < text_.size());
  }

  // Reads to the next delimiter, at least one character unless the word
  // follows a parenthesis. A block that does is closed by its parenthesis.
  void read_word(bool is_folded) {
    size_t start = position_;
    position_ =
        std::min(text_.find_first_of(" \t\r\n()\";", position_), text_.size());
    std::string_view word = text_.substr(start, position_ - start);
    if (word.empty() && !is_folded) ++position_;
    if (is_folded) return;
    if (word == "block" || word == "loop" || word == "if" || word == "try" ||
        word == "try_table") {
      ++open_blocks_;
    } else if (word == "end" && open_blocks_ > 0) {
      --open_blocks_;
    }
  }

  std::string_view text_;
  size_t position_ = 0;
  size_t depth_ = 0;
  size_t open_blocks_ = 0;
};

Position find_position(std::string_view text, size_t offset) {
  std::string_view before = text.substr(0, offset);
  size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  auto lines = std::ranges::count(before, '\n');
  return {static_cast<size_t>(lines) + 1, offset - line_start + 1};
}

void report_at(const std::string& file, Position position, std::string message,
               Diagnostics& diagnostics) {
  Diagnostic diagnostic;
  diagnostic.file =
      std::format("{}:{}:{}", file, position.line, position.column);
  diagnostic.message = std::move(message);
  diagnostics.report(std::move(diagnostic));
}

// libwabt's messages may have further lines and final full stops.
std::string clean_message(std::string_view message) {
  message = message.substr(0, message.find('\n'));
  while (message.ends_with('.')) message.remove_suffix(1);
  return std::string(message);
}

std::unexpected<Reported> report_errors(const std::string& file,
                                        const wabt::Errors& errors,
                                        Diagnostics& diagnostics) {
  bool has_any = false;
  for (const wabt::Error& error : errors) {
    if (error.error_level != wabt::ErrorLevel::Error) continue;
    Position position = {
        static_cast<size_t>(std::max(error.loc.line, 1)),
        static_cast<size_t>(std::max(error.loc.first_column, 1))};
    report_at(file, position, clean_message(error.message), diagnostics);
    has_any = true;
  }
  if (!has_any) {
    return diagnostics.fail({.file = file, .message = "malformed text format"});
  }
  return std::unexpected(Reported{});
}

wabt::Features all_features() {
  wabt::Features features;
  features.EnableAll();
  return features;
}

// Whether our own reader accepts the whole module.
bool is_valid_binary(const std::vector<uint8_t>& binary) {
  Diagnostics diagnostics;
  Result<Module> module = read_module(binary, "", diagnostics);
  if (!module) return false;
  for (uint32_t i = 0; i < module->functions.size(); ++i) {
    if (module->functions[i].import) continue;
    if (!read_function(*module, i, diagnostics)) return false;
  }
  return true;
}

}  // namespace

Result<std::vector<uint8_t>> text_to_binary(std::string_view text,
                                            std::string file,
                                            Diagnostics& diagnostics) {
  if (std::optional<size_t> excess = NestingScanner(text).find_excess()) {
    report_at(file, find_position(text, *excess),
              std::format("nested too deeply (limit {})", kMaxNesting),
              diagnostics);
    return std::unexpected(Reported{});
  }

  wabt::Features features = all_features();
  wabt::Errors errors;
  std::unique_ptr<wabt::WastLexer> lexer = wabt::WastLexer::CreateBufferLexer(
      file, text.data(), text.size(), &errors);
  std::unique_ptr<wabt::Module> module;
  wabt::WastParseOptions parse_options(features);
  wabt::Result parsed =
      wabt::ParseWatModule(lexer.get(), &module, &errors, &parse_options);
  if (wabt::Failed(parsed)) return report_errors(file, errors, diagnostics);

  wabt::Result validated = wabt::ValidateModule(
      module.get(), &errors, wabt::ValidateOptions(features));

  // Debug names keep the identifiers of the text for messages.
  wabt::MemoryStream stream;
  wabt::WriteBinaryOptions write_options(features, /*canonicalize_lebs=*/true,
                                         /*relocatable=*/false,
                                         /*write_debug_names=*/true);
  wabt::Result written =
      wabt::WriteBinaryModule(&stream, module.get(), write_options);
  if (wabt::Failed(written)) return report_errors(file, errors, diagnostics);
  std::vector<uint8_t> binary = std::move(stream.output_buffer().data);
  if (wabt::Failed(validated) && !is_valid_binary(binary)) {
    return report_errors(file, errors, diagnostics);
  }
  return binary;
}

}  // namespace wasm2mpy::wasm
