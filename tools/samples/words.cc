#include "tools/samples/words.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <string_view>

namespace rescan::samples {
namespace {

using Words = std::string_view;

constexpr std::array kFirstNames = std::to_array<Words>(
    {"Alva",   "Benno",  "Corin", "Delma",   "Edda",   "Ferrin", "Gwenda",
     "Halvar", "Ilka",   "Joren", "Kestrel", "Lorin",  "Mirek",  "Nella",
     "Orin",   "Perdan", "Quill", "Runa",    "Silvan", "Tamsin", "Ulric",
     "Velda",  "Wilmot", "Yarra", "Zenia"});
constexpr std::array kRoots = std::to_array<Words>(
    {"Brav", "Culd", "Drel", "Elvo", "Fenk", "Grun", "Hesk", "Ivor",
     "Jast", "Kesk", "Lorv", "Mirn", "Novd", "Ostr", "Pelv", "Quen",
     "Ruvk", "Selk", "Tarv", "Umbr", "Vell", "Wexl"});
constexpr std::array kNameEnds = std::to_array<Words>(
    {"mere", "wick", "holm", "dale", "stone", "beck", "grove", "marsh", "field",
     "combe", "croft", "hurst"});
constexpr std::array kFirmEnds =
    std::to_array<Words>({"dova", "lund", "qest", "tix", "vane", "ora", "wyn",
                          "axo", "ibri", "ento"});
constexpr std::array kTrades = std::to_array<Words>(
    {"Trading", "Logistics", "Systems", "Office Supply", "Engineering",
     "Design", "Print Works", "Foods", "Energy", "Software"});
constexpr std::array kForms =
    std::to_array<Words>({"Ltd", "Inc.", "LLC", "Group", "Co."});
constexpr std::array kShopKinds =
    std::to_array<Words>({"Stores", "Market", "Bakery", "Cafe", "Hardware",
                          "Books", "Pharmacy", "Garden Centre", "Grocery"});
constexpr std::array kRoads = std::to_array<Words>(
    {"Street", "Lane", "Road", "Avenue", "Close", "Square", "Way"});
constexpr std::array kMonths = std::to_array<Words>(
    {"January", "February", "March", "April", "May", "June", "July", "August",
     "September", "October", "November", "December"});
constexpr std::array kDays = std::to_array<Words>(
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"});
constexpr std::array kMaterials =
    std::to_array<Words>({"Oak", "Steel", "Paper", "Glass", "Cotton", "Copper",
                          "Rubber", "Cork", "Linen", "Plastic"});
constexpr std::array kThings = std::to_array<Words>(
    {"shelf", "folder", "cable", "lamp", "panel", "bracket", "filter", "label",
     "box", "tray", "hinge", "clip", "board", "valve"});
constexpr std::array kMeasures =
    std::to_array<Words>({"40 cm", "A4", "10 pack", "large", "small", "250 ml",
                          "2 m", "spare part", "set of 4", "type B"});
constexpr std::array kFoods = std::to_array<Words>(
    {"RYE BREAD", "WHOLE MILK", "GREEN TEA", "APPLES", "BUTTER", "TOMATOES",
     "BROWN RICE", "ORANGE JUICE", "FREE RANGE EGGS", "DARK CHOCOLATE",
     "CARROTS", "OLIVE OIL", "PASTA", "YOGURT", "COFFEE BEANS", "HONEY"});
constexpr std::array kSizes = std::to_array<Words>(
    {"500G", "1L", "250G", "6PK", "1KG", "750ML", "12PK", "330ML"});
constexpr std::array kAdjectives = std::to_array<Words>(
    {"annual", "revised", "first", "final", "detailed", "regional", "monthly",
     "internal", "technical", "open", "complete", "short", "new", "current"});
constexpr std::array kNouns = std::to_array<Words>(
    {"report", "budget", "contract", "delivery", "meeting", "invoice", "survey",
     "project", "account", "schedule", "agreement", "order", "training",
     "inventory", "review", "proposal", "workshop", "forecast"});
constexpr std::array kVerbs = std::to_array<Words>(
    {"review", "complete", "sign", "return", "confirm", "update", "send",
     "check", "approve", "discuss", "prepare", "print", "replace"});
constexpr std::array kStates =
    std::to_array<Words>({"Approved", "Pending", "In review", "Closed", "Draft",
                          "Overdue", "Paid", "Shipped", "On hold"});
constexpr std::array kPlaces = std::to_array<Words>(
    {"office", "warehouse", "branch", "workshop", "front desk", "meeting room",
     "archive", "loading bay"});
constexpr std::array kChats = std::to_array<Words>(
    {"Sounds good to me.", "I will be there in ten minutes.",
     "Can you send me the address?", "Thanks, that helps a lot!",
     "The train is late again.", "Let us meet at the front desk.",
     "Did you get my last message?", "Perfect, see you then.",
     "I left the keys on the table.", "How did the meeting go?",
     "Much better than last week.", "Please bring the blue folder.",
     "Lunch is on me today.", "The parcel has arrived.",
     "No problem, take your time.", "Call me when you are free."});
constexpr std::array kServices = std::to_array<Words>(
    {"store", "mailer", "indexer", "gateway", "scheduler", "backup", "worker"});
constexpr std::array kEvents = std::to_array<Words>(
    {"connection accepted from port", "request finished in ms",
     "queue length is now", "cache cleared, entries removed:",
     "retry after timeout, attempt", "wrote checkpoint number",
     "configuration reloaded, version", "rows written to disk:"});
constexpr std::array kLevels =
    std::to_array<Words>({"INFO", "INFO", "INFO", "WARN", "DEBUG", "ERROR"});

std::string Lower(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return text;
}

std::string Capital(std::string text) {
  text[0] =
      static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

// How sentences are built: A adjective, N noun, V verb, D day, P place, F first
// name, L last name, # a number, C code, Q long date; other characters are
// themselves.
constexpr std::array kSentences = std::to_array<Words>(
    {"Please {V} the {A} {N} before {D}.",
     "The {A} {N} was sent to the {P} on {Q}.",
     "We have received your {N} and will {V} it within {#} days.",
     "{F} {L} will {V} the {A} {N} at the {P}.",
     "Our reference for this {N} is {C}.",
     "A copy of the {N} is kept in the {P} for {#} years.",
     "There were {#} changes to the {A} {N} since {D}.",
     "Do not forget to {V} the {N} and the {A} {N}.",
     "The {P} is closed on {D} because of the {A} {N}.",
     "It took {#} hours to {V} the {A} {N}.",
     "If you have any questions about the {N}, ask {F} at the {P}.",
     "All {#} copies of the {A} {N} arrived in good order.",
     "The next {N} is planned for {Q}.",
     "You can {V} or {V} the {N} at any time."});
constexpr std::array kSubjects = std::to_array<Words>(
    {"Minutes of the {A} {N}", "Your {N} number {C}", "Reminder: {V} the {N}",
     "Question about the {A} {N}", "{A} {N} for {D}", "Change of the {N} plan",
     "Welcome to the {P}", "{N} and {N} for the {P}"});
constexpr std::array kTasks =
    std::to_array<Words>({"{V} {A} {N}", "{V} {N} with {F}", "{V} the {N} plan",
                          "{V} {N} list", "{V} {N} for the {P}"});

std::string Slot(char slot, TextSource& source) {
  Rng& rng = source.rng();
  switch (slot) {
    case 'A':
      return std::string(rng.Pick(kAdjectives));
    case 'N':
      return std::string(rng.Pick(kNouns));
    case 'V':
      return std::string(rng.Pick(kVerbs));
    case 'D':
      return std::string(rng.Pick(kDays));
    case 'P':
      return std::string(rng.Pick(kPlaces));
    case 'F':
      return source.FirstName();
    case 'L':
      return source.LastName();
    case 'C':
      return source.Code();
    case 'Q':
      return source.LongDate();
    default:
      return std::to_string(rng.Between(2, 90));
  }
}

// Replaces each {X} of `pattern`, from left to right.
std::string FillIn(std::string_view pattern, TextSource& source) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '{') {
      text += Slot(pattern[i + 1], source);
      i += 2;
    } else {
      text += pattern[i];
    }
  }
  return Capital(std::move(text));
}

}  // namespace

TextSource::TextSource(Rng rng)
    : rng_(rng),
      date_kind_(rng_.Between(0, 3)),
      minute_(rng_.Between(0, 600)) {}

std::string TextSource::Root() { return std::string(rng_.Pick(kRoots)); }

std::string TextSource::FirstName() {
  return std::string(rng_.Pick(kFirstNames));
}

std::string TextSource::LastName() {
  std::string name = Root();
  return name += rng_.Pick(kNameEnds);
}

std::string TextSource::Person() {
  std::string name = FirstName() + ' ';
  return name += LastName();
}

std::string TextSource::Company() {
  std::string name = Root();
  name += rng_.Pick(kFirmEnds);
  name += ' ';
  name += rng_.Pick(kTrades);
  name += ' ';
  return name += rng_.Pick(kForms);
}

std::string TextSource::Shop() {
  std::string name = Root();
  name += rng_.Pick(kFirmEnds);
  name += ' ';
  return name += rng_.Pick(kShopKinds);
}

std::string TextSource::Street() {
  std::string street = std::to_string(rng_.Between(2, 260)) + ' ';
  street += LastName();
  street += ' ';
  return street += rng_.Pick(kRoads);
}

std::string TextSource::Town() { return LastName(); }

std::string TextSource::PostCode() { return Digits(5); }

std::string TextSource::Email() {
  std::string address = FirstName() + '.';
  address += LastName();
  address += '@';
  address += Root();
  address += rng_.Pick(kFirmEnds);
  return Lower(std::move(address)) + ".example";
}

std::string TextSource::Site() {
  std::string name = Root();
  name += rng_.Pick(kFirmEnds);
  return fmt::format("www.{}.example", Lower(std::move(name)));
}

std::string TextSource::Phone() {
  const int area = rng_.Between(201, 989);
  const int number = rng_.Between(100, 199);
  switch (rng_.Between(0, 2)) {
    case 0:
      return fmt::format("({}) 555-0{}", area, number);
    case 1:
      return fmt::format("{}-555-0{}", area, number);
    default:
      return fmt::format("+1 {} 555 0{}", area, number);
  }
}

std::string TextSource::Date() {
  const int day = rng_.Between(1, 28);
  const int month = rng_.Between(1, 12);
  const int year = rng_.Between(2012, 2025);
  const auto name = kMonths[static_cast<std::size_t>(month - 1)].substr(0, 3);
  switch (date_kind_) {
    case 0:
      return fmt::format("{:02}/{:02}/{}", day, month, year);
    case 1:
      return fmt::format("{}-{:02}-{:02}", year, month, day);
    case 2:
      return fmt::format("{:02}.{:02}.{}", day, month, year);
    default:
      return fmt::format("{} {} {}", day, name, year);
  }
}

std::string TextSource::LongDate() {
  const int day = rng_.Between(1, 28);
  const Words month = rng_.Pick(kMonths);
  const int year = rng_.Between(2012, 2025);
  return fmt::format("{} {} {}", day, month, year);
}

std::string TextSource::Time() {
  const int hour = rng_.Between(7, 21);
  const int minute = rng_.Between(0, 59);
  return fmt::format("{:02}:{:02}", hour, minute);
}

std::string TextSource::NextTime() {
  constexpr int kDay = 24 * 60;
  minute_ = (minute_ + rng_.Between(0, 9)) % kDay;
  return fmt::format("{:02}:{:02}", minute_ / 60, minute_ % 60);
}

std::string TextSource::Code() {
  // Without I, O, Q: a code that people must copy avoids them.
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";
  std::string code(1, rng_.Pick(kLetters));
  code += rng_.Pick(kLetters);
  code += '-';
  return code += Digits(5);
}

std::string TextSource::Digits(int count) {
  std::string digits;
  for (int i = 0; i < count; ++i) {
    digits += static_cast<char>('0' + rng_.Between(i == 0 ? 1 : 0, 9));
  }
  return digits;
}

std::string TextSource::Product() {
  std::string product(rng_.Pick(kMaterials));
  product += ' ';
  product += rng_.Pick(kThings);
  product += ' ';
  return product += rng_.Pick(kMeasures);
}

std::string TextSource::Grocery() {
  std::string item(rng_.Pick(kFoods));
  item += ' ';
  return item += rng_.Pick(kSizes);
}

std::string TextSource::Subject() {
  return FillIn(rng_.Pick(kSubjects), *this);
}

std::string TextSource::Sentence() {
  return FillIn(rng_.Pick(kSentences), *this);
}

std::string TextSource::Prose(int sentences) {
  std::string prose;
  for (int i = 0; i < sentences; ++i) {
    if (i > 0) prose += ' ';
    prose += Sentence();
  }
  return prose;
}

std::string TextSource::Task() { return FillIn(rng_.Pick(kTasks), *this); }

std::string TextSource::Status() { return std::string(rng_.Pick(kStates)); }

std::string TextSource::Chat() {
  if (rng_.Chance(0.3)) return Sentence();
  return std::string(rng_.Pick(kChats));
}

std::string TextSource::FileName() {
  constexpr std::array kEndings =
      std::to_array<Words>({".pdf", ".txt", ".csv", ".jpg"});
  std::string name(rng_.Pick(kNouns));
  name += '-';
  name += rng_.Pick(kAdjectives);
  name += fmt::format("-{}", rng_.Between(2012, 2025));
  return name += rng_.Pick(kEndings);
}

std::string TextSource::LogLine() {
  std::string line(rng_.Pick(kLevels));
  line += ' ';
  line += rng_.Pick(kServices);
  line += fmt::format("[{}]: ", rng_.Between(100, 9999));
  line += rng_.Pick(kEvents);
  return line += fmt::format(" {}", rng_.Between(1, 65000));
}

std::int64_t TextSource::Price(int low, int high) {
  constexpr std::array<int, 3> kLast = {0, 5, 9};
  const int tens = rng_.Between(low / 10, high / 10);
  return tens * 10 + rng_.Pick(kLast);
}

std::string Amount(std::int64_t cents) {
  const std::int64_t positive = cents < 0 ? -cents : cents;
  // Groups of three digits, the last one first.
  std::string grouped;
  std::int64_t whole = positive / 100;
  for (; whole >= 1000; whole /= 1000) {
    grouped = fmt::format(",{:03}{}", whole % 1000, grouped);
  }
  return fmt::format("{}{}{}.{:02}", cents < 0 ? "-" : "", whole, grouped,
                     positive % 100);
}

}  // namespace rescan::samples
