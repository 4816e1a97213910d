// Literals: the words of Xtensa code that do not fit into its instructions,
// addresses above all. Code loads them from text before it, up to 256 KB away.
//
// The compiler gives each function a section of them. Here they are cut into
// words, those that live code loads are kept, and equal ones become one, of
// all functions and objects. They are put into pools: one at the start of
// text, and another one wherever the code behind the one before gets too long
// to reach it. A literal can be in several pools, so its place depends on who
// asks.
//
// Words that the loader has to relocate are next to each other in a pool,
// because one entry of the .mpy covers consecutive words with the same base.
#include <algorithm>
#include <cassert>
#include <map>
#include <tuple>

#include "link/context.h"

namespace wasm2mpy::link {
namespace {

// A pool at the start of text comes between the jump to the entry and the
// entry, so it must be shorter than a jump: 128 KB.
constexpr uint64_t kMaxPoolSize = 64 << 10;

// What two literals must have in common to be one. Places are compared by the
// addresses of our own objects, which is no order to rely on, only a key.
struct Key {
  uint32_t bytes = 0;
  uint32_t type = 0;
  const void* target = nullptr;  // a section, merged piece, symbol or nothing
  uint64_t offset = 0;
  int64_t rest = 0;

  auto operator<=>(const Key&) const = default;
};

Key make_key(const Context& context, const Literal& literal) {
  Key key;
  key.bytes = read32(literal.section->bytes, literal.offset);
  if (literal.relocation == nullptr) return key;
  const Relocation& relocation = *literal.relocation;
  key.type = relocation.type;
  SectionPlace place =
      find_target(context, *literal.object, relocation, key.rest);
  if (!place) {
    SymbolRef definition =
        find_definition(context, *literal.object, relocation.symbol);
    if (definition) key.target = &definition.symbol();
    return key;
  }
  key.target = place.section;
  key.offset = place.offset;
  // Equal strings and constants are one, too.
  if (!place.section->pieces.empty() && !place.section->is_literals) {
    const Piece* piece = find_piece(*place.section, place.offset);
    if (piece != nullptr) {
      key.target = &context.merged[piece->merged];
      key.offset = place.offset - piece->offset;
    }
  }
  return key;
}

// The literals that a section loads, each once, sorted.
std::vector<uint32_t> used_literals(const Context& context,
                                    const SectionPlace& code) {
  std::vector<uint32_t> used;
  for (const Relocation& relocation : code.section->relocations) {
    if (context.machine.is_marker(relocation.type)) continue;
    int64_t rest = 0;
    SectionPlace place = find_target(context, *code.object, relocation, rest);
    if (!place || !place.section->is_literals) continue;
    const Piece* piece = find_piece(*place.section, place.offset);
    if (piece != nullptr) used.push_back(piece->merged);
  }
  std::ranges::sort(used);
  used.erase(std::ranges::unique(used).begin(), used.end());
  return used;
}

class PoolPlan {
 public:
  PoolPlan(Context& context, uint64_t reach)
      : context_(context), reach_(reach) {}

  void add(const SectionPlace& code);
  void sort();

 private:
  Context& context_;
  uint64_t reach_;
  uint64_t code_size_ = 0;  // of the last group, at most
};

void PoolPlan::add(const SectionPlace& code) {
  std::vector<LiteralPool>& pools = context_.pools;
  std::vector<uint32_t> used = used_literals(context_, code);
  // With the padding before it.
  uint64_t size = code.section->size + context_.target.needed_alignment - 1u;
  uint64_t new_literals = used.size();
  if (!pools.empty()) {
    for (uint32_t literal : used) {
      if (pools.back().places.contains(literal)) --new_literals;
    }
    uint64_t pool_size =
        (pools.back().literals.size() + new_literals) * kLiteralSize;
    bool is_full =
        pool_size > kMaxPoolSize || pool_size + code_size_ + size > reach_;
    // The code does not get nearer to what it loads by a new pool if it is
    // alone behind this one.
    if (is_full && code_size_ != 0) {
      pools.emplace_back();
      code_size_ = 0;
    }
  } else {
    pools.emplace_back();
  }
  LiteralPool& pool = pools.back();
  for (uint32_t literal : used) {
    // The place is only known after sorting.
    if (pool.places.emplace(literal, 0).second) {
      pool.literals.push_back(literal);
    }
  }
  code.section->pool = uint32_t(pools.size() - 1);
  code_size_ += size;
}

void PoolPlan::sort() {
  auto order = [this](uint32_t index) {
    std::optional<Part> base = literal_base(context_, context_.literals[index]);
    int group = !base ? 2 : *base == Part::kText ? 0 : 1;
    return std::tuple(group, index);
  };
  for (LiteralPool& pool : context_.pools) {
    std::ranges::sort(pool.literals, std::less<>(), order);
    for (uint32_t i = 0; i < pool.literals.size(); ++i) {
      pool.places[pool.literals[i]] = i;
    }
  }
}

}  // namespace

void split_literals(Context& context) {
  for (Object& object : context.objects) {
    for (Section& section : object.sections) {
      // What is not a list of words is reported by check_sections().
      bool is_list = section.loadable && section.is_code() &&
                     context.machine.has_literals(section.name) &&
                     !section.bytes.empty() &&
                     section.bytes.size() % kLiteralSize == 0 &&
                     &section != &context.entry.section();
      if (!is_list) continue;
      section.is_literals = true;
      for (uint64_t at = 0; at < section.bytes.size(); at += kLiteralSize) {
        section.pieces.push_back({.offset = at, .size = kLiteralSize});
      }
    }
  }
}

const Relocation* literal_relocation(const Context& context,
                                     const Section& section,
                                     const Piece& piece) {
  std::vector<Relocation>::const_iterator next = std::ranges::lower_bound(
      section.relocations, piece.offset, std::less<>(), &Relocation::offset);
  for (; next != section.relocations.end() && next->offset == piece.offset;
       ++next) {
    if (!context.machine.is_marker(next->type)) return &*next;
  }
  return nullptr;
}

void merge_literals(Context& context) {
  std::map<Key, uint32_t> indices;
  for (Object& object : context.objects) {
    for (Section& section : object.sections) {
      if (!section.is_literals) continue;
      for (Piece& piece : section.pieces) {
        if (!piece.live) continue;
        Literal literal{&object, &section, piece.offset,
                        literal_relocation(context, section, piece)};
        auto [found, is_new] = indices.try_emplace(
            make_key(context, literal), uint32_t(context.literals.size()));
        if (is_new) context.literals.push_back(literal);
        piece.merged = found->second;
      }
    }
  }
}

void plan_pools(Context& context, std::span<const SectionPlace> code) {
  uint64_t reach = context.machine.literal_reach();
  if (reach == 0) return;
  PoolPlan plan(context, reach);
  for (const SectionPlace& section : code) plan.add(section);
  plan.sort();
}

std::optional<Part> literal_base(Context& context, const Literal& literal) {
  if (literal.relocation == nullptr) return std::nullopt;
  if (!context.machine.is_address(literal.relocation->type)) {
    return std::nullopt;
  }
  int64_t rest = 0;
  SectionPlace place =
      find_target(context, *literal.object, *literal.relocation, rest);
  if (!place) return std::nullopt;
  bool in_text = place.section->is_code() || context.target.data_in_text;
  return in_text ? Part::kText : Part::kRodata;
}

ImagePlace literal_place(const Context& context, const SectionPlace& place,
                         const Section& from) {
  const Piece* piece = find_piece(*place.section, place.offset);
  assert(piece != nullptr && piece->live);
  const LiteralPool& pool = context.pools[from.pool];
  uint64_t index = pool.places.at(piece->merged);
  return {Part::kText,
          pool.offset + index * kLiteralSize + (place.offset - piece->offset)};
}

}  // namespace wasm2mpy::link
