#include "wasm/function.h"

#include <format>
#include <utility>

#include "support/bytes.h"
#include "support/demangle.h"
#include "wasm/function_validator.h"
#include "wasm/instruction_reader.h"
#include "wasm/limits.h"
#include "wasm/type_reader.h"

namespace wasm2mpy::wasm {
namespace {

constexpr std::string_view kBodyEnd = "unexpected end of section or function";

// A part of the file's cursor, for what it says about numbers.
ByteCursor body_cursor(const Module& module, const Function& function) {
  ByteCursor file(module.bytes);
  file.read_bytes(function.body_offset, "module");
  return file.read_part(function.body.size(), "function body", kBodyEnd);
}

class FunctionReader {
 public:
  FunctionReader(const Module& module, uint32_t function_index,
                 Diagnostics& diagnostics)
      : module_(module),
        index_(function_index),
        diagnostics_(diagnostics),
        cursor_(body_cursor(module, module.functions[function_index])),
        validator_(module, function_index) {}

  Result<FunctionBody> read() {
    read_locals();
    read_code();
    if (!cursor_.ok()) {
      return report(cursor_.error().offset, cursor_.error().message);
    }
    body_.locals = validator_.take_locals();
    return std::move(body_);
  }

 private:
  void read_locals() {
    uint32_t groups = cursor_.read_leb_u32("local group count");
    uint64_t total = validator_.locals().size();
    for (uint32_t i = 0; i < groups && cursor_.ok(); ++i) {
      uint64_t offset = cursor_.offset();
      uint32_t count = cursor_.read_leb_u32("local count");
      total += count;
      if (cursor_.ok() && total > kMaxLocals) {
        cursor_.fail_at(offset, std::format("too many locals (got {}, limit "
                                            "{})",
                                            total, kMaxLocals));
      }
      ValType type = read_val_type(cursor_, "local");
      if (!cursor_.ok() ||
          !check_val_type(cursor_, type, module_.types.size(), offset)) {
        return;
      }
      validator_.add_locals(type, count);
    }
  }

  void read_code() {
    // Compiled code has a little over two bytes an instruction.
    body_.code.reserve(cursor_.remaining() / 2);
    while (cursor_.ok() && !validator_.is_done()) {
      if (cursor_.at_end()) return fail_end();
      Instruction instruction{};
      read_instruction(cursor_, instruction);
      if (!cursor_.ok()) return;
      validator_.validate(instruction);
      if (!validator_.ok()) {
        cursor_.fail_at(instruction.offset, validator_.error());
        return;
      }
      body_.code.push_back(std::move(instruction));
    }
    if (cursor_.ok() && !cursor_.at_end()) {
      cursor_.fail(std::format("section size mismatch: {} bytes after the end "
                               "of the function",
                               cursor_.remaining()));
    }
  }

  // If the END follows the body, its size is wrong rather than its code.
  void fail_end() {
    constexpr uint8_t kEnd = 0x0b;
    size_t end = cursor_.offset();
    bool follows = end < module_.bytes.size() && module_.bytes[end] == kEnd;
    cursor_.fail(std::format("{}: END opcode expected",
                             follows ? "section size mismatch" : kBodyEnd));
  }

  std::unexpected<Reported> report(uint64_t offset, std::string message) {
    std::string context = std::format("func {}", index_);
    std::string name = module_.function_name(index_);
    if (!name.empty()) context += " " + quote(demangled(name));
    return diagnostics_.fail({.severity = Severity::kError,
                              .file = module_.file,
                              .offset = offset,
                              .context = std::move(context),
                              .message = std::move(message)});
  }

  const Module& module_;
  uint32_t index_;
  Diagnostics& diagnostics_;
  ByteCursor cursor_;
  FunctionValidator validator_;
  FunctionBody body_;
};

}  // namespace

Result<FunctionBody> read_function(const Module& module,
                                   uint32_t function_index,
                                   Diagnostics& diagnostics) {
  return FunctionReader(module, function_index, diagnostics).read();
}

}  // namespace wasm2mpy::wasm
