// The linker's table of contents; each step is in a file of its own, named in
// link/context.h.
#include "link/linker.h"

#include "link/context.h"

namespace wasm2mpy::link {

Result<Image> link(std::span<const InputFile> objects,
                   std::span<const InputFile> archives, const Target& target,
                   std::string_view entry_symbol, Diagnostics& diagnostics) {
  Context context{.target = target,
                  .machine = find_machine(target),
                  .diagnostics = diagnostics,
                  .objects = {},
                  .globals = {},
                  .entry = {},
                  .merged = {},
                  .literals = {},
                  .pools = {},
                  .buffers = {},
                  .image = {}};

  // Everything that can be needed is read before anything is left out.
  PassResult result = resolve_symbols(context, objects, archives, entry_symbol);
  if (!result) return std::unexpected(result.error());
  // From here on the set of symbols is frozen.

  // Pieces come first: collection works on pieces, not on whole sections.
  split_mergeable_sections(context);
  split_literals(context);
  collect_garbage(context);
  merge_literals(context);
  // From here on it is known what the image contains.

  // Both report all they find, so that the user sees it in one go.
  PassResult sections = check_sections(context);
  PassResult relocations = scan_relocations(context);
  if (!sections || !relocations) return std::unexpected(Reported{});

  // Shortens calls and adds branch islands on the way: both depend on where
  // everything is, and change it.
  result = layout(context);
  if (!result) return std::unexpected(result.error());
  // From here on every address is frozen.

  list_symbols(context);
  result = apply_relocations(context);
  if (!result) return std::unexpected(result.error());
  list_sections(context);
  return std::move(context.image);
}

}  // namespace wasm2mpy::link
