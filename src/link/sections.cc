// What goes into the image: mergeable sections, garbage collection, and the
// check for sections that an image cannot have.
//
// LLVM puts floating-point constants and strings in sections that say that
// their entries may be shared (SHF_MERGE). These are cut into pieces; a piece
// is alive if a relocation refers to it, and pieces with the same bytes become
// one. Not done: sharing of string tails, and of a constant with a part of a
// longer one.
#include <algorithm>
#include <format>
#include <map>

#include "link/context.h"

namespace wasm2mpy::link {
namespace {

// The end of the zero-terminated string at `offset`, whose characters have
// `width` bytes; the section's size if it has no terminator.
uint64_t string_end(std::span<const uint8_t> bytes, uint64_t offset,
                    uint64_t width) {
  for (; offset + width <= bytes.size(); offset += width) {
    bool is_zero = true;
    for (uint64_t i = 0; i < width; ++i) is_zero &= bytes[offset + i] == 0;
    if (is_zero) return offset + width;
  }
  return bytes.size();
}

void split_section(Section& section) {
  uint64_t size = section.bytes.size();
  uint64_t width = section.entry_size;
  bool strings = (section.flags & elf::kFlagStrings) != 0;
  for (uint64_t offset = 0; offset < size;) {
    uint64_t end =
        strings ? string_end(section.bytes, offset, width) : offset + width;
    section.pieces.push_back({.offset = offset, .size = end - offset});
    offset = end;
  }
}

bool is_mergeable(const Section& section) {
  return section.loadable && (section.flags & elf::kFlagMerge) != 0 &&
         !section.is_writable() && !section.is_code() &&
         section.entry_size != 0 && !section.bytes.empty() &&
         section.bytes.size() % section.entry_size == 0 &&
         section.relocations.empty();
}

class Marker {
 public:
  explicit Marker(Context& context) : context_(context) {}

  void mark(const SectionPlace& place);
  void propagate();
  void merge_pieces();

 private:
  void merge_piece(Section& section, Piece& piece);

  Context& context_;
  // Live relocations whose targets have not been marked.
  std::vector<std::pair<Object*, std::span<const Relocation>>> worklist_;
  std::map<std::string_view, uint32_t> merged_;
};

void Marker::mark(const SectionPlace& place) {
  if (!place || !place.section->loadable) return;
  Section& section = *place.section;
  if (!section.pieces.empty()) {
    Piece* piece = find_piece(section, place.offset);
    if (piece == nullptr || piece->live) return;
    piece->live = true;
    if (!section.is_literals) return;
    if (const Relocation* relocation =
            literal_relocation(context_, section, *piece)) {
      worklist_.emplace_back(place.object, std::span(relocation, 1));
    }
    return;
  }
  if (section.live) return;
  section.live = true;
  worklist_.emplace_back(place.object, section.relocations);
}

void Marker::propagate() {
  while (!worklist_.empty()) {
    auto [object, relocations] = worklist_.back();
    worklist_.pop_back();
    for (const Relocation& relocation : relocations) {
      if (context_.machine.is_marker(relocation.type)) continue;
      int64_t rest = 0;
      mark(find_target(context_, *object, relocation, rest));
    }
  }
}

// Merging follows the order of the input, not of the marking, so that the
// image does not depend on how the graph was walked.
void Marker::merge_pieces() {
  for (Object& object : context_.objects) {
    for (Section& section : object.sections) {
      if (section.is_literals) continue;  // literals.cc
      for (Piece& piece : section.pieces) {
        if (piece.live) merge_piece(section, piece);
      }
    }
  }
}

void Marker::merge_piece(Section& section, Piece& piece) {
  std::span<const uint8_t> bytes =
      section.bytes.subspan(piece.offset, piece.size);
  std::string_view key(reinterpret_cast<const char*>(bytes.data()),
                       bytes.size());
  auto [found, is_new] =
      merged_.try_emplace(key, uint32_t(context_.merged.size()));
  if (is_new) context_.merged.push_back({.bytes = bytes});
  piece.merged = found->second;

  // A piece is only as aligned as its place in the section makes it.
  uint64_t alignment = section.alignment;
  while (piece.offset % alignment != 0) alignment /= 2;
  MergedPiece& merged = context_.merged[piece.merged];
  merged.alignment = std::max(merged.alignment, alignment);
}

// "'counter' (4 bytes)", "'a' (4 bytes) and 2 more" or "8 bytes".
std::string describe_contents(const Object& object, uint32_t section) {
  const Symbol* first = nullptr;
  size_t more = 0;
  for (const Symbol& symbol : object.symbols) {
    bool is_here = symbol.kind == Symbol::Kind::kDefined &&
                   symbol.section == section && !symbol.name.empty() &&
                   symbol.type != elf::kSymbolSection;
    if (!is_here) continue;
    if (first == nullptr) {
      first = &symbol;
    } else {
      ++more;
    }
  }
  if (first == nullptr) {
    return std::format("{} bytes", object.sections[section].size);
  }
  std::string text =
      std::format("{} ({} bytes)", quote(first->name), first->size);
  if (more != 0) text += std::format(" and {} more", more);
  return text;
}

bool runs_code(const Section& section) {
  return section.type == elf::kSectionInitArray ||
         section.type == elf::kSectionFiniArray ||
         section.type == elf::kSectionPreinitArray ||
         section.name.starts_with(".ctors") ||
         section.name.starts_with(".dtors");
}

// What is wrong with a section, or empty.
std::string section_problem(const Context& context, const Object& object,
                            uint32_t index) {
  const Section& section = object.sections[index];
  if (!section.loadable || section.size == 0) return "";
  // Nothing refers to these, yet their author counts on them.
  if (runs_code(section)) {
    return "constructors and destructors are not supported";
  }
  if (!section.live) return "";
  bool is_bad_list = context.machine.has_literals(section.name) &&
                     section.is_code() && &section != &context.entry.section();
  if (is_bad_list) {
    return std::format("literals must be words (got {} bytes)", section.size);
  }
  std::string_view form;
  if ((section.flags & elf::kFlagTls) != 0) {
    form = "thread-local data {} is not supported";
  } else if (section.name.starts_with(".data.rel.ro")) {
    form =
        "constant data {} holds absolute addresses, which would need runtime "
        "relocations";
  } else if (section.is_writable()) {
    form =
        "writable data {} is not supported: all state must be in the instance";
  } else {
    return "";
  }
  // Looks through all symbols: only for sections with a problem.
  std::string contents = describe_contents(object, index);
  return std::vformat(form, std::make_format_args(contents));
}

}  // namespace

void split_mergeable_sections(Context& context) {
  for (Object& object : context.objects) {
    for (Section& section : object.sections) {
      if (is_mergeable(section)) split_section(section);
    }
  }
}

void collect_garbage(Context& context) {
  Marker marker(context);
  const SymbolRef& entry = context.entry;
  marker.mark({entry.object, &entry.section(), entry.symbol().value});
  marker.propagate();
  marker.merge_pieces();
}

PassResult check_sections(Context& context) {
  PassResult result;
  for (const Object& object : context.objects) {
    for (uint32_t i = 0; i < object.sections.size(); ++i) {
      std::string problem = section_problem(context, object, i);
      if (problem.empty()) continue;
      result = context.diagnostics.fail(std::format(
          "{}({}): {}", object.name, object.sections[i].name, problem));
    }
  }
  return result;
}

}  // namespace wasm2mpy::link
