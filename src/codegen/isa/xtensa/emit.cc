// LLVM's own objects for Xtensa are wrong where an instruction of two bytes
// stands before a literal, and its code is large: no narrow instructions but
// returns, a literal and an indirect call where a direct one reaches. So it
// prints assembly; that is parsed, rewritten, and assembled by LLVM again.
#include "codegen/isa/xtensa/emit.h"

#include <algorithm>

#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/Support/ErrorHandling.h>

#include "codegen/backend.h"
#include "codegen/isa/xtensa/assemble.h"
#include "codegen/isa/xtensa/assembly.h"
#include "codegen/isa/xtensa/builtins.h"
#include "codegen/isa/xtensa/instruction.h"
#include "codegen/isa/xtensa/prepare.h"
#include "codegen/isa/xtensa/rewrite.h"

namespace wasm2mpy::codegen {
namespace {

// Local labels of code that data refers to: targets of indirect jumps.
xtensa::LabelSet labels_in_data(const xtensa::Assembly& assembly) {
  constexpr std::string_view kPrefix = ".LBB";
  xtensa::LabelSet labels;
  auto add = [&](std::string_view text) {
    size_t begin = text.find(kPrefix);
    if (begin == std::string_view::npos) return;
    size_t end = std::min(text.find_first_of(" \t,+-#", begin), text.size());
    labels.emplace(text.substr(begin, end - begin));
  };
  for (const std::string& line : assembly.rest) add(line);
  for (const xtensa::Function& function : assembly.functions)
    for (const xtensa::Literal& literal : function.literals) add(literal.value);
  return labels;
}

// In how many registers a function has its arguments, at most.
int count_arguments(const llvm::Function& function) {
  constexpr int kAll = 6;
  llvm::Type* result = function.getReturnType();
  bool has_pointer_to_result =
      !result->isVoidTy() && !result->isSingleValueType();
  if (function.isVarArg() || has_pointer_to_result) return kAll;
  int n = 0;
  for (const llvm::Argument& argument : function.args()) {
    llvm::Type* type = argument.getType();
    if (!type->isSingleValueType() || argument.hasByValAttr()) return kAll;
    uint64_t bits = function.getDataLayout().getTypeSizeInBits(type);
    if (bits > 64) return kAll;
    // Two registers begin with an even one.
    n = bits <= 32 ? n + 1 : (n + 1) / 2 * 2 + 2;
  }
  return std::min(n, kAll);
}

xtensa::ArgumentCounts count_arguments(const llvm::Module& module) {
  xtensa::ArgumentCounts counts;
  for (const llvm::Function& function : module)
    counts[function.getName().str()] = count_arguments(function);
  return counts;
}

bool is_tested_access(std::string_view name) {
  return name.starts_with("l32i") || name.starts_with("s32i") ||
         name.starts_with("l16") || name.starts_with("s16i");
}

// The call reads the load or store behind it.
void check_misaligned_calls(const xtensa::Function& function) {
  const std::vector<xtensa::Line>& lines = function.lines;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!xtensa::is_call_of_misaligned(lines[i])) continue;
    size_t next = i + 1;
    while (next < lines.size() && lines[next].is_label()) ++next;
    if (next == lines.size() || !is_tested_access(lines[next].name))
      llvm::reportFatalInternalError("a load or store has left its test");
  }
}

xtensa::Assembly print_and_rewrite(llvm::Module& module,
                                   llvm::TargetMachine& machine,
                                   const target::Target& target) {
  xtensa::prepare(
      module,
      {.has_division = machine.getMCSubtargetInfo()->checkFeatures("+div32"),
       .splits_accesses = target.misaligned == target::Misaligned::kWorks});
  // Comments tell which loads and stores are of spilled registers.
  machine.Options.MCOptions.AsmVerbose = true;
  std::vector<uint8_t> text =
      emit_directly(module, machine, llvm::CodeGenFileType::AssemblyFile);
  xtensa::Assembly assembly = xtensa::parse_assembly(
      {reinterpret_cast<const char*>(text.data()), text.size()});
  xtensa::LabelSet entered = labels_in_data(assembly);
  xtensa::ArgumentCounts counts = count_arguments(module);
  for (xtensa::Function& function : assembly.functions) {
    xtensa::rewrite(function, entered, counts);
    check_misaligned_calls(function);
  }
  return assembly;
}

}  // namespace

std::vector<uint8_t> emit_xtensa(llvm::Module& module,
                                 llvm::TargetMachine& machine,
                                 const target::Target& target,
                                 llvm::CodeGenFileType type) {
  xtensa::Assembly assembly = print_and_rewrite(module, machine, target);
  xtensa::add_builtins(assembly, target.name, module,
                       [&](llvm::Module& builtins) {
                         return print_and_rewrite(builtins, machine, target);
                       });
  std::string text = xtensa::print_assembly(assembly);
  if (type == llvm::CodeGenFileType::AssemblyFile)
    return {text.begin(), text.end()};
  return xtensa::assemble(text, machine);
}

}  // namespace wasm2mpy::codegen
