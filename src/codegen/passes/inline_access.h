// Accesses of a lean memory by pointers look for themselves where code runs
// often.
//
// Each is a call of a function of the module at first, and stays one where it
// is rare: that is smallest. The others load where the window is, which LLVM
// keeps in registers, compare, and are made where they stand. What is elsewhere
// is found by rt_lean_look_here, which reads the access from the code
// (runtime/rt_lean_far.c).
#ifndef WASM2MPY_CODEGEN_PASSES_INLINE_ACCESS_H_
#define WASM2MPY_CODEGEN_PASSES_INLINE_ACCESS_H_

#include <cstdint>
#include <string>

#include <llvm/IR/Metadata.h>
#include <llvm/IR/PassManager.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

// What a function for accesses does, as the value of marks::kAccess.
struct AccessMark {
  uint64_t size;
  bool is_store;
  bool is_signed;
  bool is_aligned;  // known, or of single bytes
  bool has_offset;
};
std::string access_mark(const AccessMark& access);

// Offsets in bytes from the first argument of such a function, of the place
// where it looks first; and the tags of loads of them, and of calls of it.
struct ViewPlace {
  uint32_t base;
  uint32_t low;
  uint32_t limit;
  // Addresses that are of variables.
  uint64_t variables;
  uint64_t variables_end;
  llvm::MDNode* windows;
  llvm::MDNode* rest;
};

// Chooses the calls, and loads where they look.
class OpenAccess : public llvm::PassInfoMixin<OpenAccess> {
 public:
  // Of all calls that have a form so many, those that run most.
  OpenAccess(const target::LookCode& code, const ViewPlace& place,
             unsigned percent)
      : code_(&code), place_(place), percent_(percent) {}
  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  const target::LookCode* code_;
  ViewPlace place_;
  unsigned percent_;
};

// One of the last passes, because LLVM cannot see what the inline assembly does
// that it makes of each chosen access.
class InlineAccess : public llvm::PassInfoMixin<InlineAccess> {
 public:
  // `aligns_stack`: as for a call, so that a trap knows where the frames are.
  InlineAccess(const target::LookCode& code, bool aligns_stack)
      : code_(&code), aligns_stack_(aligns_stack) {}
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }

 private:
  const target::LookCode* code_;
  bool aligns_stack_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_INLINE_ACCESS_H_
