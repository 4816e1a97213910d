// The parser of stub files: signatures of functions, and nothing else that a
// stub can have but imports, comments and docstrings. What is left out is
// refused by name, because silence would mean that it worked.
#include <algorithm>
#include <array>
#include <format>
#include <set>
#include <utility>

#include "bind/lexer.h"
#include "bind/signature.h"
#include "support/edit_distance.h"
#include "support/utf8.h"

namespace wasm2mpy::bind {
namespace {

struct KindName {
  std::string_view name;
  Kind kind;
};
constexpr std::array<KindName, 9> kKinds = {{
    {"int", Kind::kInt},
    {"uint", Kind::kUint},
    {"bool", Kind::kBool},
    {"float", Kind::kFloat},
    {"object", Kind::kObject},
    {"str", Kind::kStr},
    {"bytes", Kind::kBytes},
    {"bytearray", Kind::kByteArray},
    {"array", Kind::kArray},
}};
constexpr std::array<std::string_view, 10> kElements = {
    "i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64", "f32", "f64"};

class Parser {
 public:
  Parser(std::string_view text, std::string_view file, Diagnostics& diagnostics)
      : lexer_(text), file_(file), diagnostics_(diagnostics) {
    advance();
  }

  Result<SignatureFile> parse();

 private:
  void advance() { token_ = lexer_.next(); }
  bool is_sign(std::string_view text) const {
    return token_.kind == Token::kSign && token_.text == text;
  }
  bool is_word(std::string_view text) const {
    return token_.kind == Token::kName && token_.text == text;
  }
  bool take(std::string_view sign) {
    if (!is_sign(sign)) return false;
    advance();
    return true;
  }
  // Always false, as everything here is that failed.
  bool fail(Position position, std::string message) {
    diagnostics_.fail(
        {.file = place(file_, position), .message = std::move(message)});
    return false;
  }
  // What stands at the place where something else was expected.
  std::string found() const;
  bool fail_expected(std::string_view what) {
    return fail(token_.position,
                std::format("expected {}, got {}", what, found()));
  }
  bool expect(std::string_view sign) {
    return take(sign) || fail_expected(quote(sign));
  }

  bool parse_statement();
  void skip_line();
  bool parse_definition();
  bool parse_parameters(Signature& signature);
  bool parse_results(Signature& signature);
  bool parse_type(TypeName& type);
  bool parse_body(Signature& signature);
  bool parse_docstring(std::string& documentation);
  bool parse_comment(Signature& signature, const Token& comment);
  bool parse_note(Signature& signature, std::string_view key,
                  std::string_view value, Position position);
  bool check(const Signature& signature);

  Lexer lexer_;
  Token token_;
  std::string_view file_;
  Diagnostics& diagnostics_;
  SignatureFile result_;
  bool is_at_begin_ = true;  // where the docstring of the module is
  std::set<std::string> names_;
};

std::string_view trim(std::string_view text) {
  size_t begin = text.find_first_not_of(" \t\r");
  if (begin == text.npos) return "";
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string Parser::found() const {
  switch (token_.kind) {
    case Token::kEnd:
      return "the end of the file";
    case Token::kLineEnd:
      return "the end of the line";
    case Token::kComment:
      return "a comment";
    default:
      return quote(token_.text);
  }
}

void Parser::skip_line() {
  while (token_.kind != Token::kLineEnd && token_.kind != Token::kEnd)
    advance();
}

Result<SignatureFile> Parser::parse() {
  bool is_good = true;
  while (token_.kind != Token::kEnd) {
    if (parse_statement()) continue;
    is_good = false;
    lexer_.forget_brackets();
    skip_line();
  }
  if (!is_good) return std::unexpected(Reported{});
  return std::move(result_);
}

bool Parser::parse_statement() {
  switch (token_.kind) {
    case Token::kLineEnd:
    case Token::kComment:
      advance();
      return true;
    default:
      break;
  }
  bool is_first = std::exchange(is_at_begin_, false);
  if (token_.kind == Token::kString) {
    std::string other;  // is a comment
    return parse_docstring(is_first ? result_.documentation : other);
  }
  // What names types for other readers of the file.
  if (is_word("from") || is_word("import")) {
    skip_line();
    return true;
  }
  if (!is_word("def"))
    return fail_expected("a signature: 'def name(...) -> type'");
  return parse_definition();
}

bool Parser::parse_definition() {
  advance();
  Signature signature;
  signature.position = token_.position;
  if (token_.kind != Token::kName || is_keyword(token_.text))
    return fail_expected("the name of a function");
  signature.name = token_.text;
  signature.exported = {signature.name, token_.position};
  advance();
  if (!expect("(")) return false;
  if (!parse_parameters(signature)) return false;
  if (!take("->"))
    return fail_expected("'->' and the type of the result, or None");
  if (!parse_results(signature) || !parse_body(signature) || !check(signature))
    return false;
  result_.signatures.push_back(std::move(signature));
  return true;
}

bool Parser::parse_parameters(Signature& signature) {
  while (token_.kind == Token::kComment) advance();
  while (!take(")")) {
    if (is_sign("*") || is_sign("/"))
      return fail(
          token_.position,
          std::format("'{}' is not supported: every parameter can be given by "
                      "position and by name",
                      token_.text));
    if (token_.kind != Token::kName || is_keyword(token_.text))
      return fail_expected("the name of a parameter");
    Parameter parameter = {std::string(token_.text), {}, token_.position};
    if (std::ranges::contains(signature.parameters, parameter.name,
                              &Parameter::name))
      return fail(token_.position, std::format("parameter {} is there twice",
                                               quote(token_.text)));
    advance();
    if (!take(":"))
      return fail(token_.position,
                  std::format("parameter {} needs a type: '{}: int'",
                              quote(parameter.name), parameter.name));
    if (!parse_type(parameter.type)) return false;
    if (is_sign("="))
      return fail(token_.position,
                  std::format("parameter {} cannot have a default",
                              quote(parameter.name)));
    if (parameter.type.or_none)
      return fail(
          parameter.type.position,
          std::format("parameter {} cannot be None", quote(parameter.name)));
    signature.parameters.push_back(std::move(parameter));
    while (token_.kind == Token::kComment) advance();
    if (!is_sign(")") && !take(",")) return fail_expected("',' or ')'");
    while (token_.kind == Token::kComment) advance();
  }
  return true;
}

bool Parser::parse_type(TypeName& type) {
  type.position = token_.position;
  if (token_.kind != Token::kName) return fail_expected("a type");
  auto row = std::ranges::find(kKinds, token_.text, &KindName::name);
  if (row == kKinds.end()) {
    std::vector<std::string_view> names = {"None", "tuple"};
    for (const KindName& kind : kKinds) names.push_back(kind.name);
    std::string suggestion = did_you_mean(token_.text, names);
    if (suggestion.empty()) {
      suggestion =
          "; there are int, uint, bool, float, object, str, bytes, bytearray, "
          "array, None, and for results tuple";
    }
    return fail(token_.position, std::format("unknown type {}{}",
                                             quote(token_.text), suggestion));
  }
  type.kind = row->kind;
  advance();
  if (is_sign("[")) {
    if (type.kind != Kind::kArray)
      return fail(
          token_.position,
          std::format("only array and tuple take types in brackets (got {})",
                      quote(row->name)));
    advance();
    if (!std::ranges::contains(kElements, token_.text))
      return fail_expected(
          "the type of an element: i8, u8, i16, u16, i32, u32, i64, "
          "u64, f32 or f64");
    type.element = token_.text;
    advance();
    if (!expect("]")) return false;
  }
  if (take("|")) {
    if (!is_word("None")) return fail_expected("'None'");
    advance();
    type.or_none = true;
  }
  return true;
}

bool Parser::parse_results(Signature& signature) {
  signature.result_position = token_.position;
  if (is_word("None")) {
    advance();
    return true;
  }
  if (!is_word("tuple")) {
    if (!parse_type(signature.results.emplace_back())) return false;
  } else {
    signature.is_tuple = true;
    advance();
    if (!expect("[")) return false;
    while (!take("]")) {
      if (!parse_type(signature.results.emplace_back())) return false;
      if (!is_sign("]") && !take(",")) return fail_expected("',' or ']'");
    }
    if (signature.results.size() < 2)
      return fail(signature.result_position, "a tuple has two or more results");
  }
  for (const TypeName& type : signature.results) {
    if (type.is_writable())
      return fail(type.position,
                  std::format("a result cannot be {}; bytes can be",
                              quote(to_string(type))));
    if (type.or_none && !type.is_copied())
      return fail(type.position, "only 'str' and 'bytes' can be None");
  }
  return true;
}

bool Parser::parse_docstring(std::string& documentation) {
  if (!token_.is_closed)
    return fail(token_.position, "the string does not end");
  if (!is_valid_utf8(token_.text))
    return fail(token_.position, "the string is not UTF-8");
  documentation = token_.text;
  advance();
  return true;
}

// What may be behind a signature: ": ...", a docstring, a comment.
bool Parser::parse_body(Signature& signature) {
  bool has_body = take(":");
  auto take_comment = [&] {
    if (token_.kind != Token::kComment) return true;
    Token comment = token_;
    advance();
    return parse_comment(signature, comment);
  };
  if (!take_comment()) return false;
  if (has_body) {
    while (token_.kind == Token::kLineEnd || token_.kind == Token::kComment)
      advance();
    if (token_.kind == Token::kString) {
      // Then '...' may follow, and if it is on a line of its own, need not.
      if (!parse_docstring(signature.documentation)) return false;
      if (!take_comment()) return false;
      bool is_ended = token_.kind == Token::kLineEnd;
      while (token_.kind == Token::kLineEnd) advance();
      if (is_sign("...") || is_word("pass")) {
        advance();
      } else if (is_ended) {
        return true;
      }
    } else if (is_sign("...") || is_word("pass")) {
      advance();
    } else {
      return fail_expected("'...'");
    }
    if (!take_comment()) return false;
  }
  if (token_.kind != Token::kLineEnd && token_.kind != Token::kEnd)
    return fail_expected("the end of the line");
  return true;
}

// "export: NAME; pointer: A, B; free: result". Any other comment is for
// people.
bool Parser::parse_comment(Signature& signature, const Token& comment) {
  std::string_view text = comment.text;
  size_t at = 0;
  while (at < text.size()) {
    size_t colon = text.find(':', at);
    if (colon == text.npos) return true;
    std::string_view key = trim(text.substr(at, colon - at));
    if (key != "export" && key != "pointer" && key != "free") return true;
    size_t begin =
        std::min(text.find_first_not_of(" \t", colon + 1), text.size());
    size_t end = begin;
    Position position = comment.position;
    position.column += uint32_t(begin + 1);  // and the '#'
    bool is_quoted = begin < text.size() && text[begin] == '"';
    if (is_quoted) {
      end = text.find('"', begin + 1);
      if (end == text.npos)
        return fail(position, "the name in quotes does not end");
      ++end;
    }
    end = std::min(text.find(';', end), text.size());
    std::string_view value = trim(text.substr(begin, end - begin));
    if (is_quoted) {
      if (!value.ends_with('"'))
        return fail(position, "expected ';' behind the name");
      value = value.substr(1, value.size() - 2);
    } else if (value.empty()) {
      return fail(position, std::format("'{}:' needs a value", key));
    }
    if (!parse_note(signature, key, value, position)) return false;
    at = end + 1;
  }
  return true;
}

bool Parser::parse_note(Signature& signature, std::string_view key,
                        std::string_view value, Position position) {
  if (key == "export") {
    signature.exported = {std::string(value), position};
  } else if (key == "free") {
    if (value != "result")
      return fail(position,
                  std::format("only 'free: result' has a meaning (got {})",
                              quote(value)));
    signature.frees_result = true;
    signature.frees_position = position;
  } else {
    signature.says_pointers = true;
    while (!value.empty()) {
      size_t comma = std::min(value.find(','), value.size());
      signature.pointers.push_back(
          {std::string(trim(value.substr(0, comma))), position});
      value.remove_prefix(std::min(comma + 1, value.size()));
    }
  }
  return true;
}

bool Parser::check(const Signature& signature) {
  if (!names_.insert(signature.name).second)
    return fail(
        signature.position,
        std::format("there are two signatures of {}", quote(signature.name)));
  for (const Mention& mention : signature.pointers) {
    auto parameter =
        std::ranges::find(signature.parameters, mention.name, &Parameter::name);
    if (parameter == signature.parameters.end())
      return fail(mention.position,
                  std::format("{} has no parameter {}", quote(signature.name),
                              quote(mention.name)));
    if (!parameter->type.is_copied())
      return fail(
          mention.position,
          std::format("parameter {} is {}, which has no length anyway",
                      quote(mention.name), quote(to_string(parameter->type))));
  }
  if (signature.frees_result &&
      std::ranges::none_of(signature.results, &TypeName::is_copied))
    return fail(signature.frees_position,
                "only 'str' and 'bytes' can be freed");
  return true;
}

}  // namespace

std::string place(std::string_view file, Position position) {
  return std::format("{}:{}:{}", file, position.line, position.column);
}

std::string to_string(const TypeName& type) {
  std::string text(std::ranges::find(kKinds, type.kind, &KindName::kind)->name);
  if (!type.element.empty()) text += std::format("[{}]", type.element);
  if (type.or_none) text += " | None";
  return text;
}

std::string to_string(const Signature& signature) {
  std::string text = signature.name + "(";
  for (const Parameter& parameter : signature.parameters) {
    if (!text.ends_with('(')) text += ", ";
    text += std::format("{}: {}", parameter.name, to_string(parameter.type));
  }
  text += ") -> ";
  if (signature.results.empty()) return text + "None";
  std::string results;
  for (const TypeName& type : signature.results) {
    if (!results.empty()) results += ", ";
    results += to_string(type);
  }
  return text + (signature.is_tuple ? "tuple[" + results + "]" : results);
}

Result<SignatureFile> parse_signatures(std::string_view text,
                                       std::string_view file,
                                       Diagnostics& diagnostics) {
  return Parser(text, file, diagnostics).parse();
}

}  // namespace wasm2mpy::bind
