// FindTable on small grids painted here: what no drawn sheet of the generator
// shows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <vector>

#include "engine/documents/timesheet/page/table.h"
#include "kernels/image/grey_image.h"

namespace rescan::timesheet::page {
namespace {

constexpr int kLeft = 40;
constexpr int kNames = 300;
constexpr int kPitch = 70;
constexpr int kTop = 100;
constexpr int kHeader = 60;
constexpr int kRow = 40;

// A table of a header and `rows` rows; everything may be changed before and
// after it is painted.
struct Painter {
  int width = 1200;
  int height = 500;
  int rows = 4;
  int columns = 9;
  int row_height = kRow, header = kHeader;
  int thickness = 1;  // of lines, pixels
  std::uint8_t page = 255, weekend = 244, line = 214, ink = 40;
  bool top_line = true;
  bool lines_in_parents = true;  // upright ones, in rows 0, 2, ...
  kernels::GreyImage picture;

  [[nodiscard]] int X(int column) const {
    return kLeft + kNames + column * kPitch;
  }
  [[nodiscard]] int Y(int row) const {
    return kTop + header + row * row_height;
  }
  [[nodiscard]] int Right() const { return X(columns) + 20; }

  void Fill(int left, int top, int w, int h, std::uint8_t level) {
    for (int y = std::max(0, top); y < std::min(height, top + h); ++y) {
      for (int x = std::max(0, left); x < std::min(width, left + w); ++x) {
        picture.mutable_view().Row(y)[x] = level;
      }
    }
  }

  void Paint() {
    picture = kernels::GreyImage(width, height);
    Fill(0, 0, width, height, page);
    const int bottom = Y(rows);
    Fill(X(5), kTop, 3 * kPitch, bottom - kTop, weekend);
    for (int column = 0; column < columns; ++column) {
      Fill(X(column), kTop, thickness, header, line);
      for (int row = 0; row < rows; ++row) {
        if (!lines_in_parents && row % 2 == 0) continue;
        Fill(X(column), Y(row), thickness, row_height, line);
      }
    }
    for (int row = 0; row <= rows; ++row) {
      const int twice = row == 0 ? 2 : 1;
      Fill(kLeft, Y(row), Right() - kLeft, twice * thickness, line);
    }
    if (top_line) Fill(kLeft, kTop, Right() - kLeft, thickness, line);
  }

  // Four letters of a number in the cell, 21 x 10 pixels.
  PixelBox Number(int row, int column) {
    const PixelBox box = {X(column) + 24, Y(row) + 15, 21, 10};
    for (int letter = 0; letter < 4; ++letter) {
      Fill(box.left + 6 * letter, box.top, 3, 10, ink);
    }
    return box;
  }

  [[nodiscard]] std::optional<TableStructure> Find() const {
    return FindTable(picture.view());
  }
};

// The cells with ink, as row * 10 + column.
std::vector<int> Inked(const TableStructure& table) {
  std::vector<int> inked;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; column < table.rows[row].cells.size();
         ++column) {
      if (!table.rows[row].cells[column].lines.empty()) {
        inked.push_back(static_cast<int>(10 * row + column));
      }
    }
  }
  return inked;
}

using Codes = std::vector<int>;

TEST(DrawnTableTest, LightAndDarkAndThickLines) {
  for (const bool dark : {false, true}) {
    for (const int thickness : {1, 2}) {
      SCOPED_TRACE(testing::Message() << dark << ' ' << thickness);
      Painter painter;
      painter.thickness = thickness;
      if (dark) {
        painter.page = 24;
        painter.weekend = 31;
        painter.line = 61;
        painter.ink = 203;
      }
      painter.Paint();
      const PixelBox box = painter.Number(1, 3);
      const auto table = painter.Find();
      ASSERT_TRUE(table.has_value());
      EXPECT_EQ(table->light_on_dark, dark);
      EXPECT_EQ(table->rows.size(), 4U);
      EXPECT_EQ(table->header.cells.size(), 9U);
      EXPECT_EQ(Inked(*table), Codes({13}));
      EXPECT_EQ(table->rows[1].cells[3].lines, std::vector<PixelBox>({box}));
      EXPECT_FALSE(table->cut_right || table->cut_bottom || table->cut_top ||
                   table->cut_left || table->another_table);
    }
  }
}

TEST(DrawnTableTest, ADashAloneIsInkAndAHoverShadeIsNot) {
  Painter painter;
  painter.Paint();
  painter.Fill(painter.X(2) + 1, painter.Y(1) + 1, kPitch - 1, kRow - 1, 225);
  painter.Fill(painter.X(4) + 33, painter.Y(2) + 20, 5, 1, 90);
  // Both in one cell.
  painter.Fill(painter.X(6) + 1, painter.Y(3) + 1, kPitch - 1, kRow - 1, 225);
  painter.Fill(painter.X(6) + 33, painter.Y(3) + 20, 5, 1, 90);
  const auto table = painter.Find();
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(Inked(*table), Codes({24, 36}));
  EXPECT_EQ(
      table->rows[3].cells[6].lines,
      std::vector<PixelBox>({{painter.X(6) + 33, painter.Y(3) + 20, 5, 1}}));
}

TEST(DrawnTableTest, NeitherTopLineNorLinesInParentsAreNeeded) {
  Painter painter;
  painter.top_line = false;
  painter.lines_in_parents = false;
  painter.Paint();
  painter.Number(1, 0);
  const auto table = painter.Find();
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->rows.size(), 4U);
  EXPECT_NEAR(table->box.top, kTop, 2);
  EXPECT_EQ(Inked(*table), Codes({10}));
}

TEST(DrawnTableTest, SignsOfParentsAndMenus) {
  Painter painter;
  painter.Paint();
  for (int row = 0; row < 4; ++row) {
    const bool parent = row % 2 == 0;
    const int y = painter.Y(row) + 15;
    if (parent) {
      painter.Fill(kLeft + 12, y + 3, 8, 5, 100);
    } else {
      for (const int dot : {0, 5, 10}) {
        painter.Fill(kLeft + kNames - 26, y + dot - 2, 3, 3, 100);
      }
    }
    for (int letter = 0; letter < 12; ++letter) {
      painter.Fill(kLeft + (parent ? 29 : 34) + 7 * letter, y, parent ? 3 : 1,
                   11, 40);
    }
  }
  const auto table = painter.Find();
  ASSERT_TRUE(table.has_value());
  for (int row = 0; row < 4; ++row) {
    SCOPED_TRACE(row);
    const TableRow& found = table->rows[static_cast<std::size_t>(row)];
    const bool parent = row % 2 == 0;
    EXPECT_EQ(found.chevron, parent);
    EXPECT_EQ(found.bold, parent);
    EXPECT_EQ(found.indented, !parent);
    EXPECT_EQ(
        found.name.lines,
        std::vector<PixelBox>({{kLeft + (parent ? 29 : 34), painter.Y(row) + 15,
                                77 + (parent ? 3 : 1), 11}}));
  }
}

TEST(DrawnTableTest, CutsAreTold) {
  Painter painter;
  painter.width = painter.X(4) + 30;
  painter.Paint();
  const auto right = painter.Find();
  ASSERT_TRUE(right.has_value());
  EXPECT_TRUE(right->cut_right);
  EXPECT_EQ(right->header.cells.size(), 5U);

  painter = Painter();
  painter.height = painter.Y(2) + 20;
  painter.Paint();
  const auto bottom = painter.Find();
  ASSERT_TRUE(bottom.has_value());
  EXPECT_TRUE(bottom->cut_bottom);
  EXPECT_FALSE(bottom->cut_right);
  EXPECT_EQ(bottom->rows.size(), 3U);

  painter = Painter();
  painter.Paint();
  const auto top = FindTable(painter.picture.view().Part(
      0, kTop + 30, painter.width, painter.height - kTop - 30));
  ASSERT_TRUE(top.has_value());
  EXPECT_TRUE(top->cut_top);
  EXPECT_TRUE(top->header.cells.empty());
  EXPECT_EQ(top->rows.size(), 5U);

  const auto left = FindTable(painter.picture.view().Part(
      kLeft + 20, 0, painter.width - kLeft - 20, painter.height));
  ASSERT_TRUE(left.has_value());
  EXPECT_TRUE(left->cut_left);

  // Without the Name column there is no table.
  EXPECT_FALSE(
      FindTable(painter.picture.view().Part(kLeft + kNames - 30, 0,
                                            painter.width - kLeft - kNames + 30,
                                            painter.height))
          .has_value());
}

TEST(DrawnTableTest, ASecondTableBesideIsTold) {
  Painter painter;
  painter.Paint();
  kernels::GreyImage both(2 * painter.width, painter.height);
  for (int y = 0; y < painter.height; ++y) {
    for (int x = 0; x < 2 * painter.width; ++x) {
      both.mutable_view().Row(y)[x] =
          painter.picture.view().Row(y)[x % painter.width];
    }
  }
  const auto table = FindTable(both.view());
  ASSERT_TRUE(table.has_value());
  EXPECT_TRUE(table->another_table);
}

// Sides of input boxes are as regular as the lines of the grid.
TEST(DrawnTableTest, BoxesInTheCellsAreNoSecondTable) {
  Painter painter;
  painter.Paint();
  for (int row = 0; row < painter.rows; ++row) {
    for (int column = 0; column < 7; ++column) {
      const int left = painter.X(column) + 12;
      const int top = painter.Y(row) + 6;
      painter.Fill(left, top, 47, 29, painter.line);
      painter.Fill(left + 1, top + 1, 45, 27, painter.page);
    }
  }
  const auto table = painter.Find();
  ASSERT_TRUE(table.has_value());
  EXPECT_FALSE(table->another_table);
  EXPECT_EQ(table->header.cells.size(), 9U);
  EXPECT_EQ(table->rows.size(), 4U);
}

TEST(DrawnTableTest, LinesThatAreHardlySeenAreFoundInACleanPicture) {
  for (const int faint : {4, -4}) {
    SCOPED_TRACE(faint);
    Painter painter;
    painter.page = faint > 0 ? 24 : 255;
    painter.weekend = painter.page;
    painter.ink = faint > 0 ? 203 : 40;
    painter.line = static_cast<std::uint8_t>(painter.page + faint);
    painter.Paint();
    const PixelBox box = painter.Number(1, 3);
    const auto table = painter.Find();
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->header.cells.size(), 9U);
    EXPECT_EQ(table->rows.size(), 4U);
    EXPECT_EQ(Inked(*table), Codes({13}));
    EXPECT_EQ(table->rows[1].cells[3].lines, std::vector<PixelBox>({box}));
    // The same lines in noise are none.
    std::mt19937 random(7);
    for (int y = 0; y < painter.height; ++y) {
      for (int x = 0; x < painter.width; ++x) {
        const int noise = static_cast<int>(random() % 3) - 1;
        std::uint8_t& level = painter.picture.mutable_view().Row(y)[x];
        level = static_cast<std::uint8_t>(std::clamp(level + noise, 0, 255));
      }
    }
    EXPECT_FALSE(painter.Find().has_value());
  }
}

// The columns of the weekend are nearly of the level of the lines.
TEST(DrawnTableTest, LinesThatTheirGroundNearlyHidesAreFound) {
  for (const int level : {245, 246}) {
    SCOPED_TRACE(level);
    Painter painter;
    painter.line = 243;
    painter.weekend = static_cast<std::uint8_t>(level);
    painter.Paint();
    painter.Number(1, 6);
    // Text, as a clean picture has.
    for (int x = kLeft; x < 640; x += 4) {
      painter.Fill(x, 10, 2, 60, painter.ink);
    }
    const auto table = painter.Find();
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->header.cells.size(), 9U);
    EXPECT_EQ(Inked(*table), Codes({16}));
  }
}

// As on screens of twice the usual density.
TEST(DrawnTableTest, HighRowsWithoutUprightLinesDoNotPartTheTable) {
  Painter painter;
  painter.height = 700;
  painter.row_height = painter.header = 100;
  painter.lines_in_parents = false;
  painter.Paint();
  painter.Number(3, 3);
  const auto table = painter.Find();
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->rows.size(), 4U);
  EXPECT_EQ(Inked(*table), Codes({33}));
  EXPECT_FALSE(table->another_table);
}

// JPEG casts a shadow of a line, as high as the line itself.
TEST(DrawnTableTest, AShadowBesideTheFirstLineIsNoColumn) {
  for (const int away : {4, 5, 8}) {
    SCOPED_TRACE(away);
    Painter painter;
    painter.Paint();
    painter.Fill(painter.X(0) - away, kTop + 2, 1, painter.Y(4) - kTop - 4,
                 246);
    painter.Number(1, 3);
    const auto table = painter.Find();
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->box.left, kLeft);
    EXPECT_EQ(Inked(*table), Codes({13}));
  }
}

// A highlighted row may be as dark as the lines around it, or darker.
TEST(DrawnTableTest, LinesBesideAHighlightedRowAreFound) {
  for (const int ground : {219, 214, 200, 190}) {
    SCOPED_TRACE(ground);
    Painter painter;
    painter.Paint();
    painter.Fill(kLeft, painter.Y(1) + 1, painter.Right() - kLeft, kRow - 1,
                 static_cast<std::uint8_t>(ground));
    const PixelBox box = painter.Number(1, 3);
    const auto table = painter.Find();
    ASSERT_TRUE(table.has_value());
    EXPECT_EQ(table->rows.size(), 4U);
    EXPECT_EQ(Inked(*table), Codes({13}));
    EXPECT_EQ(table->rows[1].cells[3].lines, std::vector<PixelBox>({box}));
  }
}

TEST(DrawnTableTest, RowsWithoutALineBetweenAreNoTable) {
  Painter painter;
  painter.Paint();
  for (const int row : {1, 2}) {
    for (int letter = 0; letter < 12; ++letter) {
      painter.Fill(kLeft + 34 + 7 * letter, painter.Y(row) + 15, 2, 11, 40);
    }
  }
  ASSERT_TRUE(painter.Find().has_value());
  painter.Fill(kLeft, painter.Y(2), painter.Right() - kLeft, 1, painter.page);
  painter.Fill(painter.X(5), painter.Y(2), 3 * kPitch, 1, painter.weekend);
  EXPECT_FALSE(painter.Find().has_value());
}

TEST(DrawnTableTest, AWindowThatBeginsWithTheTableCutsNoNames) {
  Painter painter;
  painter.Paint();
  for (int letter = 0; letter < 4; ++letter) {
    painter.Fill(kLeft + 13 + 7 * letter, kTop + 25, 4, 11, painter.ink);
  }
  const auto from = [&](int x) {
    return FindTable(
        painter.picture.view().Part(x, 0, painter.width - x, painter.height));
  };
  const auto whole = from(kLeft);
  ASSERT_TRUE(whole.has_value());
  EXPECT_FALSE(whole->cut_left);
  // Through the first letter, between the first two, behind the last.
  for (const int cut : {15, 18, 50}) {
    SCOPED_TRACE(cut);
    const auto table = from(kLeft + cut);
    ASSERT_TRUE(table.has_value());
    EXPECT_TRUE(table->cut_left);
  }
}

TEST(DrawnTableTest, ATurnedTableIsNone) {
  Painter painter;
  painter.Paint();
  kernels::GreyImage turned(painter.width, painter.height);
  for (int y = 0; y < painter.height; ++y) {
    for (int x = 0; x < painter.width; ++x) {
      turned.mutable_view().Row(y)[x] = painter.picture.view().Row(
          painter.height - 1 - y)[painter.width - 1 - x];
    }
  }
  EXPECT_FALSE(FindTable(turned.view()).has_value());
}

TEST(DrawnTableTest, TooFewOrTooManyColumnsAreNone) {
  for (const int columns : {3, 6, 12}) {
    SCOPED_TRACE(columns);
    Painter painter;
    painter.width = 1400;
    painter.columns = columns;
    painter.Paint();
    EXPECT_FALSE(painter.Find().has_value());
  }
}

// ---- hostile

kernels::GreyImage Filled(int width, int height, std::uint8_t level) {
  kernels::GreyImage picture(width, height);
  for (int y = 0; y < height; ++y) {
    std::fill_n(picture.mutable_view().Row(y), width, level);
  }
  return picture;
}

TEST(HostilePageTest, PicturesOfAnySizeAndLevel) {
  for (const auto& [width, height] :
       {std::pair(1, 1), std::pair(1, 3000), std::pair(3000, 1),
        std::pair(6, 200), std::pair(64, 64), std::pair(30'000, 70),
        std::pair(70, 30'000), std::pair(2000, 1000)}) {
    for (const int level : {0, 127, 255}) {
      const kernels::GreyImage picture =
          Filled(width, height, static_cast<std::uint8_t>(level));
      EXPECT_FALSE(FindTable(picture.view()).has_value());
    }
  }
  EXPECT_FALSE(FindTable({}).has_value());
}

TEST(HostilePageTest, Noise) {
  std::mt19937 rng(5);
  kernels::GreyImage picture(1600, 1000);
  for (int y = 0; y < 1000; ++y) {
    for (std::uint8_t& level : picture.mutable_view().RowSpan(y)) {
      level = static_cast<std::uint8_t>(rng());
    }
  }
  EXPECT_FALSE(FindTable(picture.view()).has_value());
}

TEST(HostilePageTest, NothingButLines) {
  for (const int step : {2, 5, 8, 25, 130}) {
    for (const bool both : {false, true}) {
      SCOPED_TRACE(testing::Message() << step << ' ' << both);
      kernels::GreyImage picture = Filled(4000, 1000, 255);
      for (int y = 0; y < 1000; ++y) {
        for (int x = 0; x < 4000; ++x) {
          if (x % step == 0 || (both && y % step == 0)) {
            picture.mutable_view().Row(y)[x] = 0;
          }
        }
      }
      EXPECT_FALSE(FindTable(picture.view()).has_value());
    }
  }
}

// Whatever is painted over a table, boxes stay inside their cells and the page.
TEST(HostilePageTest, BoxesStayInsideTheirCells) {
  std::mt19937 rng(11);
  const auto below = [&](int n) {
    return static_cast<int>(rng() % static_cast<unsigned>(n));
  };
  int found = 0;
  for (int round = 0; round < 60; ++round) {
    Painter painter;
    painter.Paint();
    for (int i = 0; i < 25; ++i) {
      painter.Fill(below(1200), below(500), 1 + below(60), 1 + below(30),
                   static_cast<std::uint8_t>(rng()));
    }
    const int width = 400 + below(800);
    const int height = 150 + below(350);
    const auto table =
        FindTable(painter.picture.view().Part(0, 0, width, height));
    if (!table) continue;
    ++found;
    for (const TableRow& row : table->rows) {
      std::vector<TableCell> cells = row.cells;
      cells.push_back(row.name);
      for (const TableCell& cell : cells) {
        for (const PixelBox& line : cell.lines) {
          EXPECT_GT(line.width, 0);
          EXPECT_GT(line.height, 0);
          EXPECT_GE(line.left, cell.inner.left);
          EXPECT_GE(line.top, cell.inner.top);
          EXPECT_LE(line.left + line.width, cell.inner.left + cell.inner.width);
          EXPECT_LE(line.top + line.height, cell.inner.top + cell.inner.height);
          EXPECT_LE(line.left + line.width, width);
          EXPECT_LE(line.top + line.height, height);
        }
      }
    }
  }
  EXPECT_GT(found, 5);
}

}  // namespace
}  // namespace rescan::timesheet::page
