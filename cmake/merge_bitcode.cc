// Makes one module of LLVM bitcode of several, when the tool is built. So the
// tool reads one table of types, attributes and declarations for each module
// that it compiles, and not thirty.
//
// usage: merge_bitcode OUTPUT INPUT...
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <system_error>

#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IRReader/IRReader.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

namespace {

[[noreturn]] void fail(const char* file, const char* what) {
  std::fprintf(stderr, "merge_bitcode: error: %s: %s\n", file, what);
  std::exit(EXIT_FAILURE);
}

// clang compiled for a generic core of the architecture. The tool knows the
// core, and so no function of the runtime names one.
void forget_core(llvm::Module& module) {
  for (llvm::Function& function : module) {
    function.removeFnAttr("target-cpu");
    function.removeFnAttr("target-features");
    function.removeFnAttr("tune-cpu");
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) fail("arguments", "expected OUTPUT INPUT...");
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> whole;
  for (int i = 2; i < argc; ++i) {
    llvm::SMDiagnostic error;
    std::unique_ptr<llvm::Module> part =
        llvm::parseIRFile(argv[i], error, context);
    if (!part) fail(argv[i], "is no bitcode");
    if (!whole) {
      whole = std::move(part);
    } else if (llvm::Linker::linkModules(*whole, std::move(part))) {
      fail(argv[i], "cannot be linked");
    }
  }
  // No paths in the result: neither of the build nor of one of the parts.
  whole->setModuleIdentifier("runtime");
  whole->setSourceFileName("runtime");
  forget_core(*whole);

  std::error_code error;
  llvm::raw_fd_ostream stream(argv[1], error);
  if (error) fail(argv[1], "cannot be written");
  llvm::WriteBitcodeToFile(*whole, stream);
}
