#include "codegen/stack/frame_sizes.h"

#include <algorithm>
#include <memory>
#include <string>

#include <llvm/IR/DiagnosticHandler.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/raw_ostream.h>

#include "codegen/marks.h"

namespace wasm2mpy::codegen {

class FrameListener : public llvm::DiagnosticHandler {
 public:
  explicit FrameListener(FrameSizes& sizes) : sizes_(sizes) {}

  bool handleDiagnostics(const llvm::DiagnosticInfo& info) override {
    if (info.getSeverity() == llvm::DS_Error) end_with(info);
    auto* frame = llvm::dyn_cast<llvm::DiagnosticInfoStackSize>(&info);
    if (!frame) return false;
    record(sizes_.wholes_,
           frame->getFunction().getFnAttribute(marks::kFunction), *frame);
    record(sizes_.bodies_, frame->getFunction().getFnAttribute(marks::kBody),
           *frame);
    return true;
  }

 private:
  // LLVM would print it itself and exit.
  [[noreturn]] static void end_with(const llvm::DiagnosticInfo& info) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    llvm::DiagnosticPrinterRawOStream printer(stream);
    info.print(printer);
    llvm::StringRef reason = llvm::StringRef(text).trim();
    reason.consume_front("<unknown>:0: ");
    llvm::reportFatalInternalError(reason);
  }

  static void record(std::vector<uint32_t>& sizes, llvm::Attribute index_of,
                     const llvm::DiagnosticInfoStackSize& frame) {
    uint32_t index;
    if (!index_of.isValid() ||
        index_of.getValueAsString().getAsInteger(10, index))
      return;
    sizes[index] = std::max(sizes[index], uint32_t(frame.getStackSize()));
  }

  FrameSizes& sizes_;
};

FrameSizes::FrameSizes(size_t n_functions)
    : wholes_(n_functions), bodies_(n_functions) {}

void FrameSizes::ask(llvm::Function& function, uint32_t index, bool is_body) {
  function.addFnAttr(is_body ? marks::kBody : marks::kFunction,
                     std::to_string(index));
  // Told are frames that are larger than this.
  function.addFnAttr("warn-stack-size", "0");
}

void FrameSizes::listen(llvm::LLVMContext& context) {
  context.setDiagnosticHandler(std::make_unique<FrameListener>(*this));
}

}  // namespace wasm2mpy::codegen
