#include "bind/lexer.h"

#include <algorithm>
#include <array>

namespace wasm2mpy::bind {
namespace {

constexpr std::array<std::string_view, 35> kKeywords = {
    "False",  "None",   "True",    "and",      "as",       "assert", "async",
    "await",  "break",  "class",   "continue", "def",      "del",    "elif",
    "else",   "except", "finally", "for",      "from",     "global", "if",
    "import", "in",     "is",      "lambda",   "nonlocal", "not",    "or",
    "pass",   "raise",  "return",  "try",      "while",    "with",   "yield"};

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_character(char c) {
  return is_name_start(c) || (c >= '0' && c <= '9');
}

}  // namespace

bool is_keyword(std::string_view text) {
  return std::ranges::contains(kKeywords, text);
}

bool is_identifier(std::string_view text) {
  return !text.empty() && is_name_start(text[0]) &&
         std::ranges::all_of(text, is_name_character) && !is_keyword(text);
}

void Lexer::advance(size_t count) {
  for (; count; --count, ++at_) {
    if (text_[at_] == '\n') {
      ++position_.line;
      position_.column = 1;
    } else {
      ++position_.column;
    }
  }
}

// With what is in front of the quotes, which begin at `begin`; to the end of
// the text, or of the line, if it does not end.
size_t Lexer::string_size(size_t begin, bool& is_closed) const {
  std::string_view rest = text_.substr(at_);
  std::string_view quotes = rest.substr(begin, 1);
  for (std::string_view three : {"\"\"\"", "'''"}) {
    if (rest.substr(begin).starts_with(three)) quotes = three;
  }
  is_closed = false;
  for (size_t i = begin + quotes.size(); i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest.substr(i).starts_with(quotes)) {
      is_closed = true;
      return i + quotes.size();
    } else if (rest[i] == '\n' && quotes.size() == 1) {
      return i;
    }
  }
  return rest.size();
}

size_t Lexer::token_size(Token& token) const {
  std::string_view rest = text_.substr(at_);
  char first = rest[0];
  // Raw strings, and those of old files, can be docstrings, too.
  size_t begin = std::string_view("rRuU").contains(first) ? 1 : 0;
  if (begin < rest.size() && (rest[begin] == '"' || rest[begin] == '\'')) {
    token.kind = Token::kString;
    return string_size(begin, token.is_closed);
  }
  if (is_name_start(first)) {
    token.kind = Token::kName;
    auto end = std::ranges::find_if_not(rest, is_name_character);
    return size_t(end - rest.begin());
  }
  if (first == '#') {
    token.kind = Token::kComment;
    return std::min(rest.find_first_of("\r\n"), rest.size());
  }
  token.kind = Token::kSign;
  if (rest.starts_with("...")) return 3;
  if (rest.starts_with("->")) return 2;
  // A character that is no ASCII stays whole, for messages.
  size_t size = 1;
  while (size < rest.size() && (uint8_t(rest[size]) & 0xc0) == 0x80) ++size;
  return size;
}

Token Lexer::next() {
  while (at_ < text_.size()) {
    bool is_line_end = text_[at_] == '\n';
    if (is_line_end && depth_ == 0) {
      Token token = {Token::kLineEnd, text_.substr(at_, 1), position_};
      advance(1);
      return token;
    }
    if (is_line_end || text_[at_] == ' ' || text_[at_] == '\t' ||
        text_[at_] == '\r' || text_[at_] == '\f') {
      advance(1);
    } else if (starts_with("\\\n")) {
      advance(2);
    } else if (position_.line == 1 && starts_with("\xef\xbb\xbf")) {
      at_ += 3;
    } else {
      break;
    }
  }
  Token token = {Token::kEnd, "", position_};
  if (at_ == text_.size()) return token;
  size_t size = token_size(token);
  token.text = text_.substr(at_, size);
  advance(size);
  if (token.kind == Token::kComment) token.text.remove_prefix(1);
  if (token.kind == Token::kSign) {
    if (token.text == "(" || token.text == "[") ++depth_;
    if ((token.text == ")" || token.text == "]") && depth_) --depth_;
  }
  return token;
}

}  // namespace wasm2mpy::bind
