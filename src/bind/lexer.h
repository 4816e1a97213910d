// The words of a stub file. As in Python, ends of lines count only outside of
// brackets.
#ifndef WASM2MPY_BIND_LEXER_H_
#define WASM2MPY_BIND_LEXER_H_

#include <cstdint>
#include <string_view>

#include "bind/signature.h"

namespace wasm2mpy::bind {

struct Token {
  enum Kind : uint8_t {
    kName,
    kString,   // with its quotes, and with the letter in front of them
    kSign,     // "(", "->", "...", or a character that means nothing here
    kComment,  // behind the '#'
    kLineEnd,
    kEnd,
  };
  Kind kind = kEnd;
  std::string_view text;
  Position position;
  bool is_closed = true;  // a string has an end
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next();
  // After an error: the end of the line counts again.
  void forget_brackets() { depth_ = 0; }

 private:
  bool starts_with(std::string_view part) const {
    return text_.substr(at_).starts_with(part);
  }
  void advance(size_t count);
  size_t string_size(size_t begin, bool& is_closed) const;
  size_t token_size(Token& token) const;

  std::string_view text_;
  size_t at_ = 0;
  Position position_;
  int depth_ = 0;  // of brackets
};

// Whether the text is a name of Python that is no keyword. ASCII only.
bool is_identifier(std::string_view text);
bool is_keyword(std::string_view text);

}  // namespace wasm2mpy::bind

#endif  // WASM2MPY_BIND_LEXER_H_
