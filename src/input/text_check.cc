// libwabt parses by native recursion, so the nesting of the text is bounded
// before it sees it. It also accepts some text that the specification (3.0,
// "Text Format / Lexical Format" and "Types") does not; that is refused here,
// in the words of the reference interpreter.
//
// A lexer that knows strings, comments, annotations and parentheses is enough.
// Whatever else is wrong is left for libwabt. Where a broken text could be cut
// into tokens in two ways, ours must not see less nesting than libwabt does.
#include "input/text_check.h"

#include <algorithm>
#include <cstdint>
#include <format>
#include <unordered_set>
#include <utility>
#include <vector>

#include "support/diagnostics.h"
#include "support/text.h"
#include "support/utf8.h"

namespace wasm2mpy::wasm {
namespace {

// Parentheses and open blocks together. 1 KB of stack per level is ample; the
// deepest text that tools write (folded expressions of compiler output) stays
// under a few hundred.
constexpr size_t kMaxNesting = 2'000;

// ---------------------------------------------------------------- strings ---

void append_utf8(std::string& bytes, uint32_t code) {
  auto append = [&](uint32_t byte) { bytes += char(byte); };
  if (code < 0x80) return append(code);
  if (code < 0x800) {
    append(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      append(0xe0 | code >> 12);
    } else {
      append(0xf0 | code >> 18);
      append(0x80 | (code >> 12 & 0x3f));
    }
    append(0x80 | (code >> 6 & 0x3f));
  }
  append(0x80 | (code & 0x3f));
}

// The content of a string token, or nothing when the token is malformed.
class StringDecoder {
 public:
  explicit StringDecoder(std::string_view token) : token_(token) {}

  std::optional<std::string> decode() {
    bool is_closed = token_.size() >= 2 && token_.ends_with('"');
    if (!is_closed) return std::nullopt;
    token_ = token_.substr(1, token_.size() - 2);
    std::string bytes;
    while (!token_.empty()) {
      char c = take();
      bool is_control = uint8_t(c) < 0x20 || c == 0x7f;
      if (is_control) return std::nullopt;
      if (c != '\\') {
        bytes += c;
      } else if (!decode_escape(bytes)) {
        return std::nullopt;
      }
    }
    return bytes;
  }

 private:
  // Zero at the end, which no escape has.
  char take() {
    if (token_.empty()) return 0;
    char c = token_.front();
    token_.remove_prefix(1);
    return c;
  }

  bool decode_escape(std::string& bytes) {
    char c = take();
    switch (c) {
      case 't':
        bytes += '\t';
        return true;
      case 'n':
        bytes += '\n';
        return true;
      case 'r':
        bytes += '\r';
        return true;
      case '"':
      case '\'':
      case '\\':
        bytes += c;
        return true;
      case 'u':
        return decode_code_point(bytes);
    }
    std::optional<uint32_t> high = hex_digit(c);
    std::optional<uint32_t> low = hex_digit(take());
    if (!high || !low) return false;
    bytes += char(*high << 4 | *low);
    return true;
  }

  // {1f_600}
  bool decode_code_point(std::string& bytes) {
    if (take() != '{') return false;
    uint32_t code = 0;
    bool after_digit = false;
    for (char c = take(); c != '}'; c = take()) {
      std::optional<uint32_t> digit = hex_digit(c);
      if (!digit && (c != '_' || !after_digit)) return false;
      after_digit = digit.has_value();
      if (digit) code = code << 4 | *digit;
      if (code > 0x10ffff) return false;
    }
    if (!after_digit || (code >= 0xd800 && code < 0xe000)) return false;
    append_utf8(bytes, code);
    return true;
  }

  std::string_view token_;
};

// ------------------------------------------------------------------ lexer ---

enum class TokenKind : uint8_t {
  kOpen,        // (
  kAnnotation,  // (@name or (@"name"; `text` is what follows the @
  kClose,
  kIdentifier,  // $name or $"name"; `text` is what follows the $
  kWord,        // anything else: numbers, keywords, strings, ...
  kEnd,
};

struct Token {
  TokenKind kind;
  size_t offset;
  std::string_view text;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    skip_space();
    size_t start = position_;
    if (start == text_.size()) return {TokenKind::kEnd, start, {}};
    if (starts_with("(@")) {
      position_ += 2;
      return {TokenKind::kAnnotation, start, read_name()};
    }
    char c = text_[start];
    if (c == '$') {
      ++position_;
      return {TokenKind::kIdentifier, start, read_name()};
    }
    if (read_name().empty()) ++position_;
    TokenKind kind = c == '('   ? TokenKind::kOpen
                     : c == ')' ? TokenKind::kClose
                                : TokenKind::kWord;
    return {kind, start, text_.substr(start, position_ - start)};
  }

 private:
  bool starts_with(std::string_view prefix) const {
    return text_.substr(position_).starts_with(prefix);
  }

  void skip_space() {
    while (position_ < text_.size()) {
      char c = text_[position_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        ++position_;
      } else if (starts_with(";;")) {
        size_t end = text_.find_first_of("\r\n", position_);
        position_ = std::min(end, text_.size());
      } else if (starts_with("(;")) {
        skip_block_comment();
      } else {
        return;
      }
    }
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

  // A string, or the characters up to the next delimiter; may be empty.
  std::string_view read_name() {
    size_t start = position_;
    if (starts_with("\"")) {
      skip_string();
    } else {
      size_t end = text_.find_first_of(" \t\r\n()\",;[]{}", position_);
      position_ = std::min(end, text_.size());
    }
    return text_.substr(start, position_ - start);
  }

  // To the closing quote, also if the string is malformed.
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

  std::string_view text_;
  size_t position_ = 0;
};

// ---------------------------------------------------------------- checker ---

class TextChecker {
 public:
  explicit TextChecker(std::string_view text) : lexer_(text) {}

  std::optional<TextError> check() {
    do {
      token_ = lexer_.next();
      switch (token_.kind) {
        case TokenKind::kOpen:
        case TokenKind::kAnnotation:
          open();
          break;
        case TokenKind::kClose:
          close();
          break;
        case TokenKind::kIdentifier:
        case TokenKind::kWord:
          if (!is_in(List::kAnnotation)) content();
          break;
        case TokenKind::kEnd:
          break;
      }
      if (lists_.size() + open_blocks_ > kMaxNesting) {
        fail(std::format("nested too deeply (limit {})", kMaxNesting));
      }
    } while (token_.kind != TokenKind::kEnd && !error_);
    return std::move(error_);
  }

 private:
  // What an open parenthesis belongs to.
  enum class List : uint8_t { kAnnotation, kStruct, kField, kOther };
  enum class Expected : uint8_t { kAny, kKeyword, kFieldName };

  bool is_in(List list) const {
    return !lists_.empty() && lists_.back() == list;
  }

  void open() {
    // Inside of an annotation every token is allowed.
    if (is_in(List::kAnnotation)) {
      lists_.push_back(List::kAnnotation);
    } else if (token_.kind == TokenKind::kAnnotation) {
      check_name("annotation id");
      lists_.push_back(List::kAnnotation);
    } else {
      lists_.push_back(List::kOther);
      expected_ = Expected::kKeyword;
    }
  }

  void close() {
    // An annotation may stand between any two tokens.
    if (!is_in(List::kAnnotation)) expected_ = Expected::kAny;
    if (!lists_.empty()) lists_.pop_back();
  }

  void content() {
    Expected expected = std::exchange(expected_, Expected::kAny);
    if (token_.kind == TokenKind::kIdentifier) {
      std::string name = check_name("identifier");
      if (expected != Expected::kFieldName || error_) return;
      if (!field_names_.insert(std::move(name)).second) {
        fail("duplicate field " + quote(token_.text));
      }
    } else if (expected == Expected::kKeyword) {
      keyword();
    } else if (is_block(token_.text)) {
      ++open_blocks_;
    } else if (token_.text == "end" && open_blocks_ > 0) {
      --open_blocks_;
    }
  }

  // A block whose keyword follows a parenthesis is closed by a parenthesis.
  void keyword() {
    if (token_.text == "struct") {
      lists_.back() = List::kStruct;
      field_names_.clear();
    } else if (token_.text == "field" && lists_.size() >= 2 &&
               lists_[lists_.size() - 2] == List::kStruct) {
      lists_.back() = List::kField;
      expected_ = Expected::kFieldName;
    }
  }

  static bool is_block(std::string_view word) {
    return word == "block" || word == "loop" || word == "if" || word == "try" ||
           word == "try_table";
  }

  // The name in an identifier or annotation.
  std::string check_name(std::string_view what) {
    std::string_view text = token_.text;
    std::optional<std::string> name(text);
    if (text.starts_with('"')) name = StringDecoder(text).decode();
    if (!name) {
      fail(std::format("empty {} (the string is malformed)", what));
      return "";
    }
    if (name->empty()) fail(std::format("empty {}", what));
    if (!is_valid_utf8(*name)) {
      fail(std::format("malformed UTF-8 encoding of the {}", what));
    }
    return *std::move(name);
  }

  void fail(std::string message) {
    if (!error_) error_ = {token_.offset, std::move(message)};
  }

  Lexer lexer_;
  Token token_ = {};
  std::vector<List> lists_;
  Expected expected_ = Expected::kAny;
  size_t open_blocks_ = 0;
  std::unordered_set<std::string> field_names_;  // of the structure
  std::optional<TextError> error_;
};

}  // namespace

std::optional<TextError> check_text(std::string_view text) {
  return TextChecker(text).check();
}

}  // namespace wasm2mpy::wasm
