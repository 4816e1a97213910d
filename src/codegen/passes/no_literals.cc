#include "codegen/passes/no_literals.h"

#include <string>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SetVector.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/ConstantRange.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include "codegen/marks.h"
#include "codegen/passes/budget.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::Constant;
using llvm::IRBuilder;
using llvm::Value;

// What is below that takes less than 50 us for a byte of WebAssembly.
constexpr unsigned kMostInstructions = 16000;

// LLVM compares one after the other if there are fewer cases.
constexpr unsigned kLeastCases = 4;
// More entries of a table for each case are a waste.
constexpr unsigned kMostForCase = 4;

// A function that gives an address, and reads nothing but constants.
llvm::Function* declare_helper(llvm::Module& module, const char* name,
                               llvm::ArrayRef<llvm::Type*> parameters) {
  llvm::LLVMContext& context = module.getContext();
  auto* function = llvm::Function::Create(
      llvm::FunctionType::get(llvm::PointerType::get(context, 0), parameters,
                              /*isVarArg=*/false),
      llvm::GlobalValue::InternalLinkage, name, module);
  for (llvm::Attribute::AttrKind kind :
       {llvm::Attribute::NoUnwind, llvm::Attribute::WillReturn,
        llvm::Attribute::NoInline, llvm::Attribute::OptimizeForSize,
        llvm::Attribute::MinSize})
    function->addFnAttr(kind);
  function->setDoesNotAccessMemory();
  return function;
}

class Outliner {
 public:
  explicit Outliner(llvm::Module& module)
      : module_(module), context_(module.getContext()) {}

  void take_literals_out(llvm::Function& function) {
    std::vector<llvm::SwitchInst*> switches;
    std::vector<llvm::Use*> addresses;
    for (llvm::Instruction& instruction : llvm::instructions(function)) {
      if (auto* from = llvm::dyn_cast<llvm::SwitchInst>(&instruction);
          from && from->getNumCases() >= kLeastCases)
        switches.push_back(from);
      for (llvm::Use& operand : instruction.operands())
        if (is_address(operand)) addresses.push_back(&operand);
    }
    for (llvm::Use* address : addresses) replace(*address);
    for (llvm::SwitchInst* from : switches) replace(*from);
  }

 private:
  static bool is_address(const llvm::Use& operand) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(operand.getUser());
    if (call && call->isCallee(&operand)) return false;
    return llvm::isa<Constant>(operand) &&
           !llvm::isa<llvm::ConstantData>(operand);
  }

  void replace(llvm::Use& address) {
    auto* constant = llvm::dyn_cast<Constant>(address.get());
    if (!constant) return;  // a PHI's other edge from the same block
    llvm::Function*& helper = helpers_[constant];
    if (!helper) {
      helper = declare_helper(module_, "address", {});
      IRBuilder<>(llvm::BasicBlock::Create(context_, "", helper))
          .CreateRet(constant);
    }
    auto* user = llvm::cast<llvm::Instruction>(address.getUser());
    auto* phi = llvm::dyn_cast<llvm::PHINode>(user);
    llvm::Instruction* place =
        phi ? phi->getIncomingBlock(address)->getTerminator() : user;
    Value* call = IRBuilder<>(place).CreateCall(helper);
    if (phi) {
      // One value for all edges from there.
      phi->setIncomingValueForBlock(phi->getIncomingBlock(address), call);
    } else {
      address.set(call);
    }
  }

  // As a call that finds the next block in a table, behind a test that it is
  // within. Those of few cases in a wide range LLVM compares, as a tree.
  void replace(llvm::SwitchInst& from) {
    llvm::ConstantRange range = range_of(from);
    uint64_t size = (range.getUpper() - range.getLower()).getLimitedValue();
    if (size == 0 || size / kMostForCase > from.getNumCases()) return;

    llvm::BasicBlock* source = from.getParent();
    llvm::Function* function = source->getParent();
    llvm::BasicBlock* otherwise = from.getDefaultDest();
    llvm::BasicBlock* jump =
        llvm::BasicBlock::Create(context_, "", function, source->getNextNode());
    std::vector<llvm::BasicBlock*> targets(size, otherwise);
    for (const auto& each : from.cases()) {
      llvm::APInt index = each.getCaseValue()->getValue() - range.getLower();
      targets[index.getZExtValue()] = each.getCaseSuccessor();
    }

    IRBuilder<> builder(&from);
    llvm::Type* type = from.getCondition()->getType();
    Value* index = builder.CreateSub(
        from.getCondition(), llvm::ConstantInt::get(type, range.getLower()));
    Value* is_within =
        builder.CreateICmpULT(index, llvm::ConstantInt::get(type, size));
    builder.CreateCondBr(is_within, jump, otherwise);
    from.eraseFromParent();

    builder.SetInsertPoint(jump);
    llvm::Function* helper = make_table(*function, targets);
    llvm::SetVector<llvm::BasicBlock*> unique(targets.begin(), targets.end());
    llvm::IndirectBrInst* branch = builder.CreateIndirectBr(
        builder.CreateCall(
            helper, {builder.CreateZExtOrTrunc(index, builder.getInt32Ty())}),
        unsigned(unique.size()));
    for (llvm::BasicBlock* target : unique) {
      branch->addDestination(target);
      come_from(*target, *jump, *source, target == otherwise);
    }
  }

  static llvm::ConstantRange range_of(const llvm::SwitchInst& from) {
    llvm::ConstantRange range = llvm::ConstantRange::getEmpty(
        from.getCondition()->getType()->getIntegerBitWidth());
    for (const auto& each : from.cases())
      range = range.unionWith(each.getCaseValue()->getValue());
    return range;
  }

  // One edge from `jump` in place of all from `source`, but for one that stays
  // if `also_stays`.
  static void come_from(llvm::BasicBlock& target, llvm::BasicBlock& jump,
                        llvm::BasicBlock& source, bool also_stays) {
    for (llvm::PHINode& phi : target.phis()) {
      Value* value = phi.getIncomingValueForBlock(&source);
      phi.removeIncomingValueIf(
          [&](unsigned i) { return phi.getIncomingBlock(i) == &source; },
          /*DeletePHIIfEmpty=*/false);
      phi.addIncoming(value, &jump);
      if (also_stays) phi.addIncoming(value, &source);
    }
  }

  // Words in parts: when LLVM deletes a block it makes the array anew that has
  // its address.
  Constant* make_parts(llvm::ArrayRef<Constant*> words) {
    constexpr size_t kMostWords = 256;
    std::vector<Constant*> parts;
    while (!words.empty()) {
      llvm::ArrayRef<Constant*> part = words.take_front(kMostWords);
      words = words.drop_front(part.size());
      parts.push_back(llvm::ConstantArray::get(
          llvm::ArrayType::get(part.front()->getType(), part.size()), part));
    }
    return llvm::ConstantStruct::getAnon(context_, parts);
  }

  // The distances of blocks from the first one, which need no relocation, and a
  // function that adds one to where that is.
  llvm::Function* make_table(llvm::Function& function,
                             llvm::ArrayRef<llvm::BasicBlock*> targets) {
    llvm::Type* word = llvm::Type::getInt32Ty(context_);
    Constant* first = llvm::BlockAddress::get(&function, targets.front());
    std::vector<Constant*> distances;
    for (llvm::BasicBlock* target : targets) {
      Constant* address = llvm::BlockAddress::get(&function, target);
      distances.push_back(llvm::ConstantExpr::getSub(
          llvm::ConstantExpr::getPtrToInt(address, word),
          llvm::ConstantExpr::getPtrToInt(first, word)));
    }
    Constant* parts = make_parts(distances);
    auto* table = new llvm::GlobalVariable(
        module_, parts->getType(), /*isConstant=*/true,
        llvm::GlobalValue::PrivateLinkage, parts, "jumps");

    llvm::Function* helper = declare_helper(module_, "jump", {word});
    IRBuilder<> builder(llvm::BasicBlock::Create(context_, "", helper));
    Value* place = builder.CreateInBoundsGEP(word, table, {helper->getArg(0)});
    Value* distance = builder.CreateLoad(word, place);
    builder.CreateRet(builder.CreatePtrAdd(first, distance));
    return helper;
  }

  llvm::Module& module_;
  llvm::LLVMContext& context_;
  llvm::DenseMap<Constant*, llvm::Function*> helpers_;
};

}  // namespace

llvm::PreservedAnalyses NoLiterals::run(llvm::Module& module,
                                        llvm::ModuleAnalysisManager&) {
  std::vector<llvm::Function*> large;
  for (llvm::Function& function : module)
    if (is_huge(function) || function.getInstructionCount() > kMostInstructions)
      large.push_back(&function);
  Outliner outliner(module);
  for (llvm::Function* function : large) {
    outliner.take_literals_out(*function);
    std::string features(target_.features);
    if (!features.empty()) features += ',';
    function->addFnAttr("target-features",
                        features.append(target_.no_literals_feature));
    function->addFnAttr("no-jump-tables", "true");
    function->addFnAttr(marks::kNoLiterals);
  }
  return large.empty() ? llvm::PreservedAnalyses::all()
                       : llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
