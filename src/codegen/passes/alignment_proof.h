// Which accesses to linear memory are aligned whatever the module is called
// with: those of the stack in linear memory, and of structures and arrays in
// it, down through all calls.
#ifndef WASM2MPY_CODEGEN_PASSES_ALIGNMENT_PROOF_H_
#define WASM2MPY_CODEGEN_PASSES_ALIGNMENT_PROOF_H_

#include <cstdint>
#include <span>

#include <llvm/IR/PassManager.h>

namespace llvm {
class MDNode;
}

namespace wasm2mpy::codegen {

// A global of 32 bits that nothing but the module's functions writes.
struct OwnGlobal {
  uint32_t offset;  // in an instance
  uint32_t start;   // its first value, or one that is aligned no better
};

// Tells the pass of them. `tag` is what loads and stores of instances have.
void mark_own_globals(llvm::Module& module, std::span<const OwnGlobal> globals,
                      llvm::MDNode* tag);

// Gives loads and stores the alignment that they have.
struct AlignmentProof : llvm::PassInfoMixin<AlignmentProof> {
  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_ALIGNMENT_PROOF_H_
