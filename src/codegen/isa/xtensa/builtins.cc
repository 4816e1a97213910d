// LLVM decides only when it selects instructions which functions of the
// compiler runtime it calls. So the assembly is searched for them, those that
// are needed are compiled from bitcode, and what comes out is searched again.
#include "codegen/isa/xtensa/builtins.h"

#include <map>
#include <set>

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Support/Error.h>

#include "target/runtime_bitcode.h"

namespace wasm2mpy::codegen::xtensa {
namespace {

using Names = std::set<std::string, std::less<>>;

// What instructions and literals refer to.
template <typename Visit>
void for_each_reference(Assembly& assembly, Visit visit) {
  for (Function& function : assembly.functions) {
    for (Literal& literal : function.literals) visit(literal.value);
    for (Line& line : function.lines) {
      bool is_call = line.is("call0") || line.is("call8");
      if (is_call) visit(line.operands[0]);
    }
  }
}

std::unique_ptr<llvm::Module> load_all(std::string_view arch,
                                       const llvm::Module& like,
                                       llvm::LLVMContext& context) {
  auto all = std::make_unique<llvm::Module>("builtins", context);
  llvm::Linker linker(*all);
  for (const RuntimeBitcode& bitcode : kBuiltinsBitcode) {
    if (bitcode.arch != arch) continue;
    llvm::StringRef bytes(reinterpret_cast<const char*>(bitcode.bytes.data()),
                          bitcode.bytes.size());
    std::unique_ptr<llvm::Module> part = llvm::cantFail(llvm::parseBitcodeFile(
        llvm::MemoryBufferRef(bytes, bitcode.file), context));
    // About the target for which clang compiled.
    if (llvm::NamedMDNode* flags = part->getModuleFlagsMetadata())
      flags->eraseFromParent();
    part->setDataLayout(like.getDataLayout());
    part->setTargetTriple(like.getTargetTriple());
    bool failed = linker.linkInModule(std::move(part));
    assert(!failed && "the builtins fit together");
    (void)failed;
  }
  all->setDataLayout(like.getDataLayout());
  all->setTargetTriple(like.getTargetTriple());
  for (llvm::Function& function : *all) {
    function.removeFnAttr("target-cpu");
    function.removeFnAttr("target-features");
    function.removeFnAttr("tune-cpu");
  }
  return all;
}

// Leaves the wanted functions, and those that they call.
void reduce(llvm::Module& module, const Names& wanted) {
  for (llvm::Function& function : module) {
    if (function.isDeclaration()) continue;
    function.setLinkage(wanted.contains(function.getName())
                            ? llvm::GlobalValue::ExternalLinkage
                            : llvm::GlobalValue::InternalLinkage);
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (llvm::Function& function : llvm::make_early_inc_range(module)) {
      function.removeDeadConstantUsers();
      if (!function.use_empty() ||
          (!function.isDeclaration() && !function.hasLocalLinkage()))
        continue;
      function.eraseFromParent();
      changed = true;
    }
  }
}

// Local labels are numbered from 0 in each module.
void make_labels_unique(Assembly& assembly) {
  auto rename = [](std::string& name) {
    if (name.starts_with(".L")) name.insert(2, "builtin.");
  };
  for (Function& function : assembly.functions) {
    for (Literal& literal : function.literals) {
      rename(literal.label);
      rename(literal.value);
    }
    for (Line& line : function.lines) {
      if (line.is_label()) rename(line.name);
      for (std::string& operand : line.operands) rename(operand);
    }
  }
}

}  // namespace

void add_builtins(Assembly& assembly, std::string_view arch,
                  const llvm::Module& module,
                  const std::function<Assembly(llvm::Module&)>& print) {
  Names wanted;
  Assembly compiled;
  for (;;) {
    llvm::LLVMContext context;
    std::unique_ptr<llvm::Module> all = load_all(arch, module, context);
    Names defined;
    for (const llvm::Function& function : *all)
      if (!function.isDeclaration()) defined.insert(function.getName().str());
    std::map<std::string, std::string, std::less<>> other_names;
    for (llvm::GlobalAlias& alias :
         llvm::make_early_inc_range(all->aliases())) {
      other_names[alias.getName().str()] =
          alias.getAliaseeObject()->getName().str();
      alias.replaceAllUsesWith(alias.getAliasee());
      alias.eraseFromParent();
    }

    size_t n_wanted = wanted.size();
    auto look = [&](std::string& reference) {
      auto other = other_names.find(reference);
      if (other != other_names.end()) reference = other->second;
      if (defined.contains(reference)) wanted.insert(reference);
    };
    for_each_reference(assembly, look);
    for_each_reference(compiled, look);
    if (wanted.size() == n_wanted) break;
    reduce(*all, wanted);
    compiled = print(*all);
    make_labels_unique(compiled);
  }
  // Calls among them are by the names of functions already.
  for (Function& function : compiled.functions)
    assembly.functions.push_back(std::move(function));
}

}  // namespace wasm2mpy::codegen::xtensa
