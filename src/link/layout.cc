// Layout: where everything is in the image.
//
//   text:    entry function | other code | read-only data, if data may be here
//   rodata:  read-only data, if it may not
//
// The loader calls the first byte of text, so the entry's section comes first;
// if the entry is not at its section's start, or if there are literals, which
// come before the code that loads them, a jump to it does. Code follows
// in the order of its alignment, larger first, and otherwise of the input,
// which keeps neighbours together. Behind a section come its branch islands.
// Data is sorted by alignment alone: sizes are mostly multiples of it, so that
// there is next to no padding.
#include <algorithm>
#include <cassert>
#include <format>
#include <tuple>
#include <unordered_set>

#include "link/context.h"

namespace wasm2mpy::link {
namespace {

// No device has room for more; a file that claims it is broken, and the range
// of 32-bit distances is far away.
constexpr uint64_t kMaxSize = uint64_t{256} << 20;

// Machine::island_size() is a multiple of this, and islands hold a word.
constexpr uint64_t kIslandAlignment = 4;

uint64_t align_up(uint64_t offset, uint64_t alignment) {
  return (offset + alignment - 1) / alignment * alignment;
}

// A section, or a merged piece if `section` is null.
struct Item {
  Object* object = nullptr;
  Section* section = nullptr;
  MergedPiece* piece = nullptr;
  uint64_t alignment = 1;
};

class LayoutPass {
 public:
  explicit LayoutPass(Context& context)
      : context_(context), relaxation_(context) {}
  PassResult run();

 private:
  void collect();
  PassResult check_alignment(Item& item);
  PassResult check_size();
  void choose_anchor();
  void assign_places();
  uint64_t assign_code();
  uint64_t assign_place(const Item& item, Part part, uint64_t end);
  void copy_contents();

  Context& context_;
  Relaxation relaxation_;
  std::vector<Item> code_;
  std::vector<Item> data_;
  std::vector<SectionPlace> code_sections_;  // those of code_, sorted
};

void LayoutPass::collect() {
  for (Object& object : context_.objects) {
    for (Section& section : object.sections) {
      if (!section.live) continue;
      Item item{&object, &section, nullptr, section.alignment};
      (section.is_code() ? code_ : data_).push_back(item);
    }
  }
  for (MergedPiece& piece : context_.merged) {
    data_.push_back({nullptr, nullptr, &piece, piece.alignment});
  }
}

PassResult LayoutPass::check_alignment(Item& item) {
  const Target& target = context_.target;
  item.alignment = std::min<uint64_t>(item.alignment, target.needed_alignment);
  if (item.alignment <= target.text_alignment) return {};
  std::string name =
      item.section == nullptr
          ? std::string("a constant")
          : std::format("{}({})", item.object->name, item.section->name);
  return context_.diagnostics.fail(std::format(
      "{}: alignment {} is more than MicroPython gives a module ({})", name,
      item.alignment, target.text_alignment));
}

PassResult LayoutPass::check_size() {
  for (const std::vector<Item>* items : {&code_, &data_}) {
    uint64_t total = 0;
    for (const Item& item : *items) {
      if (item.section == nullptr) continue;
      if (item.section->size > kMaxSize - total) {
        return context_.diagnostics.fail(
            std::format("{}({}): image is larger than {} MiB",
                        item.object->name, item.section->name, kMaxSize >> 20));
      }
      total += item.section->size;
    }
  }
  return {};
}

// Puts an item at `end`, or as soon after it as it may be; the end of the item.
uint64_t LayoutPass::assign_place(const Item& item, Part part, uint64_t end) {
  end = align_up(end, item.alignment);
  if (item.section == nullptr) {
    item.piece->part = part;
    item.piece->offset = end;
    return end + item.piece->bytes.size();
  }
  Section& section = *item.section;
  section.part = part;
  section.offset = end;
  relaxation_.align(section);
  end += section.cut_size();
  for (Island& island : section.islands) {
    island.offset = align_up(end, kIslandAlignment);
    end = island.offset + context_.machine.island_size();
  }
  return end;
}

// The end of the code.
uint64_t LayoutPass::assign_code() {
  std::vector<LiteralPool>& pools = context_.pools;
  // Room for the jump; apply_relocations() writes it.
  bool has_jump = context_.entry.symbol().value != 0 ||
                  (!pools.empty() && !pools[0].literals.empty());
  uint64_t end = has_jump ? context_.machine.entry_jump_size() : 0;
  size_t next_pool = 0;
  for (const Item& item : code_) {
    if (next_pool < pools.size() && item.section->pool == next_pool) {
      LiteralPool& pool = pools[next_pool++];
      if (!pool.literals.empty()) {
        pool.offset = align_up(end, kLiteralSize);
        end = pool.offset + pool.literals.size() * kLiteralSize;
      }
    }
    end = assign_place(item, Part::kText, end);
  }
  return end;
}

void LayoutPass::assign_places() {
  uint64_t end = assign_code();
  context_.image.code_size = end;
  Part part = context_.target.data_in_text ? Part::kText : Part::kRodata;
  if (part == Part::kRodata) end = 0;
  for (const Item& item : data_) end = assign_place(item, part, end);
  context_.image.rodata.assign(part == Part::kRodata ? end : 0, 0);
  context_.image.text.assign(
      part == Part::kRodata ? context_.image.code_size : end, 0);
}

// The garbage collector knows a block by a pointer to its start. Ports that
// keep text in its heap expect to find one to the read-only data in it. So the
// data there begins with something that a literal points to the start of.
void LayoutPass::choose_anchor() {
  std::unordered_set<const void*> candidates;  // sections and merged pieces
  for (const Literal& literal : context_.literals) {
    if (literal_base(context_, literal) != Part::kRodata) continue;
    int64_t rest = 0;
    SectionPlace place =
        find_target(context_, *literal.object, *literal.relocation, rest);
    uint64_t offset = place.offset + uint64_t(rest) +
                      read32(literal.section->bytes, literal.offset);
    const void* target = place.section;
    if (!place.section->pieces.empty()) {
      const Piece* piece = find_piece(*place.section, place.offset);
      target = &context_.merged[piece->merged];
      offset -= piece->offset;
    }
    if (offset == 0) candidates.insert(target);
  }
  std::vector<Item>::iterator found =
      std::ranges::find_if(data_, [&](const Item& item) {
        return candidates.contains(item.section) ||
               candidates.contains(item.piece);
      });
  if (found != data_.end()) std::rotate(data_.begin(), found, found + 1);
}

void LayoutPass::copy_contents() {
  Image& image = context_.image;
  std::fill_n(image.text.begin(), image.code_size,
              context_.machine.code_padding());
  for (const std::vector<Item>* items : {&code_, &data_}) {
    for (const Item& item : *items) {
      bool is_section = item.section != nullptr;
      Part part = is_section ? item.section->part : item.piece->part;
      uint64_t offset = is_section ? item.section->offset : item.piece->offset;
      std::span<const uint8_t> bytes =
          is_section ? item.section->bytes : item.piece->bytes;
      uint64_t size = is_section ? item.section->size : bytes.size();
      std::span<uint8_t> out =
          std::span(part == Part::kText ? image.text : image.rodata)
              .subspan(offset, size);
      // NOBITS sections that are not writable are zeros.
      std::ranges::fill(out, 0);
      std::ranges::copy(bytes, out.begin());
    }
  }
}

PassResult LayoutPass::run() {
  collect();
  PassResult result;
  for (std::vector<Item>* items : {&code_, &data_}) {
    for (Item& item : *items) {
      if (PassResult status = check_alignment(item); !status) result = status;
    }
  }
  if (!result) return result;
  if (result = check_size(); !result) return result;

  const Section* entry = &context_.entry.section();
  std::ranges::stable_sort(code_, std::less<>(), [entry](const Item& item) {
    bool is_entry = item.section == entry;
    return std::tuple(!is_entry, ~item.alignment);
  });
  std::ranges::stable_sort(data_, std::greater<>(), &Item::alignment);
  for (const Item& item : code_) {
    code_sections_.push_back({item.object, item.section, 0});
  }
  plan_pools(context_, code_sections_);
  if (!context_.target.data_in_text) choose_anchor();

  // Shortening first: what is near then needs no island.
  do {
    assign_places();
  } while (relaxation_.shorten());
  relaxation_.finish();
  while (add_islands(context_)) assign_places();
  copy_contents();
  return {};
}

}  // namespace

PassResult layout(Context& context) { return LayoutPass(context).run(); }

ImagePlace image_place(const Context& context, const SectionPlace& place) {
  Section& section = *place.section;
  assert(!section.is_literals);
  if (section.pieces.empty()) {
    assert(section.live);
    return {section.part, section.offset + section.cut_offset(place.offset)};
  }
  // A place outside all pieces, such as the section's end, is refused by
  // scan_relocations().
  const Piece* piece = find_piece(section, place.offset);
  assert(piece != nullptr && piece->live);
  const MergedPiece& merged = context.merged[piece->merged];
  return {merged.part, merged.offset + (place.offset - piece->offset)};
}

void list_symbols(Context& context) {
  for (Object& object : context.objects) {
    for (uint32_t i = 0; i < object.symbols.size(); ++i) {
      const Symbol& symbol = object.symbols[i];
      if (symbol.kind != Symbol::Kind::kDefined || symbol.name.empty())
        continue;
      bool is_label = symbol.type == elf::kSymbolNoType;
      if (!is_label && symbol.type != elf::kSymbolFunction &&
          symbol.type != elf::kSymbolObject)
        continue;
      Section& section = object.sections[symbol.section];
      if (is_label && !section.is_code()) continue;
      if (section.is_literals) continue;
      if (!section.pieces.empty()) {
        const Piece* piece = find_piece(section, symbol.value);
        if (piece == nullptr || !piece->live) continue;
      } else if (!section.live) {
        continue;
      }
      ImagePlace place =
          image_place(context, {&object, &section, symbol.value});
      (is_label ? context.image.labels : context.image.symbols)
          .push_back({std::string(symbol.name), place.offset, symbol.size,
                      place.part == Part::kText, object.name});
    }
  }
  std::ranges::stable_sort(context.image.symbols, std::less<>(),
                           [](const SymbolInfo& symbol) {
                             return std::tuple(!symbol.in_text, symbol.offset);
                           });
}

}  // namespace wasm2mpy::link
