// The runtime is one module of bitcode, of which most modules need little. What
// they need hangs on rt_config, a constant. So functions are read one by one,
// from the entry on: in each, reads of rt_config are replaced by their values
// and the code that these rule out is removed, and only the functions that are
// still mentioned then are read in turn. What is never read costs nothing.
#include "codegen/runtime_link.h"

#include <format>

#include <llvm/ADT/SmallPtrSet.h>
#include <llvm/Analysis/ConstantFolding.h>
#include <llvm/Analysis/InstructionSimplify.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Transforms/Utils/Local.h>

#include "codegen/codegen.h"
#include "contract/layout.h"
#include "target/runtime_bitcode.h"

namespace wasm2mpy::codegen {
namespace {

// Calls the entry of MicroPython's function table at that offset.
llvm::CallInst* call_table(llvm::IRBuilder<>& builder, llvm::Value* table,
                           uint32_t offset, llvm::Type* result,
                           llvm::Value* argument) {
  llvm::Value* function = builder.CreateLoad(
      builder.getPtrTy(),
      builder.CreateConstInBoundsGEP1_32(builder.getInt8Ty(), table, offset));
  return builder.CreateCall(
      llvm::FunctionType::get(result, {builder.getPtrTy()}, false), function,
      {argument});
}

// nlr_push returns twice, which must be said where it is called. The runtime
// calls a function of its own that says so; here the call becomes the one
// through MicroPython's function table.
void replace_nlr_push(llvm::Module& module, const target::Target& target) {
  llvm::Function* stand_in = module.getFunction("rt_nlr_push");
  if (!stand_in) return;
  const RuntimeLayout& layout = runtime_layout(target.name);
  while (!stand_in->use_empty()) {
    auto* call = llvm::cast<llvm::CallInst>(stand_in->user_back());
    llvm::IRBuilder<> builder(call);
    llvm::Value* table = call->getArgOperand(0);
    llvm::Value* buffer = call->getArgOperand(1);
    llvm::CallInst* real = call_table(builder, table, layout.fun_table_nlr_push,
                                      call->getType(), buffer);
    if (target.nlr_push == target::NlrPush::kTailThenSetjmp) {
      // It has the jmp_buf there.
      llvm::Value* registers = builder.CreateConstInBoundsGEP1_32(
          builder.getInt8Ty(), buffer, layout.nlr_buf_state);
      real = call_table(builder, table, layout.fun_table_setjmp,
                        call->getType(), registers);
    }
    real->addFnAttr(llvm::Attribute::ReturnsTwice);
    call->replaceAllUsesWith(real);
    call->eraseFromParent();
  }
  stand_in->eraseFromParent();
}

// Reads what is needed of a runtime whose functions are still unread.
class Reader {
 public:
  // `config` is the value of rt_config.
  Reader(llvm::Module& runtime, llvm::Constant* config)
      : runtime_(runtime), config_(config) {}

  // Reads the definitions of `names` and of all that they need.
  llvm::Error read(llvm::ArrayRef<llvm::StringRef> names) {
    for (llvm::StringRef name : names) {
      if (llvm::GlobalValue* value = runtime_.getNamedValue(name)) add(value);
    }
    while (!waiting_.empty()) {
      llvm::Function* function = waiting_.pop_back_val();
      if (llvm::Error error = function->materialize()) return error;
      specialise(*function);
      for (llvm::Instruction& instruction : llvm::instructions(*function))
        add_operands(instruction);
    }
    return llvm::Error::success();
  }

 private:
  void add(llvm::Value* value) {
    auto* constant = llvm::dyn_cast<llvm::Constant>(value);
    if (!constant || !seen_.insert(constant).second) return;
    auto* function = llvm::dyn_cast<llvm::Function>(constant);
    if (!function) {
      add_operands(*constant);
    } else if (function->isMaterializable()) {
      waiting_.push_back(function);
    }
  }

  void add_operands(llvm::User& user) {
    for (llvm::Value* operand : user.operands()) add(operand);
  }

  llvm::Constant* value_of(llvm::LoadInst& load) {
    const llvm::DataLayout& layout = runtime_.getDataLayout();
    llvm::Value* pointer = load.getPointerOperand();
    llvm::APInt offset(layout.getIndexTypeSizeInBits(pointer->getType()), 0);
    pointer = pointer->stripAndAccumulateConstantOffsets(
        layout, offset, /*AllowNonInbounds=*/true);
    if (pointer->getName() != "rt_config") return nullptr;
    return llvm::ConstantFoldLoadFromConst(config_, load.getType(), offset,
                                           layout);
  }

  // Whether anything was found to be constant.
  bool fold_loads(llvm::Function& function) {
    llvm::SmallVector<llvm::WeakTrackingVH> loads;
    for (llvm::Instruction& instruction : llvm::instructions(function)) {
      if (llvm::isa<llvm::LoadInst>(instruction)) loads.push_back(&instruction);
    }
    bool changed = false;
    for (llvm::WeakTrackingVH& handle : loads) {
      auto* load = llvm::dyn_cast_or_null<llvm::LoadInst>(handle);
      llvm::Constant* value = load ? value_of(*load) : nullptr;
      if (!value) continue;
      llvm::replaceAndRecursivelySimplify(load, value);
      changed = true;
    }
    return changed;
  }

  // Whether a block went away. What of its successors' values was chosen by
  // where they are reached from can be a constant now.
  bool fold_branches(llvm::Function& function) {
    bool changed = false;
    for (llvm::BasicBlock& block : function) {
      changed |=
          llvm::ConstantFoldTerminator(&block, /*DeleteDeadConditions=*/true);
    }
    return changed && llvm::removeUnreachableBlocks(function);
  }

  void fold_values(llvm::Function& function) {
    llvm::SimplifyQuery query(runtime_.getDataLayout());
    llvm::SmallVector<llvm::WeakTrackingVH> all;
    for (llvm::Instruction& instruction : llvm::instructions(function))
      all.push_back(&instruction);
    for (llvm::WeakTrackingVH& handle : all) {
      auto* instruction = llvm::dyn_cast_or_null<llvm::Instruction>(handle);
      if (!instruction) continue;
      llvm::Value* value = llvm::simplifyInstruction(instruction, query);
      if (value && llvm::isa<llvm::Constant>(value))
        llvm::replaceAndRecursivelySimplify(instruction, value);
    }
  }

  void specialise(llvm::Function& function) {
    if (!fold_loads(function)) return;
    while (fold_branches(function)) fold_values(function);
  }

  llvm::Module& runtime_;
  llvm::Constant* config_;
  llvm::SmallPtrSet<llvm::Constant*, 32> seen_;
  llvm::SmallVector<llvm::Function*> waiting_;
};

// The runtime of that target, its functions unread.
llvm::Expected<std::unique_ptr<llvm::Module>> open_runtime(
    const RuntimeBitcode& bitcode, const llvm::Module& module) {
  llvm::StringRef bytes(reinterpret_cast<const char*>(bitcode.bytes.data()),
                        bitcode.bytes.size());
  llvm::Expected<std::unique_ptr<llvm::Module>> runtime =
      llvm::getLazyBitcodeModule(llvm::MemoryBufferRef(bytes, bitcode.file),
                                 module.getContext());
  if (!runtime) return runtime;
  // About the target for which clang compiled, which need not be this one.
  if ((*runtime)->getTargetTriple().getArch() !=
      module.getTargetTriple().getArch()) {
    if (llvm::NamedMDNode* flags = (*runtime)->getModuleFlagsMetadata())
      flags->eraseFromParent();
  }
  (*runtime)->setDataLayout(module.getDataLayout());
  (*runtime)->setTargetTriple(module.getTargetTriple());
  return runtime;
}

llvm::Error link(llvm::Module& module, std::unique_ptr<llvm::Module> runtime) {
  // Only what is declared here is linked, and what that needs.
  llvm::Function* entry = runtime->getFunction(kEntrySymbol);
  module.getOrInsertFunction(kEntrySymbol, entry->getFunctionType());
  llvm::SmallVector<llvm::StringRef> names;
  for (llvm::GlobalValue& value : module.global_values()) {
    if (value.isDeclaration()) names.push_back(value.getName());
  }
  Reader reader(*runtime, module.getNamedGlobal("rt_config")->getInitializer());
  if (llvm::Error error = reader.read(names)) return error;
  if (llvm::Linker::linkModules(module, std::move(runtime),
                                llvm::Linker::LinkOnlyNeeded))
    return llvm::createStringError("cannot link");
  return llvm::Error::success();
}

}  // namespace

Result<void> link_runtime(llvm::Module& module, const target::Target& target,
                          Diagnostics& diagnostics) {
  for (const RuntimeBitcode& bitcode : kRuntimeBitcode) {
    if (bitcode.arch != target.name) continue;
    llvm::Expected<std::unique_ptr<llvm::Module>> runtime =
        open_runtime(bitcode, module);
    llvm::Error error =
        runtime ? link(module, std::move(*runtime)) : runtime.takeError();
    if (error) {
      return diagnostics.fail(std::format("runtime for {}: {}", target.name,
                                          llvm::toString(std::move(error))));
    }
    replace_nlr_push(module, target);
    return {};
  }
  return diagnostics.fail(
      std::format("this build has no runtime for {}", target.name));
}

}  // namespace wasm2mpy::codegen
