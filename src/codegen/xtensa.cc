// LLVM's own objects for Xtensa are wrong where an instruction of two bytes
// stands before a literal, and its code is large: no narrow instructions but
// returns, a literal and an indirect call where a direct one reaches. So it
// prints assembly; that is parsed, rewritten, and assembled by LLVM again.
#include "codegen/xtensa.h"

#include <algorithm>

#include "codegen/backend.h"
#include "codegen/xtensa_assemble.h"
#include "codegen/xtensa_assembly.h"
#include "codegen/xtensa_rewrite.h"

namespace wasm2mpy::codegen {
namespace {

// LLVM quotes names in some places only; nothing outside refers to them.
void make_names_plain(llvm::Module& module) {
  for (llvm::GlobalValue& value : module.global_values()) {
    std::string name = value.getName().str();
    std::ranges::replace_if(
        name,
        [](char c) {
          return !llvm::isAlnum(c) && c != '_' && c != '.' && c != '$';
        },
        '_');
    if (name != value.getName()) value.setName(name);
  }
}

}  // namespace

std::vector<uint8_t> emit_xtensa(llvm::Module& module,
                                 llvm::TargetMachine& machine,
                                 llvm::CodeGenFileType type) {
  make_names_plain(module);
  // Comments tell which loads and stores are of spilled registers.
  machine.Options.MCOptions.AsmVerbose = true;
  std::vector<uint8_t> text =
      emit_directly(module, machine, llvm::CodeGenFileType::AssemblyFile);
  xtensa::Assembly assembly = xtensa::parse_assembly(
      {reinterpret_cast<const char*>(text.data()), text.size()});
  for (xtensa::Function& function : assembly.functions)
    xtensa::rewrite(function);
  std::string rewritten = xtensa::print_assembly(assembly);
  if (type == llvm::CodeGenFileType::AssemblyFile)
    return {rewritten.begin(), rewritten.end()};
  return xtensa::assemble(rewritten, machine);
}

}  // namespace wasm2mpy::codegen
