// JSON that a person may have written, read strictly: what is missing, unknown
// or not as it must be is told with its place.
#ifndef RESCAN_ENGINE_JSON_JSON_FIELDS_H_
#define RESCAN_ENGINE_JSON_JSON_FIELDS_H_

#include <cstddef>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/result.h"

namespace rescan {

// The JSON object `text`, in which no object has a field twice. Error
// kCorruption; `name` begins the message.
[[nodiscard]] Result<nlohmann::json> ParseJsonObject(std::string_view text,
                                                     const std::string& name);

// Takes the fields of one JSON object by their names. The first fault is kept
// and told by Finish; from then on, as where a value is not as it must be, a
// call leaves `to` as it was. Each field asked for must be there, but of Find.
// Thread-compatible.
class JsonFields {
 public:
  // `object` is borrowed; `where` begins the message: "p.json: scan: ". What
  // is no object is a fault.
  JsonFields(const nlohmann::json& object, std::string where);

  // A finite number, bounds included.
  void Number(const char* field, double least, double most, double& to);
  // A list of one to `count` of them.
  void Numbers(const char* field, double least, double most, std::size_t count,
               std::vector<double>& to);
  void Integer(const char* field, int least, int most, int& to);
  void Flag(const char* field, bool& to);
  void Text(const char* field, std::string& to);
  // One for which `valid` holds; `form` says what that is.
  void Text(const char* field, bool (*valid)(std::string_view),
            std::string_view form, std::string& to);
  // An object of texts.
  void Texts(const char* field, std::map<std::string, std::string>& to);
  // A list of anything; empty after a fault.
  [[nodiscard]] const nlohmann::json& List(const char* field);

  // The value, whatever it is; null after a fault.
  [[nodiscard]] const nlohmann::json* Get(const char* field);
  // The same of a field that may be left out: null if it is.
  [[nodiscard]] const nlohmann::json* Find(const char* field);

  // A fault that the caller found: in the object, in a field of it.
  void Fault(std::string_view what);
  void FieldFault(std::string_view field, std::string_view what);

  // Error kCorruption: the first fault, else the first field that was not
  // asked for.
  [[nodiscard]] Status Finish();
  // The same where other fields are no fault.
  [[nodiscard]] Status FinishWithOthers() const;

 private:
  const nlohmann::json& object_;
  const std::string where_;
  std::set<std::string, std::less<>> seen_;
  std::string fault_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_JSON_JSON_FIELDS_H_
