#include "tools/samples/pages.h"

#include <array>

#include "tools/samples/page_parts.h"

namespace rescan::samples {
namespace {

enum class Medium { kScreen, kPaper, kBoth };

struct PageKind {
  Page page;
  std::string_view name;
  Medium medium;
  void (*draw)(PageContext& page);
};

// In the order of the enumeration.
constexpr std::array kPages = std::to_array<PageKind>({
    {Page::kTable, "table", Medium::kScreen, DrawTablePage},
    {Page::kList, "list", Medium::kScreen, DrawListPage},
    {Page::kSettings, "settings", Medium::kScreen, DrawSettingsPage},
    {Page::kMail, "mail", Medium::kScreen, DrawMailPage},
    {Page::kChat, "chat", Medium::kScreen, DrawChatPage},
    {Page::kBrowser, "browser", Medium::kScreen, DrawBrowserPage},
    {Page::kTerminal, "terminal", Medium::kScreen, DrawTerminalPage},
    {Page::kLetter, "letter", Medium::kPaper, DrawLetterPage},
    {Page::kInvoice, "invoice", Medium::kPaper, DrawInvoicePage},
    {Page::kReceipt, "receipt", Medium::kPaper, DrawReceiptPage},
    {Page::kForm, "form", Medium::kPaper, DrawFormPage},
    {Page::kNote, "note", Medium::kBoth, DrawNotePage},
    {Page::kNumbers, "numbers", Medium::kScreen, DrawNumbersPage},
});

const PageKind& KindOf(Page page) {
  return kPages[static_cast<std::size_t>(page)];
}

constexpr std::array kAccents = {Rgb(0x1f6feb), Rgb(0x0b7a5b), Rgb(0x8a3ffc),
                                 Rgb(0xb4451f), Rgb(0x0f6b8f)};

}  // namespace

std::string_view PageName(Page page) { return KindOf(page).name; }

std::optional<Page> PageNamed(std::string_view name) {
  for (const PageKind& kind : kPages) {
    if (kind.name == name) return kind.page;
  }
  return {};
}

bool IsScreen(Page page) { return KindOf(page).medium != Medium::kPaper; }

bool IsPaper(Page page) { return KindOf(page).medium != Medium::kScreen; }

Theme ScreenTheme(bool dark, Rng& rng) {
  Theme theme;
  theme.dark = dark;
  const bool warm = rng.Chance(0.4);
  theme.accent = rng.Pick(kAccents);
  theme.on_accent = Rgb(0xffffff);
  if (dark) {
    theme.window = warm ? Rgb(0x1d1b1a) : Rgb(0x15191f);
    theme.panel = warm ? Rgb(0x282523) : Rgb(0x1e242c);
    theme.raised = warm ? Rgb(0x34302d) : Rgb(0x2a323c);
    theme.border = warm ? Rgb(0x4a4541) : Rgb(0x3c4652);
    theme.text = Rgb(0xe8e8e6);
    theme.muted = Rgb(0xa9adb3);
  } else {
    theme.window = Rgb(0xffffff);
    theme.panel = warm ? Rgb(0xf5f2ed) : Rgb(0xf2f4f7);
    theme.raised = warm ? Rgb(0xebe5dc) : Rgb(0xe6ebf1);
    theme.border = warm ? Rgb(0xd6cec2) : Rgb(0xcdd4dc);
    theme.text = Rgb(0x1b1f24);
    theme.muted = Rgb(0x5a626c);
  }
  theme.font.family = rng.Chance(0.6) ? Family::kOpenSans : Family::kDejaVuSans;
  theme.font.size = theme.font.family == Family::kDejaVuSans ? 14 : 15;
  return theme;
}

Theme PaperTheme(Rng& rng) {
  constexpr std::array kFamilies = {Family::kOpenSans, Family::kSerif,
                                    Family::kDejaVuSans};
  Theme theme;
  theme.window = theme.panel = Rgb(0xffffff);
  theme.raised = Rgb(0xeeeeee);
  theme.border = Rgb(0x707070);
  theme.text = Rgb(0x101010);
  theme.muted = Rgb(0x404040);
  theme.accent = rng.Chance(0.4) ? Rgb(0x202020) : rng.Pick(kAccents);
  theme.on_accent = Rgb(0xffffff);
  theme.font.family = rng.Pick(kFamilies);
  theme.font.size = theme.font.family == Family::kOpenSans ? 11 : 10;
  return theme;
}

void DrawPage(Page page, const Theme& theme, TextSource& source,
              Canvas& canvas) {
  PageContext context{canvas, source, theme};
  KindOf(page).draw(context);
}

PaperSize SizeOfPaper(Page page, Rng& rng) {
  constexpr PaperSize kA4 = {595, 842};
  // A roll of 80 mm.
  constexpr double kRoll = 227;
  if (page != Page::kReceipt) return kA4;
  return {kRoll, static_cast<double>(rng.Between(440, 620))};
}

}  // namespace rescan::samples
