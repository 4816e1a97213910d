// A block for each of the many ways from a switch to blocks that are reached
// otherwise, too.
//
// LLVM's code generator sets what such a block is told by its predecessors
// (PHIs) in the block of the switch, for all cases: 1,300 cases that fall
// through to the next are 1,300 values at once, on the stack, of which one is
// used. And on armv6m the table of jumps is then further from where its address
// is taken than the instruction reaches. With a block on each way there is one
// value, mostly in the same register.
#ifndef WASM2MPY_CODEGEN_PASSES_SWITCH_EDGES_H_
#define WASM2MPY_CODEGEN_PASSES_SWITCH_EDGES_H_

#include <llvm/IR/PassManager.h>

namespace llvm {
class BasicBlock;
}

namespace wasm2mpy::codegen {

// Whether a block is no more than the way from a switch to another block.
bool is_switch_edge(const llvm::BasicBlock& block);

class SwitchEdges : public llvm::PassInfoMixin<SwitchEdges> {
 public:
  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);
  static bool isRequired() { return true; }
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_SWITCH_EDGES_H_
