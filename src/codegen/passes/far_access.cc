// A call of rt_lean_load_here or rt_lean_store_here takes the operands in the
// registers where they are; which ones, and what the access is, stands behind
// the call (runtime/rt_lean_far.c). So the way that hardly any access takes
// costs the other one no register.
#include "codegen/passes/far_access.h"

#include <bit>
#include <format>
#include <string>
#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/PatternMatch.h>

#include "codegen/abi/runtime_call.h"
#include "codegen/marks.h"
#include "contract/constants.h"
#include "support/text.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::Value;
using target::FarCode;

constexpr llvm::StringRef kLoad = RT_FUNCTION(rt_lean_load_here).name;
constexpr llvm::StringRef kStore = RT_FUNCTION(rt_lean_store_here).name;

// Operands of the assembly, by number.
struct Operands {
  int index;
  int instance;
  int value;
  int callee;
};

struct Access {
  uint64_t number;

  uint64_t offset() const { return number >> RT_ACCESS_SIZE_BITS; }
  uint64_t size() const { return number & ((1u << RT_ACCESS_SIZE_BITS) - 1); }
  int size_log2() const { return std::countr_zero(size()); }
  bool has_units(const FarCode& code) const {
    return size() <= 8 && offset() % size() == 0 &&
           offset() / size() <= code.most_units;
  }
};

std::string_view form_of(const FarCode& code, const Access& access,
                         bool is_store) {
  if (!is_store)
    return access.has_units(code) ? code.load[access.size_log2()]
                                  : code.any_load;
  if (!code.units_store.empty() && access.has_units(code))
    return code.units_store;
  return !code.store.empty() && access.number <= UINT16_MAX ? code.store
                                                            : code.any_store;
}

std::string text_of(const FarCode& code, const Access& access, bool is_store,
                    bool keeps_link, const Operands& operands) {
  std::string text =
      std::format("{}\n{}", code.call, form_of(code, access, is_store));
  if (keeps_link)
    text = std::format("{}\n{}\n{}", code.keep_link, text, code.put_link);
  replace_all(text, "@f", std::format("${{{}:c}}", operands.callee));
  replace_all(text, "@i", std::format("${}", operands.index));
  replace_all(text, "@c", std::format("${}", operands.instance));
  replace_all(text, "@v", std::format("${}", operands.value));
  replace_all(text, "@o", std::to_string(access.offset()));
  replace_all(text, "@u", std::to_string(access.offset() / access.size()));
  replace_all(text, "@s", std::to_string(access.size_log2()));
  replace_all(text, "@l", std::to_string(access.number & 0xffff));
  replace_all(text, "@h", std::to_string(access.number >> 16));
  return text;
}

Access access_of(const llvm::CallInst& call) {
  return {llvm::cast<llvm::ConstantInt>(call.getArgOperand(2))->getZExtValue()};
}

bool keeps_link(const llvm::CallInst& call) {
  return call.getFunction()->hasFnAttribute(marks::kKeepsLink);
}

llvm::CallInst* call_assembly(const FarCode& code, bool aligns_stack,
                              llvm::CallInst& call, llvm::Type* result,
                              std::vector<Value*> inputs,
                              std::string constraints,
                              const std::string& text) {
  inputs.push_back(call.getCalledFunction());
  constraints +=
      std::format("i,{},~{{memory}}",
                  keeps_link(call) ? code.clobbers_but_link : code.clobbers);
  std::vector<llvm::Type*> types;
  for (Value* input : inputs) types.push_back(input->getType());
  llvm::IRBuilder<> builder(&call);
  llvm::CallInst* assembly = builder.CreateCall(
      llvm::InlineAsm::get(llvm::FunctionType::get(result, types, false), text,
                           constraints, /*hasSideEffects=*/true, aligns_stack),
      inputs);
  assembly->setDoesNotThrow();
  return assembly;
}

// What the call returns is shifted and added to the index; the assembly has
// done that.
void write_load(const FarCode& code, bool aligns_stack, llvm::CallInst& call) {
  Value* index = call.getArgOperand(1);
  std::string text =
      text_of(code, access_of(call), false, keeps_link(call),
              {.index = 0, .instance = 2, .value = 0, .callee = 3});
  llvm::CallInst* found =
      call_assembly(code, aligns_stack, call, index->getType(),
                    {index, call.getArgOperand(0)},
                    std::format("=&{0},0,{0},", code.registers), text);
  for (llvm::User* user : llvm::make_early_inc_range(call.users())) {
    auto* shifted = llvm::dyn_cast<llvm::Instruction>(user);
    if (!shifted || shifted->getOpcode() != llvm::Instruction::Shl) continue;
    for (llvm::User* next : llvm::make_early_inc_range(shifted->users())) {
      using namespace llvm::PatternMatch;
      if (!match(next, m_c_Add(m_Specific(shifted), m_Specific(index))))
        continue;
      next->replaceAllUsesWith(found);
      llvm::cast<llvm::Instruction>(next)->eraseFromParent();
    }
    if (shifted->use_empty()) shifted->eraseFromParent();
  }
  if (!call.use_empty()) {
    // LLVM has made something else of it.
    llvm::IRBuilder<> builder(&call);
    call.replaceAllUsesWith(
        builder.CreateLShr(builder.CreateSub(found, index), 3));
  }
  call.eraseFromParent();
}

void write_store(const FarCode& code, bool aligns_stack, llvm::CallInst& call) {
  std::string text =
      text_of(code, access_of(call), true, keeps_link(call),
              {.index = 1, .instance = 0, .value = 2, .callee = 3});
  call_assembly(
      code, aligns_stack, call, call.getType(),
      {call.getArgOperand(0), call.getArgOperand(1), call.getArgOperand(3)},
      std::format("{0},{0},{0},", code.registers), text);
  call.eraseFromParent();
}

}  // namespace

llvm::PreservedAnalyses FarAccess::run(llvm::Function& function,
                                       llvm::FunctionAnalysisManager&) {
  std::vector<llvm::CallInst*> calls;
  for (llvm::Instruction& instruction : llvm::instructions(function)) {
    auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction);
    const llvm::Function* callee = call ? call->getCalledFunction() : nullptr;
    if (callee && (callee->getName() == kLoad || callee->getName() == kStore))
      calls.push_back(call);
  }
  for (llvm::CallInst* call : calls) {
    if (call->getCalledFunction()->getName() == kLoad) {
      write_load(*code_, aligns_stack_, *call);
    } else {
      write_store(*code_, aligns_stack_, *call);
    }
  }
  return calls.empty() ? llvm::PreservedAnalyses::all()
                       : llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
