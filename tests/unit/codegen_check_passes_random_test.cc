// Random programs with checks, run before and after the passes that widen,
// remove and move them: what can be seen must be the same. That is stores,
// calls, loads (which must not be out of bounds), and the trap at the end.
//
// A program is made of variables, which LLVM then turns into values and phis,
// and blocks that jump anywhere, so that there are loops of all shapes.
#include <cstdint>
#include <format>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include <llvm/IR/InstIterator.h>
#include <llvm/Transforms/Utils/LoopSimplify.h>
#include <llvm/Transforms/Utils/Mem2Reg.h>

#include "codegen/passes/check_elimination.h"
#include "codegen/passes/check_hoisting.h"
#include "codegen/passes/check_widening.h"
#include "codegen_pass_fixture.h"

namespace wasm2mpy::codegen {
namespace {

// For each change of the passes, try more: 3,000 took 10 s.
constexpr unsigned kPrograms = 300;
// A memory has so many bytes at first, and 16 more after each call of grow.
constexpr uint32_t kLeast = 64;
constexpr uint32_t kGrown = 16;

// --- Programs ----------------------------------------------------------------

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string function() {
    const int blocks = 2 + pick(5);
    for (int i = 0; i < 4; ++i)
      text_ += std::format("  %v{} = alloca i32\n", i);
    for (int i = 0; i < 4; ++i)
      text_ += std::format("  store i32 %p{}, ptr %v{}\n", i, i);
    text_ += "  br label %b0\n";
    for (int i = 0; i < blocks; ++i) {
      text_ += std::format("b{}:\n", i);
      sizes_.clear();
      for (int steps = 1 + pick(4); steps > 0; --steps) step();
      end_block(blocks);
    }
    return R"(
declare void @bounds(ptr) noreturn "wasm2mpy-trap"="bounds"
declare void @alignment(ptr) noreturn "wasm2mpy-trap"="alignment"
declare void @grow()
declare i32 @look(i32) willreturn nounwind readonly
define void @f(ptr %size.at, ptr %memory, i32 %p0, i32 %p1, i32 %p2, i32 %p3) {
)" + text_ +
           R"(
end:
  ret void
bounds:
  call void @bounds(ptr %memory)
  unreachable
odd:
  call void @alignment(ptr %memory)
  unreachable
}
)";
  }

 private:
  int pick(int count) { return int(random_() % unsigned(count)); }
  std::string fresh() { return std::format("%t{}", next_++); }
  std::string get(int variable) {
    std::string value = fresh();
    text_ += std::format("  {} = load i32, ptr %v{}\n", value, variable);
    return value;
  }
  void set(int variable, const std::string& value) {
    text_ += std::format("  store i32 {}, ptr %v{}\n", value, variable);
  }
  std::string compute(const std::string& what) {
    std::string value = fresh();
    text_ += std::format("  {} = {}\n", value, what);
    return value;
  }

  void step() {
    switch (pick(9)) {
      case 0:
        set(pick(4),
            compute(std::format("add i32 {}, {}", get(pick(4)), pick(13) - 4)));
        break;
      case 1:
        set(pick(4), compute(std::format("and i32 {}, {}", get(pick(4)),
                                         (int[]){7, 60, 63, 127}[pick(4)])));
        break;
      case 2:
        set(pick(4),
            compute(std::format("call i32 @look(i32 {})", get(pick(4)))));
        break;
      case 3:
        text_ += std::format("  store i32 {}, ptr %memory\n", get(pick(4)));
        break;
      case 4:
        if (pick(2)) text_ += "  call void @grow()\n";
        break;
      default:
        check();
    }
  }

  void check() {
    std::string index = get(pick(3));
    std::string condition;
    const char* trap = "bounds";
    switch (pick(4)) {
      case 0:
        condition =
            compute(std::format("and i32 {}, {}", index, pick(2) ? 3 : 1));
        condition = compute(std::format("icmp ne i32 {}, 0", condition));
        trap = "odd";
        break;
      case 1:
        condition =
            compute(std::format("icmp ugt i32 {}, {}", index, 52 + pick(12)));
        break;
      default:
        if (sizes_.empty() || pick(2))
          sizes_.push_back(compute("load i32, ptr %size.at"));
        std::string limit = compute(std::format(
            "add i32 {}, {}", sizes_[size_t(pick(int(sizes_.size())))],
            -1 - pick(16)));
        condition = compute(std::format("icmp ugt i32 {}, {}", index, limit));
    }
    text_ += std::format("  br i1 {}, label %{}, label %c{}\nc{}:\n", condition,
                         trap, next_, next_);
    ++next_;
  }

  void end_block(int blocks) {
    auto target = [&] {
      int chosen = pick(blocks + 1);
      return chosen == blocks ? std::string("end") : std::format("b{}", chosen);
    };
    if (pick(3) == 0) {
      text_ += std::format("  br label %{}\n", target());
      return;
    }
    std::string left = get(pick(4));
    std::string right = pick(2) ? get(pick(4)) : std::to_string(pick(64));
    std::string condition = compute(
        std::format("icmp {} i32 {}, {}",
                    (const char*[]){"eq", "ult", "ugt"}[pick(3)], left, right));
    text_ += std::format("  br i1 {}, label %{}, label %{}\n", condition,
                         target(), target());
  }

  std::mt19937 random_;
  std::string text_;
  std::vector<std::string> sizes_;  // of this block
  int next_ = 0;
};

// --- Running them ------------------------------------------------------------

struct Outcome {
  std::vector<uint32_t> seen;  // each store, each call
  std::string end;             // how it ended; empty: not yet
};

class Machine {
 public:
  Machine(const llvm::Function& function, std::vector<uint32_t> arguments) {
    size_t i = 0;
    for (const llvm::Argument& argument : function.args()) {
      if (i >= 2) values_[&argument] = arguments[i - 2];
      ++i;
    }
    block_ = &function.getEntryBlock();
  }

  Outcome run(int most_steps) {
    while (run_.end.empty() && most_steps-- > 0) run_block();
    return run_;
  }

 private:
  uint32_t value(const llvm::Value* value) {
    if (auto* number = llvm::dyn_cast<llvm::ConstantInt>(value))
      return uint32_t(number->getZExtValue());
    return values_.at(value);
  }

  void run_block() {
    std::vector<std::pair<const llvm::Value*, uint32_t>> phis;
    for (const llvm::PHINode& phi : block_->phis())
      phis.emplace_back(&phi, value(phi.getIncomingValueForBlock(before_)));
    for (auto [phi, number] : phis) values_[phi] = number;
    for (const llvm::Instruction& instruction : *block_) {
      if (!llvm::isa<llvm::PHINode>(instruction)) execute(instruction);
      if (!run_.end.empty()) return;
    }
    before_ = block_;
    block_ = next_;
  }

  void execute(const llvm::Instruction& instruction) {
    if (auto* branch = llvm::dyn_cast<llvm::BranchInst>(&instruction)) {
      bool first = branch->isUnconditional() || value(branch->getCondition());
      next_ = branch->getSuccessor(first ? 0 : 1);
    } else if (llvm::isa<llvm::ReturnInst>(instruction)) {
      run_.end = "return";
    } else if (auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction)) {
      std::string name = call->getCalledFunction()->getName().str();
      if (name == "look") {
        values_[call] = value(call->getArgOperand(0)) * 2654435761u >> 25;
      } else if (name == "grow") {
        size_ += kGrown;
        run_.seen.push_back(UINT32_MAX);
      } else {
        run_.end = name;
      }
    } else if (llvm::isa<llvm::LoadInst>(instruction)) {
      values_[&instruction] = size_;
    } else if (auto* store = llvm::dyn_cast<llvm::StoreInst>(&instruction)) {
      run_.seen.push_back(value(store->getValueOperand()));
    } else if (auto* compare = llvm::dyn_cast<llvm::ICmpInst>(&instruction)) {
      values_[compare] = llvm::ICmpInst::compare(
          llvm::APInt(32, value(compare->getOperand(0))),
          llvm::APInt(32, value(compare->getOperand(1))),
          compare->getPredicate());
    } else if (auto* select = llvm::dyn_cast<llvm::SelectInst>(&instruction)) {
      values_[select] =
          value(value(select->getCondition()) ? select->getTrueValue()
                                              : select->getFalseValue());
    } else {
      uint32_t left = value(instruction.getOperand(0));
      uint32_t right = value(instruction.getOperand(1));
      switch (instruction.getOpcode()) {
        case llvm::Instruction::Add:
          values_[&instruction] = left + right;
          break;
        case llvm::Instruction::And:
          values_[&instruction] = left & right;
          break;
        case llvm::Instruction::Or:
          values_[&instruction] = left | right;
          break;
        case llvm::Instruction::Xor:
          values_[&instruction] = left ^ right;
          break;
        default:
          ADD_FAILURE() << "no such instruction";
          run_.end = "failed";
      }
    }
  }

  std::unordered_map<const llvm::Value*, uint32_t> values_;
  const llvm::BasicBlock* block_;
  const llvm::BasicBlock* before_ = nullptr;
  const llvm::BasicBlock* next_ = nullptr;
  uint32_t size_ = kLeast;
  Outcome run_;
};

// Whether `after` may be what has become of `before`.
bool is_same(const Outcome& before, const Outcome& after) {
  if (before.end.empty()) {
    // Without an end, as far as it was followed.
    if (!after.end.empty()) return false;
    size_t both = std::min(before.seen.size(), after.seen.size());
    return std::equal(before.seen.begin(), before.seen.begin() + long(both),
                      after.seen.begin());
  }
  // An index that is unaligned and out of bounds (see check_widening.cc).
  bool same_end = after.end == before.end ||
                  (before.end == "alignment" && after.end == "bounds");
  return same_end && before.seen == after.seen;
}

TEST(CheckPasses, DoNotChangeWhatRandomProgramsDo) {
  size_t removed = 0;
  for (unsigned seed = 1; seed <= kPrograms; ++seed) {
    const std::string text = Generator(seed).function();
    PassFixture fixture(text);
    for (llvm::Instruction& instruction :
         llvm::instructions(fixture.function("f"))) {
      auto* load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
      if (load && load->getPointerOperand()->getName() == "size.at")
        mark_memory_size(*load, llvm::APInt(32, kLeast));
    }
    fixture.run(llvm::PromotePass());
    std::vector<std::vector<uint32_t>> inputs;
    std::mt19937 random(seed);
    for (int i = 0; i < 8; ++i) {
      // About the limits, and some far away.
      auto number = [&] {
        return random() % 8 ? uint32_t(random() % 88) : uint32_t(random());
      };
      inputs.push_back({number(), number(), number(), number()});
    }
    std::vector<Outcome> before;
    for (const std::vector<uint32_t>& input : inputs)
      before.push_back(Machine(fixture.function("f"), input).run(2000));
    const std::string old_checks = fixture.checks();
    fixture.run(CheckWidening(), CheckElimination(), llvm::LoopSimplifyPass(),
                CheckHoisting());
    removed += fixture.checks().size() < old_checks.size();
    for (size_t i = 0; i < inputs.size(); ++i) {
      Outcome after = Machine(fixture.function("f"), inputs[i]).run(500);
      if (before[i].end != "" && after.end == "")
        after = Machine(fixture.function("f"), inputs[i]).run(8000);
      ASSERT_TRUE(is_same(before[i], after))
          << "seed " << seed << ", input " << i << ": " << before[i].end
          << " became " << after.end << "\n"
          << text << fixture.text();
    }
  }
  // Else this tests nothing.
  EXPECT_GT(removed, kPrograms / 6);
}

}  // namespace
}  // namespace wasm2mpy::codegen
