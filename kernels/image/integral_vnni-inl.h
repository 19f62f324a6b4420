// The sums of kernels/image/integral.cc where AVX-512 comes with VNNI: one
// instruction adds four pixels without a shuffle, and shuffles are what binds
// the sums of other targets. Pixels are summed by octets, 64 columns of four
// rows at a time; these sums are then taken apart.
#if defined(RESCAN_KERNELS_IMAGE_INTEGRAL_VNNI_INL_H_) == \
    defined(HWY_TARGET_TOGGLE)
#ifdef RESCAN_KERNELS_IMAGE_INTEGRAL_VNNI_INL_H_
#undef RESCAN_KERNELS_IMAGE_INTEGRAL_VNNI_INL_H_
#else
#define RESCAN_KERNELS_IMAGE_INTEGRAL_VNNI_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "kernels/image/image_view.h"

#if HWY_TARGET == HWY_AVX3
HWY_BEFORE_NAMESPACE();
HWY_PUSH_ATTRIBUTES("avx512vnni")
namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace vnni {
namespace hn = hwy::HWY_NAMESPACE;

using PixelTag = hn::Full512<std::uint8_t>;
using WeightTag = hn::Full512<std::int8_t>;
using WordTag = hn::Full512<std::uint16_t>;
using LaneTag = hn::Full512<std::uint32_t>;
using WordVec = hn::Vec<WordTag>;
using LaneVec = hn::Vec<LaneTag>;
constexpr std::size_t kColumns = 64;
constexpr std::size_t kRows = 4;

// sums[i] + weights[4 i] * pixels[4 i] + ... + weights[4 i + 3] *
// pixels[4 i + 3].
HWY_INLINE LaneVec AddQuads(LaneVec sums, hn::Vec<PixelTag> pixels,
                            hn::Vec<WeightTag> weights) {
  return LaneVec{_mm512_dpbusd_epi32(sums.raw, pixels.raw, weights.raw)};
}

// In each block of 16 bytes: the lanes of `a`, then those of `b`, as words.
HWY_INLINE WordVec NarrowBlocks(LaneVec a, LaneVec b) {
  return WordVec{_mm512_packus_epi32(a.raw, b.raw)};
}

// words[indices[i]] where bit i of `mask` is set, else 0; i in 0..31.
HWY_INLINE WordVec LookupWords(__mmask32 mask, WordVec words,
                               const std::uint16_t* indices) {
  return WordVec{_mm512_maskz_permutexvar_epi16(
      mask, hn::Load(WordTag(), indices).raw, words.raw)};
}

struct RowGroup {
  const std::uint8_t* row[kRows];
  const std::uint32_t* above;
  std::uint32_t* below[kRows];
};

// 64 columns of each row.
struct Columns {
  // Of row r, lane o in 0..8: its sum up to octet o of these columns; the
  // other lanes are of no use.
  LaneVec sums[kRows];
};

// Where the sum of an octet of row r is, among 32 words: the block of 16 bytes
// b holds octets 2 b and 2 b + 1 of all four rows.
constexpr std::uint16_t WordOf(std::size_t r, std::size_t octet) {
  return static_cast<std::uint16_t>(octet / 2 * 8 + r * 2 + octet % 2);
}

struct WordIndices {
  // For a word of an odd block: the end of the block before it. For one of the
  // upper two blocks: the end of the lower two.
  alignas(64) std::uint16_t block_before[32] = {};
  alignas(64) std::uint16_t half_before[32] = {};
  // The low word of lane o is of octet o - 1, o in 1..8.
  alignas(64) std::uint16_t row[kRows][32] = {};
};
constexpr WordIndices MakeWordIndices() {
  WordIndices to;
  for (std::size_t r = 0; r < kRows; ++r) {
    for (std::size_t octet = 0; octet < 8; ++octet) {
      const std::size_t word = WordOf(r, octet);
      if (octet / 2 % 2 == 1) {
        to.block_before[word] = WordOf(r, octet / 2 * 2 - 1);
      }
      if (octet >= 4) to.half_before[word] = WordOf(r, 3);
      to.row[r][2 * (octet + 1)] = WordOf(r, octet);
    }
  }
  return to;
}
constexpr WordIndices kWordIndices = MakeWordIndices();
constexpr __mmask32 kOddBlocks = 0xFF00FF00;
constexpr __mmask32 kUpperHalf = 0xFFFF0000;
constexpr __mmask32 kLowWordsFrom1To8 = 0x00015554;

// The columns from x on. before[r]: in each lane the sum of row r before x.
HWY_INLINE Columns SumOctets(const RowGroup& rows, std::size_t x,
                             const LaneVec (&before)[kRows]) {
  const WordTag d16;
  const LaneTag d32;
  LaneVec octets[kRows];
  for (std::size_t r = 0; r < kRows; ++r) {
    const auto pixels = hn::LoadU(PixelTag(), rows.row[r] + x);
    octets[r] = hn::BitCast(d32, hn::SumsOf8(pixels));
  }
  WordVec sums =
      NarrowBlocks(hn::BitCast(d32, NarrowBlocks(octets[0], octets[1])),
                   hn::BitCast(d32, NarrowBlocks(octets[2], octets[3])));
  // 64 pixels add up to 16,320 at most.
  const auto first_of_two = hn::ShiftLeft<16>(hn::BitCast(d32, sums));
  sums = hn::Add(sums, hn::BitCast(d16, first_of_two));
  sums =
      hn::Add(sums, LookupWords(kOddBlocks, sums, kWordIndices.block_before));
  sums = hn::Add(sums, LookupWords(kUpperHalf, sums, kWordIndices.half_before));
  Columns columns;
  for (std::size_t r = 0; r < kRows; ++r) {
    const WordVec row =
        LookupWords(kLowWordsFrom1To8, sums, kWordIndices.row[r]);
    columns.sums[r] = hn::Add(before[r], hn::BitCast(d32, row));
  }
  return columns;
}

HWY_INLINE Columns SumFirstOctets(const RowGroup& rows) {
  const LaneVec none = hn::Zero(LaneTag());
  return SumOctets(rows, 0, {none, none, none, none});
}

// The columns from x on, which come after `columns`.
HWY_INLINE Columns SumNextOctets(const RowGroup& rows, std::size_t x,
                                 const Columns& columns) {
  const LaneTag d;
  const auto all = hn::IndicesFromVec(d, hn::Set(d, 8u));
  LaneVec before[kRows];
  for (std::size_t r = 0; r < kRows; ++r) {
    before[r] = hn::TableLookupLanes(columns.sums[r], all);
  }
  return SumOctets(rows, x, before);
}

// The columns from x on, where those left of x are stored. REQUIRES: x > 0.
HWY_INLINE Columns SumOctetsFrom(const RowGroup& rows, std::size_t x) {
  LaneVec before[kRows];
  const std::uint32_t* above = rows.above;
  for (std::size_t r = 0; r < kRows; ++r) {
    const std::uint32_t* below = rows.below[r];
    before[r] = hn::Set(LaneTag(), below[x - 1] - above[x - 1]);
    above = below;
  }
  return SumOctets(rows, x, before);
}

// The first four pixels of an octet go on from the octet before, the others
// back from the end of theirs.
struct PixelWeights {
  alignas(64) std::int8_t bytes[64] = {};
};
constexpr PixelWeights MakePixelWeights() {
  PixelWeights weights;
  for (int lane = 0; lane < 16; ++lane) {
    const bool go_on = lane % 8 < 4;
    for (int byte = 0; byte < 4; ++byte) {
      const bool behind = byte > lane % 4;
      weights.bytes[4 * lane + byte] =
          static_cast<std::int8_t>(go_on ? !behind : -behind);
    }
  }
  return weights;
}
constexpr PixelWeights kPixelWeights = MakePixelWeights();

// The sums up to each of the 16 pixels at `pixels`, which are block `block`, in
// 0..3, of the columns; `octets`: Columns::sums of their row.
HWY_INLINE LaneVec SumPixels(const std::uint8_t* pixels, LaneVec octets,
                             unsigned block) {
  const LaneTag d;
  const auto quad = hn::ShiftRight<2>(hn::Iota(d, 0));
  const auto octet = hn::Add(hn::ShiftRight<1>(hn::Add(quad, hn::Set(d, 1u))),
                             hn::Set(d, 2 * block));
  const auto bytes_of_quad =
      hn::Add(hn::Set(d, 0x03020100u), hn::Mul(quad, hn::Set(d, 0x04040404u)));
  return AddQuads(hn::TableLookupLanes(octets, hn::IndicesFromVec(d, octet)),
                  hn::TableLookupBytes(hn::LoadDup128(PixelTag(), pixels),
                                       hn::BitCast(PixelTag(), bytes_of_quad)),
                  hn::Load(WeightTag(), kPixelWeights.bytes));
}

// Stores the sums of these columns, which are those from x on.
HWY_INLINE void StoreColumns(const RowGroup& rows, std::size_t x,
                             const Columns& columns) {
  const LaneTag d;
  for (unsigned block = 0; block < 4; ++block) {
    const std::size_t at = x + 16 * block;
    auto sums = hn::LoadU(d, rows.above + at);
    for (std::size_t r = 0; r < kRows; ++r) {
      const LaneVec row = SumPixels(rows.row[r] + at, columns.sums[r], block);
      sums = hn::Add(sums, row);
      hn::StoreU(sums, d, rows.below[r] + at);
    }
  }
}

// The sums of rows y to y + 3 of the picture. REQUIRES: width >= 64.
HWY_INLINE void SumRows(GreyView picture, int y,
                        ImageView<std::uint32_t> sums) {
  RowGroup rows{.row = {}, .above = sums.Row(y) + 1, .below = {}};
  for (std::size_t r = 0; r < kRows; ++r) {
    const int at = y + static_cast<int>(r);
    rows.row[r] = picture.Row(at);
    rows.below[r] = sums.Row(at + 1) + 1;
    rows.below[r][-1] = 0;
  }
  const auto width = static_cast<std::size_t>(picture.width);
  std::size_t x = 0;
  Columns columns = SumFirstOctets(rows);
  // The sums of octets are a chain of instructions that wait for each other.
  // Those ahead are begun first: the ones at hand are stored in the meantime.
  for (; x + 2 * kColumns <= width; x += kColumns) {
    const Columns ahead = SumNextOctets(rows, x + kColumns, columns);
    StoreColumns(rows, x, columns);
    columns = ahead;
  }
  StoreColumns(rows, x, columns);
  x += kColumns;
  if (x == width) return;
  x = width - kColumns;
  StoreColumns(rows, x, SumOctetsFrom(rows, x));
}

// The sums below the first row. REQUIRES: Serves.
inline void SumPicture(GreyView picture, ImageView<std::uint32_t> sums) {
  constexpr int kStep = kRows;
  int y = 0;
  for (; y + kStep <= picture.height; y += kStep) {
    SumRows(picture, y, sums);
  }
  if (y < picture.height) SumRows(picture, picture.height - kStep, sums);
}

}  // namespace vnni
}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_POP_ATTRIBUTES

namespace rescan::kernels {
namespace HWY_NAMESPACE {
namespace vnni {

// Whether SumPicture serves this picture on this machine.
inline bool Serves(GreyView picture) {
  static const bool has_vnni = __builtin_cpu_supports("avx512vnni");
  return has_vnni && picture.width >= static_cast<int>(kColumns) &&
         picture.height >= static_cast<int>(kRows);
}

}  // namespace vnni
}  // namespace HWY_NAMESPACE
}  // namespace rescan::kernels
HWY_AFTER_NAMESPACE();
#endif  // HWY_TARGET == HWY_AVX3

#endif  // RESCAN_KERNELS_IMAGE_INTEGRAL_VNNI_INL_H_
