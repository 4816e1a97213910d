#include "codegen/passes/relative_tables.h"

#include <optional>
#include <vector>

#include <llvm/IR/Constants.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

namespace wasm2mpy::codegen {
namespace {

bool is_table(const llvm::GlobalVariable& variable) {
  if (!variable.isConstant() || !variable.hasLocalLinkage() ||
      !variable.hasInitializer())
    return false;
  auto* type = llvm::dyn_cast<llvm::ArrayType>(variable.getValueType());
  auto* items = llvm::dyn_cast<llvm::ConstantArray>(variable.getInitializer());
  if (!type || !type->getElementType()->isPointerTy() || !items) return false;
  for (const llvm::Use& item : items->operands()) {
    if (!llvm::isa<llvm::GlobalObject>(item) &&
        !llvm::isa<llvm::UndefValue>(item))
      return false;
  }
  return true;
}

// The loads of elements; nothing if there is any other use.
std::optional<std::vector<llvm::LoadInst*>> find_loads(
    llvm::GlobalVariable& table) {
  std::vector<llvm::LoadInst*> loads;
  std::vector<llvm::Value*> addresses = {&table};
  while (!addresses.empty()) {
    llvm::Value* address = addresses.back();
    addresses.pop_back();
    for (llvm::User* user : address->users()) {
      if (auto* load = llvm::dyn_cast<llvm::LoadInst>(user);
          load && load->getType()->isPointerTy()) {
        loads.push_back(load);
      } else if (llvm::isa<llvm::GetElementPtrInst>(user)) {
        addresses.push_back(user);
      } else {
        return std::nullopt;
      }
    }
  }
  return loads;
}

// Distances have as much room as addresses, so all offsets into the array stay.
void make_relative(llvm::GlobalVariable& table,
                   const std::vector<llvm::LoadInst*>& loads) {
  auto* items = llvm::cast<llvm::ConstantArray>(table.getInitializer());
  llvm::IntegerType* i32 = llvm::Type::getInt32Ty(table.getContext());
  const llvm::DataLayout& layout = table.getParent()->getDataLayout();
  llvm::Type* word = layout.getIntPtrType(table.getContext());
  uint64_t parts = layout.getPointerSize() / 4;
  llvm::ArrayType* type =
      llvm::ArrayType::get(i32, parts * items->getNumOperands());
  auto* distances = new llvm::GlobalVariable(*table.getParent(), type, true,
                                             llvm::GlobalValue::InternalLinkage,
                                             nullptr, "", &table);
  distances->takeName(&table);
  distances->setAlignment(llvm::Align(4));
  llvm::Constant* base = llvm::ConstantExpr::getPtrToInt(distances, word);
  llvm::Constant* zero = llvm::Constant::getNullValue(i32);
  std::vector<llvm::Constant*> values;
  for (const llvm::Use& item : items->operands()) {
    auto* object = llvm::dyn_cast<llvm::GlobalObject>(item);
    llvm::Constant* distance = zero;
    if (object) {
      distance = llvm::ConstantExpr::getSub(
          llvm::ConstantExpr::getPtrToInt(object, word), base);
      if (word != i32) distance = llvm::ConstantExpr::getTrunc(distance, i32);
    }
    values.push_back(distance);
    values.resize(values.size() + parts - 1, zero);
  }
  distances->setInitializer(llvm::ConstantArray::get(type, values));
  for (llvm::LoadInst* load : loads) {
    llvm::IRBuilder<> builder(load);
    llvm::LoadInst* distance = builder.CreateAlignedLoad(
        i32, load->getPointerOperand(), llvm::Align(4));
    load->replaceAllUsesWith(builder.CreatePtrAdd(distances, distance));
    load->eraseFromParent();
  }
  table.replaceAllUsesWith(distances);
  table.eraseFromParent();
}

}  // namespace

llvm::PreservedAnalyses RelativeTables::run(llvm::Module& module,
                                            llvm::ModuleAnalysisManager&) {
  bool changed = false;
  for (llvm::GlobalVariable& variable :
       llvm::make_early_inc_range(module.globals())) {
    if (!is_table(variable)) continue;
    if (auto loads = find_loads(variable)) {
      make_relative(variable, *loads);
      changed = true;
    }
  }
  return changed ? llvm::PreservedAnalyses::none()
                 : llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
