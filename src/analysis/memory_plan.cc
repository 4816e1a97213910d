// The main window of a lean memory is what is there from the start: the upper
// end of the stack and the data above it, in one piece. Linkers put the stack
// below the data (wasm-ld --stack-first, the default of Rust and of LLVM 22) or
// above them. Only in the first case it is known where the stack must not grow
// to: what is below it belongs to nobody.
#include "analysis/memory_plan.h"

#include <algorithm>
#include <array>
#include <format>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

#include "analysis/linear_stack.h"
#include "contract/constants.h"
#include "wasm/const_expr.h"

namespace wasm2mpy::codegen {
namespace {

constexpr uint64_t kAlignment = RT_WINDOW_ALIGNMENT;
constexpr uint64_t kUsualStack = 16 * 1024;
constexpr uint64_t kFirstStack = 512;  // there at first, at least
constexpr uint64_t kMostStack = 4096;  // at most
constexpr uint64_t kGap = 256;         // between data that stay one piece
// With a larger frame, which may be an array that is hardly used, functions do
// not see to it that all of the stack is there.
constexpr uint64_t kMostFrame = 2048;
constexpr uint64_t kFirstBytes = 64;  // of variables, where code names one
// Zeroed variables and a stack, of which all is there at once.
constexpr uint64_t kMostVariables = 8 * 1024;
constexpr uint64_t kUsualVariables = 2 * 1024;  // of others
constexpr uint64_t kLastVariable = 4 * 1024;    // if its end is not known
// Zeroed variables whose end was found in the code.
constexpr uint64_t kMostFound = 16 * 1024;
// What is a larger part of RAM is not likely to be free in one piece, beside a
// program. One page is what most modules have at least.
constexpr uint64_t kOnePage = 64 * 1024;
constexpr uint64_t kShareForOnePage = 2;
constexpr uint64_t kShareForMore = 4;
// More than any memory has; sums of such numbers do not wrap.
constexpr uint64_t kMost = uint64_t{1} << 56;

// An active data segment of memory 0 at a constant address.
struct Placed {
  size_t segment;
  uint64_t at;
  uint64_t end;
};

std::vector<Placed> placed_segments(const wasm::Module& module) {
  std::vector<Placed> placed;
  for (size_t i = 0; i < module.data.size(); ++i) {
    const wasm::DataSegment& segment = module.data[i];
    if (segment.mode != wasm::SegmentMode::kActive || segment.memory != 0)
      continue;
    if (std::optional<uint64_t> at =
            wasm::constant_address(segment.offset_expr))
      placed.push_back({i, *at, *at + segment.bytes.size()});
  }
  std::ranges::sort(placed, {}, &Placed::at);
  return placed;
}

// Whether the code names an address in the first bytes from `at` on.
bool names(const Facts& facts, uint64_t at) {
  return std::ranges::any_of(
      std::array{&facts.large_offsets, &facts.large_constants},
      [&](const std::set<uint64_t>* numbers) {
        auto first = numbers->lower_bound(at);
        return first != numbers->end() && *first < at + kFirstBytes;
      });
}

// Whether there is nothing but variables and a stack below the top of the
// stack, and few enough of them to be there from the start. So are the first
// bytes, which linkers leave free: addresses begin at 0, and need no comparison
// with where the window begins, which is worth 6 to 20% of the instructions.
bool is_all_below(uint64_t top, const std::vector<Placed>& placed,
                  const Facts& facts) {
  uint64_t used = 0;
  for (const Placed& segment : placed) {
    if (segment.at > segment.end || segment.end > top) return false;
    used += segment.end - segment.at;
  }
  // Zeroed variables have no segments. Where there are none at all, the first
  // one tells: linkers put it at their base, or where the stack begins.
  if (!facts.large_offsets.empty() && *facts.large_offsets.rbegin() >= top)
    return false;
  if (placed.empty() && (!names(facts, kFirstVariable) || names(facts, top)))
    return false;
  uint64_t first = placed.empty() ? kFirstVariable : placed[0].at;
  return first <= kFirstVariable &&
         top <= kFirstVariable + used + kMostVariables;
}

uint64_t stack_of(const Facts& facts) {
  return std::clamp(
      (linear_stack_use(facts) + kAlignment - 1) / kAlignment * kAlignment,
      kFirstStack, kMostStack);
}

bool is_much(uint64_t bytes, uint64_t ram) {
  return bytes > ram / (bytes <= kOnePage ? kShareForOnePage : kShareForMore);
}

// Whether what the accesses name is above the stack, and nothing below it.
bool is_all_above(uint64_t top, uint64_t size, const VariableReach& reach) {
  auto has = [&](uint64_t from, uint64_t to) {
    auto first = reach.bases.lower_bound(from);
    return first != reach.bases.end() && *first < to;
  };
  return has(top, size) && !has(kFirstVariable, top);
}

// Gives a program without a heap, whose variables are behind `known` or before,
// the window with all of them. Where too much is found, that cannot be, and it
// is one that grows.
void make_whole(MemoryPlan& plan, uint64_t known, uint64_t size,
                const VariableReach& reach) {
  uint64_t end = known;
  if (!reach.ends.empty()) end = std::max(end, *reach.ends.rbegin());
  // Behind the last variable nobody knows what an index is.
  auto open = reach.open_bases.lower_bound(size);
  if (open != reach.open_bases.begin())
    end = std::max(end, *std::prev(open) + kLastVariable);
  if (end > known + kMostFound) return;
  plan.is_whole = true;
  if (end + RT_VIEW_REACH <= size) {
    plan.reach = RT_VIEW_REACH;
    end += RT_VIEW_REACH;
  }
  plan.end = uint32_t(std::min(end, size));
}

// Lets functions see to it that their frames are there.
void plan_frames(MemoryPlan& plan, const wasm::Module& module,
                 const Facts& facts, uint64_t cap) {
  if (!facts.followed_stack ||
      (facts.stack_pointer && facts.stack_pointer != facts.followed_stack) ||
      std::ranges::any_of(facts.functions, [](const FunctionFacts& function) {
        return function.linear_frame > kMostFrame;
      }))
    return;
  uint64_t top =
      wasm::constant_address(module.globals[*facts.followed_stack].init)
          .value_or(0);
  plan.stack_top = uint32_t(top);
  plan.first_stack = uint32_t(std::min({top, cap, kFirstStack}));
}

// The end of what segments fill from there on in one piece.
uint64_t end_of_segments(const std::vector<Placed>& placed, uint64_t from) {
  uint64_t end = from;
  for (const Placed& segment : placed) {
    if (segment.at > end + kGap) break;
    end = std::max(end, segment.end);
  }
  return end;
}

// The variables below `limit`, as far as they have segments or the code names
// them. A constant near them is most likely the address of one, too.
void plan_variables(MemoryPlan& plan, const std::vector<Placed>& placed,
                    const Facts& facts, uint64_t limit) {
  uint64_t first = UINT64_MAX;
  if (!placed.empty()) {
    first = placed[0].at;
  } else if (!facts.large_offsets.empty()) {
    first = *facts.large_offsets.begin();
  }
  if (first >= limit) return;
  std::set<uint64_t> names = facts.large_offsets;
  names.insert(facts.large_constants.begin(), facts.large_constants.end());
  uint64_t end = end_of_segments(placed, first);
  uint64_t last = std::min(limit, end + kUsualVariables);
  for (auto name = names.lower_bound(first); name != names.end(); ++name) {
    if (*name > std::min(end + kGap, last)) break;
    end = std::max(end, *name);
  }
  plan.start = uint32_t(first / kAlignment * kAlignment);
  plan.end = uint32_t(std::min(end + RT_VIEW_REACH, limit));
}

MemoryPlan plan_lean(const wasm::Module& module, const Facts& facts,
                     const MemoryWish& wish, const VariableReach* reach) {
  MemoryPlan plan;
  plan.mode = MemoryMode::kLean;
  std::vector<Placed> placed = placed_segments(module);
  const wasm::MemoryType& type = module.memories[0].type;
  uint64_t size =
      std::min<uint64_t>(type.limits.min, UINT32_MAX / type.page_size()) *
      type.page_size();

  std::optional<uint64_t> top;
  if (facts.stack_pointer)
    top = wasm::constant_address(module.globals[*facts.stack_pointer].init);
  if (top && (*top == 0 || *top % kAlignment != 0 || *top > size)) top = {};
  const std::set<uint64_t>& offsets = facts.large_offsets;
  auto first_above = top ? offsets.lower_bound(*top) : offsets.end();
  bool is_named_above = first_above != offsets.end() && *first_above < size;
  // The address of the top alone tells nothing: it is that of the first
  // variable, or, where the stack is above them, of the heap.
  bool can_be_above =
      top && !facts.memory_grown[0] && placed.empty() && names(facts, *top);
  if (can_be_above && reach) is_named_above |= is_all_above(*top, size, *reach);
  // Without any data there is nothing to tell the two layouts apart.
  bool stack_first =
      top && (placed.empty() ? is_named_above : placed[0].at >= *top);
  uint64_t cap = (wish.linear_stack.value_or(kUsualStack) + kAlignment - 1) /
                 kAlignment * kAlignment;
  if (stack_first && *top > cap) plan.floor = uint32_t(*top - cap);

  if (top && !stack_first && !facts.memory_grown[0] &&
      is_all_below(*top, placed, facts)) {
    plan.end = uint32_t(*top);
    plan.is_whole = true;
    return plan;
  }
  plan_frames(plan, module, facts, cap);
  if (!stack_first && (plan.stack_top != 0 || (!top && facts.memory_grown[0])))
    plan_variables(
        plan, placed, facts,
        plan.stack_top != 0 ? plan.stack_top - plan.first_stack : size);
  if (plan.end != 0 || (!top && placed.empty())) return plan;
  uint64_t start = top ? *top - std::min({*top, cap, kFirstStack})
                       : placed[0].at / kAlignment * kAlignment;
  uint64_t end = end_of_segments(placed, top.value_or(start));
  // Zeroed variables are behind the others.
  if (stack_first) {
    uint64_t last = std::min(size, end + kUsualVariables);
    auto beyond = offsets.upper_bound(last);
    if (beyond != first_above) end = std::max(end, *std::prev(beyond));
  }
  // One that is out of bounds traps later.
  plan.end = uint32_t(std::min(end + RT_VIEW_REACH, size));
  if (start >= plan.end) return {.mode = plan.mode, .floor = plan.floor};
  plan.start = uint32_t(start);
  if (facts.memory_grown[0] || !(stack_first || can_be_above)) return plan;
  plan.wants_reach = !reach;
  if (stack_first && reach) make_whole(plan, end, size, *reach);
  if (plan.is_whole) {
    plan.stack_top = 0;
    start = *top - std::min({*top, cap, stack_of(facts)});
    // The first bytes are there, too: then addresses begin at 0, and need no
    // comparison with where the window begins, which is worth 6 to 20% of the
    // instructions.
    plan.start = start <= kFirstVariable ? 0 : uint32_t(start);
  }
  return plan;
}

Result<MemoryPlan> plan_sized(const wasm::Module& module,
                              const MemoryWish& wish,
                              Diagnostics& diagnostics) {
  const wasm::MemoryType& type = module.memories[0].type;
  auto fail = [&](std::string message) {
    return diagnostics.fail({.file = module.file, .message = message});
  };
  bool ok = true;
  for (const Placed& segment : placed_segments(module)) {
    // An address of 64 bits plus the length can wrap.
    if (segment.at <= segment.end && segment.end <= wish.bytes) continue;
    fail(std::format("data segment {} at address {} has {} bytes, but "
                     "--memory={} is that many bytes",
                     segment.segment, segment.at, segment.end - segment.at,
                     wish.bytes));
    ok = false;
  }
  if (type.limits.has_max &&
      wish.bytes > std::min<uint64_t>(type.limits.max, uint64_t{1} << 32) *
                       type.page_size()) {
    fail(std::format("--memory={} is more than the module's memory ever has "
                     "({} pages of {} bytes)",
                     wish.bytes, type.limits.max, type.page_size()));
    ok = false;
  }
  if (!ok) return std::unexpected(Reported{});
  return MemoryPlan{.mode = MemoryMode::kSized, .bytes = uint32_t(wish.bytes)};
}

}  // namespace

uint64_t MemoryPlan::bytes_in_bounds(uint32_t memory,
                                     const wasm::MemoryType& type) const {
  return mode_of(memory) == MemoryMode::kSized
             ? bytes
             : std::min(type.limits.min, kMost / type.page_size()) *
                   type.page_size();
}

uint64_t MemoryPlan::bytes_in_ram(uint32_t memory,
                                  const wasm::MemoryType& type) const {
  if (!is_lean(memory)) return bytes_in_bounds(memory, type);
  uint64_t first = stack_top - first_stack;
  bool has_stack = start <= first && first < end;
  return end - start + (has_stack ? 0 : first_stack);
}

Result<MemoryPlan> plan_memory(const wasm::Module& module, const Facts& facts,
                               const MemoryWish& wish,
                               std::optional<uint64_t> ram,
                               const VariableReach* reach,
                               Diagnostics& diagnostics) {
  if (!wish.is_given && ram && !module.memories.empty() &&
      !module.memories[0].import && !module.memories[0].type.is_shared &&
      is_much(MemoryPlan{}.bytes_in_bounds(0, module.memories[0].type), *ram)) {
    MemoryPlan plan = plan_lean(module, facts, wish, reach);
    plan.is_chosen = true;
    return plan;
  }
  if (wish.mode == MemoryMode::kExact) return MemoryPlan{};
  bool is_lean = wish.mode == MemoryMode::kLean;
  if (module.memories.empty()) {
    if (is_lean) return MemoryPlan{};
    return diagnostics.fail(
        {.file = module.file,
         .message = "--memory with a size, but the module has no memory"});
  }
  if (module.memories[0].import) {
    return diagnostics.fail(
        {.file = module.file,
         .message = "--memory is about memory 0, which is imported: the module "
                    "that it comes from decides"});
  }
  return is_lean ? plan_lean(module, facts, wish, reach)
                 : plan_sized(module, wish, diagnostics);
}

}  // namespace wasm2mpy::codegen
