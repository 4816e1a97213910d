#include "codegen/stack/plan.h"

#include <algorithm>

#include "analysis/call_components.h"

namespace wasm2mpy::codegen {
namespace {

// Raising Trap calls into MicroPython, which needs about this much. It is there
// for what never raises, too, and whose frames nobody counts: functions that
// stand in for instructions. The largest are those for vectors with -O0, of 88
// words (tests/stack).
constexpr uint32_t kRaiseWords = 192;

// In words.
struct Bounds {
  // What functions that do not check may use together, with the frame of the
  // first one below them that does.
  uint32_t unchecked;
  // Frames above this are checked for ahead.
  uint32_t large_frame;
  // What a frame may exceed that was checked for ahead.
  uint32_t excess;
};
constexpr Bounds kBounds = {.unchecked = 96, .large_frame = 64, .excess = 0};
// Of what came out, in a module with much code. That takes 320 bytes of the
// stack of a board with 32 bits. QuickJS was compiled twice because of two
// functions of a thousand, zstd three times on armv6m because of 16.
constexpr Bounds kLooseBounds = {
    .unchecked = 160, .large_frame = 112, .excess = 16};
constexpr size_t kMuchCode = 60'000;  // bytes

// Return address, saved registers and spills of any function: the guess.
constexpr uint32_t kFrameWords = 8;
// A function of so many bytes, or with more locals than this, is checked ahead
// at once, for a frame of so many words: most that turn out to need it are that
// large, and to find that out takes a second compilation. For others the check
// only is elsewhere.
constexpr uint32_t kManyValues = 512;
constexpr uint32_t kLargeCode = 2000;
constexpr uint32_t kLikelyFrameWords = 160;
// In a module with much code: what may have a large frame when that counts for
// those above only, and what is checked ahead for more.
constexpr uint32_t kLargeAmongMuchCode = 300;
constexpr uint32_t kVeryLargeCode = 8000;
constexpr uint32_t kLikelyLargestFrameWords = 256;
// What is checked for more than was asked for: the function that checks has a
// small frame, too, and a frame may change a little with the check.
constexpr uint32_t kAheadSlack = 64;

bool has_much_code(const Facts& facts) {
  size_t size = 0;
  for (const FunctionFacts& function : facts.functions)
    size += function.code_size;
  return size >= kMuchCode;
}

// Of the sizes that come out, and of what the limit leaves.
const Bounds& bounds_of(const Facts& facts) {
  return has_much_code(facts) ? kLooseBounds : kBounds;
}

// In words; 0: nothing that has to be checked for ahead.
uint32_t likely_frame(const FunctionFacts& function, bool is_among_much_code) {
  if (is_among_much_code && function.code_size >= kVeryLargeCode)
    return kLikelyLargestFrameWords;
  // A function with many locals may have a large frame, too, which LLVM need
  // not keep; with a check in it LLVM takes long, though: 16 s for the 1,056
  // locals of a file of the official suite, else 0.1 s.
  return function.code_size >= kLargeCode || function.frame_values > kManyValues
             ? kLikelyFrameWords
             : 0;
}

// The frame, or what is likely, with what is passed: in bytes.
uint32_t frame_bytes(uint32_t index, const Facts& facts,
                     const FrameSizes& frames, bool is_among_much_code,
                     uint32_t word_size) {
  const FunctionFacts& function = facts.functions[index];
  uint32_t frame = frames.of(index);
  if (frame == 0)
    frame = likely_frame(function, is_among_much_code) * word_size;
  return frame + 8 * function.passed_values;
}

// Goes from callees to callers, as the sum of frames needs it.
class Chooser {
 public:
  // `present`: functions that check anyway.
  Chooser(const Facts& facts, const FrameSizes& frames,
          const std::vector<bool>& present, const Bounds& bounds,
          uint32_t word_size)
      : facts_(facts),
        frames_(frames),
        present_(present),
        bounds_(bounds),
        word_size_(word_size),
        large_code_(has_much_code(facts) ? kLargeAmongMuchCode : kLargeCode),
        unchecked_words_(facts.functions.size()),
        checks_(facts.functions.size()) {}

  std::vector<bool> run() {
    for (const CallComponent& component : find_call_components(facts_)) {
      for (uint32_t function : component.functions)
        decide(function, component.is_cycle);
    }
    return std::move(checks_);
  }

 private:
  void decide(uint32_t function, bool in_cycle);

  uint32_t frame_words(uint32_t function) const;

  const Facts& facts_;
  const FrameSizes& frames_;
  const std::vector<bool>& present_;
  const Bounds& bounds_;
  uint32_t word_size_;
  uint32_t large_code_;
  // Stack used, in words, by each function and those below it down to the
  // first ones that check, whose frames count, too.
  std::vector<uint32_t> unchecked_words_;
  std::vector<bool> checks_;
};

uint32_t Chooser::frame_words(uint32_t function) const {
  const FunctionFacts& facts = facts_.functions[function];
  uint32_t bytes = frames_.of(function);
  uint32_t guess = kFrameWords + facts.frame_values * (8 / word_size_);
  return (bytes ? bytes / word_size_ : guess) +
         facts.passed_values * (8 / word_size_);
}

void Chooser::decide(uint32_t function, bool in_cycle) {
  const FunctionFacts& facts = facts_.functions[function];
  uint32_t below = 0;
  for (uint32_t callee : facts.callees)
    below = std::max(below, unchecked_words_[callee]);
  uint32_t own = frame_words(function);
  checks_[function] = in_cycle || facts.calls_unknown || present_[function] ||
                      own + below > bounds_.unchecked;
  if (checks_[function]) {
    // The guess is high on purpose, and would cost those above a check each.
    if (frames_.of(function)) {
      own = std::min(own, bounds_.large_frame);
    } else {
      own = facts.code_size >= large_code_ ? bounds_.large_frame : kFrameWords;
    }
    below = 0;
  }
  unchecked_words_[function] = own + below;
}

StackPlan plan_by(const Bounds& bounds, const Facts& facts,
                  const FrameSizes& frames, const std::vector<bool>& present,
                  const target::Target& target) {
  StackPlan plan;
  plan.checks = Chooser(facts, frames, present, bounds, target.word_size).run();
  plan.ahead.resize(plan.checks.size());
  const bool is_among_much_code = has_much_code(facts);
  for (uint32_t i = 0; i < plan.checks.size(); ++i) {
    uint32_t bytes =
        frame_bytes(i, facts, frames, is_among_much_code, target.word_size);
    if (plan.checks[i] && bytes > bounds.large_frame * target.word_size)
      plan.ahead[i] = bytes;
  }
  return plan;
}

// The functions whose check is where they need it: one behind a large frame
// counts as none.
std::vector<bool> checks_in_time(const StackPlan& plan, const Bounds& bounds,
                                 const Facts& facts, const FrameSizes& frames,
                                 const target::Target& target) {
  std::vector<bool> result = plan.checks;
  const bool is_among_much_code = has_much_code(facts);
  for (uint32_t i = 0; i < result.size(); ++i) {
    uint32_t bytes =
        frame_bytes(i, facts, frames, is_among_much_code, target.word_size);
    if (bytes > bounds.large_frame * target.word_size &&
        bytes > plan.ahead_of(i))
      result[i] = false;
  }
  return result;
}

}  // namespace

uint32_t stack_reserve(const Facts& facts, const target::Target& target) {
  const Bounds& bounds = bounds_of(facts);
  return (kRaiseWords + bounds.unchecked + bounds.excess) * target.word_size;
}

bool StackPlan::covers(const StackPlan& other) const {
  for (size_t i = 0; i < checks.size(); ++i) {
    if (other.checks[i] > checks[i]) return false;
    if (other.ahead[i] > ahead_of(i)) return false;
  }
  return true;
}

void StackPlan::add(const StackPlan& other) {
  for (size_t i = 0; i < checks.size(); ++i) {
    if (other.checks[i]) checks[i] = true;
    if (other.ahead[i] > ahead[i]) ahead[i] = other.ahead[i] + kAheadSlack;
  }
}

StackPlan StackPlan::without_checks(size_t functions) {
  return {.checks = std::vector<bool>(functions),
          .ahead = std::vector<uint32_t>(functions)};
}

StackPlan plan_stack_checks(const Facts& facts, const target::Target& target) {
  const FrameSizes unknown(facts.functions.size());
  const std::vector<bool> none(facts.functions.size());
  StackPlan plan = plan_by(kBounds, facts, unknown, none, target);
  plan.excess = bounds_of(facts).excess * target.word_size;
  return plan;
}

StackPlan needed_stack_checks(const StackPlan& plan, const Facts& facts,
                              const FrameSizes& frames,
                              const target::Target& target) {
  const Bounds& bounds = bounds_of(facts);
  return plan_by(bounds, facts, frames,
                 checks_in_time(plan, bounds, facts, frames, target), target);
}

}  // namespace wasm2mpy::codegen
