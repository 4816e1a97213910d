// The state of one link, and the passes over it in the order in which link()
// calls them.
#ifndef WASM2MPY_LINK_CONTEXT_H_
#define WASM2MPY_LINK_CONTEXT_H_

#include <deque>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "link/archive.h"
#include "link/linker.h"
#include "link/machine.h"
#include "link/object.h"

namespace wasm2mpy::link {

// A constant or string of mergeable sections in the image, once for all the
// pieces with the same bytes.
struct MergedPiece {
  std::span<const uint8_t> bytes;
  uint64_t alignment = 1;
  Part part = Part::kText;
  uint64_t offset = 0;  // set by layout
};

// A word that code loads, once for all the literals that are the same.
struct Literal {
  Object* object = nullptr;  // where one of them is
  Section* section = nullptr;
  uint64_t offset = 0;
  const Relocation* relocation = nullptr;  // null: a number
};

inline constexpr uint64_t kLiteralSize = 4;

// Literals in the image, before the code that loads them.
struct LiteralPool {
  uint64_t offset = 0;             // in text; set by layout
  std::vector<uint32_t> literals;  // indices into Context::literals
  // The place of each literal in the list above.
  std::unordered_map<uint32_t, uint32_t> places;
};

struct Context {
  const Target& target;
  const Machine& machine;
  Diagnostics& diagnostics;

  // Objects stay where they are: SymbolRef points to them.
  std::deque<Object> objects;
  // The definition of each global name; frozen after resolve_symbols().
  std::unordered_map<std::string_view, SymbolRef> globals;
  SymbolRef entry;
  // Frozen after collect_garbage().
  std::vector<MergedPiece> merged;
  // Frozen after merge_literals().
  std::vector<Literal> literals;
  std::vector<LiteralPool> pools;  // set by layout
  // Contents of sections that were rewritten.
  std::deque<std::vector<uint8_t>> buffers;
  Image image;
};

using PassResult = std::expected<void, Reported>;

// An address in the image.
struct ImagePlace {
  Part part = Part::kText;
  uint64_t offset = 0;
};

// Name that i386 and x86-64 code may use for the start of the image.
inline constexpr std::string_view kGlobalOffsetTable = "_GLOBAL_OFFSET_TABLE_";

// --- symbols.cc ---

// Reads all objects and the archive members that they need, and decides which
// definition each global name means.
PassResult resolve_symbols(Context& context, std::span<const InputFile> objects,
                           std::span<const InputFile> archives,
                           std::string_view entry_symbol);

// The definition that a symbol of an object stands for; none if undefined.
SymbolRef find_definition(const Context& context, Object& object,
                          uint32_t symbol);

// The place that a relocation refers to: its symbol's, or for a section symbol
// of a mergeable section, and for any symbol at literals, the piece that the
// addend selects. No place if the symbol is undefined or not in a section. The
// addend that is left to add to the place is stored in `rest`.
SectionPlace find_target(const Context& context, Object& object,
                         const Relocation& relocation, int64_t& rest);

// --- sections.cc ---

// Cuts mergeable sections into pieces.
void split_mergeable_sections(Context& context);

// Marks what the entry reaches, and merges the pieces that it reaches.
void collect_garbage(Context& context);

// Reports live sections that an image cannot have: writable data, TLS,
// constructors.
PassResult check_sections(Context& context);

// --- literals.cc ---

// Cuts sections of literals into pieces.
void split_literals(Context& context);

// The relocation of a literal; null for a number.
const Relocation* literal_relocation(const Context& context,
                                     const Section& section,
                                     const Piece& piece);

// Decides which live literals are one.
void merge_literals(Context& context);

// Divides code, in the order of the image, into groups with a pool before each
// (Section::pool). The pools have no places yet.
void plan_pools(Context& context, std::span<const SectionPlace> code);

// The part that the loader adds the address of to a literal; none if it is a
// number.
std::optional<Part> literal_base(Context& context, const Literal& literal);

// The place in the image of a literal, as the code in section `from` sees it.
ImagePlace literal_place(const Context& context, const SectionPlace& place,
                         const Section& from);

// --- layout.cc ---

// Gives every live section and merged piece its place in the image and copies
// the contents there.
PassResult layout(Context& context);

// The place in the image of a place in a live section.
ImagePlace image_place(const Context& context, const SectionPlace& place);

// --- islands.cc ---

// Gives islands to the branches that do not reach; true if there was one.
bool add_islands(Context& context);

// --- relax.cc ---

// Makes instructions shorter, for as long as that changes what else can be.
class Relaxation {
 public:
  explicit Relaxation(Context& context);

  // Computes the padding in a section whose place is known.
  void align(Section& section);
  // Shortens what can be at the present places; true if there was something.
  bool shorten();
  // Writes the sections anew, and corrects what refers to places in them.
  void finish();

 private:
  struct Spot {
    size_t relocation = 0;
    uint64_t offset = 0;
    uint64_t size = 0;       // in the input
    uint64_t kept = 0;       // at present
    uint64_t alignment = 0;  // of padding; 0 for instructions
    uint32_t bytes = 0;      // the shorter instructions, and their relocation
    uint32_t type = 0;
  };
  struct Work {
    Object* object = nullptr;
    Section* section = nullptr;
    std::vector<Spot> spots;  // by offset, none overlap
  };
  void find_spots(Work& work) const;
  bool shorten(Work& work, Spot& spot) const;
  static void update_cuts(Work& work);
  void rewrite(Work& work);

  Context& context_;
  std::vector<Work> work_;
  std::unordered_map<const Section*, size_t> work_index_;
};

// --- layout.cc ---

// Fills Image::symbols.
void list_symbols(Context& context);

// --- references.cc ---

// Fills Image::sections.
void list_sections(Context& context);

// --- relocate.cc ---

// Reports undefined symbols and relocations of unknown type.
PassResult scan_relocations(Context& context);

// Applies all relocations to the image.
PassResult apply_relocations(Context& context);

}  // namespace wasm2mpy::link

#endif  // WASM2MPY_LINK_CONTEXT_H_
