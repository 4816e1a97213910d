// A function that one other calls becomes a part of it, whatever its size. In a
// chain of functions that repeats: each is simplified again with all that was
// inlined into it, and 2,000 of them took a minute.
//
// So a function into which was inlined what had been inlined and so on, a few
// times, stays a function, and code is simplified that often at most.
#ifndef WASM2MPY_CODEGEN_PASSES_INLINING_DEPTH_H_
#define WASM2MPY_CODEGEN_PASSES_INLINING_DEPTH_H_

#include <memory>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// For each function what it calls before anything is inlined, and how deep
// what was inlined into it is.
struct InliningDepths {
  struct Node {
    llvm::SmallVector<const llvm::Function*, 4> callees;
    unsigned depth = 0;
  };
  llvm::DenseMap<const llvm::Function*, Node> nodes;
};

// Before the inliner: notes the calls.
class NoteCalls : public llvm::PassInfoMixin<NoteCalls> {
 public:
  explicit NoteCalls(std::shared_ptr<InliningDepths> depths)
      : depths_(std::move(depths)) {}
  llvm::PreservedAnalyses run(llvm::Module& module,
                              llvm::ModuleAnalysisManager&);

 private:
  std::shared_ptr<InliningDepths> depths_;
};

// After the inliner: what is deep is not inlined itself.
class BoundInlining : public llvm::PassInfoMixin<BoundInlining> {
 public:
  explicit BoundInlining(std::shared_ptr<InliningDepths> depths)
      : depths_(std::move(depths)) {}
  llvm::PreservedAnalyses run(llvm::LazyCallGraph::SCC& component,
                              llvm::CGSCCAnalysisManager&, llvm::LazyCallGraph&,
                              llvm::CGSCCUpdateResult&);

 private:
  std::shared_ptr<InliningDepths> depths_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_INLINING_DEPTH_H_
