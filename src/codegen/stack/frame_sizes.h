// How large the stack frames of the module's functions became. The code
// generator tells while it emits them, as a diagnostic of LLVM's, in the same
// way for every target.
#ifndef WASM2MPY_CODEGEN_STACK_FRAME_SIZES_H_
#define WASM2MPY_CODEGEN_STACK_FRAME_SIZES_H_

#include <cstdint>
#include <vector>

namespace llvm {
class Function;
class LLVMContext;
}  // namespace llvm

namespace wasm2mpy::codegen {

class FrameSizes {
 public:
  explicit FrameSizes(size_t n_functions);

  // Bytes of the frame; 0 when the function was not emitted, because it is
  // part of its callers or of no use. A function that is two, a body and what
  // calls it, has the frames of both.
  uint32_t of(uint32_t function) const {
    return wholes_[function] + bodies_[function];
  }

  // Has the frame of `function` told; it is, or is the body of, function
  // `index` of the module.
  static void ask(llvm::Function& function, uint32_t index, bool is_body);
  // Takes in what is told from now on, of several emissions the largest. For
  // one compilation: sizes from another one can be those of other functions.
  void listen(llvm::LLVMContext& context);

 private:
  friend class FrameListener;
  std::vector<uint32_t> wholes_;  // by function index
  std::vector<uint32_t> bodies_;
};

}  // namespace wasm2mpy::codegen

#endif  // WASM2MPY_CODEGEN_STACK_FRAME_SIZES_H_
