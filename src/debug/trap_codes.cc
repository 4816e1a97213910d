#include "debug/trap_codes.h"

#include <map>
#include <utility>
#include <vector>

#include "wasm/call.h"
#include "wasm/function.h"
#include "wasm/opcode.h"

namespace wasm2mpy::debug {
namespace {

using wasm::Opcode;

// What is missing here has a code of its own.
bool can_trap(const wasm::Module& module,
              const wasm::Instruction& instruction) {
  switch (instruction.opcode) {
    case Opcode::kUnreachable:
    case Opcode::kI32DivS:
    case Opcode::kI32DivU:
    case Opcode::kI32RemS:
    case Opcode::kI32RemU:
    case Opcode::kI64DivS:
    case Opcode::kI64DivU:
    case Opcode::kI64RemS:
    case Opcode::kI64RemU:
    case Opcode::kI32TruncF32S:
    case Opcode::kI32TruncF32U:
    case Opcode::kI32TruncF64S:
    case Opcode::kI32TruncF64U:
    case Opcode::kI64TruncF32S:
    case Opcode::kI64TruncF32U:
    case Opcode::kI64TruncF64S:
    case Opcode::kI64TruncF64U:
    case Opcode::kMemoryCopy:
    case Opcode::kMemoryFill:
    case Opcode::kMemoryInit:
      return true;
    default:
      break;
  }
  std::optional<wasm::Call> call = wasm::find_call(module, instruction);
  return (call && call->kind != wasm::Call::kFunction) ||
         wasm::is_mem_arg(wasm::opcode_info(instruction.opcode).immediates);
}

}  // namespace

Result<TrapCodes> find_trap_codes(const wasm::Module& module,
                                  const Lines& lines,
                                  Diagnostics& diagnostics) {
  TrapCodes codes;
  if (lines.empty()) return codes;
  for (uint32_t i = 0; i < module.functions.size(); ++i) {
    const wasm::Function& function = module.functions[i];
    if (function.import) continue;
    Result<wasm::FunctionBody> body =
        wasm::read_function(module, i, diagnostics);
    if (!body) return std::unexpected(Reported{});
    std::map<std::vector<Frame>, uint32_t> first;  // by place in the source
    for (const wasm::Instruction& instruction : body->code) {
      if (!instruction.reachable || !can_trap(module, instruction)) continue;
      std::vector<Frame> frames = lines.frames(function, instruction.offset);
      if (frames.empty()) break;  // DWARF does not know the function
      auto [place, is_new] =
          first.try_emplace(std::move(frames), instruction.offset);
      // A line that is not known is not the same as another one.
      if (!is_new && place->first[0].line != 0)
        codes.shared_[instruction.offset] = place->second;
    }
  }
  return codes;
}

}  // namespace wasm2mpy::debug
