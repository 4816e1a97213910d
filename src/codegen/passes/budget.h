// Bounds for passes of LLVM that take more than linear time.
//
// Programs that machines write have functions of tens of thousands of blocks,
// loops in sequence by the thousand, chains of as many functions. A pass over
// these does without what it could find, or is left out. Hardly any function
// that people wrote is beyond the bounds.
#ifndef WASM2MPY_CODEGEN_PASSES_BUDGET_H_
#define WASM2MPY_CODEGEN_PASSES_BUDGET_H_

#include <cstddef>
#include <utility>

#include <llvm/IR/PassInstrumentation.h>
#include <llvm/IR/PassManager.h>

namespace wasm2mpy::codegen {

// Of functions in which passes run. 0: no bound.
struct Bounds {
  size_t loops = 0;
  // Blocks one after the other, each reached only from the one before.
  size_t chain = 0;
};

// What one loop leaves behind is the start of the next: with each of them in
// sequence the expressions that describe it become larger: 0.8 s for 430 loops.
constexpr size_t kMostLoops = 200;

// Whether some path has more than so many blocks one after the other, each
// reached only from the one before.
bool has_longer_chain(llvm::Function& function, size_t blocks);

// Function passes that run only in functions within bounds.
class Within : public llvm::PassInfoMixin<Within> {
 public:
  template <typename Pass>
  Within(Bounds bounds, Pass pass) : bounds_(bounds) {
    passes_.addPass(std::move(pass));
  }

  // With another pass for the other functions.
  template <typename Pass, typename Cheaper>
  Within(Bounds bounds, Pass pass, Cheaper cheaper)
      : Within(bounds, std::move(pass)) {
    cheaper_.addPass(std::move(cheaper));
  }

  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);

 private:
  Bounds bounds_;
  llvm::FunctionPassManager passes_;
  llvm::FunctionPassManager cheaper_;
};

// Runs a pass that looks at all conditions on a value whenever it asks what is
// known about it, such as InstCombine. In a function of many blocks it does not
// see those of checks: every access has one, of few different indices.
class WithoutChecks : public llvm::PassInfoMixin<WithoutChecks> {
 public:
  template <typename Pass>
  explicit WithoutChecks(Pass pass) {
    passes_.addPass(std::move(pass));
  }

  llvm::PreservedAnalyses run(llvm::Function& function,
                              llvm::FunctionAnalysisManager& analyses);

 private:
  llvm::FunctionPassManager passes_;
};

// Notes that a function is so large that only passes are worth their time that
// look at each instruction once, at any level. `size`: bytes of WebAssembly.
void note_size(llvm::Function& function, size_t size);
bool is_huge(const llvm::Function& function);

// Keeps all other passes from functions of that size.
void leave_out_in_huge_functions(llvm::PassInstrumentationCallbacks& callbacks);

// Notes that a function got fewer passes than others.
void note_fewer_passes(llvm::Function& function);
bool has_fewer_passes(const llvm::Function& function);

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_PASSES_BUDGET_H_
