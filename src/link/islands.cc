// Branch islands: a branch that does not reach its target goes to a jump that
// does, right behind the section of the branch.
//
// Islands move what is behind them, so layout and this pass alternate until no
// island is added; none is ever taken away, which is why that ends. Branches
// of one section to one target share an island.
//
// Not handled: a branch so far from the end of its own section that it cannot
// reach the island either. It is reported like any branch out of range. On
// Thumb that takes a section of 1 MiB, or for the 16-bit branches between
// sections, which only hand-written assembly has, one of 2 KiB.
#include "link/context.h"

namespace wasm2mpy::link {
namespace {

class IslandPass {
 public:
  explicit IslandPass(Context& context) : context_(context) {}
  bool run();

 private:
  bool visit(Object& object, Section& section, Relocation& relocation);

  Context& context_;
};

bool is_same(const SectionPlace& a, const SectionPlace& b) {
  return a.section == b.section && a.offset == b.offset;
}

// Adds an island if the branch needs one.
bool IslandPass::visit(Object& object, Section& section,
                       Relocation& relocation) {
  std::optional<BranchRange> range =
      context_.machine.branch_range(relocation.type);
  if (!range || relocation.island != 0) return false;
  int64_t A = 0;
  SectionPlace target = find_target(context_, object, relocation, A);
  if (!target) return false;
  ImagePlace place = image_place(context_, target);
  if (place.part != section.part) return false;
  int64_t V =
      int64_t(place.offset + uint64_t(A) - section.offset - relocation.offset);
  if (V >= range->lo && V <= range->hi) return false;

  target.offset += uint64_t(A - range->bias);
  // Odd or outside: no island makes this right.
  if (target.offset % 2 != 0 || target.offset >= target.section->size) {
    return false;
  }
  uint32_t index = 0;
  while (index < section.islands.size() &&
         !is_same(section.islands[index].target, target)) {
    ++index;
  }
  if (index == section.islands.size()) section.islands.push_back({target});
  relocation.island = index + 1;
  return true;
}

bool IslandPass::run() {
  bool changed = false;
  for (Object& object : context_.objects) {
    for (Section& section : object.sections) {
      if (!section.live || !section.is_code()) continue;
      for (Relocation& relocation : section.relocations) {
        changed |= visit(object, section, relocation);
      }
    }
  }
  return changed;
}

}  // namespace

bool add_islands(Context& context) {
  if (context.machine.island_size() == 0) return false;
  return IslandPass(context).run();
}

}  // namespace wasm2mpy::link
