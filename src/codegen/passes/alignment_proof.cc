// For each value the number of its low bits that are known to be zero. All are
// taken to have kMost at first, parameters of functions and globals included;
// what does not follow from the others is taken back, until nothing changes
// (a greatest fixed point). So the stack pointer is a multiple of 16 because it
// begins as one and only multiples are added to it anywhere, and a pointer that
// a function passes to itself is aligned if all others pass one that is.
//
// Not known: what is loaded from linear memory, and what comes from outside, as
// parameters of exports do.
#include "codegen/passes/alignment_proof.h"

#include <algorithm>
#include <map>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/MapVector.h>
#include <llvm/ADT/SetVector.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>

#include "codegen/codegen.h"
#include "codegen/marks.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::Instruction;
using llvm::Value;

constexpr unsigned kMost = 3;  // no access needs more

class Solver {
 public:
  explicit Solver(llvm::Module& module) : layout_(module.getDataLayout()) {
    if (llvm::NamedMDNode* node = module.getNamedMetadata(marks::kOwnGlobals)) {
      for (llvm::MDNode* global : node->operands()) {
        auto number = [global](unsigned i) {
          return llvm::mdconst::extract<llvm::ConstantInt>(
              global->getOperand(i));
        };
        fields_[number(0)->getSExtValue()].zeros = zeros(number(1)->getValue());
        instance_tag_ = llvm::cast<llvm::MDNode>(global->getOperand(2));
      }
    }
    for (llvm::Function& function : module) {
      if (!function.hasLocalLinkage() || function.hasAddressTaken())
        for (llvm::Argument& argument : function.args()) zeros_[&argument] = 0;
      for (Instruction& instruction : llvm::instructions(function))
        changed_.insert(&instruction);
    }
  }

  void solve() {
    // In the order of the code first: most values come before their uses.
    auto all = changed_.takeVector();
    for (Instruction* instruction : all) visit(*instruction);
    while (!changed_.empty()) visit(*changed_.pop_back_val());
  }

  unsigned zeros(Value* value) const {
    if (auto* number = llvm::dyn_cast<llvm::ConstantInt>(value))
      return zeros(number->getValue());
    if (llvm::isa<llvm::UndefValue, llvm::ConstantPointerNull>(value))
      return kMost;
    if (auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(value))
      return std::min(llvm::Log2(variable->getPointerAlignment(layout_)),
                      kMost);
    if (!llvm::isa<Instruction, llvm::Argument>(value)) return 0;
    auto found = zeros_.find(value);
    return found == zeros_.end() ? kMost : found->second;
  }

 private:
  // A place that holds a value: a global, a local variable, a result.
  struct Place {
    unsigned zeros = kMost;
    llvm::SetVector<Instruction*> readers;
  };

  static unsigned zeros(const llvm::APInt& number) {
    return std::min(number.countr_zero(), kMost);
  }

  unsigned least(llvm::iterator_range<llvm::Use*> values) const {
    unsigned result = kMost;
    for (const llvm::Use& value : values)
      result = std::min(result, zeros(value.get()));
    return result;
  }

  void set(Value* value, unsigned number) {
    if (number >= zeros(value)) return;
    zeros_[value] = number;
    for (llvm::User* user : value->users())
      if (auto* instruction = llvm::dyn_cast<Instruction>(user))
        changed_.insert(instruction);
  }

  void write(Place& place, unsigned number) {
    if (number >= place.zeros) return;
    place.zeros = number;
    changed_.insert(place.readers.begin(), place.readers.end());
  }

  unsigned read(Place& place, Instruction& reader) {
    place.readers.insert(&reader);
    return place.zeros;
  }

  void visit(Instruction& instruction) {
    if (auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
      visit_store(*store);
    } else if (auto* result = llvm::dyn_cast<llvm::ReturnInst>(&instruction)) {
      if (Value* value = result->getReturnValue())
        write(results_[result->getFunction()], zeros(value));
    }
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction))
      visit_call(*call);
    if (instruction.getType()->isIntOrPtrTy())
      set(&instruction, zeros_of(instruction));
  }

  void visit_call(llvm::CallBase& call) {
    llvm::Function* callee = call.getCalledFunction();
    if (!callee || callee->isDeclaration()) return;
    for (llvm::Argument& parameter : callee->args())
      set(&parameter, zeros(call.getArgOperand(parameter.getArgNo())));
  }

  void visit_store(llvm::StoreInst& store) {
    Value* value = store.getValueOperand();
    if (Place* place = place_at(store.getPointerOperand())) {
      write(*place, value->getType()->isIntOrPtrTy() ? zeros(value) : 0);
      return;
    }
    // A field of an instance, of whichever one; or a part of one. The runtime
    // writes other fields, and other objects.
    llvm::MDNode* tag = store.getMetadata(llvm::LLVMContext::MD_tbaa);
    if (tag && tag != instance_tag_) return;
    llvm::APInt offset(
        layout_.getIndexTypeSizeInBits(store.getPointerOperand()->getType()),
        0);
    store.getPointerOperand()->stripAndAccumulateConstantOffsets(
        layout_, offset, /*AllowNonInbounds=*/true);
    int64_t begin = offset.getSExtValue();
    int64_t end =
        begin +
        int64_t(layout_.getTypeStoreSize(value->getType()).getFixedValue());
    for (auto field = fields_.upper_bound(begin - 4);
         field != fields_.end() && field->first < end; ++field) {
      bool is_whole =
          field->first == begin && value->getType()->isIntegerTy(32);
      write(field->second, is_whole ? zeros(value) : 0);
    }
  }

  // Of a local variable that is only loaded and stored, as a whole.
  Place* place_at(Value* pointer) {
    auto* variable = llvm::dyn_cast<llvm::AllocaInst>(pointer);
    if (!variable) return nullptr;
    auto [found, is_new] = places_.try_emplace(variable);
    if (is_new && !is_plain(*variable)) found->second.zeros = 0;
    return &found->second;
  }

  static bool is_plain(const llvm::AllocaInst& variable) {
    return llvm::all_of(variable.users(), [&](const llvm::User* user) {
      return llvm::getLoadStorePointerOperand(user) == &variable &&
             llvm::getLoadStoreType(user) == variable.getAllocatedType();
    });
  }

  // Of a global that is read.
  Place* field_at(llvm::LoadInst& load) {
    if (fields_.empty() || !load.getType()->isIntegerTy(32) ||
        !is_module_function(load.getFunction()->getName()))
      return nullptr;
    llvm::APInt offset(
        layout_.getIndexTypeSizeInBits(load.getPointerOperand()->getType()), 0);
    Value* base = load.getPointerOperand()->stripAndAccumulateConstantOffsets(
        layout_, offset, /*AllowNonInbounds=*/true);
    if (!llvm::isa<llvm::Argument>(base)) return nullptr;
    auto field = fields_.find(offset.getSExtValue());
    return field == fields_.end() ? nullptr : &field->second;
  }

  unsigned zeros_of_load(llvm::LoadInst& load) {
    if (load.getType()->isPointerTy() &&
        load.hasMetadata(llvm::LLVMContext::MD_align))
      return std::min(llvm::Log2(load.getPointerAlignment(layout_)), kMost);
    Place* place = place_at(load.getPointerOperand());
    if (!place) place = field_at(load);
    return place ? read(*place, load) : 0;
  }

  unsigned zeros_of_sum(llvm::GEPOperator& sum) {
    unsigned bits = layout_.getIndexTypeSizeInBits(sum.getType());
    llvm::SmallMapVector<Value*, llvm::APInt, 4> variables;
    llvm::APInt constant(bits, 0);
    if (!sum.collectOffset(layout_, bits, variables, constant)) return 0;
    unsigned result = std::min(zeros(sum.getPointerOperand()), zeros(constant));
    for (auto& [variable, scale] : variables)
      result = std::min(result, zeros(variable) + zeros(scale));
    return result;
  }

  unsigned zeros_of_call(llvm::CallBase& call) {
    llvm::Function* callee = call.getCalledFunction();
    if (!callee) return 0;
    if (!callee->isDeclaration()) return read(results_[callee], call);
    return llvm::isa<llvm::MinMaxIntrinsic>(call) ? least(call.args()) : 0;
  }

  unsigned zeros_of_binary(llvm::BinaryOperator& operation) {
    unsigned left = zeros(operation.getOperand(0));
    unsigned right = zeros(operation.getOperand(1));
    auto* number = llvm::dyn_cast<llvm::ConstantInt>(operation.getOperand(1));
    switch (operation.getOpcode()) {
      case Instruction::Add:
      case Instruction::Sub:
      case Instruction::Or:
      case Instruction::Xor:
        return std::min(left, right);
      case Instruction::And:
        return std::max(left, right);
      case Instruction::Mul:
        return std::min(left + right, kMost);
      case Instruction::Shl:
        if (!number) return left;
        return std::min(left + unsigned(number->getLimitedValue(kMost)), kMost);
      case Instruction::LShr:
      case Instruction::AShr: {
        if (!number) return 0;
        unsigned lost = unsigned(number->getLimitedValue(kMost));
        // Of more zeros than kMost nothing is known.
        return left - std::min(left, lost);
      }
      default:
        return 0;
    }
  }

  unsigned zeros_of(Instruction& instruction) {
    if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction))
      return zeros_of_load(*load);
    if (auto* sum = llvm::dyn_cast<llvm::GEPOperator>(&instruction))
      return zeros_of_sum(*sum);
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction))
      return zeros_of_call(*call);
    if (auto* operation = llvm::dyn_cast<llvm::BinaryOperator>(&instruction))
      return zeros_of_binary(*operation);
    if (auto* phi = llvm::dyn_cast<llvm::PHINode>(&instruction))
      return least(phi->incoming_values());
    if (auto* select = llvm::dyn_cast<llvm::SelectInst>(&instruction))
      return std::min(zeros(select->getTrueValue()),
                      zeros(select->getFalseValue()));
    if (auto* variable = llvm::dyn_cast<llvm::AllocaInst>(&instruction))
      return std::min(llvm::Log2(variable->getAlign()), kMost);
    switch (instruction.getOpcode()) {
      case Instruction::ZExt:
      case Instruction::SExt:
      case Instruction::Trunc:
      case Instruction::PtrToInt:
      case Instruction::IntToPtr:
      case Instruction::Freeze:
        return zeros(instruction.getOperand(0));
      default:
        return 0;
    }
  }

  const llvm::DataLayout& layout_;
  llvm::DenseMap<Value*, unsigned> zeros_;  // those that have not kMost
  llvm::MDNode* instance_tag_ = nullptr;
  std::map<int64_t, Place> fields_;  // of an instance, by offset
  std::map<llvm::AllocaInst*, Place> places_;
  std::map<llvm::Function*, Place> results_;
  llvm::SetVector<Instruction*> changed_;
};

}  // namespace

void mark_own_globals(llvm::Module& module, std::span<const OwnGlobal> globals,
                      llvm::MDNode* tag) {
  llvm::NamedMDNode* node = module.getOrInsertNamedMetadata(marks::kOwnGlobals);
  auto number = [&module](uint32_t value) {
    return llvm::ConstantAsMetadata::get(llvm::ConstantInt::get(
        llvm::Type::getInt32Ty(module.getContext()), value));
  };
  for (const OwnGlobal& global : globals) {
    node->addOperand(
        llvm::MDNode::get(module.getContext(),
                          {number(global.offset), number(global.start), tag}));
  }
}

llvm::PreservedAnalyses AlignmentProof::run(llvm::Module& module,
                                            llvm::ModuleAnalysisManager&) {
  Solver solver(module);
  solver.solve();
  for (llvm::Function& function : module) {
    for (Instruction& instruction : llvm::instructions(function)) {
      if (auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction)) {
        llvm::Function* callee = call->getCalledFunction();
        if (callee && callee->hasFnAttribute(marks::kAccessAt))
          call->addParamAttr(0, llvm::Attribute::getWithAlignment(
                                    module.getContext(),
                                    llvm::Align(uint64_t{1} << solver.zeros(
                                                    call->getArgOperand(0)))));
        continue;
      }
      Value* pointer = llvm::getLoadStorePointerOperand(&instruction);
      if (!pointer) continue;
      llvm::Align alignment(uint64_t{1} << solver.zeros(pointer));
      if (alignment <= llvm::getLoadStoreAlignment(&instruction)) continue;
      if (auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction)) {
        load->setAlignment(alignment);
      } else {
        llvm::cast<llvm::StoreInst>(instruction).setAlignment(alignment);
      }
    }
  }
  return llvm::PreservedAnalyses::all();
}

}  // namespace wasm2mpy::codegen
