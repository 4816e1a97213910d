// What a chosen access becomes, of the view that its function looks into first
// (rt_look in runtime/rt.h):
//
//     distance = index - low        (LLVM sees these two, and keeps what they
//     address = base + index         are made of in registers)
//       compare distance and limit, branch if it is less
//       call rt_lean_look_here
//   1:  load or store at address + offset
//
// The call leaves all registers as they are, finds the access behind it, makes
// it and returns behind it (runtime/rt_lean_far.c). It must find the instance,
// too: it has one name for each register that the first argument may be in. On
// cores where misaligned accesses fault, the alignment is tested first, if it
// is not known, with the same call.
//
// A function for accesses is called where code is rare: each such place is 8
// bytes smaller on Thumb. How often code runs is guessed as LLVM does within a
// function, and through calls from there. In programs with a heap a half of the
// places has nearly all of the accesses. What is not in the window takes twice
// as long as by a call of such a function, so that pointers to variables are
// left.
#include "codegen/passes/inline_access.h"

#include <algorithm>
#include <format>
#include <vector>

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/SetVector.h>
#include <llvm/Analysis/BlockFrequencyInfo.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/KnownBits.h>
#include <llvm/Support/ScaledNumber.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>

#include "codegen/abi/runtime_call.h"
#include "codegen/codegen.h"
#include "codegen/marks.h"
#include "codegen/pipeline_parts.h"
#include "contract/constants.h"
#include "support/text.h"

namespace wasm2mpy::codegen {
namespace {

using llvm::Value;
using target::LookCode;

// Computed alike on every host.
using Frequency = llvm::ScaledNumber<uint64_t>;

// How many times the frequencies of callers go into those of callees: as deep
// as calls that matter are nested. With recursion there is no end to it.
constexpr int kRounds = 6;

// A word is in one register.
constexpr uint64_t kMostBytes = 4;

constexpr llvm::StringRef kLook = RT_FUNCTION(rt_lean_look_here).name;

enum : unsigned { kIsStore = 1, kIsSigned = 2, kIsAligned = 4, kHasOffset = 8 };
constexpr unsigned kFlagBits = 4;

AccessMark read_mark(const llvm::Function& function, llvm::StringRef mark) {
  unsigned number = 0;
  bool fails =
      function.getFnAttribute(mark).getValueAsString().getAsInteger(10, number);
  assert(!fails && "access_mark() wrote it");
  (void)fails;
  return {.size = number >> kFlagBits,
          .is_store = (number & kIsStore) != 0,
          .is_signed = (number & kIsSigned) != 0,
          .is_aligned = (number & kIsAligned) != 0,
          .has_offset = (number & kHasOffset) != 0};
}

const llvm::Function* callee_with(const llvm::Instruction& instruction,
                                  llvm::StringRef mark) {
  auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction);
  const llvm::Function* callee = call ? call->getCalledFunction() : nullptr;
  return callee && callee->hasFnAttribute(mark) ? callee : nullptr;
}

// A call of a function for accesses that can be opened.
struct Site {
  llvm::CallInst* call;
  AccessMark access;
  uint64_t offset;
  Frequency frequency;
};

// How often blocks run: what nobody calls once, the round of a loop as often as
// LLVM guesses.
class Frequencies {
 public:
  Frequencies(llvm::Module& module, llvm::FunctionAnalysisManager& functions)
      : analyses_(functions) {
    std::vector<Call> calls;
    for (llvm::Function& function : module) {
      if (!is_of_module(&function)) continue;
      for (llvm::Instruction& instruction : llvm::instructions(function)) {
        auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction);
        llvm::Function* callee = call ? call->getCalledFunction() : nullptr;
        if (is_of_module(callee))
          calls.push_back({&function, callee, in_function(*call->getParent())});
      }
    }
    for (int round = 0; round < kRounds; ++round) {
      llvm::DenseMap<llvm::Function*, Frequency> next;
      for (const Call& call : calls)
        next[call.callee] += of_function(call.caller) * call.times;
      of_functions_ = std::move(next);
    }
  }

  Frequency of(llvm::BasicBlock& block) {
    return of_function(block.getParent()) * in_function(block);
  }

 private:
  struct Call {
    llvm::Function* caller;
    llvm::Function* callee;
    Frequency times;
  };

  static bool is_of_module(const llvm::Function* function) {
    return function && !function->isDeclaration() &&
           is_module_function(function->getName());
  }

  Frequency of_function(llvm::Function* function) const {
    auto found = of_functions_.find(function);
    return found == of_functions_.end() ? Frequency::getOne() : found->second;
  }

  // For one call of the function.
  Frequency in_function(llvm::BasicBlock& block) {
    auto& blocks =
        analyses_.getResult<llvm::BlockFrequencyAnalysis>(*block.getParent());
    uint64_t entry = blocks.getEntryFreq().getFrequency();
    return Frequency::get(blocks.getBlockFreq(&block).getFrequency()) /
           Frequency::get(std::max<uint64_t>(entry, 1));
  }

  llvm::FunctionAnalysisManager& analyses_;
  llvm::DenseMap<llvm::Function*, Frequency> of_functions_;
};

bool has_form(const LookCode& code, const AccessMark& access, uint64_t offset) {
  return access.size <= kMostBytes && offset % access.size == 0 &&
         offset <= code.most_units * access.size &&
         offset + access.size <= RT_VIEW_REACH;
}

// So many values are looked at for one pointer, whatever they are made of.
constexpr int kMostValues = 64;

// Whether a pointer is made of the address of a variable: then it leads to the
// variables, which are in another window as soon as the heap is the hot one.
bool leads_to_variable(const Value& value, const ViewPlace& place, int depth,
                       int& values) {
  if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(&value))
    return constant->getValue().uge(place.variables) &&
           constant->getValue().ult(place.variables_end);
  const auto* instruction = llvm::dyn_cast<llvm::Instruction>(&value);
  if (!instruction || depth == 0 || --values < 0) return false;
  switch (instruction->getOpcode()) {
    case llvm::Instruction::Add:
    case llvm::Instruction::Or:
    case llvm::Instruction::PHI:
    case llvm::Instruction::Select:
      return llvm::any_of(instruction->operands(), [&](const llvm::Use& use) {
        return values >= 0 && leads_to_variable(*use, place, depth - 1, values);
      });
    default:
      return false;
  }
}

bool leads_to_variable(const Value& value, const ViewPlace& place) {
  constexpr int kDepth = 6;
  int values = kMostValues;
  return leads_to_variable(value, place, kDepth, values);
}

std::vector<Site> find_sites(const LookCode& code, const ViewPlace& place,
                             llvm::Module& module) {
  std::vector<Site> sites;
  for (llvm::Function& function : module) {
    for (llvm::Instruction& instruction : llvm::instructions(function)) {
      const llvm::Function* callee = callee_with(instruction, marks::kAccess);
      if (!callee) continue;
      auto* call = llvm::cast<llvm::CallInst>(&instruction);
      AccessMark access = read_mark(*callee, marks::kAccess);
      // Else LLVM has dropped a parameter that is always the same, or a result.
      bool is_whole =
          call->arg_size() == 2u + access.is_store + access.has_offset &&
          call->getType()->isVoidTy() == access.is_store;
      if (!is_whole) continue;
      uint64_t offset = 0;
      if (access.has_offset) {
        auto* constant = llvm::dyn_cast<llvm::ConstantInt>(
            call->getArgOperand(2 + access.is_store));
        if (!constant) continue;
        offset = constant->getZExtValue();
      }
      if (has_form(code, access, offset) &&
          !leads_to_variable(*call->getArgOperand(1), place))
        sites.push_back({call, access, offset, {}});
    }
  }
  return sites;
}

// The call of a function that is not there, in place of the one of an access.
// (address, distance, limit, where to look, offset[, value])
void open(const Site& site, const ViewPlace& place) {
  llvm::CallInst* call = site.call;
  llvm::Module& module = *call->getModule();
  llvm::IRBuilder<> builder(call);
  llvm::Type* word = builder.getInt32Ty();
  Value* look_at = call->getArgOperand(0);
  Value* index = call->getArgOperand(1);
  auto field = [&](uint32_t offset, llvm::Type* type) {
    llvm::LoadInst* load =
        builder.CreateAlignedLoad(type,
                                  builder.CreateConstInBoundsGEP1_32(
                                      builder.getInt8Ty(), look_at, offset),
                                  llvm::Align(4));
    load->setMetadata(llvm::LLVMContext::MD_tbaa, place.windows);
    return load;
  };
  Value* distance = builder.CreateSub(index, field(place.low, word));
  Value* limit = field(place.limit, word);
  llvm::LoadInst* base = field(place.base, builder.getPtrTy());
  // Windows begin at multiples of what blocks do.
  base->setMetadata(
      llvm::LLVMContext::MD_align,
      llvm::MDNode::get(module.getContext(),
                        llvm::ConstantAsMetadata::get(
                            llvm::ConstantInt::get(builder.getInt64Ty(), 4))));
  std::vector<Value*> arguments = {builder.CreatePtrAdd(base, index), distance,
                                   limit, look_at,
                                   builder.getInt32(uint32_t(site.offset))};
  if (site.access.is_store) arguments.push_back(call->getArgOperand(2));
  std::vector<llvm::Type*> types;
  for (Value* argument : arguments) types.push_back(argument->getType());
  std::string name = call->getCalledFunction()->getName().str() + ".at";
  llvm::Function* callee = module.getFunction(name);
  if (!callee) {
    callee = llvm::Function::Create(
        llvm::FunctionType::get(call->getType(), types, false),
        llvm::GlobalValue::ExternalLinkage, name, module);
    callee->addFnAttr(marks::kAccessAt, access_mark(site.access));
    callee->setDoesNotThrow();
  }
  llvm::CallInst* opened = builder.CreateCall(callee, arguments);
  opened->setMetadata(llvm::LLVMContext::MD_tbaa, place.rest);
  if (call->hasFnAttr(llvm::Attribute::NoMerge))
    opened->addFnAttr(llvm::Attribute::NoMerge);
  call->replaceAllUsesWith(opened);
  call->eraseFromParent();
}

// Where the window is, is loaded once, and before loops.
void share_loads(llvm::Function& function,
                 llvm::FunctionAnalysisManager& analyses) {
  analyses.invalidate(function, llvm::PreservedAnalyses::none());
  Functions passes;
  passes.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  move_out_of_loops(passes);
  passes.addPass(llvm::EarlyCSEPass(/*UseMemorySSA=*/true));
  passes.run(function, analyses);
  analyses.invalidate(function, llvm::PreservedAnalyses::none());
}

}  // namespace

std::string access_mark(const AccessMark& access) {
  return std::to_string(access.size << kFlagBits |
                        (access.is_store ? kIsStore : 0) |
                        (access.is_signed ? kIsSigned : 0) |
                        (access.is_aligned ? kIsAligned : 0) |
                        (access.has_offset ? kHasOffset : 0));
}

llvm::PreservedAnalyses OpenAccess::run(llvm::Module& module,
                                        llvm::ModuleAnalysisManager& analyses) {
  std::vector<Site> sites = find_sites(*code_, place_, module);
  auto& functions =
      analyses.getResult<llvm::FunctionAnalysisManagerModuleProxy>(module)
          .getManager();
  if (percent_ < 100) {
    Frequencies frequencies(module, functions);
    for (Site& site : sites)
      site.frequency = frequencies.of(*site.call->getParent());
    std::ranges::stable_sort(sites, std::greater<>(), &Site::frequency);
    sites.resize(sites.size() * percent_ / 100);
  }
  llvm::SetVector<llvm::Function*> changed;
  for (const Site& site : sites) {
    changed.insert(site.call->getFunction());
    open(site, place_);
  }
  for (llvm::Function* function : changed) share_loads(*function, functions);
  // It was there for the sake of kLook, which the assembly will call.
  if (llvm::GlobalVariable* used =
          module.getGlobalVariable("llvm.compiler.used"))
    used->eraseFromParent();
  return llvm::PreservedAnalyses::none();
}

namespace {

// Writes the inline assembly of one access.
class Writer {
 public:
  Writer(const LookCode& code, bool aligns_stack, llvm::CallInst& call)
      : code_(code),
        aligns_stack_(aligns_stack),
        call_(call),
        access_(read_mark(*call.getCalledFunction(), marks::kAccessAt)),
        is_tested_(may_be_misaligned()),
        builder_(&call) {}

  void write() {
    if (access_.is_store) {
      write_store();
    } else {
      write_load();
    }
    call_.eraseFromParent();
  }

 private:
  bool may_be_misaligned() const {
    if (access_.is_aligned || code_.test_word.empty()) return false;
    // What AlignmentProof has found, or LLVM.
    llvm::KnownBits known =
        llvm::computeKnownBits(call_.getArgOperand(0), call_.getDataLayout());
    uint64_t alignment =
        std::max(call_.getParamAlign(0).valueOrOne().value(),
                 uint64_t{1} << std::min(known.countMinTrailingZeros(), 3u));
    return alignment < access_.size;
  }

  static std::string operand(size_t number) {
    return std::format("${}", number);
  }

  void add(std::string_view code,
           std::initializer_list<std::pair<std::string_view, std::string>>
               replacements) {
    std::string line(code);
    for (const auto& [name, text] : replacements) replace_all(line, name, text);
    text_ += line + "\n";
  }

  // `first` is the number of the address; operand 0 may be changed if the
  // alignment is tested.
  void add_look(size_t first) {
    if (is_tested_)
      add(access_.size == 4 ? code_.test_word : code_.test_half,
          {{"@t", operand(0)}, {"@a", operand(first)}, {"@m", ".Lfar${:uid}"}});
    add(code_.look, {{"@d", operand(first + 1)},
                     {"@l", operand(first + 2)},
                     {"@n", ".Lnear${:uid}"}});
    if (is_tested_) text_ += ".Lfar${:uid}:\n";
    add(code_.call, {{"@c", operand(first + 3)}});
    text_ += ".Lnear${:uid}:\n";
  }

  void add_access(const std::string& value, size_t address) {
    size_t form = access_.size == 4 ? 2 : access_.size == 2 ? 1 : 0;
    uint64_t offset =
        llvm::cast<llvm::ConstantInt>(call_.getArgOperand(4))->getZExtValue();
    add(access_.is_store ? code_.store[form] : code_.load[form],
        {{"@v", value},
         {"@a", operand(address)},
         {"@o", std::to_string(offset)}});
  }

  void write_load() {
    constraints_ =
        std::format("={}{},", is_tested_ ? "&" : "", code_.registers);
    add_look(1);
    add_access(operand(0), 1);
    Value* loaded = call(builder_.getInt32Ty(), nullptr);
    if (access_.size < 4) {
      llvm::Type* narrow = builder_.getIntNTy(unsigned(8 * access_.size));
      if (access_.is_signed)
        loaded = builder_.CreateSExt(builder_.CreateTrunc(loaded, narrow),
                                     builder_.getInt32Ty());
    }
    llvm::Type* type = call_.getType();
    loaded = type->isFloatingPointTy()
                 ? builder_.CreateBitCast(loaded, type)
                 : builder_.CreateIntCast(loaded, type, access_.is_signed);
    call_.replaceAllUsesWith(loaded);
  }

  void write_store() {
    Value* value = call_.getArgOperand(5);
    if (value->getType()->isFloatingPointTy())
      value = builder_.CreateBitCast(value, builder_.getInt32Ty());
    value = builder_.CreateZExtOrTrunc(value, builder_.getInt32Ty());
    if (is_tested_) constraints_ = std::format("=&{},", code_.registers);
    size_t first = is_tested_ ? 1 : 0;
    add_look(first);
    add_access(operand(first + 4), first);
    call(is_tested_ ? builder_.getInt32Ty() : builder_.getVoidTy(), value);
  }

  // `value` is what is stored, or null.
  Value* call(llvm::Type* result, Value* value) {
    std::vector<Value*> inputs(call_.arg_begin(), call_.arg_begin() + 4);
    if (value) inputs.push_back(value);
    for (size_t i = 0; i < inputs.size(); ++i)
      constraints_ += std::format("{},", code_.registers);
    inputs.push_back(call_.getModule()->getFunction(kLook));
    constraints_ += std::format("i,{},~{{memory}}", code_.clobbers);
    std::vector<llvm::Type*> types;
    for (Value* input : inputs) types.push_back(input->getType());
    text_.pop_back();
    llvm::CallInst* assembly = builder_.CreateCall(
        llvm::InlineAsm::get(llvm::FunctionType::get(result, types, false),
                             text_, constraints_, /*hasSideEffects=*/true,
                             aligns_stack_),
        inputs);
    assembly->setDoesNotThrow();
    return assembly;
  }

  const LookCode& code_;
  bool aligns_stack_;
  llvm::CallInst& call_;
  AccessMark access_;
  bool is_tested_;
  llvm::IRBuilder<> builder_;
  std::string text_;
  std::string constraints_;
};

}  // namespace

llvm::PreservedAnalyses InlineAccess::run(llvm::Function& function,
                                          llvm::FunctionAnalysisManager&) {
  std::vector<llvm::CallInst*> calls;
  for (llvm::Instruction& instruction : llvm::instructions(function)) {
    if (callee_with(instruction, marks::kAccessAt))
      calls.push_back(llvm::cast<llvm::CallInst>(&instruction));
  }
  for (llvm::CallInst* call : calls)
    Writer(*code_, aligns_stack_, *call).write();
  return calls.empty() ? llvm::PreservedAnalyses::all()
                       : llvm::PreservedAnalyses::none();
}

}  // namespace wasm2mpy::codegen
