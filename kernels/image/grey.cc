#include "kernels/image/grey.h"

#include <bit>
#include <cassert>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/image/grey.cc"
#include "hwy/foreach_target.h"
// Must come after foreach_target.h.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using WordView = ImageView<const std::uint32_t>;
using MutableWordView = ImageView<std::uint32_t>;

// Bytes of a word can be taken from memory as they are wanted below.
constexpr bool kLittleEndian = std::endian::native == std::endian::little;

constexpr std::uint32_t kRedWeight = 9798;
constexpr std::uint32_t kGreenWeight = 19235;
constexpr std::uint32_t kBlueWeight = 3735;
constexpr int kWeightBits = 15;
constexpr std::uint32_t kHalf = 1u << (kWeightBits - 1);

#if HWY_TARGET != HWY_SCALAR
// Luma of each pixel, in the low byte of its lane. A word's 16-bit halves are
// red and green (upper), blue and alpha (lower); the even bytes are green and
// alpha, the odd ones red and blue.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Luma(D d, V pixels) {
  const hn::Repartition<std::int16_t, D> d16;
  const hn::RebindToSigned<D> d32;
  const auto even_bytes = hn::Set(d, 0x00ff00ffu);
  const auto green_alpha = hn::And(pixels, even_bytes);
  const auto red_blue = hn::And(hn::ShiftRight<8>(pixels), even_bytes);
  const auto green_weight = hn::Set(d, kGreenWeight << 16);
  const auto weights = hn::Set(d, kRedWeight << 16 | kBlueWeight);
  auto odd = hn::Zero(d32);
  auto sum = hn::Set(d32, static_cast<std::int32_t>(kHalf));
  sum = hn::ReorderWidenMulAccumulate(d32, hn::BitCast(d16, green_alpha),
                                      hn::BitCast(d16, green_weight), sum, odd);
  sum = hn::ReorderWidenMulAccumulate(d32, hn::BitCast(d16, red_blue),
                                      hn::BitCast(d16, weights), sum, odd);
  sum = hn::RearrangeToOddPlusEven(sum, odd);
  return hn::ShiftRight<kWeightBits>(hn::BitCast(d, sum));
}
#endif

void ColourRow(const std::uint32_t* HWY_RESTRICT pixels,
               std::uint8_t* HWY_RESTRICT grey, std::size_t n) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint32_t> d32;
  const hn::Rebind<std::uint8_t, decltype(d32)> d8;
  const std::size_t lanes = hn::Lanes(d32);
  for (; i + 2 * lanes <= n; i += 2 * lanes) {
    const auto a = Luma(d32, hn::LoadU(d32, pixels + i));
    const auto b = Luma(d32, hn::LoadU(d32, pixels + i + lanes));
    hn::StoreU(hn::U8FromU32(a), d8, grey + i);
    hn::StoreU(hn::U8FromU32(b), d8, grey + i + lanes);
  }
#endif
  for (; i < n; ++i) {
    const std::uint32_t sum = kRedWeight * (pixels[i] >> 24) +
                              kGreenWeight * (pixels[i] >> 16 & 0xff) +
                              kBlueWeight * (pixels[i] >> 8 & 0xff);
    grey[i] = static_cast<std::uint8_t>((sum + kHalf) >> kWeightBits);
  }
}

constexpr std::uint8_t ByteOfWord(std::uint32_t word, std::size_t place) {
  return static_cast<std::uint8_t>(word >> (24 - 8 * place));
}

#if HWY_TARGET != HWY_SCALAR
// Reverses the bytes of each word: between a word's value and its bytes in the
// order of the picture, on a machine that stores the low byte first.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V SwapBytes(D d, V bytes) {
  alignas(16) static constexpr std::uint8_t kSwapped[16] = {
      3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12};
  return hn::TableLookupBytes(bytes, hn::LoadDup128(d, kSwapped));
}
#endif

void UnpackRow(const std::uint32_t* HWY_RESTRICT words,
               std::uint8_t* HWY_RESTRICT grey, std::size_t n) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(words);
  for (; kLittleEndian && i + lanes <= n; i += lanes) {
    hn::StoreU(SwapBytes(d, hn::LoadU(d, bytes + i)), d, grey + i);
  }
#endif
  for (; i < n; ++i) grey[i] = ByteOfWord(words[i / 4], i % 4);
}

void PackRow(const std::uint8_t* HWY_RESTRICT grey,
             std::uint32_t* HWY_RESTRICT words, std::size_t n) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  auto* bytes = reinterpret_cast<std::uint8_t*>(words);
  for (; kLittleEndian && i + lanes <= n; i += lanes) {
    hn::StoreU(SwapBytes(d, hn::LoadU(d, grey + i)), d, bytes + i);
  }
#endif
  for (; i < n; i += 4) {
    std::uint32_t word = 0;
    for (std::size_t place = 0; place < 4 && i + place < n; ++place) {
      word |= std::uint32_t{grey[i + place]} << (24 - 8 * place);
    }
    words[i / 4] = word;
  }
}

#if HWY_TARGET != HWY_SCALAR
// The pixels of one word.
HWY_INLINE void BitsOfWord(std::uint32_t word,
                           std::uint8_t* HWY_RESTRICT grey) {
  const hn::CappedTag<std::uint8_t, 32> d;
  const hn::Repartition<std::uint32_t, decltype(d)> d32;
  // Each byte of the word eight times, the upper ones first.
  alignas(32) static constexpr std::uint8_t kByte[32] = {
      3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2,
      1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0};
  alignas(16) static constexpr std::uint8_t kBit[16] = {
      128, 64, 32, 16, 8, 4, 2, 1, 128, 64, 32, 16, 8, 4, 2, 1};
  const auto bytes = hn::BitCast(d, hn::Set(d32, word));
  const auto bit = hn::LoadDup128(d, kBit);
  const auto white = hn::Set(d, 255);
  for (std::size_t i = 0; i < 32; i += hn::Lanes(d)) {
    const auto spread = hn::TableLookupBytes(bytes, hn::LoadU(d, kByte + i));
    const auto is_ink = hn::TestBit(spread, bit);
    hn::StoreU(hn::IfThenZeroElse(is_ink, white), d, grey + i);
  }
}
#endif

void BitsRow(const std::uint32_t* HWY_RESTRICT words,
             std::uint8_t* HWY_RESTRICT grey, std::size_t n) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  for (; kLittleEndian && i + 32 <= n; i += 32) {
    BitsOfWord(words[i / 32], grey + i);
  }
#endif
  for (; i < n; ++i) {
    const bool is_ink = (words[i / 32] >> (31 - i % 32) & 1) != 0;
    grey[i] = is_ink ? 0 : 255;
  }
}

// `width` pixels of each row of one picture, by `of_row`, into the other's.
template <class From, class To>
void EachRow(ImageView<const From> from, ImageView<To> to, int width,
             void (*of_row)(const From*, To*, std::size_t)) {
  for (int y = 0; y < to.height; ++y) {
    of_row(from.Row(y), to.Row(y), static_cast<std::size_t>(width));
  }
}

void FromColour(WordView pixels, MutableGreyView grey) {
  EachRow(pixels, grey, grey.width, ColourRow);
}

void FromPacked(WordView words, MutableGreyView grey) {
  EachRow(words, grey, grey.width, UnpackRow);
}

void ToPacked(GreyView grey, MutableWordView words) {
  EachRow(grey, words, grey.width, PackRow);
}

void FromBits(WordView words, MutableGreyView grey) {
  EachRow(words, grey, grey.width, BitsRow);
}

}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rescan::kernels {
namespace {

// A row as a picture one pixel high.
template <class T>
ImageView<T> RowView(std::span<T> row) {
  return {row.data(), static_cast<int>(row.size()), 1,
          static_cast<std::ptrdiff_t>(row.size())};
}

// Words that `pixels` take up, `per_word` of them in each.
[[maybe_unused]] constexpr int WordsFor(int pixels, int per_word) {
  return (pixels + per_word - 1) / per_word;
}

}  // namespace

HWY_EXPORT(FromColour);
HWY_EXPORT(FromPacked);
HWY_EXPORT(ToPacked);
HWY_EXPORT(FromBits);

void GreyFromColour(ImageView<const std::uint32_t> pixels,
                    MutableGreyView grey) {
  assert(SameSize(pixels, grey));
  HWY_DYNAMIC_DISPATCH(FromColour)(pixels, grey);
}

void GreyFromPacked(ImageView<const std::uint32_t> words,
                    MutableGreyView grey) {
  assert(words.height == grey.height);
  assert(words.width == WordsFor(grey.width, 4));
  HWY_DYNAMIC_DISPATCH(FromPacked)(words, grey);
}

void PackedFromGrey(GreyView grey, ImageView<std::uint32_t> words) {
  assert(words.height == grey.height);
  assert(words.width == WordsFor(grey.width, 4));
  HWY_DYNAMIC_DISPATCH(ToPacked)(grey, words);
}

void GreyFromBits(ImageView<const std::uint32_t> words, MutableGreyView grey) {
  assert(words.height == grey.height);
  assert(words.width == WordsFor(grey.width, 32));
  HWY_DYNAMIC_DISPATCH(FromBits)(words, grey);
}

void GreyFromColour(std::span<const std::uint32_t> pixels,
                    std::span<std::uint8_t> grey) {
  GreyFromColour(RowView(pixels), RowView(grey));
}

void GreyFromPacked(std::span<const std::uint32_t> words,
                    std::span<std::uint8_t> grey) {
  GreyFromPacked(RowView(words), RowView(grey));
}

void PackedFromGrey(std::span<const std::uint8_t> grey,
                    std::span<std::uint32_t> words) {
  PackedFromGrey(RowView(grey), RowView(words));
}

void GreyFromBits(std::span<const std::uint32_t> words,
                  std::span<std::uint8_t> grey) {
  GreyFromBits(RowView(words), RowView(grey));
}

}  // namespace rescan::kernels
#endif  // HWY_ONCE
