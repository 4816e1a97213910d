// Signatures: how exports look in Python, as the lines of a stub file say it
// (--bind):
//
//   def crc32(data: bytes) -> int
//   def upper(s: str) -> str: ...   # export: to-upper; free: result
//
// The syntax is that of Python's stubs, so that editors and formatters know it.
// What Python has no words for stands in the comment behind a signature.
#ifndef WASM2MPY_BIND_SIGNATURE_H_
#define WASM2MPY_BIND_SIGNATURE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/diagnostics.h"

namespace wasm2mpy::bind {

struct Position {
  uint32_t line = 1;    // from 1
  uint32_t column = 1;  // from 1, in bytes
};

enum class Kind : uint8_t {
  kInt,
  kUint,
  kBool,
  kFloat,
  kObject,
  kStr,
  kBytes,
  kByteArray,
  kArray,
};

struct TypeName {
  Kind kind = Kind::kInt;
  // Of an array: "i16", "f32"; empty for elements of any type.
  std::string element;
  bool or_none = false;
  Position position;

  bool is_copied() const { return kind >= Kind::kStr; }
  bool is_writable() const { return kind >= Kind::kByteArray; }
};

// As the file writes it: "array[f32]", "str | None".
std::string to_string(const TypeName& type);

struct Parameter {
  std::string name;
  TypeName type;
  Position position;
};

struct Mention {
  std::string name;
  Position position;
};

struct Signature {
  std::string name;
  Position position;  // of the name
  std::vector<Parameter> parameters;
  std::vector<TypeName> results;  // none for "None"
  bool is_tuple = false;
  Position result_position;

  // From the comment.
  Mention exported;  // the name of the export; the same if not given
  // "pointer: a, b": parameters without a length.
  bool says_pointers = false;
  std::vector<Mention> pointers;
  bool frees_result = false;
  Position frees_position;

  // The docstring as the file writes it, with its quotes; empty: none.
  std::string documentation;
};

struct SignatureFile {
  std::vector<Signature> signatures;
  std::string documentation;  // of the module, likewise
};

// "crc32(data: bytes) -> int", on one line.
std::string to_string(const Signature& signature);

// "app.pyi:3:5", for messages.
std::string place(std::string_view file, Position position);

// Reports every bad signature, not only the first.
Result<SignatureFile> parse_signatures(std::string_view text,
                                       std::string_view file,
                                       Diagnostics& diagnostics);

}  // namespace wasm2mpy::bind

#endif  // WASM2MPY_BIND_SIGNATURE_H_
