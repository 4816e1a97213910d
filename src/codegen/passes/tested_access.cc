// What an access becomes:
//
//       test the low bits of the base, branch if they are 0
//       call __rt_misaligned
//   1:  load or store
//
// The call leaves all registers as they are, but for the one that it needs
// itself. It reads the load or store behind it, makes it by bytes, and returns
// behind it (runtime/builtins/misaligned.c). So there are no arguments, no
// registers to be saved, and no blocks. Accesses of 64 bits are two, with one
// test.
//
// An access whose address is known to be aligned stays what it is.
#include "codegen/passes/tested_access.h"

#include <format>
#include <string>
#include <vector>

#include <llvm/Analysis/AssumptionCache.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/KnownBits.h>
#include <llvm/Transforms/Utils/Local.h>

#include "codegen/marks.h"
#include "support/text.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::Instruction;
using llvm::IRBuilder;
using llvm::Value;
using target::AccessCode;

llvm::Type* type_of(const Instruction& access) {
  return llvm::getLoadStoreType(&access);
}

uint64_t size_of(const Instruction& access) {
  return type_of(access)->getPrimitiveSizeInBits().getFixedValue() / 8;
}

void set_alignment(Instruction& access, llvm::Align alignment) {
  if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&access)) {
    load->setAlignment(alignment);
  } else {
    llvm::cast<llvm::StoreInst>(access).setAlignment(alignment);
  }
}

// base + index + offset; without an index it is part of the base.
struct Address {
  Value* base;
  Value* index = nullptr;
  int64_t offset = 0;
};

// Writes the inline assembly of one access.
class Writer {
 public:
  Writer(const AccessCode& code, Instruction& access)
      : code_(code), access_(access), builder_(&access) {}

  void write() {
    size_ = size_of(access_);
    unit_ = std::min<uint64_t>(size_, 4);
    address_ = find_address();
    if (llvm::isa<llvm::LoadInst>(access_)) {
      write_load();
    } else {
      write_store();
    }
    access_.eraseFromParent();
  }

 private:
  Address find_address() const {
    const llvm::DataLayout& layout = access_.getDataLayout();
    Value* pointer = llvm::getLoadStorePointerOperand(&access_);
    llvm::APInt constant(layout.getIndexTypeSizeInBits(pointer->getType()), 0);
    Address address{pointer->stripAndAccumulateConstantOffsets(
        layout, constant, /*AllowNonInbounds=*/true)};
    address.offset = constant.getSExtValue();
    int64_t most = unit_ == 4 ? code_.most_word_offset : code_.most_half_offset;
    if (address.offset < code_.least_offset ||
        address.offset + int64_t(size_ - unit_) > most ||
        address.offset % int64_t(unit_) != 0)
      address = {pointer};
    auto* sum = llvm::dyn_cast<llvm::GetElementPtrInst>(address.base);
    if (address.offset == 0 && size_ == unit_ && code_.has_index && sum &&
        sum->hasOneUse() && sum->getNumIndices() == 1 &&
        sum->getSourceElementType()->isIntegerTy(8) &&
        sum->getOperand(1)->getType()->isIntegerTy(32) &&
        llvm::getKnownAlignment(sum->getPointerOperand(), layout).value() >=
            unit_)
      address = {sum->getPointerOperand(), sum->getOperand(1)};
    return address;
  }

  bool is_leaf() const {
    return !code_.call_of_leaf.empty() &&
           access_.getFunction()->hasFnAttribute(marks::kKeepsLink);
  }

  std::string operand(size_t number) const {
    return std::format("${}", number);
  }

  // `scratch` is a register that may be changed.
  void add_test(const std::string& scratch, const std::string& tested) {
    add_line(
        unit_ == 4 ? code_.test_word : code_.test_half,
        {{"@t", scratch},
         {"@a", tested},
         {"@l", ".Laligned${:uid}"},
         {"@c", std::string(is_leaf() ? code_.call_of_leaf : code_.call)}});
    text_ += ".Laligned${:uid}:\n";
  }

  void add_access(std::string_view code, const std::string& value,
                  size_t first_input, int64_t offset) {
    std::string place = address_.index ? std::string(code_.indexed)
                                       : std::string(code_.with_offset);
    add_line(std::string(code) + " " + place, {{"@v", value},
                                               {"@b", operand(first_input)},
                                               {"@i", operand(first_input + 1)},
                                               {"@o", std::to_string(offset)}});
  }

  void add_line(std::string_view code,
                std::initializer_list<std::pair<std::string_view, std::string>>
                    replacements) {
    std::string line(code);
    for (const auto& [name, text] : replacements) replace_all(line, name, text);
    text_ += line + "\n";
  }

  void add_address(std::vector<Value*>& inputs) const {
    inputs.push_back(address_.base);
    if (address_.index) inputs.push_back(address_.index);
  }

  void write_load() {
    size_t parts = size_ / unit_;
    std::vector<Value*> inputs;
    add_address(inputs);
    add_test(operand(0), operand(parts + (address_.index ? 1 : 0)));
    bool is_signed = unit_ == 2 && sign_extension() != nullptr;
    for (size_t i = 0; i < parts; ++i) {
      add_access(unit_ == 4  ? code_.load_word
                 : is_signed ? code_.load_signed_half
                             : code_.load_half,
                 operand(i), parts, address_.offset + int64_t(4 * i));
    }
    llvm::Type* word = builder_.getInt32Ty();
    llvm::Type* result = parts == 1 ? word : llvm::StructType::get(word, word);
    Value* loaded = call(result, parts, inputs, /*is_load=*/true);
    if (is_signed) {
      llvm::CastInst* extension = sign_extension();
      extension->replaceAllUsesWith(loaded);
      extension->eraseFromParent();
      return;
    }
    if (parts == 2) {
      Value* low = builder_.CreateZExt(builder_.CreateExtractValue(loaded, 0),
                                       builder_.getInt64Ty());
      Value* high = builder_.CreateZExt(builder_.CreateExtractValue(loaded, 1),
                                        builder_.getInt64Ty());
      loaded = builder_.CreateOr(low, builder_.CreateShl(high, 32));
    }
    replace_uses(loaded);
  }

  // The only use of a load of 16 bits, if that makes it a word with sign.
  llvm::CastInst* sign_extension() const {
    bool has_form = address_.index ? code_.has_signed_half_with_index
                                   : code_.has_signed_half_with_offset;
    if (!has_form || !access_.hasOneUse()) return nullptr;
    auto* extension = llvm::dyn_cast<llvm::SExtInst>(access_.user_back());
    return extension && extension->getType()->isIntegerTy(32) ? extension
                                                              : nullptr;
  }

  void replace_uses(Value* loaded) {
    if (unit_ == 2) {
      for (llvm::User* user : llvm::make_early_inc_range(access_.users())) {
        auto* extension = llvm::dyn_cast<llvm::ZExtInst>(user);
        if (!extension || !extension->getType()->isIntegerTy(32)) continue;
        extension->replaceAllUsesWith(loaded);
        extension->eraseFromParent();
      }
      loaded = builder_.CreateTrunc(loaded, builder_.getInt16Ty());
    }
    access_.replaceAllUsesWith(
        builder_.CreateBitCast(loaded, access_.getType()));
  }

  void write_store() {
    Value* value = llvm::cast<llvm::StoreInst>(access_).getValueOperand();
    llvm::Type* word = builder_.getInt32Ty();
    value =
        builder_.CreateBitCast(value, builder_.getIntNTy(unsigned(8 * size_)));
    std::vector<Value*> inputs;
    add_address(inputs);
    size_t first_value = inputs.size();
    if (size_ == 8) {
      inputs.push_back(builder_.CreateTrunc(value, word));
      inputs.push_back(
          builder_.CreateTrunc(builder_.CreateLShr(value, 32), word));
    } else {
      inputs.push_back(builder_.CreateZExtOrTrunc(value, word));
    }
    bool has_scratch = code_.scratch.empty();
    size_t first = has_scratch ? 1 : 0;
    add_test(has_scratch ? operand(0) : std::string(code_.scratch),
             operand(first + (address_.index ? 1 : 0)));
    for (size_t i = 0; i < size_ / unit_; ++i) {
      add_access(unit_ == 4 ? code_.store_word : code_.store_half,
                 operand(first + first_value + i), first,
                 address_.offset + int64_t(4 * i));
    }
    call(has_scratch ? word : builder_.getVoidTy(), first, inputs,
         /*is_load=*/false);
  }

  llvm::CallInst* call(llvm::Type* result, size_t outputs,
                       const std::vector<Value*>& inputs, bool is_load) {
    std::string constraints;
    for (size_t i = 0; i < outputs; ++i)
      constraints += std::format("=&{},", code_.registers);
    std::vector<llvm::Type*> types;
    for (Value* input : inputs) {
      constraints += std::format("{},", code_.registers);
      types.push_back(input->getType());
    }
    constraints += is_leaf() ? code_.clobbers_of_leaf : code_.clobbers;
    constraints += ",~{memory}";
    text_.pop_back();
    llvm::CallInst* call = builder_.CreateCall(
        llvm::InlineAsm::get(llvm::FunctionType::get(result, types, false),
                             text_, constraints, /*hasSideEffects=*/!is_load),
        inputs);
    call->setDoesNotThrow();
    return call;
  }

  const AccessCode& code_;
  Instruction& access_;
  IRBuilder<> builder_;
  uint64_t size_ = 0;
  uint64_t unit_ = 0;  // of what one instruction loads or stores
  Address address_{};
  std::string text_;
};

bool may_be_misaligned(const Instruction& access) {
  if (!llvm::isa<llvm::LoadInst, llvm::StoreInst>(access) ||
      access.hasMetadata(marks::kOfBytes) || access.isVolatile())
    return false;
  llvm::Type* type = type_of(access);
  bool is_supported = type->isIntegerTy(16) || type->isIntegerTy(32) ||
                      type->isIntegerTy(64) || type->isFloatTy() ||
                      type->isDoubleTy();
  return is_supported && llvm::getLoadStoreAlignment(&access).value() <
                             std::min<uint64_t>(size_of(access), 4);
}

}  // namespace

void make_of_bytes(Instruction& access) {
  access.setMetadata(
      marks::kOfBytes,
      llvm::MDNode::get(access.getContext(),
                        llvm::ConstantAsMetadata::get(llvm::ConstantInt::get(
                            llvm::Type::getInt32Ty(access.getContext()), 1))));
}

llvm::PreservedAnalyses TestedAccess::run(
    llvm::Function& function, llvm::FunctionAnalysisManager& analyses) {
  auto& assumptions = analyses.getResult<llvm::AssumptionAnalysis>(function);
  auto& dominators = analyses.getResult<llvm::DominatorTreeAnalysis>(function);
  std::vector<Instruction*> tested;
  for (Instruction& access : llvm::instructions(function)) {
    if (!may_be_misaligned(access)) continue;
    llvm::KnownBits known = llvm::computeKnownBits(
        llvm::getLoadStorePointerOperand(&access), access.getDataLayout(),
        &assumptions, &access, &dominators);
    llvm::Align alignment(uint64_t{1}
                          << std::min(known.countMinTrailingZeros(), 3u));
    if (alignment.value() >= std::min<uint64_t>(size_of(access), 4)) {
      set_alignment(access, alignment);
    } else {
      tested.push_back(&access);
    }
  }
  for (Instruction* access : tested) Writer(*code_, *access).write();
  return tested.empty() ? llvm::PreservedAnalyses::all()
                        : llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
