// Which functions called each other up to a trap, for the text behind it.
//
// The runtime walks the stack (runtime/rt_callers.c). For each call it has to
// know how large the frame is that the caller has by then, and which functions
// of the module the call stands in: several, if LLVM has inlined one into the
// other. Both are known when code is emitted. LLVM keeps the second for
// debuggers, as the location of the call: a line is the offset of the
// instruction in the file here, and the line of a function its index. The first
// is what it would tell those of unwinding. So running code pays nothing.
//
// Far accesses of a lean memory (passes/far_access.h) call by assembly, and
// return into it. What calls so may have its own return address in a register,
// which is on the stack with all others while a trap is raised.
//
// With windows of registers (target::CallFrames) nothing has to be known of
// frames: the first registers of a caller are below the frame of what it has
// called.
//
// A function that has ended with a `return_call` is not on the stack.
// What the stack pointer is computed from a frame pointer in has no frame to
// be known here, and the walk ends there: on x86 functions with vectors.
#ifndef WASM2MPY_CODEGEN_CALLERS_H_
#define WASM2MPY_CODEGEN_CALLERS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Module.h>

#include "codegen/codegen.h"

namespace wasm2mpy::codegen {

// Makes the locations of a module.
class Locations {
 public:
  explicit Locations(llvm::Module& module);

  // Has the function `index`, whose body begins at `offset` in the file.
  void begin(llvm::Function& function, uint32_t index, uint32_t offset);
  // Of an instruction at `offset` in the function that began last.
  llvm::DILocation* at(uint32_t offset);

 private:
  llvm::LLVMContext& context_;
  llvm::DIFile* file_;
  llvm::DICompileUnit* unit_;
  llvm::DISubroutineType* type_;
  llvm::DISubprogram* function_ = nullptr;
};

// After optimisation: marks the functions that can be between a trap and
// Python, so that their calls are noted. Returns those of the module that calls
// stand in, by their indices.
std::set<uint32_t> mark_callers(llvm::Module& module, const Target& target);

// What was noted of the calls when the module was emitted. `numbers`: of
// functions, by their indices; null: codes.
std::vector<CallSite> noted_calls(const llvm::Module& module,
                                  const std::map<uint32_t, uint32_t>* numbers);

// Has the code generator note calls, once for all.
void note_calls();

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_CALLERS_H_
