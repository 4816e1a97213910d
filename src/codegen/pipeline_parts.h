// Groups of passes that the lists for size and for speed have in common.
#ifndef WASM2MPY_CODEGEN_PIPELINE_PARTS_H_
#define WASM2MPY_CODEGEN_PIPELINE_PARTS_H_

#include <llvm/Analysis/InlineCost.h>
#include <llvm/IR/PassManager.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/LoopRotation.h>
#include <llvm/Transforms/Utils/SimplifyCFGOptions.h>

#include "target/target.h"

namespace wasm2mpy::codegen {

using Functions = llvm::FunctionPassManager;
using Modules = llvm::ModulePassManager;
using Loops = llvm::LoopPassManager;

// Copies the header of a loop in front of it. One with so many blocks is that
// of a state machine or an interpreter, which gains nothing; each copy costs a
// walk through all of them, 55 s for the lexer of a grammar with 545 KB.
class RotateLoops : public llvm::PassInfoMixin<RotateLoops> {
 public:
  explicit RotateLoops(bool copies_headers) : pass_(copies_headers) {}

  llvm::PreservedAnalyses run(llvm::Loop& loop,
                              llvm::LoopAnalysisManager& analyses,
                              llvm::LoopStandardAnalysisResults& results,
                              llvm::LPMUpdater& updater);

 private:
  llvm::LoopRotatePass pass_;
};

// Passes over all functions, one function after the other.
void add_to_each(Modules& modules, Functions functions);

// How SimplifyCFGPass sees to switches; how it makes one of equal code, too;
// and what it may do at the end: tables of switches, and selects for branches.
llvm::SimplifyCFGOptions ranges();
llvm::SimplifyCFGOptions shared_code();
llvm::SimplifyCFGOptions lookup_tables();
llvm::SimplifyCFGOptions selects();

// Passes over the loops of functions that do not have too many of them.
void add_to_loops(Functions& functions, Loops loops, bool uses_memory_ssa);

// What does not change in a loop moves out of it.
void move_out_of_loops(Functions& functions);

void combine(Functions& functions);

// What is left of WebAssembly's checks, once loops and ranges are plain.
void check_passes(Functions& functions, const target::Target& target);

// From what is called to what calls it: inlines what `params` say is worth it;
// then `simplify` is for the function as it is now.
void inline_and_simplify(Modules& modules, const llvm::InlineParams& params,
                         Functions simplify);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PIPELINE_PARTS_H_
