#ifndef RESCAN_KERNELS_IMAGE_TEXT_GEOMETRY_H_
#define RESCAN_KERNELS_IMAGE_TEXT_GEOMETRY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "kernels/image/ink_components.h"

namespace rescan::kernels {

// Which components may be text, in pixels of the mask, bounds inclusive. The
// defaults suit a page of about 1000 pixels' width and were measured on
// receipts.
struct TextFilter {
  int min_height = 4;
  int max_height = 60;
  int min_width = 2;
  int max_width = 80;
  std::uint32_t min_area = 6;
  // Components that come this near to the mask's border are none: the dark
  // edge of a scan, the table under a photographed page.
  int border = 3;
};

// Which components may be single characters, for their height. Defaults are
// for a mask of at most 1600 pixels' width.
struct CharacterFilter {
  int min_height = 6;
  int max_height = 80;
  double max_width_per_height = 2;  // no dashes, rules and joined words
  double min_area_per_height = 1;   // no faint specks
  int border = 0;                   // as in TextFilter; 0 = any
};

struct TextGeometryOptions {
  TextFilter text;
  CharacterFilter character;
  // The ink box leaves out this share of the text components' edges on each
  // side, so that a few stray specks do not widen it, and then adds `padding`
  // pixels all around.
  double edge_share = 0.002;
  int padding = 12;
  // With fewer text components than this there is no ink box, with fewer
  // characters no character height and no line pitch.
  std::size_t min_text = 30;
  std::size_t min_characters = 10;
};

struct TextGeometry {
  std::size_t text_count = 0;       // components that pass TextFilter
  std::size_t character_count = 0;  // components that pass CharacterFilter
  // Where the text is, inside the mask. Absent: too little text to say.
  std::optional<InkBox> ink_box;
  // Median height of the characters, in pixels of the mask; 0 = not known.
  double character_height = 0;
  // Usual distance from one line of text to the next, in pixels of the mask;
  // 0 = not known (fewer than two lines, or no regular distance).
  double line_pitch = 0;
};

// True if `component` may be text.
[[nodiscard]] bool IsText(const InkComponent& component,
                          const TextFilter& filter, int width, int height);
// True if `component` may be a single character.
[[nodiscard]] bool IsCharacter(const InkComponent& component,
                               const CharacterFilter& filter, int width,
                               int height);

// What the components of a mask of `width` x `height` pixels say about its
// text. O(n log n). Any components are accepted, none included. Thread-safe.
// Throws std::bad_alloc.
[[nodiscard]] TextGeometry MeasureText(std::span<const InkComponent> components,
                                       int width, int height,
                                       const TextGeometryOptions& options = {});

}  // namespace rescan::kernels

#endif  // RESCAN_KERNELS_IMAGE_TEXT_GEOMETRY_H_
